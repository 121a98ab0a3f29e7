/** What happens to the person's words: asked before the first of them, told again from the menu. */
import { el, prose, shown } from "./dom.js";
import { amount, group, isForeign, spoken, t } from "./strings.js";

/** The card that asks, for as long as nobody has agreed. */
export class Consent {
  #log;
  #mayGo;
  #go;
  #card = null;
  #held = null;

  /** `go(held)` is called once somebody agrees, who may do so while `mayGo()`. */
  constructor(log, { mayGo, go }) {
    this.#log = log;
    this.#mayGo = mayGo;
    this.#go = go;
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
    const more = { type: "button", class: "quiet", onclick: () => showPrivacy(keepDays) };
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

export function showPrivacy(keepDays) {
  const two = el("p", {}, t("consentText", { days: days(keepDays) }));
  return shown(t("menuPrivacy"), [two, privacy(keepDays)], [["close", t("close")]]);
}

export function showAbout() {
  return shown(t("menuAbout"), prose(t("about")), [["close", t("close")]]);
}

function card(keepDays, reason, agree) {
  return el(
    "section",
    { class: "consent", "aria-labelledby": "consent-title" },
    reason ? el("div", { class: "reason", ...spoken }, prose(reason)) : null,
    el("h2", { id: "consent-title" }, t("consentTitle")),
    el("p", {}, t("consentText", { days: days(keepDays) })),
    el("details", {}, el("summary", {}, t("consentMore")), privacy(keepDays)),
    isForeign ? el("p", {}, t("conversationLanguage")) : null,
    el(
      "button",
      { type: "button", class: "button primary", "data-action": "agree", onclick: agree },
      t("agree"),
    ),
  );
}

function privacy(keepDays) {
  const lines = Object.keys(group("privacy"));
  return el(
    "ul",
    {},
    lines.map((line) => el("li", {}, t(`privacy.${line}`, { days: days(keepDays) }))),
  );
}

function days(n) {
  return amount(n, "day");
}
