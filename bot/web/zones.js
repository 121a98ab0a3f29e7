/** Where it hurts, marked on the drawing of the body: another way to tick the list of places. */
import { copy, mark } from "./body-map.js";
import { el } from "./dom.js";
import { onSide } from "./questions.js";
import { later, own, t, ui } from "./strings.js";

await later();

const SVG = "http://www.w3.org/2000/svg";
// As they stand in the view from the front; the view from behind begins here.
const SIDES = ["right", "left"];
const BEHIND = 260;
const TURNS = { ArrowUp: -1, ArrowDown: 1 };

// Whoever chose the list gets it again.
let asList = false;

/**
 * Put the drawing above the places of a check list, and keep both in step.
 *
 * The boxes of the list hold the answer: `checked`, and the side in `data-side`. Rejects where
 * the drawing cannot be had; the list is then as it was.
 */
export async function showMap(list, question) {
  const { svg, part } = await copy();
  const map = new ZoneMap(svg, part, list, question);
  const choices = list.querySelector(".choices");
  const picture = el("div", { class: "map", ...own }, captions(question), map.root, map.marked);
  const swap = el("button", { type: "button", class: "quiet swap", "data-action": "swap", ...own });
  const show = () => {
    choices.hidden = !asList;
    picture.hidden = asList;
    swap.replaceChildren(ui(asList ? "showPicture" : "showList"));
    list.querySelector(".hint").replaceChildren(ui(asList ? "chooseAny" : "mapHint"));
  };
  swap.addEventListener("click", () => {
    asList = !asList;
    show();
  });
  choices.before(swap, picture, map.status);
  picture.addEventListener("click", ({ target }) => {
    const view = target.closest(".turn [data-view]")?.dataset.view;
    if (view) turn(picture, view);
  });
  turn(picture, "front");
  show();
}

function turn(picture, view) {
  picture.dataset.shown = view;
  for (const button of picture.querySelectorAll(".turn [data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
}

/** Which view is which, and how to turn the body round where there is room for one only. */
function captions({ side, sides, about_other: other }) {
  const shows = (view) =>
    el("button", { type: "button", class: "button", "data-view": view }, ui(`mapViews.${view}`));
  const whose = other ? "mapSidesOther" : "mapSides";
  const says = (view) => el("p", { class: "hint", "data-view": view }, ui(`${whose}.${view}`));
  return [
    side ? el("p", { class: "hint known" }, ui("mapKnown", { side: sides?.[side] ?? side })) : null,
    el("div", { class: "turn", role: "group", "aria-label": t("mapTurn"), ...own }, shows("front"), shows("back")),
    el("div", { class: "says" }, says("front"), says("back")),
  ];
}

class ZoneMap {
  #boxes;
  #known;
  #areas;
  #part;

  constructor(svg, part, list, question) {
    this.#part = part;
    this.#known = question.side;
    this.#boxes = new Map([...list.querySelectorAll("input")].map((box) => [box.value, box]));
    this.#areas = areasOf(svg, part, question);
    this.root = el("div", { class: "view" }, svg);
    this.status = el("p", { class: "visually-hidden", role: "status", ...own });
    // Read out whole by the status; this is for the eye.
    this.marked = el("p", { class: "marked", "aria-live": "off" });
    svg.setAttribute("aria-label", t("mapLabel"));
    if (question.side) svg.dataset.known = question.side;
    for (const area of this.#areas) {
      area.node.addEventListener("click", () => this.#toggle(area));
      area.node.addEventListener("keydown", (event) => this.#key(event, area));
    }
    list.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  #toggle(area) {
    const { zone, side, name } = area;
    const box = this.#boxes.get(zone);
    if (side) {
      const before = box.checked ? this.#sides(box) : [];
      const sides = before.includes(side) ? before.filter((other) => other !== side) : [...before, side];
      box.checked = sides.length > 0;
      box.dataset.side = sides.length > 1 ? "both" : (sides[0] ?? "");
    } else {
      box.checked = !box.checked;
    }
    box.dispatchEvent(new Event("change", { bubbles: true }));
    const isMarked = area.node.getAttribute("aria-checked") === "true";
    this.status.replaceChildren(ui(isMarked ? "mapSelected" : "mapCleared", { place: name }));
  }

  #key(event, area) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " " || event.key === "Enter") this.#toggle(area);
    else if (event.key.startsWith("Arrow")) this.#neighbour(area, event.key)?.node.focus();
    else return;
    event.preventDefault();
  }

  /** Up and down go along the leg, left and right to the same place on the other one. */
  #neighbour(area, key) {
    const shown = this.#areas.filter(({ node }) => getComputedStyle(node).display !== "none");
    const step = TURNS[key];
    if (!step) return shown.find(({ zone, side }) => zone === area.zone && side !== area.side);
    const leg = shown.filter(({ side }) => !side || side === (area.side || SIDES[0]));
    return leg[leg.indexOf(area) + step];
  }

  /** The sides on which a ticked place is marked; none where the side was not told. */
  #sides(box) {
    const side = box.dataset.side || this.#known;
    return side === "both" ? SIDES : side ? [side] : [];
  }

  #draw() {
    for (const { node, zone, side, shapes } of this.#areas) {
      const box = this.#boxes.get(zone);
      const sides = this.#sides(box);
      const isOpen = side && !sides.length;
      const isMarked = box.checked && (!side || isOpen || sides.includes(side));
      node.setAttribute("aria-checked", !isMarked ? "false" : isOpen ? "mixed" : "true");
      for (const shape of shapes) {
        if (isMarked) mark(shape, this.#part, !isOpen);
        else unmark(shape);
      }
    }
    const places = [...this.#boxes.values()]
      .filter((box) => box.checked)
      .map((box) => box.labels[0].textContent);
    this.marked.replaceChildren(
      places.length ? ui("mapMarked", { places: places.join(t("and")) }) : ui("mapNothing"),
    );
  }
}

/**
 * The places of the drawing as check boxes, from the hip down: [{zone, side, name, node, shapes}].
 *
 * `shapes` are what shows a mark; `side` is empty for a place whose two sides are one.
 */
function areasOf(svg, part, question) {
  const names = new Map(question.options.map(({ value, label }) => [value, label]));
  const areas = new Map();
  for (const shape of svg.querySelectorAll("[data-zone]")) {
    const { zone, middle, reach } = shape.dataset;
    const side = middle ? "" : shape.dataset.side;
    shape.querySelector("title")?.remove();
    if (!names.has(zone)) continue;
    const key = `${zone}@${side}`;
    if (!areas.has(key)) {
      const name = onSide(names.get(zone), side, question);
      const node = checkBox(name, { "data-zone": zone, "data-side": side });
      shape.before(node);
      areas.set(key, { zone, side, name, node, shapes: [] });
    }
    const { node, shapes } = areas.get(key);
    const views = shape.getAttribute("d").match(/(?<=M)[\d.]+/g);
    node.dataset.view = [...new Set(views.map((x) => (x < BEHIND ? "front" : "back")))].join(" ");
    const echo = part(`echo-${zone}-${shape.dataset.side}`);
    shapes.push(...[shape, echo].filter(Boolean));
    const around = reach && svgElement("path", { class: "reach", d: reach });
    node.append(...[around, shape, echo].filter(Boolean));
    for (const name of ["data-zone", "data-side"]) shape.removeAttribute(name);
  }
  for (const name of svg.querySelectorAll(":scope > title, :scope > desc")) name.remove();
  svg.removeAttribute("aria-labelledby");
  return [...areas.values()];
}

function checkBox(name, data) {
  const node = svgElement("g", {
    class: "area",
    role: "checkbox",
    tabindex: "0",
    "aria-checked": "false",
    "aria-label": name,
    ...data,
  });
  const title = svgElement("title", {});
  title.textContent = name;
  node.append(title);
  return node;
}

function unmark(shape) {
  shape.removeAttribute("fill");
  shape.setAttribute("class", "");
}

function svgElement(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
