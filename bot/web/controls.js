/** The pieces that questions are made of. */
import { disclosure, el, uniqueId } from "./dom.js";
import { t } from "./strings.js";

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
export function optionHelp(option) {
  if (!option.help) return [null, null];
  return disclosure(
    option.help,
    { class: "help", "aria-label": t("helpFor", { label: option.label }) },
    el("span", {}, "?"),
  );
}

/** Options of which one is chosen, by one tap. */
export function choiceList(question, options, send) {
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
export function checkList(question, options, exclusive, send) {
  const boxes = options.map((option) =>
    el("input", { type: "checkbox", id: uniqueId("box"), value: option.value }),
  );
  const ticked = () => options.filter((_, index) => boxes[index].checked);
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
  const rows = options.map((option, index) => {
    const [help, panel] = optionHelp(option);
    const label = el("label", { for: boxes[index].id }, boxes[index], el("span", {}, option.label));
    return el("div", { class: "choice" }, label, help, panel);
  });
  const list = el(
    "div",
    { class: "checklist" },
    el("p", { class: "hint" }, t("chooseAny")),
    el("div", { class: "choices" }, rows),
    el("div", { class: "row" }, done, others),
  );
  const refresh = () => {
    const count = ticked().length;
    done.textContent = count ? t("sendChosenN", { n: count }) : t("sendChosen");
    done.disabled = count === 0;
    for (const other of others) other.disabled = count > 0;
  };
  list.addEventListener("change", refresh);
  refresh();
  return list;
}

/** A number with its unit and limits. */
export function numberField(question, send) {
  const input = el("input", {
    id: uniqueId("number"),
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "data-role": "number",
  });
  const problem = el("p", { id: uniqueId("problem"), class: "problem", role: "alert" });
  const form = el(
    "form",
    { class: "number", novalidate: true },
    el("label", { for: input.id, class: "visually-hidden" }, `${t("numberLabel")} ${question.unit ?? ""}`),
    input,
    question.unit ? el("span", { "aria-hidden": "true", class: "unit" }, question.unit) : null,
    el("button", { class: "button primary", "data-action": "send" }, t("sendChosen")),
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
export function scale(question, ends, send) {
  const { min = 0, max = 10 } = question;
  const steps = Array.from({ length: max - min + 1 }, (_, step) => min + step);
  const word = (value) => (value === min ? ends?.low : value === max ? ends?.high : null);
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
    ends
      ? el(
          "p",
          { class: "ends", "aria-hidden": "true" },
          el("span", {}, `${min} ${ends.low}`),
          el("span", {}, `${max} ${ends.high}`),
        )
      : null,
  );
}

function asNumber(text) {
  const clean = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(clean) ? Number(clean) : NaN;
}

function numberProblem(text, { min = -Infinity, max = Infinity }) {
  const value = asNumber(text);
  if (value >= min && value <= max) return null;
  const limited = Number.isFinite(min) && Number.isFinite(max);
  return limited ? t("numberBetween", { min, max }) : t("numberOnly");
}
