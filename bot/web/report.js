/**
 * Taking an ending along: the report in a tab of its own or as a file, on paper, as plain text.
 *
 * Loaded at the first ending only. The report comes with the token of the conversation, so no
 * address of it can be passed around; what is opened lives in the memory of this page.
 */
import { sourceName, textOf } from "./cited.js";
import { el, saveFile } from "./dom.js";
import { later, t } from "./strings.js";

await later();

const FORMATS = ["html", "pdf", "fhir"];
// The parts of an assessment in the order in which they are shown.
const PARTS = {
  when: "when",
  who_to_see: "who",
  reasons: "reasons",
  speaks_against: "speaks-against",
  patterns: "patterns",
  expect: "expect",
  meanwhile: "meanwhile",
  cautions: "cautions",
  safety_net: "safety-net",
  summary: "summary",
};

/**
 * Put the buttons into `place`.
 *
 * `file(path)` fetches, or fails with `words`. Without `assessment` and its `card` there is
 * nothing to print or to copy, but the report.
 */
export function fill(place, { file, assessment, card }) {
  const said = el("p", { class: "hint", "aria-live": "polite" });
  const say = (words, failed = false) => {
    said.textContent = words;
    said.classList.toggle("problem", failed);
  };
  const button = (attributes, label) => el("button", { type: "button", class: "button", ...attributes }, label);
  const buttons = FORMATS.map((format) => button({ "data-report": format }, t(`reportAs.${format}`)));
  buttons[0].classList.add("primary");
  let busy = false;
  const get = async (format) => {
    if (busy) return;
    busy = true;
    say(t("stillWorking"));
    // At once, while the browser still knows that the person has asked for it.
    const tab = format === "html" ? open("", "_blank") : null;
    // A source that is followed from there must not reach back to the conversation.
    if (tab) tab.opener = null;
    try {
      const response = await file(`report?format=${format}`);
      const name = response.headers.get("content-disposition").match(/"(.+)"/)[1];
      const blob = await response.blob();
      if (tab) tab.location.replace(URL.createObjectURL(blob));
      else saveFile(blob, name);
      say(format === "html" && tab ? "" : t("reportSaved", { name }));
    } catch (error) {
      tab?.close();
      say((error.final ?? error).words ?? t("reportFailed"), true);
    } finally {
      busy = false;
    }
  };
  for (const one of buttons) one.addEventListener("click", () => get(one.dataset.report));
  if (card) {
    const copied = async () => say(...((await copy(asText(assessment))) ? [t("copied")] : [t("copyFailed"), true]));
    buttons.splice(
      1,
      0,
      button({ "data-action": "print", onclick: () => print() }, t("print")),
      button({ "data-action": "copy", onclick: copied }, t("copy")),
    );
    card.append(el("p", { class: "on-paper" }, `${t("name")}, ${today()}`));
    unfoldOnPaper(card);
  }
  place.prepend(el("div", { class: "row" }, buttons, said));
}

/** An assessment in plain words, for a message to somebody or a note of one's own. */
function asText(assessment) {
  const told = Object.entries(PARTS).flatMap(([part, heading]) => {
    const items = [assessment[part] ?? []].flat();
    // What it may fit with is for later when help is needed now.
    if (!items.length || (part === "patterns" && assessment.urgency === "emergency")) return [];
    const lines = items.map((item) => (item.label ? `${item.label} (${item.strength})` : textOf(item)));
    const marked = lines.length > 1 ? lines.map((line) => `• ${line}`) : lines;
    return [`${t(heading)}\n${marked.join("\n")}`];
  });
  const sources = Object.keys(PARTS)
    .flatMap((part) => assessment[part] ?? [])
    .flatMap(({ source, supporting = [], against = [] }) => [source, ...supporting.map(sourceOf), ...against.map(sourceOf)])
    .filter(Boolean)
    .map(sourceName);
  return [
    `${t("name")}, ${today()}`,
    assessment.urgency_label ?? t("urgencyUnknown"),
    ...told,
    sources.length ? `${t("source")} ${[...new Set(sources)].join("; ")}` : null,
    assessment.disclaimer,
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** The date, as people write it where this language is the browser's own. */
function today() {
  const { lang } = document.documentElement;
  const own = navigator.languages.find((one) => one.startsWith(lang)) ?? lang;
  return new Date().toLocaleDateString(own, { dateStyle: "long" });
}

function sourceOf({ source }) {
  return source;
}

/** Put words on the clipboard; resolves to whether that worked. */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // Not allowed in a frame that the host page gives no such right, or not there without TLS.
    const field = el("textarea", { class: "visually-hidden", "aria-hidden": "true", tabindex: "-1" });
    const focused = document.activeElement;
    field.value = words;
    document.body.append(field);
    field.select();
    const worked = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return worked;
  }
}

/** What is folded on the screen is open while it is printed. */
function unfoldOnPaper(card) {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...card.querySelectorAll("details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
}
