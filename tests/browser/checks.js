// What axe does not look for, as an object of functions that are run inside the page. Each
// returns a list of what is wrong, in words that say which element it is.
(() => {
  const TARGETS =
    "a[href], button, input, textarea, select, summary, [role=button], [role=checkbox], [role=switch], [role=menuitem]";
  // What an answer is given with, as against a source or an aside that is read now and then.
  const MAIN = ".button, .send, .help, #input, label, summary, .asides .quiet, [role=checkbox], [role=menuitem], #menu button";
  const LEAST = 24;
  const LEAST_MAIN = 44;
  const ROUNDING = 0.5;

  const name = (node) =>
    `${node.tagName.toLowerCase()}.${node.getAttribute("class") ?? ""} “${(
      node.getAttribute("aria-label") ?? node.textContent
    ).trim().slice(0, 40)}”`;

  const hidden = (node) =>
    !node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) ||
    node.closest(".visually-hidden, .skip") !== null;

  const shown = (selector) =>
    [...document.querySelectorAll(selector)].filter((node) => !hidden(node));

  /** Whether an element shows only a part of what is in it, as a window onto a drawing does. */
  const isWindow = (node) => node !== document.body && getComputedStyle(node).overflowX !== "visible";

  const throughWindow = (node) =>
    node !== document.body && (isWindow(node.parentElement) || throughWindow(node.parentElement));

  /** Elements that reach beyond the left or right edge, and a page that can be moved sideways. */
  function sideways() {
    const { clientWidth, scrollWidth } = document.documentElement;
    const wide = scrollWidth > clientWidth ? [`page of ${scrollWidth} on ${clientWidth} px`] : [];
    for (const node of shown("body *")) {
      const { left, right, width } = node.getBoundingClientRect();
      const beyond = left < -ROUNDING || right > clientWidth + ROUNDING;
      if (width && beyond && !throughWindow(node)) {
        wide.push(`${name(node)} from ${Math.round(left)} to ${Math.round(right)}`);
      }
    }
    return wide;
  }

  /** Texts that do not fit into the element that is drawn around them. */
  function cutOff() {
    return shown("button, label, summary, a[href], p, h1, h2, h3, h4, li, span, strong, small")
      .filter((node) => {
        const tooWide = node.scrollWidth > node.clientWidth + 1;
        const tooHigh = node.scrollHeight > node.clientHeight + 1;
        const inline = getComputedStyle(node).display === "inline";
        return !inline && (tooWide || tooHigh) && getComputedStyle(node).position !== "absolute";
      })
      .map((node) => `${name(node)} ${node.scrollWidth}×${node.scrollHeight} in ${node.clientWidth}×${node.clientHeight}`);
  }

  /**
   * Things to tap that are too small for a finger; a link within a sentence may be, and of the
   * drawing of the body test_body_map.py measures where a finger hits it.
   */
  function smallTargets() {
    const small = [];
    for (const node of shown(TARGETS)) {
      const inSentence = node.matches("p a[href], li a[href]") && !node.matches(".button");
      if (inSentence || node.closest("svg")) continue;
      const target = node.closest("label") ?? node;
      const least = target.matches(MAIN) ? LEAST_MAIN : LEAST;
      const { width, height } = target.getBoundingClientRect();
      if (width < least - ROUNDING || height < least - ROUNDING) {
        small.push(`${name(node)} ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return small;
  }

  /** Elements that move, or would when they change. */
  function moving() {
    const smooth = getComputedStyle(document.documentElement).scrollBehavior === "smooth";
    const found = smooth ? ["the page scrolls smoothly"] : [];
    for (const node of document.querySelectorAll("*")) {
      for (const part of [undefined, "::before", "::after", "::backdrop"]) {
        const { animationName, transitionDuration } = getComputedStyle(node, part);
        const still = transitionDuration.split(", ").every((time) => parseFloat(time) === 0);
        if (animationName !== "none" || !still) found.push(`${name(node)}${part ?? ""}`);
      }
    }
    return found;
  }

  /** What is wrong with the way in which the focused element is shown. */
  function focusTrouble() {
    const node = document.activeElement;
    if (!node || node === document.body) return ["nothing has the focus"];
    const ringed = (one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    };
    // The ring may be drawn around the box that the element sits in.
    const around = [node, node.closest("label"), node.closest("form")].filter(Boolean);
    const wrong = around.some(ringed) ? [] : [`${name(node)} shows no focus`];
    return covered(node) ? [...wrong, `${name(node)} is covered`] : wrong;
  }

  /** Whether none of an element's corners and middle can be seen. */
  function covered(node) {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const points = [[x, y], [left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]];
    return points.every(([at, from]) => {
      const seen = document.elementFromPoint(at, from);
      return !seen || !(node.contains(seen) || seen.closest("label")?.contains(node));
    });
  }

  /** A colour of an element or of a part of it, and the one that it is drawn on, as [r, g, b]. */
  function colours(selector, part, property, ground) {
    const channels = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);
    const look = getComputedStyle(document.querySelector(selector), part || undefined);
    const under = getComputedStyle(document.querySelector(ground));
    return [channels(look[property]), channels(under.backgroundColor)];
  }

  /** Space out all text, as people do who read better so (WCAG 1.4.12). */
  function spaceOut() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
        "p { margin-block-end: 2em !important }",
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }

  return { sideways, cutOff, smallTargets, moving, focusTrouble, colours, spaceOut };
})()
