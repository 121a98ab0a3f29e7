/** A question of the interview, drawn as fits its kind. */
import { disclosure, el, grown, prose, uniqueId } from "./dom.js";
import { own, t, ui } from "./strings.js";

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
  zones: (question, send) =>
    withMap(checkList(question, values(question), outcomes(question, [NOT_SURE]), send), question),
  number: (question, send) => numbers(question, send),
};

const CAN_BE_SKIPPED = new Set(["choice", "number", "text"]);

/** The card of a question: progress, controls, and why it is asked. */
export function questionCard(question, labelledBy, send) {
  const controls = KINDS[question.kind]?.(question, send) ?? typed();
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

/** A place and its side in the words of the question: "Thigh (left)". */
export function onSide(place, side, { sides }) {
  return side ? `${place} (${sides?.[side] ?? side})` : place;
}

/** A list of places, above which the drawing of the body goes; without it the list will do. */
function withMap(list, question) {
  const [, choices] = list.children;
  choices.hidden = true;
  import("./zones.js")
    .then(({ showMap }) => showMap(list, question))
    .catch(() => {
      choices.hidden = false;
    })
    .finally(() => grown(list));
  return list;
}

/** The place of a number's controls; without them it is typed as any other answer. */
function numbers(question, send) {
  const place = el("div", {});
  import("./numbers.js")
    .then(({ numberControls }) => numberControls(question, send), typed)
    .then((controls) => place.append(controls))
    .finally(() => grown(place));
  return place;
}

function typed() {
  return el("p", { class: "hint" }, ui("answerBelow"));
}

function asides(question, send) {
  const [why, whyText] = question.why
    ? disclosure(question.why, { class: "quiet", "data-action": "why" }, ui("why"))
    : [];
  const [meaning, meaningText] = question.meaning
    ? disclosure(question.meaning, { class: "quiet", "data-action": "meaning" }, ui("meaning"))
    : [];
  const quiet = { class: "quiet" };
  const { again } = question;
  const back =
    !again && question.progress?.answered > 0 ? answerButton(t("back"), "go_back", send, { ...quiet, ...own }) : null;
  const skip =
    again || CAN_BE_SKIPPED.has(question.kind)
      ? answerButton(t(again ? "keepAnswer" : "skip"), `${question.id}=skip`, send, { ...quiet, ...own })
      : null;
  return [
    el("div", { class: "asides" }, el("div", {}, why, meaning), el("div", {}, back, skip)),
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
    el("span", {}, ui("progress", { n, total })),
    el("progress", { value: n, max: total, "aria-label": t("progressLabel"), ...own }),
  );
}

function values(question) {
  return (question.options ?? []).filter((option) => !OUTCOMES.has(option.value));
}

function outcomes(question, names) {
  const words = { [NONE]: t("none"), [NOT_SURE]: t("notSure") };
  const told = (name) => question.options?.find((option) => option.value === name);
  return names.map((name) => told(name) ?? { value: name, label: words[name] });
}

function yesNo() {
  return [
    { value: "yes", label: t("yes") },
    { value: "no", label: t("no") },
  ];
}

/** A button that sends its answer at once. */
export function answerButton(label, payload, send, attributes = {}) {
  return el(
    "button",
    {
      type: "button",
      class: "button",
      "data-payload": payload,
      ...attributes,
      onclick: () => send(payload, label),
    },
    label,
  );
}

/** The round ? beside an option and the text it opens; two nulls if there is nothing to tell. */
function optionHelp(option) {
  if (!option.help) return [null, null];
  return disclosure(
    option.help,
    { class: "help", "aria-label": t("helpFor", { label: option.label }), ...own },
    el("span", {}, "?"),
  );
}

/** Options of which one is chosen, by one tap. */
function choiceList(question, options, send) {
  return el(
    "div",
    { class: "choices" },
    options.map((option) => {
      const button = answerButton(option.label, `${question.id}=${option.value}`, send, {
        "data-value": option.value,
      });
      const [help, panel] = optionHelp(option);
      return el("div", { class: "choice" }, button, help, panel);
    }),
  );
}

/**
 * Options of which several may be chosen, in the order of the question.
 *
 * `exclusive` options ({value, label}) send at once, and only while nothing is ticked, so that
 * nobody says "none of these" and ticks something.
 */
function checkList(question, options, exclusive, send) {
  const boxes = options.map((option) =>
    el("input", { type: "checkbox", id: uniqueId("box"), value: option.value }),
  );
  for (const chosen of question.chosen ?? []) {
    const [value, side = ""] = chosen.split("@");
    const box = boxes.find((each) => each.value === value);
    if (box) Object.assign(box, { checked: true }).dataset.side = side;
  }
  const worded = ({ label }, box) => onSide(label, box.checked && box.dataset.side, question);
  const ticked = () =>
    options.flatMap((option, index) => {
      const box = boxes[index];
      const { side } = box.dataset;
      const value = side ? `${option.value}@${side}` : option.value;
      return box.checked ? [{ value, label: worded(option, box) }] : [];
    });
  const done = el("button", { type: "button", class: "button primary", "data-action": "send" });
  done.addEventListener("click", () => {
    const chosen = ticked();
    send(
      `${question.id}=${chosen.map((option) => option.value).join(",")}`,
      chosen.map((option) => option.label).join(t("and")),
    );
  });
  const others = exclusive.map((option) =>
    answerButton(option.label, `${question.id}=${option.value}`, send, {
      "data-value": option.value,
    }),
  );
  const names = options.map(() => el("span", {}));
  const rows = options.map((option, index) => {
    const [help, panel] = optionHelp(option);
    const label = el("label", { for: boxes[index].id }, boxes[index], names[index]);
    return el("div", { class: "choice" }, label, help, panel);
  });
  const list = el(
    "div",
    { class: "checklist" },
    el("p", { class: "hint" }, ui("chooseAny")),
    el("div", { class: "choices" }, rows),
    el("div", { class: "row" }, done, others),
  );
  const refresh = () => {
    const count = ticked().length;
    done.replaceChildren(count ? ui("sendChosenN", { n: count }) : ui("sendChosen"));
    done.disabled = count === 0;
    for (const other of others) other.disabled = count > 0;
    boxes.forEach((box, index) => {
      // The side goes with the tick; the list by itself tells none.
      if (!box.checked) box.dataset.side = "";
      names[index].textContent = worded(options[index], box);
    });
  };
  list.addEventListener("change", refresh);
  refresh();
  return list;
}
