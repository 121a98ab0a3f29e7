/** Building elements without a single string of HTML: everything shown goes in as text. */
const SVG = "http://www.w3.org/2000/svg";

// Outlines on a 24 × 24 grid.
const ICONS = {
  close: "m5 5 14 14M19 5 5 19",
  emergency: "M12 3 2.5 20h19L12 3Zm0 6.5v5m0 3v.1",
  same_day: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3 2",
  within_days: "M4 6h16v14H4V6Zm0 4.5h16M8 3.5v4m8-4v4M8 15h4",
  routine: "M4 6h16v14H4V6Zm0 4.5h16M8 3.5v4m8-4v4m-7 7.5 2 2 4-4",
  self_care: "M12 20s-8-4.6-8-10.2A4.4 4.4 0 0 1 12 7a4.4 4.4 0 0 1 8 2.8C20 15.4 12 20 12 20Z",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5.5m0-9v.1",
  change: "m4 20 1-4L16 5l3 3L8 19l-4 1Zm10-13 3 3",
  phone: "M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1-.8 2-2 2C10.5 20 4 13.5 4 5.5c0-1.200 1-2 2-2Z",
};

/** A new element; `on<event>` attributes are listeners, false and null ones are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter(Boolean));
  return node;
}

/** A decorative picture; the words beside it say the same. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? ICONS.info);
  svg.append(path);
  return svg;
}

/** Tell whoever follows the page that a part of it came late. */
export function grown(part) {
  part.dispatchEvent(new Event("grown", { bubbles: true }));
}

/** Paragraphs: a blank line parts them, a single line break stays (by CSS). */
export function prose(text) {
  return String(text ?? "")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => el("p", { class: "prose" }, paragraph));
}

let ids = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}

/** A button and the text that it opens, as [button, panel]. */
export function disclosure(text, attributes, ...label) {
  const id = uniqueId("more");
  const panel = el("div", { id, class: "disclosed", hidden: true }, prose(text));
  const button = el(
    "button",
    {
      type: "button",
      "aria-expanded": "false",
      "aria-controls": id,
      ...attributes,
      onclick: () => {
        panel.hidden = !panel.hidden;
        button.setAttribute("aria-expanded", String(!panel.hidden));
        if (!panel.hidden) panel.scrollIntoView({ block: "nearest" });
      },
    },
    ...label,
  );
  return [button, panel];
}

/** `address` where it is a secure web address, otherwise null. */
export function webAddress(address) {
  return typeof address === "string" && URL.canParse(address) && /^https:/i.test(address)
    ? address
    : null;
}

/** Hand a Blob to the browser's downloads. */
export function saveFile(blob, name) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
