/** The controls of a question for a number; loaded when the first is asked. */
import { el, uniqueId } from "./dom.js";
import { answerButton } from "./questions.js";
import { group, own, t, ui } from "./strings.js";

/** A scale where its ends have words, otherwise a field. */
export function numberControls(question, send) {
  const ends = group(`scaleEnds.${question.id}`);
  return ends ? scale(question, ends, send) : numberField(question, send);
}

/** A number with its unit and limits. */
function numberField(question, send) {
  const input = el("input", {
    id: uniqueId("number"),
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "data-role": "number",
  });
  const problem = el("p", { id: uniqueId("problem"), class: "problem", role: "alert", ...own });
  const form = el(
    "form",
    { class: "number", novalidate: true },
    el("label", { for: input.id, class: "visually-hidden", ...own }, `${t("numberLabel")} ${question.unit ?? ""}`),
    input,
    question.unit ? el("span", { "aria-hidden": "true", class: "unit" }, question.unit) : null,
    el("button", { class: "button primary", "data-action": "send" }, ui("sendChosen")),
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = numberProblem(input.value, question);
    problem.textContent = wrong ?? "";
    if (wrong) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", problem.id);
      input.focus();
      return;
    }
    const value = asNumber(input.value);
    send(`${question.id}=${value}`, [value, question.unit].filter(Boolean).join(" "));
  });
  return form;
}

/** Eleven buttons with words at the ends. */
function scale(question, ends, send) {
  const { min = 0, max = 10 } = question;
  const steps = Array.from({ length: max - min + 1 }, (_, step) => min + step);
  const word = (value) => (value === min ? ends.low : value === max ? ends.high : null);
  return el(
    "div",
    { class: "scale" },
    el(
      "div",
      { class: "steps" },
      steps.map((value) =>
        answerButton(String(value), `${question.id}=${value}`, send, {
          "data-value": value,
          "aria-label": word(value) ? `${value}, ${word(value)}` : null,
        }),
      ),
    ),
    el(
      "p",
      { class: "ends", "aria-hidden": "true" },
      el("span", {}, `${min} ${ends.low}`),
      el("span", {}, `${max} ${ends.high}`),
    ),
  );
}

function asNumber(text) {
  // Arabic and Persian digits: the last four bits of each are its value.
  const latin = text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) % 16);
  const clean = latin.trim().replace(/[,٫]/, ".");
  return /^\d+(\.\d+)?$/.test(clean) ? Number(clean) : NaN;
}

function numberProblem(text, { min = -Infinity, max = Infinity }) {
  const value = asNumber(text);
  if (value >= min && value <= max) return null;
  const limited = Number.isFinite(min) && Number.isFinite(max);
  return limited ? t("numberBetween", { min, max }) : t("numberOnly");
}
