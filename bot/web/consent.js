/** What happens to the person's words: asked before the first of them, told again from the menu. */
import { el, prose } from "./dom.js";
import { amount, isForeign, spoken, t } from "./strings.js";

/** The card that asks, for as long as nobody has agreed. */
export class Consent {
  #log;
  #mayGo;
  #go;
  #more;
  #card = null;
  #held = null;

  /** `go(held)` is called once somebody agrees, who may do so while `mayGo()`; `more()` tells more. */
  constructor(log, { mayGo, go, more }) {
    this.#log = log;
    this.#mayGo = mayGo;
    this.#go = go;
    this.#more = more;
  }

  /**
   * Ask, or ask again below what was said meanwhile.
   *
   * `held` is a turn that waits for it, `reason` what the server said to that.
   */
  ask(keepDays, { held = null, reason = null } = {}) {
    this.drop();
    this.#held = held;
    this.#card = this.#log.card(card(keepDays, reason, () => this.#agree(keepDays)));
  }

  /** Say what was agreed to. */
  tell(keepDays) {
    const more = { type: "button", class: "quiet", onclick: this.#more };
    return this.#log.note(
      el("p", { class: "agreed" }, t("agreed", { days: days(keepDays) }), " ", el("button", more, t("menuPrivacy"))),
    );
  }

  /** Ask no longer. */
  drop() {
    this.#card?.remove();
    this.#card = null;
    this.#held = null;
  }

  #agree(keepDays) {
    if (!this.#mayGo()) return;
    const held = this.#held;
    this.drop();
    const line = this.tell(keepDays);
    // The button is gone; the keyboard goes on from here.
    line.tabIndex = -1;
    line.focus({ preventScroll: true });
    this.#go(held);
  }
}

function card(keepDays, reason, agree) {
  return el(
    "section",
    { class: "consent", "aria-labelledby": "consent-title" },
    reason ? el("div", { class: "reason", ...spoken }, prose(reason)) : null,
    el("h2", { id: "consent-title" }, t("consentTitle")),
    el("p", {}, t("consentText", { days: days(keepDays) })),
    el("details", { ontoggle: (event) => unfold(event.target, keepDays) }, el("summary", {}, t("consentMore"))),
    isForeign ? el("p", {}, t("conversationLanguage")) : null,
    el(
      "button",
      { type: "button", class: "button primary", "data-action": "agree", onclick: agree },
      t("agree"),
    ),
  );
}

/** Fill the fold when it is opened first. */
async function unfold(details, keepDays) {
  if (details.childElementCount > 1) return;
  try {
    const { privacyList } = await import("./dialogs.js");
    if (details.childElementCount === 1) details.append(privacyList(keepDays));
  } catch {
    details.open = false;
  }
}

function days(n) {
  return amount(n, "day");
}
