/** The chat page: one conversation with the web channel. */
import { Composer, Status } from "./composer.js";
import { confirmed, el, prose, saveFile } from "./dom.js";
import { Log } from "./log.js";
import { messageParts } from "./messages.js";
import { t, translate } from "./strings.js";
import * as transport from "./transport.js";

const TOO_MANY = 429;
const BAD_REQUESTS = new Set([400, 413, 422]);
const NOT_PROCESSED = "not_processed";
const LIMIT = "limit";
const ERASE = "erase=yes";

class Chat {
  #session = null;
  #busy = false;
  #log;
  #status;
  #composer;

  constructor(page) {
    const part = (name) => page.getElementById(name);
    this.#status = new Status(part("status"));
    this.#log = new Log({ root: part("log"), newest: part("newest"), header: part("header") });
    this.#composer = new Composer(part("composer"), {
      send: (text) => this.#send({ text }, text),
      say: (words) => this.#status.say(words),
    });
    const actions = {
      summary: () => this.#send({ payload: "show_summary" }, t("menuSummary")),
      restart: () => this.#restart(),
      export: () => this.#export(),
      erase: () => this.#erase(),
    };
    // The browser itself opens and closes the menu.
    const menu = part("menu");
    for (const item of menu.querySelectorAll("[data-action]")) {
      item.addEventListener("click", () => {
        menu.hidePopover();
        actions[item.dataset.action]();
      });
    }
  }

  /** Take up the conversation of this tab, or begin one. */
  async open() {
    const session = transport.remembered();
    await this.#alone(t("starting"), async () => {
      try {
        if (session) await this.#resume(session);
        else await this.#begin();
      } catch (error) {
        if (!(error instanceof transport.Unauthorised)) return this.#closed(error);
        await this.#anew([el("p", {}, t("expired"))]).catch((next) => this.#closed(next));
      }
      return undefined;
    });
  }

  async #resume(session) {
    const messages = await transport.history(session.token);
    // Nothing was said yet, or all of it was erased: greet as if for the first time.
    if (!messages.length) return this.#begin();
    this.#session = session;
    this.#log.quietly(() => {
      const lastWord = messages.findLastIndex((message) => message.from === "person");
      messages.forEach((message, position) => {
        if (message.from === "person") {
          this.#log.person(message.text ?? message.payload ?? "");
        } else {
          this.#show(message, { live: false, open: position > lastWord });
        }
      });
    });
    return undefined;
  }

  async #begin() {
    const opened = await transport.openSession();
    this.#session = transport.remember(opened);
    this.#log.newTurn();
    for (const message of opened.messages ?? []) this.#show(message);
  }

  /** A new conversation after the old one, saying why. */
  async #anew(reason) {
    transport.forget();
    this.#session = null;
    this.#log.close();
    this.#log.note(...reason);
    await this.#begin();
  }

  #closed(error) {
    const again = () => {
      note.remove();
      this.open();
    };
    const note = this.#log.note(
      el("p", {}, (error.final ?? error).words ?? t("noSession")),
      el("button", { type: "button", class: "button", "data-action": "open", onclick: again }, t("tryAgain")),
    );
  }

  /** Show the person's words and send them; returns whether they were taken. */
  #send(body, words) {
    if (this.#busy || !this.#session) {
      this.#status.say(t(this.#session ? "busy" : this.#busy ? "starting" : "noSession"));
      return false;
    }
    const bubble = this.#log.person(words);
    // The button that was pressed is gone; the keyboard goes on from the answer it gave.
    if (body.payload) bubble.focus({ preventScroll: true });
    this.#turn({ id: transport.newId(), ...body }, bubble);
    return true;
  }

  async #turn(turn, bubble) {
    const resend = (notice) => () => {
      if (this.#busy) return;
      notice().remove();
      bubble.focus({ preventScroll: true });
      this.#turn(turn, bubble);
    };
    const failed = (words, again = true) => {
      const message = { text: words, notice: NOT_PROCESSED };
      const notice = this.#show(message, { resend: again ? resend(() => notice) : null });
    };
    await this.#alone(t("typing"), async () => {
      try {
        let done = true;
        await transport.deliver(this.#session.token, turn, {
          onMessage: (message) => {
            const again = message.notice === NOT_PROCESSED;
            done &&= !again;
            const notice = this.#show(message, { resend: again ? resend(() => notice) : null });
            if (message.notice === LIMIT && turn.text) this.#composer.restore(turn.text);
          },
          onTrouble: (offline) => {
            this.#status.clear();
            this.#status.say(t(offline ? "offline" : "retrying"));
          },
        });
        if (done && turn.payload === ERASE) await this.#erased();
      } catch (error) {
        if (error instanceof transport.Unauthorised) await this.#expired(turn);
        else if (error instanceof transport.Refused) this.#refused(error, turn, failed);
        else if (error instanceof transport.Unreachable) failed(t("unreachable"));
        else throw error;
      }
    });
  }

  async #expired(turn) {
    const lost = turn.text ? [el("p", {}, t("expiredText"))] : [];
    if (turn.text) this.#composer.restore(turn.text);
    await this.#anew([el("p", {}, t("expired")), ...lost]).catch((error) => this.#closed(error));
  }

  #refused(error, turn, failed) {
    if (error.status === TOO_MANY) return failed(error.words ?? t("tooMany"));
    if (!BAD_REQUESTS.has(error.status)) return failed(error.words ?? t("serverFault"));
    if (turn.text) this.#composer.restore(turn.text);
    return failed(error.words ?? t("refused"), false);
  }

  #show(message, { live = true, open = true, resend = null } = {}) {
    // The card before it has shown the same.
    if (message.repeats) return null;
    if (message.question) this.#log.close();
    return this.#log.bot(
      ...messageParts(message, {
        send: open ? (payload, words) => this.#send({ payload }, words) : null,
        resend,
        file: (path) => transport.file(this.#session?.token, path),
        emergencyNumber: this.#session?.emergencyNumber,
        live,
      }),
    );
  }

  #sure(what, manner = "") {
    return confirmed(t(`${what}Title`), t(`${what}Text`), t(`${what}Yes`), t("cancel"), manner);
  }

  async #restart() {
    if (!(await this.#sure("restart"))) return;
    this.#send({ payload: "restart=yes" }, t("menuRestart"));
  }

  async #erase() {
    if (!(await this.#sure("erase", "grave")) || !this.#session) return;
    await this.#alone(t("stillWorking"), async () => {
      try {
        await transport.erase(this.#session.token);
      } catch (error) {
        // A conversation that the server no longer knows is erased already.
        if (!(error instanceof transport.Unauthorised)) return this.#say(t("eraseFailed"));
      }
      return this.#erased();
    });
  }

  async #erased() {
    this.#log.clear();
    this.#composer.clear();
    await this.#anew([el("p", {}, t("erased"))]).catch((error) => this.#closed(error));
  }

  async #export() {
    if (!this.#session) return;
    try {
      const kept = await transport.file(this.#session.token, "export");
      saveFile(await kept.blob(), t("exportName"));
    } catch {
      this.#say(t("exportFailed"));
    }
  }

  #say(words) {
    this.#log.note(...prose(words));
  }

  /** One thing at a time: a double click, or Enter while an answer is on its way, does nothing. */
  async #alone(words, work) {
    if (this.#busy) return;
    this.#busy = true;
    document.body.dataset.busy = "true";
    this.#status.waiting(words);
    try {
      await work();
    } finally {
      this.#busy = false;
      delete document.body.dataset.busy;
      this.#status.clear();
    }
  }
}

translate(document);
new Chat(document).open();
