/** The conversation on the page: adding to it, closing what is past, following along. */
import { el, icon } from "./dom.js";
import { own, spoken, t } from "./strings.js";

const NEAR_PX = 160;
const GAP_PX = 16;

/**
 * The message log.
 *
 * It scrolls with the document. A reader at the end is taken along, but never past the first
 * line that they have not seen; a reader who has scrolled up is left alone and offered a button.
 */
export class Log {
  #root;
  #newest;
  #header;
  #following = true;
  #turn = null;

  constructor({ root, newest, header }) {
    this.#root = root;
    this.#newest = newest;
    this.#header = header;
    newest.addEventListener("click", () => this.#toEnd());
    root.addEventListener("grown", () => this.#follow());
    addEventListener("scroll", () => this.#watch(), { passive: true });
    // Only a reader's own hand stops the following, not our scrolling.
    for (const hand of ["wheel", "touchmove", "keydown"]) {
      addEventListener(hand, (event) => this.#letGo(event), { passive: true });
    }
  }

  /** Show a person's message; returns it, so that focus can go there. */
  person(text) {
    this.close();
    const bubble = el(
      "p",
      { class: "bubble prose", tabindex: "-1" },
      says("personSaid"),
      el("span", { ...spoken, dir: "auto" }, text),
    );
    // Before the bubble, so that the keyboard goes from an answer straight to the next question;
    // and what comes into it later is no news.
    this.#turn = this.#append("person", el("span", { "aria-live": "off" }), bubble);
    this.#following = true;
    this.#follow();
    return bubble;
  }

  /** Offer to change the answer that a bubble shows; of each question only the latest one. */
  changeable(bubble, questionId, change) {
    this.settle(`[data-change="${questionId}"]`);
    const answer = bubble.lastChild.textContent;
    const label = t("changeAnswer", { answer });
    bubble.previousElementSibling.append(
      el(
        "button",
        {
          type: "button",
          class: "quiet change",
          "data-change": questionId,
          "aria-label": label,
          onclick: () => change(answer),
        },
        icon("change"),
        el("span", {}, t("change")),
      ),
    );
  }

  /** This ending is the one that counts: to be printed, and taken along. */
  ending(message) {
    this.settle(".current > .afterwards");
    message.classList.add("current");
  }

  /** All is put aside: nothing can be changed any more, and nothing is the ending. */
  settle(what = "[data-change], .afterwards") {
    for (const past of this.#root.querySelectorAll(what)) {
      past.parentElement.classList.remove("current");
      past.remove();
    }
  }

  /** Show what the bot says (elements). */
  bot(...content) {
    const message = this.#append("bot", says("botSays"), ...content);
    for (const [name, value] of Object.entries(spoken)) message.setAttribute(name, value);
    this.#turn ??= message;
    this.#follow();
    return message;
  }

  /** Take back a person's message that was not taken; what answered it stays. */
  takeBack(bubble) {
    const message = bubble.parentElement;
    this.#turn = message.nextElementSibling;
    message.remove();
  }

  /** Show a card of the page's own, which asks for something. */
  card(...content) {
    const message = this.#append("card", ...content);
    this.#follow();
    return message;
  }

  /** Show a line of the page's own, by neither of the two. */
  note(...content) {
    const message = this.#append("note", ...content);
    this.#follow();
    return message;
  }

  /** A turn begins without words of the person: what comes now is new from its top. */
  newTurn() {
    this.#turn = null;
  }

  /** Past questions and buttons take no more answers. */
  close() {
    for (const question of this.#root.querySelectorAll("[data-open=true]")) {
      question.dataset.open = "false";
      for (const controls of question.querySelectorAll(".controls")) controls.remove();
    }
  }

  clear() {
    const focused = this.#root.contains(document.activeElement);
    this.#root.replaceChildren();
    if (focused) this.focus();
    this.#turn = null;
    this.#following = true;
  }

  /** Fill the log without announcing each line of it. */
  quietly(fill) {
    this.#root.setAttribute("aria-live", "off");
    fill();
    this.#follow("instant");
    setTimeout(() => this.#root.setAttribute("aria-live", "polite"));
  }

  #append(from, ...content) {
    // Before the newcomer makes the page longer: was the end in sight?
    if (this.#distance() < NEAR_PX) this.#following = true;
    const message = el("article", { class: `message ${from}`, "data-from": from }, ...content);
    this.#root.append(message);
    return message;
  }

  #follow(behavior) {
    if (this.#following && this.#turn) {
      const top = this.#turn.getBoundingClientRect().top + scrollY;
      this.#scroll(Math.min(top - this.#header.offsetHeight - GAP_PX, this.#end()), behavior);
    } else if (this.#following) {
      this.#scroll(this.#end(), behavior);
    }
    requestAnimationFrame(() => this.#watch());
  }

  /** Take the focus over from what is about to go. */
  focus() {
    const place = this.#root.lastElementChild ?? this.#root;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }

  #toEnd() {
    this.#following = true;
    this.focus();
    this.#scroll(this.#end());
  }

  #scroll(top, behavior = "auto") {
    scrollTo({ top, behavior });
  }

  #letGo(event) {
    const keys = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];
    const typing = event.target instanceof HTMLElement && event.target.matches("textarea, input");
    if (event.type === "keydown" && (typing || !keys.includes(event.key))) return;
    this.#following = false;
  }

  #watch() {
    // Over a question of a few more lines the button would only be in the way.
    this.#newest.hidden = this.#distance() < innerHeight * 0.75;
  }

  #end() {
    return document.documentElement.scrollHeight - innerHeight;
  }

  #distance() {
    return this.#end() - scrollY;
  }
}

function says(key) {
  return el("span", { class: "visually-hidden", ...own }, `${t(key)} `);
}
