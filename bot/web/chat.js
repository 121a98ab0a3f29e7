/** The chat page: one conversation with the web channel. */
import { Alarm } from "./alarm.js";
import { Composer, Status } from "./composer.js";
import { Consent } from "./consent.js";
import { el, prose } from "./dom.js";
import { emergencyWords } from "./emergency.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { messageParts } from "./messages.js";
import * as sessions from "./session.js";
import { duration, t, translate } from "./strings.js";
import * as transport from "./transport.js";

const TOO_MANY = 429;
const BAD_REQUESTS = new Set([400, 413, 422]);
const NOT_PROCESSED = "not_processed";
const LIMIT = "limit";
const CONSENT = "consent";
const A_MINUTE = 60;
const A_SECOND = 1000;
const LOOKS = 5;

class Chat {
  #session = null;
  #busy = false;
  // What the server has kept of the conversation, as far as it is shown: the number of messages.
  #count = 0;
  #unsent = null;
  // The buttons of the greeting, until somebody has agreed.
  #waiting = [];
  #log;
  #status;
  #composer;
  #consent;
  #menu;
  #alarm;

  constructor(page) {
    const part = (name) => page.getElementById(name);
    this.#alarm = new Alarm(part("alarm"));
    this.#status = new Status(part("status"));
    this.#log = new Log({ root: part("log"), newest: part("newest"), header: part("header") });
    this.#composer = new Composer(part("composer"), {
      send: (text) => this.#send({ text }, text),
      say: (words) => this.#status.say(words),
    });
    this.#consent = new Consent(this.#log, {
      mayGo: () => !this.#busy,
      go: (held) => this.#agreed(held),
      more: () => this.#menu.choose("privacy"),
    });
    this.#menu = new Menu(part("menu"), {
      session: () => this.#session,
      send: (payload, words) => this.#send({ payload }, words),
      alone: (words, work) => this.#alone(words, work),
      erased: () => this.#erased(),
      say: (words) => this.#log.note(...prose(words)),
    });
    // A tab that was duplicated has a twin with the same conversation.
    addEventListener("focus", () => this.#catchUp());
    page.addEventListener("visibilitychange", () => this.#catchUp());
  }

  /** Take up the conversation of this tab, or begin one. */
  async open() {
    const session = sessions.remembered();
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
    let past = await transport.history(session.token);
    // The page may have been left while its first answer was on its way.
    for (let look = 0; !past.length && session.sent && look < LOOKS; look += 1) {
      await transport.pause(A_SECOND);
      past = await transport.history(session.token);
    }
    // Nothing was said yet, or all of it was erased: greet as if for the first time.
    if (!past.length) return this.#begin(session.agreed && !session.said);
    return this.#draw(session, past);
  }

  /** Show a conversation from its beginning. */
  #draw(session, messages) {
    // Nothing is kept of anybody who has not agreed.
    this.#session = sessions.remember(session, { agreed: true, said: true });
    this.#count = messages.length;
    this.#log.quietly(() => {
      const lastWord = messages.findLastIndex((message) => message.from === "person");
      messages.forEach((message, position) => {
        if (message.from === "person") {
          this.#heard(this.#log.person(message.text ?? message.payload ?? ""), message.question_id);
        } else {
          this.#show(message, { live: false, open: position > lastWord });
        }
      });
    });
    this.#alarm.set(Boolean(messages.at(-1).state?.emergency), session.emergencyNumber);
  }

  async #begin(agreed = false) {
    const [session, greeting] = await sessions.begin(agreed);
    this.#session = session;
    this.#count = 0;
    this.#log.newTurn();
    // Our card says what happens to the words, and asks; before that there is no other way to begin.
    const spoken = greeting.filter((message) => message.notice !== CONSENT);
    for (const { buttons, ...message } of spoken) this.#show(agreed ? { ...message, buttons } : message);
    this.#waiting = spoken.flatMap((message) => message.buttons ?? []);
    if (agreed) this.#consent.tell(session.keepDays);
    else this.#consent.ask(session.keepDays);
  }

  #agreed(held) {
    this.#session = sessions.remember(this.#session, { agreed: true });
    if (held?.payload) return this.#send({ payload: held.payload }, held.words);
    if (held) return this.#composer.submit();
    if (this.#waiting.length) this.#show({ buttons: this.#waiting });
    // Where there is a keyboard on the screen, it would now cover the words.
    if (matchMedia("(hover: hover)").matches) this.#composer.focus();
    return undefined;
  }

  /** A new conversation after the old one, saying why. */
  async #anew(reason) {
    sessions.forget();
    this.#session = null;
    this.#unsent = null;
    this.#consent.drop();
    this.#alarm.set(false);
    this.#log.close();
    this.#log.settle();
    this.#log.note(...reason);
    await this.#begin();
  }

  #closed(error) {
    const again = () => {
      note.remove();
      this.#log.focus();
      this.open();
    };
    const note = this.#log.note(
      el("p", {}, (error.final ?? error).words ?? t("noSession")),
      el("p", {}, emergencyWords(sessions.remembered()?.emergencyNumber)),
      el("button", { type: "button", class: "button", "data-action": "open", onclick: again }, t("tryAgain")),
    );
  }

  /** Show the person's words and send them; returns whether they were taken. */
  #send(body, words) {
    if (this.#busy || !this.#session) {
      this.#status.say(t(this.#session ? "busy" : this.#busy ? "starting" : "noSession"));
      return false;
    }
    if (body.payload && !this.#session.agreed) {
      this.#consent.ask(this.#session.keepDays, { held: { ...body, words } });
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
      this.#unsent = again ? turn.text : null;
      const message = { text: words, notice: NOT_PROCESSED, own: true };
      const notice = this.#show(message, { resend: again ? resend(() => notice) : null });
    };
    await this.#alone(t("typing"), async () => {
      try {
        let done = true;
        let count = 1;
        this.#unsent = null;
        let alarming = false;
        let state = {};
        this.#session = await sessions.kept(this.#session);
        const consent = this.#session.agreed ? {} : { consent: false };
        if (!this.#session.sent && this.#session.agreed) this.#session = sessions.remember(this.#session, { sent: true });
        await transport.deliver(this.#session.token, { ...turn, ...consent }, {
          onMessage: (message) => {
            count += 1;
            state = message.state ?? state;
            alarming ||= message.assessment?.urgency === "emergency";
            if (alarming) this.#alarm.set(true, this.#session.emergencyNumber);
            if (message.notice === CONSENT) {
              done = false;
              return this.#unagreed(message.text, turn, bubble);
            }
            const again = message.notice === NOT_PROCESSED;
            done &&= !again;
            const notice = this.#show(message, { resend: again ? resend(() => notice) : null });
            if (message.notice !== LIMIT) return undefined;
            done = false;
            return this.#takeBack(turn, bubble);
          },
          onTrouble: (offline) => {
            this.#status.clear();
            const help = emergencyWords(this.#session.emergencyNumber);
            this.#status.say([t(offline ? "offline" : "retrying"), " ", ...(offline ? help : [])]);
          },
        });
        if (done && this.#session.agreed) this.#kept(count);
        if (!done) return;
        this.#alarm.set(Boolean(state.emergency) || alarming, this.#session.emergencyNumber);
        this.#heard(bubble, state.answered);
        if (state.restarted) this.#log.settle();
        if (state.erased) await this.#erased();
      } catch (error) {
        if (error instanceof transport.Unauthorised) await this.#expired(turn, bubble);
        else if (error instanceof transport.Refused) this.#refused(error, turn, bubble, failed);
        else if (error instanceof transport.Unreachable) failed(t("unreachable"));
        else throw error;
      }
    });
  }

  /** Put the words of a turn that was not taken back into the box; returns whether that worked. */
  #takeBack(turn, bubble) {
    const worked = this.#composer.restore(turn.text);
    if (worked) this.#log.takeBack(bubble);
    return worked;
  }

  #unagreed(reason, turn, bubble) {
    const held = this.#takeBack(turn, bubble) ? turn : null;
    this.#consent.ask(this.#session.keepDays, { held, reason });
  }

  #kept(count) {
    this.#count += count;
    if (!this.#session.said) this.#session = sessions.remember(this.#session, { said: true });
  }

  /** Show what was said in this tab's twin meanwhile, or that all was erased there. */
  async #catchUp() {
    const session = this.#session;
    const count = this.#count;
    if (document.hidden || this.#busy || !session) return;
    const past = await transport.history(session.token).catch(() => null);
    // What failed, or was overtaken by a turn of our own, is for the next time.
    if (!past || past.length === count) return;
    if (this.#busy || session !== this.#session || count !== this.#count) return;
    // The notice of a turn that failed goes; its words must not, unless they arrived after all.
    const arrived = past.some(({ text }) => text === this.#unsent);
    if (arrived || this.#composer.restore(this.#unsent)) this.#unsent = null;
    this.#log.clear();
    this.#consent.drop();
    if (past.length) this.#draw(session, past);
    else await this.#anew([el("p", {}, t("erasedElsewhere"))]).catch((error) => this.#closed(error));
  }

  /** An answer to a question can be changed where it stands. */
  #heard(bubble, questionId) {
    if (!questionId) return;
    this.#log.changeable(bubble, questionId, (answer) =>
      this.#send({ payload: `change=${questionId}` }, t("changeSaid", { answer })),
    );
  }

  async #expired(turn, bubble) {
    const lost = this.#takeBack(turn, bubble) ? [el("p", {}, t("expiredText"))] : [];
    await this.#anew([el("p", {}, t("expired")), ...lost]).catch((error) => this.#closed(error));
  }

  #refused(error, turn, bubble, failed) {
    const { status, words, seconds } = error;
    if (status === TOO_MANY) {
      // How long to wait is more use than the server's "a moment".
      const own = t("tooMany", { time: duration(seconds || A_MINUTE) });
      return failed(seconds ? own : (words ?? own), !this.#takeBack(turn, bubble));
    }
    if (!BAD_REQUESTS.has(status)) return failed(words ?? t("serverFault"));
    this.#takeBack(turn, bubble);
    return failed(words ?? t("refused"), false);
  }

  #show(message, { live = true, open = true, resend = null } = {}) {
    // The card before it has shown the same.
    if (message.repeats) return null;
    if (message.question) this.#log.close();
    let parts;
    try {
      parts = messageParts(message, {
        send: open ? (payload, words) => this.#send({ payload }, words) : null,
        resend,
        file: (path) => transport.file(this.#session?.token, path),
        choose: (name) => this.#menu.choose(name),
        emergencyNumber: this.#session?.emergencyNumber,
        live,
      });
    } catch (error) {
      // What cannot be drawn must be read all the same.
      parts = prose(message.text);
      reportError(error);
    }
    const said = this.#log.bot(...parts);
    if (message.assessment && message.report_url) this.#log.ending(said);
    return said;
  }

  async #erased() {
    this.#log.clear();
    this.#composer.clear();
    await this.#anew([el("p", {}, t("erased"))]).catch((error) => this.#closed(error));
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

/** Begin as the address of the page asks: in a clinic's colours, or in the frame of its widget. */
async function start(chat) {
  const asked = new URLSearchParams(location.search);
  if (asked.has("color") || (asked.get("theme") ?? "auto") !== "auto") {
    await import("./look.js").then(({ dress }) => dress(asked)).catch(() => {});
  }
  if (!asked.has("widget") || parent === window) return chat.open();
  return import("./frame.js").then(({ attach }) => attach(document, () => chat.open()));
}

translate(document);
start(new Chat(document));
