/** What is asked before something grave is done, and told to whoever wants to know more. */
import { el, prose } from "./dom.js";
import { amount, group, later, t } from "./strings.js";

await later();

/** Ask before `what`, restart or erase, is done; resolves to true or false. */
export async function sure(what, manner = "") {
  const said = el("p", {}, t(`${what}Text`));
  // The focus goes to what changes nothing, so that a hasty Enter does no harm.
  const choices = [["yes", t(`${what}Yes`), `primary ${manner}`], ["no", t("cancel"), "", true]];
  return (await shown(t(`${what}Title`), [said], choices)) === "yes";
}

export function privacyList(keepDays) {
  const days = amount(keepDays, "day");
  const lines = Object.keys(group("privacy"));
  return el("ul", {}, lines.map((line) => el("li", {}, t(`privacy.${line}`, { days }))));
}

export function showPrivacy(keepDays) {
  const short = el("p", {}, t("consentText", { days: amount(keepDays, "day") }));
  return shown(t("menuPrivacy"), [short, privacyList(keepDays)], [["close", t("close")]]);
}

export function showAbout() {
  return shown(t("menuAbout"), prose(t("about")), [["close", t("close")]]);
}

/** Show a dialog; resolves to the name of its `choices` ([name, label, look, focused]) that was taken. */
function shown(title, content, choices) {
  const choice = ([name, label, look = "", focused = false]) =>
    el(
      "button",
      {
        type: "button",
        class: `button ${look}`,
        "data-action": name,
        autofocus: focused,
        onclick: () => dialog.close(name),
      },
      label,
    );
  const dialog = el(
    "dialog",
    { class: "confirm", "aria-labelledby": "dialog-title" },
    el("h2", { id: "dialog-title" }, title),
    ...content,
    el("div", { class: "row" }, choices.map(choice)),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
