/** The ending (how soon, by whom, why, what to watch for), and passages with their sources. */
import { el, icon, prose, uniqueId, webAddress } from "./dom.js";
import { group, t } from "./strings.js";

/**
 * The assessment of the API contract as elements; parts that are missing are left out.
 *
 * `text` is what the message says, of which the card leaves out what it shows in a place of its
 * own; `urgent` interrupts a screen reader.
 */
export function assessmentCard(assessment, text, urgent) {
  const id = uniqueId("assessment");
  const { urgency, summary, patterns, reasons, passages } = assessment;
  const card = el(
    "section",
    { class: "assessment", "aria-labelledby": id, "data-urgency": urgency },
    el("div", { role: urgent ? "alert" : null }, banner(assessment, id), el("div", { class: "lead" }, lead(assessment, text))),
    lines(t("whoToSee"), assessment.who_to_see, "who"),
    lines(t("when"), assessment.when, "when"),
    section(t("safetyNet"), "safety-net", cited(assessment.safety_net)),
    section(t("patterns"), "patterns", patternList(patterns)),
    section(t("reasons"), "reasons", reasonList(reasons)),
    section(t("summary"), "summary", answers(summary)),
    section(t("passages"), "sources", passages?.length ? passageList(passages) : null),
    assessment.disclaimer ? el("div", { class: "disclaimer" }, prose(assessment.disclaimer)) : null,
  );
  card.append(printButton(card));
  return card;
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
    el("h2", { id }, label ?? group(`urgency.${urgency}`) ?? t("urgencyUnknown")),
    urgency === "emergency" ? callLink(number) : null,
  );
}

/** The words of the message without the paragraphs that repeat parts of the card. */
function lead({ urgency_label: label, when, who_to_see: who }, text) {
  const parts = [label, when, who].filter(Boolean);
  return prose(text).filter((node) => !parts.some((part) => node.textContent.endsWith(part)));
}

function section(title, name, content) {
  if (!content) return null;
  return el("section", { class: name }, el("h3", {}, title), content);
}

function lines(title, value, name) {
  const items = [value].flat().filter(Boolean);
  if (!items.length) return null;
  return section(title, name, items.length > 1 ? bullets(items) : el("div", {}, prose(textOf(items[0]))));
}

function bullets(items) {
  const list = [items].flat().filter(Boolean);
  if (!list.length) return null;
  return el("ul", {}, list.map((item) => el("li", {}, textOf(item))));
}

/** Statements, and under them where they come from. */
function cited(items) {
  const list = bullets(items);
  return list && el("div", {}, list, sourceLine(sourcesOf([items].flat())));
}

function sourcesOf(items) {
  return items.map((item) => item?.source).filter(Boolean);
}

function patternList(patterns) {
  if (!patterns?.length) return null;
  return el(
    "div",
    {},
    patterns.map((pattern) =>
      el(
        "div",
        { class: "pattern", "data-pattern": pattern.id },
        el("h4", {}, pattern.label, " ", el("span", { class: "strength" }, pattern.strength)),
        evidence(t("supporting"), "for", pattern.supporting),
        evidence(t("against"), "against", pattern.against),
        sourceLine(sourcesOf([...(pattern.supporting ?? []), ...(pattern.against ?? [])])),
      ),
    ),
    el("p", { class: "hint" }, t("patternsNote")),
  );
}

function evidence(title, name, items) {
  if (!items?.length) return null;
  return el("div", { class: `evidence ${name}` }, el("p", {}, title), bullets(items));
}

function reasonList(reasons) {
  if (!reasons?.length) return null;
  return el(
    "ul",
    {},
    reasons.map((reason) => el("li", {}, textOf(reason), sourceLine(reason.source))),
  );
}

/** The summary may be a text, lines, or pairs of label and value. */
function answers(summary) {
  if (!summary) return null;
  if (typeof summary === "string") return el("div", {}, prose(summary));
  const rows = Array.isArray(summary)
    ? summary
    : Object.entries(summary).map(([label, value]) => ({ label, value }));
  if (!rows.every((row) => row?.label)) return bullets(rows);
  return el(
    "dl",
    {},
    rows.flatMap(({ label, value }) => [
      el("dt", {}, label),
      el("dd", {}, [value].flat().map(String).join(t("and"))),
    ]),
  );
}

/** The text of an item that is either a text or an object that carries one. */
function textOf(item) {
  return typeof item === "string" ? item : (item?.text ?? item?.label ?? "");
}

function printButton(card) {
  const print = () => {
    card.classList.add("printed");
    document.body.classList.add("printing-one");
    globalThis.print();
    card.classList.remove("printed");
    document.body.classList.remove("printing-one");
  };
  return el("button", { type: "button", class: "button print", onclick: print }, icon("print"), t("print"));
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
  if (!address) return name;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name);
}

function sourceName(source) {
  return typeof source === "string" ? source : [source?.name, source?.year].filter(Boolean).join(", ");
}
