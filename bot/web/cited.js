/** Statements with their sources, and passages of the knowledge base that open in place. */
import { el, prose, webAddress } from "./dom.js";
import { own, t, ui } from "./strings.js";

const FEW_SOURCES = 2;

/** The text of an item that is either a text or an object that carries one. */
export function textOf(item) {
  return item.text ?? item;
}

/** A list; under a reason stand the answers that it rests on. Null where there is nothing. */
export function bullets(items) {
  if (!items?.length) return null;
  const restsOn = ({ answers }) =>
    answers && el("small", own, t("restsOn", { answers: answers.join("; ") }));
  return el("ul", {}, items.map((item) => el("li", {}, textOf(item), restsOn(item))));
}

/** Statements, and under them where they come from. */
export function cited(items) {
  const list = bullets(items);
  return list && el("div", {}, list, sourcesOf(items));
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

/** Where these items come from; more than a few sources fold. */
export function sourcesOf(items) {
  const line = sourceLine(items.map((item) => item.source));
  const n = line?.childElementCount ?? 0;
  return n > FEW_SOURCES ? el("details", {}, el("summary", { class: "source" }, ui("sources", { n })), line) : line;
}

/** "Source: name, year" for one or several, linked where there is a web address. */
function sourceLine(source) {
  const sources = [...new Map([source].flat().filter(Boolean).map((one) => [sourceName(one), one]))];
  if (!sources.length) return null;
  return el(
    "p",
    { class: "source" },
    ui("source"),
    " ",
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

/** "Name, year". */
export function sourceName(source) {
  return typeof source === "string" ? source : [source?.name, source?.year].filter(Boolean).join(", ");
}
