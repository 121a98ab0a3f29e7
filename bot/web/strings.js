/**
 * The interface's words in the language of the page.
 *
 * A language is one file that exports the same keys as strings.en.js; it is chosen here and
 * nowhere else.
 */
import english from "./strings.en.js";

const words = english;

/** The sentence called `key` ("a.b" reaches into a group), with its {blanks} filled in. */
export function t(key, blanks = {}) {
  const sentence = group(key);
  if (typeof sentence !== "string") throw new Error(`no interface string ${key}`);
  return sentence.replace(/\{(\w+)\}/g, (blank, name) => String(blanks[name] ?? blank));
}

/** What stands under `key`, or undefined. */
export function group(key) {
  return key.split(".").reduce((found, part) => found?.[part], words);
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
