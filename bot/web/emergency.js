/** Where to turn when the page cannot answer: said beside every failure. */
import { el } from "./dom.js";
import { t } from "./strings.js";

/** A number as it is dialled, or "" where there is none. */
export function dialled(number) {
  return String(number ?? "").replace(/[^\d+*#]/g, "");
}

/** The sentence, as what an element takes; the number can be tapped where it is known. */
export function emergencyWords(number) {
  if (!dialled(number)) return [t("emergencyServices")];
  const [before, after] = t("emergencyNumber").split("{number}");
  return [before, el("a", { href: `tel:${dialled(number)}`, dir: "ltr" }, number), after];
}
