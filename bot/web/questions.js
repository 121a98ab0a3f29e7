/** A question of the interview, drawn as fits its kind. */
import { answerButton, checkList, choiceList, numberField, scale } from "./controls.js";
import { disclosure, el, prose, uniqueId } from "./dom.js";
import { group, t } from "./strings.js";

const NONE = "none";
const NOT_SURE = "not_sure";
const OUTCOMES = new Set([NONE, NOT_SURE, "skip"]);

// kind → (question, send) → its controls; a kind that is missing here is answered by typing.
const KINDS = {
  yes_no: (question, send) =>
    choiceList(question, question.options?.length ? question.options : yesNo(), send),
  choice: (question, send) => choiceList(question, question.options ?? [], send),
  multi: (question, send) =>
    checkList(question, values(question), outcomes(question, [NONE, NOT_SURE]), send),
  // A drawing of the body goes above this list and ticks its boxes (set `checked`, dispatch
  // `change`), so that the list stays its equal and the answer is put together in one place.
  zones: (question, send) =>
    checkList(question, values(question), outcomes(question, [NOT_SURE]), send),
  number: (question, send) => {
    const ends = group(`scaleEnds.${question.id}`);
    return ends ? scale(question, ends, send) : numberField(question, send);
  },
};

const CAN_BE_SKIPPED = new Set(["choice", "number", "text"]);

/** The card of a question: progress, controls, and why it is asked. */
export function questionCard(question, labelledBy, send) {
  const controls = KINDS[question.kind]?.(question, send) ?? el("p", { class: "hint" }, t("answerBelow"));
  return el(
    "section",
    {
      class: "question",
      role: "group",
      "aria-labelledby": labelledBy,
      "data-question-id": question.id,
      "data-kind": question.kind,
      "data-open": "true",
    },
    el("div", { class: "controls" }, progress(question.progress), controls, asides(question, send)),
  );
}

/** The words of a message that asks, with the id by which the question is labelled. */
export function questionWords(message) {
  const id = uniqueId("question");
  const { text, question } = message;
  const repeated = !question.text || (text ?? "").includes(question.text);
  const paragraphs = prose(repeated ? text : `${text ?? ""}\n\n${question.text}`);
  // What stands before is said in passing; this is what wants an answer.
  const asking = paragraphs.findLast((paragraph) => paragraph.textContent.includes("?"));
  (asking ?? paragraphs.at(-1))?.classList.add("asking");
  return [el("div", { id }, paragraphs), id];
}

/** Whether the card of `question` already shows this button. */
export function isOwnButton(question, button) {
  return question.kind !== "text" && String(button.payload).startsWith(`${question.id}=`);
}

function asides(question, send) {
  const [why, whyText] = question.why
    ? disclosure(question.why, { class: "quiet", "data-action": "why" }, t("why"))
    : [];
  const [meaning, meaningText] = question.meaning
    ? disclosure(question.meaning, { class: "quiet", "data-action": "meaning" }, t("meaning"))
    : [];
  const quiet = { class: "quiet" };
  const back =
    question.progress?.answered > 0 ? answerButton(t("back"), "go_back", send, quiet) : null;
  const skip = CAN_BE_SKIPPED.has(question.kind)
    ? answerButton(t("skip"), `${question.id}=skip`, send, quiet)
    : null;
  return [
    el("div", { class: "asides" }, why, meaning, el("span", { class: "spring" }), back, skip),
    whyText,
    meaningText,
  ];
}

function progress(state) {
  if (!state?.expected) return null;
  const n = state.answered + 1;
  const total = Math.max(state.expected, n);
  return el(
    "div",
    { class: "progress" },
    el("span", {}, t("progress", { n, total })),
    el("progress", { value: n, max: total, "aria-label": t("progressLabel") }),
  );
}

function values(question) {
  return (question.options ?? []).filter((option) => !OUTCOMES.has(option.value));
}

function outcomes(question, names) {
  const words = { [NONE]: t("none"), [NOT_SURE]: t("notSure") };
  const own = (name) => question.options?.find((option) => option.value === name);
  return names.map((name) => own(name) ?? { value: name, label: words[name] });
}

function yesNo() {
  return [
    { value: "yes", label: t("yes") },
    { value: "no", label: t("no") },
  ];
}
