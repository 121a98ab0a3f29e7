/**
 * The report of a finished check: shown in a tab of its own, or saved as a file.
 *
 * Loaded at the first ending only. The report comes with the token of the conversation, so no
 * address of it can be passed around; what is opened lives in the memory of this page.
 */
import { el, saveFile } from "./dom.js";
import { t } from "./strings.js";

const FORMATS = ["html", "pdf", "fhir"];

/** Put a button for each format into `place`; `file(path)` fetches, or fails with `words`. */
export function fill(place, file) {
  const said = el("p", { class: "hint", "aria-live": "polite" });
  const say = (words, failed = false) => {
    said.textContent = words;
    said.classList.toggle("problem", failed);
  };
  const buttons = FORMATS.map((format) =>
    el("button", { type: "button", class: "button", "data-report": format }, t(`reportAs.${format}`)),
  );
  let busy = false;
  const get = async (format) => {
    if (busy) return;
    busy = true;
    say(t("stillWorking"));
    // At once, while the browser still knows that the person has asked for it.
    const tab = format === "html" ? open("", "_blank") : null;
    // A source that is followed from there must not reach back to the conversation.
    if (tab) tab.opener = null;
    try {
      const response = await file(`report?format=${format}`);
      const name = response.headers.get("content-disposition").match(/"(.+)"/)[1];
      const blob = await response.blob();
      if (tab) tab.location.replace(URL.createObjectURL(blob));
      else saveFile(blob, name);
      say(format === "html" && tab ? "" : t("reportSaved", { name }));
    } catch (error) {
      tab?.close();
      say((error.final ?? error).words ?? t("reportFailed"), true);
    } finally {
      busy = false;
    }
  };
  for (const button of buttons) button.addEventListener("click", () => get(button.dataset.report));
  place.append(el("div", { class: "row" }, buttons, said));
}
