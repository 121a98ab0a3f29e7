/** The menu of the page; what its items do is loaded when the first is chosen. */
import { t } from "./strings.js";

/**
 * Opens and closes by itself, and does what is chosen.
 *
 * `chat` has what the items need: `session()`, the one of now or null; `send(payload, words)` for an
 * answer; `alone(words, work)`, which works while nothing else does; `erased()`, to be called when
 * the server has forgotten; `say(words)` for what did not work.
 */
export class Menu {
  #chat;
  #choosing = false;

  constructor(menu, chat) {
    this.#chat = chat;
    for (const item of menu.querySelectorAll("[data-action]")) {
      item.addEventListener("click", () => {
        menu.hidePopover();
        this.choose(item.dataset.action);
      });
    }
  }

  /** Do what the item of this name does: also from an ending, and from what is said of privacy. */
  async choose(name) {
    if (this.#choosing) return;
    this.#choosing = true;
    try {
      await (await import("./menu-items.js"))[name](this.#chat);
    } catch {
      this.#chat.say(t("notLoaded"));
    } finally {
      this.#choosing = false;
    }
  }
}
