/** The ending (how soon, by whom, why, what to watch for), and passages with their sources. */
import { el, icon, prose, uniqueId, webAddress } from "./dom.js";
import { t } from "./strings.js";

const FEW_SOURCES = 2;

/**
 * The assessment of the API contract as elements; parts that are missing are left out.
 *
 * `text` is what the message says, of which the card leaves out what it shows in a place of its
 * own; `urgent` interrupts a screen reader.
 */
export function assessmentCard(assessment, text, urgent) {
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
export function callLink(number) {
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
export function passageList(passages, { open } = {}) {
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
export function besides(text, passage) {
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
