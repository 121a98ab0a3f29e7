/** A bot message of the web API as elements. */
import { assessmentCard, besides, callLink, passageList } from "./assessment.js";
import { answerButton } from "./controls.js";
import { el, icon, prose } from "./dom.js";
import { isOwnButton, questionCard, questionWords } from "./questions.js";
import { t } from "./strings.js";

/**
 * The elements of one message.
 *
 * `send(payload, words)` takes an answer, `resend()` sends the last message again; both may be
 * null for a message of the past, which is then shown without controls.
 */
export function messageParts(message, { send, resend, file, emergencyNumber, live }) {
  const { question, assessment, passages } = message;
  const [quoted] = passages ?? [];
  const quotes = Boolean(quoted?.text) && (message.text ?? "").includes(quoted.text);
  const text = quotes ? besides(message.text, quoted) : message.text;
  const [words, questionId] = question
    ? questionWords({ ...message, text })
    : [el("div", {}, prose(text))];
  const others = (message.buttons ?? []).filter((button) => !question || !isOwnButton(question, button));
  const urgent = live && [message.notice, assessment?.urgency].includes("emergency");
  return [
    assessment
      ? assessmentCard({ emergency_number: emergencyNumber, ...assessment }, message.text, urgent)
      : message.notice
        ? notice(message.notice, words, { resend, urgent, number: emergencyNumber })
        : words,
    passages?.length ? passageList(passages, { open: quotes ? quoted.id : null }) : null,
    message.report_url ? reportGroup(file) : null,
    question && send ? questionCard(question, questionId, send) : null,
    others.length && send ? buttonRow(others, send) : null,
  ].filter(Boolean);
}

function notice(kind, words, { resend, urgent, number }) {
  const emergency = kind === "emergency";
  return el(
    "div",
    // In the middle of a conversation an emergency does not wait for a pause of the reader.
    { class: "notice", "data-notice": kind, role: urgent ? "alert" : null },
    icon(emergency ? "emergency" : "info"),
    el(
      "div",
      {},
      emergency ? el("strong", {}, t("emergency")) : null,
      words,
      emergency ? callLink(number) : null,
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
        t("resend"),
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

/** The buttons for the report; only an ending loads them. */
function reportGroup(file) {
  const place = el("div", { role: "group", "aria-label": t("report") });
  import("./report.js").then(
    ({ fill }) => fill(place, file),
    () => place.append(t("reportFailed")),
  );
  return place;
}
