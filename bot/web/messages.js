/**
 * A bot message of the web API as elements, also one that carries an ending (how soon, by whom,
 * why, what to watch for) or passages with their sources.
 */
import { el, icon, prose, uniqueId, webAddress } from "./dom.js";
import { answerButton, isOwnButton, questionCard, questionWords } from "./questions.js";
import { t } from "./strings.js";

const FEW_SOURCES = 2;

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

/**
 * The assessment of the API contract as elements; parts that are missing are left out.
 *
 * `text` is what the message says, of which the card leaves out what it shows in a place of its
 * own; `urgent` interrupts a screen reader.
 */
function assessmentCard(assessment, text, urgent) {
  const id = uniqueId("assessment");
  const { urgency, reasons, speaks_against: against, patterns, summary, passages } = assessment;
  return el(
    "section",
    { class: "assessment", "aria-labelledby": id, "data-urgency": urgency },
    el(
      "div",
      { role: urgent ? "alert" : null },
      banner(assessment, id),
      el("div", { class: "lead" }, lead(assessment, text)),
      section("when", prose(assessment.when)),
      section("who", prose(assessment.who_to_see)),
    ),
    section("reasons", cited(reasons)),
    folded("speaks-against", cited(against), el("p", { class: "hint" }, t("rulesNothingOut"))),
    // What it may fit with is for later when help is needed now.
    section("patterns", urgency === "emergency" ? null : patternList(patterns)),
    section("expect", cited(assessment.expect)),
    section("meanwhile", cited(assessment.meanwhile)),
    section("cautions", cited(assessment.cautions)),
    section("safety-net", cited(assessment.safety_net)),
    folded("summary", bullets(summary)),
    section("reading", passages?.length ? passageList(passages) : null),
    assessment.disclaimer ? el("div", { class: "disclaimer" }, prose(assessment.disclaimer)) : null,
  );
}

/** A number to tap, or null where none is known. */
function callLink(number) {
  const digits = String(number ?? "").replace(/[^\d+*#]/g, "");
  if (!digits) return null;
  return el(
    "a",
    { class: "button call", href: `tel:${digits}` },
    icon("phone"),
    t("callNumber", { number }),
  );
}

function banner({ urgency, urgency_label: label, emergency_number: number }, id) {
  return el(
    "div",
    { class: "banner" },
    icon(urgency),
    el("h2", { id }, label ?? t("urgencyUnknown")),
    urgency === "emergency" ? callLink(number) : null,
  );
}

/** The words of the message without the paragraphs that repeat parts of the card. */
function lead({ urgency_label: label, when, who_to_see: who, reasons }, text) {
  const parts = [label, when, who, ...(reasons ?? []).map(textOf)].filter(Boolean);
  return prose(text).filter((node) => !parts.some((part) => node.textContent.endsWith(part)));
}

function section(name, content) {
  if (!content || content.length === 0) return null;
  return el("section", { class: name }, el("h3", {}, t(name)), content);
}

/** A section for whoever wants to read on: its heading opens it. */
function folded(name, content, ...more) {
  if (!content) return null;
  return el(
    "section",
    { class: name },
    el("details", {}, el("summary", {}, el("h3", {}, t(name))), content, ...more),
  );
}

/** A list; under a reason stand the answers that it rests on. */
function bullets(items) {
  if (!items?.length) return null;
  const restsOn = ({ answers }) =>
    answers && el("small", {}, t("restsOn", { answers: answers.join("; ") }));
  return el("ul", {}, items.map((item) => el("li", {}, textOf(item), restsOn(item))));
}

/** Statements, and under them where they come from. */
function cited(items) {
  const list = bullets(items);
  return list && el("div", {}, list, sourcesOf(items));
}

function patternList(patterns) {
  if (!patterns?.length) return null;
  return el(
    "div",
    {},
    patterns.map(({ id, label, strength, supporting = [], against = [] }, place) =>
      el(
        "details",
        { class: "pattern", "data-pattern": id, open: !place },
        el("summary", {}, el("h4", {}, label, " ", el("span", { class: "strength" }, strength))),
        evidence("supporting", "for", supporting),
        evidence("against", "against", against),
        sourcesOf([...supporting, ...against]),
      ),
    ),
    el("p", { class: "hint" }, t("patternsNote")),
  );
}

function evidence(title, name, items) {
  const list = bullets(items);
  return list && el("div", { class: `evidence ${name}` }, el("p", {}, t(title)), list);
}

/** The text of an item that is either a text or an object that carries one. */
function textOf(item) {
  return item.text ?? item;
}

/** Passages that open in place, each with its sources; the one called `open` is open already. */
function passageList(passages, { open } = {}) {
  return el(
    "div",
    { class: "passages" },
    passages.map((passage) =>
      el(
        "details",
        { class: "passage", "data-passage": passage.id, open: passage.id === open },
        el("summary", {}, el("span", {}, passageTitle(passage)), el("small", {}, sourceName(passage.source))),
        prose(passage.text),
        sourceLine(passage.sources ?? passage.source),
      ),
    ),
  );
}

/** What a message says besides the passage that it quotes and the source that it names. */
function besides(text, passage) {
  return text
    .replace(passage.text, "")
    .split("\n")
    .filter((line) => !line.includes(passage.source.name))
    .join("\n");
}

/** Where these items come from; more than a few sources fold. */
function sourcesOf(items) {
  const line = sourceLine(items.map((item) => item.source));
  const n = line?.childElementCount ?? 0;
  return n > FEW_SOURCES ? el("details", {}, el("summary", { class: "source" }, t("sources", { n })), line) : line;
}

/** "Source: name, year" for one or several, linked where there is a web address. */
function sourceLine(source) {
  const sources = [...new Map([source].flat().filter(Boolean).map((one) => [sourceName(one), one]))];
  if (!sources.length) return null;
  return el(
    "p",
    { class: "source" },
    `${t("source")} `,
    sources.flatMap(([, one], index) => [index ? "; " : null, sourceLink(one)]),
  );
}

function passageTitle({ title: name, heading }) {
  return [...new Set([name, heading])].filter(Boolean).join(": ");
}

function sourceLink(source) {
  const address = webAddress(source.where);
  const name = sourceName(source);
  if (!address) return el("span", {}, name);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name);
}

function sourceName(source) {
  return typeof source === "string" ? source : [source?.name, source?.year].filter(Boolean).join(", ");
}
