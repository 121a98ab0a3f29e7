/** The message box, and the line above it that says what is going on. */
import { t } from "./strings.js";

const MAX_CHARACTERS = 1000;
const COUNT_FROM = 800;
const MAX_ROWS = 6;
const COMPOSING = 229;
const TYPING_MS = 300;
const STILL_MS = 5000;

/** Grows with the text, counts near the limit, sends on Enter. */
export class Composer {
  #form;
  #input;
  #counter;
  #say;

  /** `send(text)` returns whether it took the text; `say(words)` announces a problem. */
  constructor(form, { send, say }) {
    this.#form = form;
    this.#input = form.querySelector("textarea");
    this.#counter = form.querySelector(".counter");
    this.#say = say;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(send);
    });
    this.#input.addEventListener("input", () => this.#refresh());
    this.#input.addEventListener("keydown", (event) => {
      // Enter also ends the composing of a Chinese or Japanese word; that one is not ours. Safari
      // ends the composing first and tells by the code alone.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === COMPOSING) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }

  /** Put words back that were not taken, unless others have been typed meanwhile. */
  restore(text) {
    if (!text || this.#input.value.trim()) return false;
    this.#input.value = text;
    this.#refresh();
    return true;
  }

  /** Send what stands in the box, if anything does. */
  submit() {
    if (this.#input.value.trim()) this.#form.requestSubmit();
  }

  focus() {
    this.#input.focus();
  }

  clear() {
    this.#input.value = "";
    this.#refresh();
  }

  #submit(send) {
    const text = this.#input.value.trim();
    if (!text) return this.focus();
    if (length(text) > MAX_CHARACTERS) return this.#say(t("tooLong", { max: MAX_CHARACTERS }));
    if (send(text)) this.clear();
    return undefined;
  }

  #refresh() {
    const { value } = this.#input;
    const n = length(value);
    this.#counter.hidden = n < COUNT_FROM;
    this.#counter.textContent = t("counter", { n, max: MAX_CHARACTERS });
    this.#counter.classList.toggle("over", n > MAX_CHARACTERS);
    this.#form.classList.toggle("filled", value.trim() !== "");
    if (CSS.supports("field-sizing", "content")) return;
    this.#input.rows = 1;
    const line = parseFloat(getComputedStyle(this.#input).lineHeight) || 24;
    this.#input.rows = Math.min(MAX_ROWS, Math.max(1, Math.floor(this.#input.scrollHeight / line)));
  }
}

/** What is going on: shown, and read out by a screen reader. */
export class Status {
  #node;
  #timers = [];

  constructor(node) {
    this.#node = node;
  }

  /** Say that an answer is being waited for: not at once, and in other words after a while. */
  waiting(first = t("typing")) {
    this.clear();
    this.#timers = [
      setTimeout(() => this.say(first, "typing"), TYPING_MS),
      setTimeout(() => this.say(t("stillWorking"), "typing"), STILL_MS),
    ];
  }

  say(words, kind = "words") {
    this.#node.dataset.kind = kind;
    this.#node.replaceChildren(...[words].flat());
  }

  clear() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#node.textContent = "";
    delete this.#node.dataset.kind;
  }
}

/** Characters as the server counts them: code points, not UTF-16 units. */
function length(text) {
  return Array.from(text).length;
}
