/**
 * The interface's words in the person's language.
 *
 * A language is two files that export the same keys as strings.en.js and later.en.js, and only
 * those of the person are loaded. What the bot says is in English, whatever language the interface is in.
 */
import { el } from "./dom.js";

const LANGUAGES = ["en", "de", "ar"];
const SPOKEN = "en";
const MINUTE = 60;

const asked = new URLSearchParams(location.search).get("lang");
const wishes = [asked, ...navigator.languages].filter(Boolean);
const locale = wishes.find((wish) => LANGUAGES.includes(base(wish))) ?? SPOKEN;

const language = base(locale);

const words = (await import(`./strings.${language}.js`)).default;

/** Attributes of what the bot says. */
export const spoken = { lang: SPOKEN, dir: "ltr" };

/** Attributes of the interface's words amidst those of the bot; none where both are English. */
export const own = words.lang === SPOKEN ? {} : { lang: words.lang, dir: words.dir };

/** Whether the conversation is in another language than the interface. */
export const isForeign = words.lang !== SPOKEN;

/** The sentence called `key` ("a.b" reaches into a group), with its {blanks} filled in. */
export function t(key, blanks = {}) {
  const sentence = group(key);
  if (typeof sentence !== "string") throw new Error(`no interface string ${key}`);
  return sentence.replace(/\{(\w+)\}/g, (blank, name) => String(blanks[name] ?? blank));
}

/** The sentence as it stands amidst what the bot says: there its language has to be marked. */
export function ui(key, blanks) {
  return isForeign ? el("span", own, t(key, blanks)) : t(key, blanks);
}

/** What stands under `key`, or undefined. */
export function group(key) {
  return key.split(".").reduce((found, part) => found?.[part], words);
}

/** "30 days"; the digits are those of the conversation. */
export function amount(n, unit) {
  const style = { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" };
  return new Intl.NumberFormat(locale, style).format(n);
}

/** How long to wait, in words. */
export function duration(seconds) {
  return seconds < MINUTE ? amount(seconds, "second") : amount(Math.ceil(seconds / MINUTE), "minute");
}

/** Load the sentences of modules that are themselves loaded later, which wait for it. */
export async function later() {
  Object.assign(words, (await import(`./later.${language}.js`)).default);
}

/** Fill the elements that name their string in data-t or data-t-<attribute>. */
export function translate(root) {
  document.documentElement.lang = words.lang;
  document.documentElement.dir = words.dir;
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const attribute of ["aria-label", "placeholder"]) {
    for (const node of root.querySelectorAll(`[data-t-${attribute}]`)) {
      node.setAttribute(attribute, t(node.getAttribute(`data-t-${attribute}`)));
    }
  }
}

function base(tag) {
  return tag.split("-")[0].toLowerCase();
}
