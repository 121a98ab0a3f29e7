/** The menu of the header and the dialogue that asks "are you sure?". */
import { el } from "./dom.js";
import { t } from "./strings.js";

/** Let each item of the menu do its action; the browser itself opens and closes the list. */
export function wireMenu(menu, actions) {
  for (const item of menu.querySelectorAll("[data-action]")) {
    item.addEventListener("click", () => {
      menu.hidePopover();
      actions[item.dataset.action]();
    });
  }
}

/** Ask before something that cannot be taken back; resolves to true or false. */
export function confirmed(title, text, yes, { grave = false } = {}) {
  const choose = (value) => ({ type: "button", onclick: () => dialog.close(value) });
  const dialog = el(
    "dialog",
    { class: "confirm", "aria-labelledby": "confirm-title" },
    el("h2", { id: "confirm-title" }, title),
    el("p", {}, text),
    el(
      "div",
      { class: "row" },
      el("button", { ...choose("yes"), class: `button primary ${grave ? "grave" : ""}`, "data-action": "yes" }, yes),
      el("button", { ...choose(""), class: "button", "data-action": "no" }, t("cancel")),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
