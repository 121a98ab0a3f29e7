/** The drawing of the body: as a picture with places marked, and as a copy to build on. */
import { group, later, t } from "./strings.js";

await later();

const SIDES = ["left", "right"];
// The two views without the round areas below them, which are for tapping only.
const PICTURE = "0 0 520 640";

let reading = null;
let copies = 0;

/**
 * Resolves to a picture of the body with these areas marked, named for those who do not see it.
 *
 * `areas` are those of an assessment: [{zone, side, label}]; without a side both are marked, in
 * another pattern. Rejects where the drawing cannot be had; the words say the same.
 */
export async function picture(areas) {
  const { svg, part } = await copy();
  svg.setAttribute("viewBox", PICTURE);
  svg.setAttribute("role", "img");
  svg.removeAttribute("aria-labelledby");
  const places = areas.map(({ label }) => label).join("; ");
  svg.setAttribute("aria-label", places ? t("mapShows", { places }) : t("mapEmpty"));
  const shown = new Set();
  for (const { zone, side } of areas) {
    for (const each of SIDES.includes(side) ? [side] : SIDES) {
      const echo = part(`echo-${zone}-${each}`);
      const place = echo ?? part(`zone-${zone}-${each}`);
      if (!place) continue;
      shown.add(echo);
      mark(place, part, side);
    }
  }
  for (const echo of [...part("map-echoes").children]) if (!shown.has(echo)) echo.remove();
  part("map-echoes").removeAttribute("display");
  part("map-whole").remove();
  // In a picture the places are no controls, so they have no names of their own.
  for (const name of svg.querySelectorAll("title, desc")) name.remove();
  return svg;
}

/** Mark a place by pattern and outline: hatched, or dotted where the side is not known. */
export function mark(place, part, side) {
  place.setAttribute("fill", `url(#${part(side ? "map-hatch" : "map-dots").id})`);
  place.setAttribute("class", side ? "marked" : "marked unsure");
}

/**
 * A copy of the drawing for this page, {svg, part}: `part(name)` is the element that the drawing
 * calls so. Ids are made unique, since there can be several copies; words are the interface's.
 */
export async function copy() {
  const svg = document.importNode(await read(), true);
  const parts = new Map();
  copies += 1;
  for (const node of svg.querySelectorAll("[id]")) {
    parts.set(node.id, node);
    node.id += `-${copies}`;
  }
  for (const text of svg.querySelectorAll("text")) {
    text.textContent = group("mapWords")[text.textContent] ?? text.textContent;
  }
  svg.setAttribute("class", "body-map");
  return { svg, part: (name) => parts.get(name) ?? null };
}

/** The drawing and its style, fetched once. */
function read() {
  reading ??= Promise.all([drawing(), style()]).then(([svg]) => svg);
  // What failed once may be had the next time.
  reading.catch(() => (reading = null));
  return reading;
}

/** The root of the drawing. This kind of request parses it, and turns no text into markup here. */
function drawing() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", new URL("body_map.svg", import.meta.url));
    request.responseType = "document";
    request.timeout = 8000;
    request.onload = () => {
      const root = request.status === 200 ? request.response?.documentElement : null;
      if (root?.localName === "svg") resolve(root);
      else reject(new Error(`no drawing: ${request.status}`));
    };
    request.onerror = request.ontimeout = () => reject(new Error("no drawing"));
    request.send();
  });
}

function style() {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("body-map.css", import.meta.url).href;
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error("no style for the drawing"));
    };
    document.head.append(link);
  });
}
