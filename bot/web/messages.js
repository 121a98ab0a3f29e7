/** A bot message of the web API as elements. */
import { passageList } from "./cited.js";
import { el, icon, prose } from "./dom.js";
import { emergencyWords } from "./emergency.js";
import { callLink, endingCard } from "./ending.js";
import { answerButton, isOwnButton, questionCard, questionWords } from "./questions.js";
import { own, t, ui } from "./strings.js";

/**
 * The elements of one message.
 *
 * `send(payload, words)` takes an answer, `resend()` sends the last message again; both may be
 * null for a message of the past, which is then shown without controls. `choose(name)` does what an
 * item of the menu does, which is offered below an ending.
 */
export function messageParts(message, { send, resend, file, choose, emergencyNumber, live }) {
  const { question, assessment, passages } = message;
  const [quoted] = passages ?? [];
  const quotes = Boolean(quoted?.text) && (message.text ?? "").includes(quoted.text);
  const text = quotes ? besides(message.text, quoted) : message.text;
  const [words, questionId] = question
    ? questionWords({ ...message, text })
    : [el("div", {}, prose(text))];
  const others = (message.buttons ?? []).filter((button) => !question || !isOwnButton(question, button));
  const urgent = live && [message.notice, assessment?.urgency].includes("emergency");
  const shown = assessment && { emergency_number: emergencyNumber, ...assessment };
  const card = shown && endingCard(shown, message.text, urgent);
  return [
    card ??
      (message.notice
        ? notice(message, words, { resend, urgent, number: emergencyNumber })
        : words),
    passages?.length ? passageList(passages, { open: quotes ? quoted.id : null }) : null,
    message.report_url ? afterwards({ file, assessment: shown, card }, choose) : null,
    question && send ? questionCard(question, questionId, send) : null,
    others.length && send ? buttonRow(others, send) : null,
  ].filter(Boolean);
}

/** `own`: the page's own words about a failure, which name no number as the server's do. */
function notice({ notice: kind, own: isOurs }, words, { resend, urgent, number }) {
  const emergency = kind === "emergency";
  return el(
    "div",
    // In the middle of a conversation an emergency does not wait for a pause of the reader.
    { class: "notice", "data-notice": kind, role: urgent ? "alert" : null },
    icon(emergency ? "emergency" : "info"),
    el(
      "div",
      isOurs ? own : {},
      emergency ? el("strong", {}, ui("emergency")) : null,
      words,
      emergency ? callLink(number) : null,
      isOurs ? el("p", {}, emergencyWords(number)) : null,
      resend && !emergency ? resendButton(resend) : null,
    ),
  );
}

function resendButton(resend) {
  return el(
    "div",
    { "data-open": "true" },
    el(
      "div",
      { class: "controls row" },
      el(
        "button",
        { type: "button", class: "button", "data-action": "resend", onclick: resend },
        ui("resend"),
      ),
    ),
  );
}

function buttonRow(buttons, send) {
  return el(
    "div",
    { class: "suggestions", "data-open": "true" },
    el(
      "div",
      { class: "controls row" },
      buttons.map((button) => answerButton(button.title, button.payload, send)),
    ),
  );
}

/** What can be done with the answer: taken along, and below an ending begun again or erased. */
function afterwards(told, choose) {
  const place = el("div", { class: "afterwards", role: "group", "aria-label": t("report"), ...own });
  const quiet = (label, name) =>
    el("button", { type: "button", class: "quiet", "data-action": name, onclick: () => choose(name) }, t(label));
  import("./report.js").then(
    ({ fill }) => fill(place, told),
    () => place.prepend(t("reportFailed")),
  );
  if (told.card) {
    place.append(el("div", { class: "row" }, quiet("menuRestart", "restart"), quiet("menuErase", "erase")));
  }
  return place;
}

/** What a message says besides the passage that it quotes and the source that it names. */
function besides(text, passage) {
  return text
    .replace(passage.text, "")
    .split("\n")
    .filter((line) => !line.includes(passage.source.name))
    .join("\n");
}
