/** The assessment of the API contract as a card: how soon, by whom, why, what to watch for. */
import { bullets, cited, passageList, sourcesOf, textOf } from "./cited.js";
import { el, icon, prose, uniqueId } from "./dom.js";
import { dialled } from "./emergency.js";
import { ui } from "./strings.js";

/**
 * The card; parts that are missing are left out.
 *
 * `text` is what the message says, of which the card leaves out what it shows in a place of its
 * own; `urgent` interrupts a screen reader.
 */
export function endingCard(assessment, text, urgent) {
  const id = uniqueId("assessment");
  const { urgency, reasons, speaks_against: against, patterns, passages } = assessment;
  return el(
    "section",
    { class: "assessment", "aria-labelledby": id, "data-urgency": urgency },
    el(
      "div",
      { class: "foremost", role: urgent ? "alert" : null },
      banner(assessment, id),
      el("div", { class: "lead" }, lead(assessment, text)),
      section("when", prose(assessment.when)),
      section("who", prose(assessment.who_to_see)),
    ),
    section("reasons", cited(reasons)),
    folded("speaks-against", cited(against), el("p", { class: "hint" }, ui("rulesNothingOut"))),
    // What it may fit with is for later when help is needed now.
    section("patterns", urgency === "emergency" ? null : patternList(patterns)),
    folded("expect", cited(assessment.expect)),
    section("meanwhile", cited(assessment.meanwhile)),
    section("cautions", cited(assessment.cautions)),
    section("safety-net", cited(assessment.safety_net)),
    folded("summary", summary(assessment)),
    section("reading", passages?.length ? passageList(passages) : null),
    assessment.disclaimer ? el("div", { class: "disclaimer" }, prose(assessment.disclaimer)) : null,
  );
}

/** A number to tap, or null where none is known. */
export function callLink(number) {
  if (!dialled(number)) return null;
  return el(
    "a",
    { class: "button call", href: `tel:${dialled(number)}` },
    icon("phone"),
    ui("callNumber", { number }),
  );
}

function banner({ urgency, urgency_label: label, emergency_number: number }, id) {
  return el(
    "div",
    { class: "banner" },
    icon(urgency),
    el("h2", { id }, label ?? ui("urgencyUnknown")),
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
  return el("section", { class: name }, el("h3", {}, ui(name)), content);
}

/** A section for whoever wants to read on: its heading opens it. */
function folded(name, content, ...more) {
  if (!content) return null;
  return el(
    "section",
    { class: name },
    el("details", {}, el("summary", {}, el("h3", {}, ui(name))), content, ...more),
  );
}

/** What was told: in words, and marked on the body where a place is known. */
function summary({ summary: lines, areas }) {
  const list = bullets(lines);
  if (!list || !areas?.length) return list;
  const place = el("div", { class: "told" }, list);
  // The words say the same, so the card does not wait for the drawing, and does without it.
  import("./body-map.js").then(({ picture }) => picture(areas)).then((drawn) => place.prepend(drawn), () => {});
  return place;
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
        el("div", { class: "weighed" }, evidence("supporting", "for", supporting), evidence("against", "against", against)),
        sourcesOf([...supporting, ...against]),
      ),
    ),
    el("p", { class: "hint" }, ui("patternsNote")),
  );
}

function evidence(title, name, items) {
  const list = bullets(items);
  return list && el("div", { class: `evidence ${name}` }, el("p", {}, ui(title)), list);
}
