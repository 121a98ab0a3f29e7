/** What happens to the person's words, and what this page is: for whoever wants to know more. */
import { el, prose, shown } from "./dom.js";
import { amount, group, later, t } from "./strings.js";

await later();

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
