/** The page in a clinic's colour, light or dark as it likes: ?color=%230b5fa5&theme=dark. */

// What the accent stands on, as chat.css has it.
const SURFACE = { light: [255, 255, 255], dark: [26, 33, 35] };
const BLACK = [0, 0, 0];
const WHITE = [255, 255, 255];
const READABLE = 4.5;
const SOFT = 0.12;

const DARK_WHEN = { auto: "screen and (prefers-color-scheme: dark)", dark: "screen", light: "not all" };

/** Dress the page as the address asks; what is no colour or no theme changes nothing. */
export function dress(asked) {
  const dark = DARK_WHEN[asked.get("theme")] ?? DARK_WHEN.auto;
  if (dark !== DARK_WHEN.auto) force(dark);
  const colour = parse(asked.get("color"));
  const scheme = dark === DARK_WHEN.auto ? "light dark" : asked.get("theme");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { color-scheme: ${scheme}; ${colour ? rules(colour, "light") : ""} }
    @media ${dark} { :root { ${colour ? rules(colour, "dark") : ""} } }`);
  document.adoptedStyleSheets.push(sheet);
}

/** Let the style sheet's own rules for dark hold always, or never. */
function force(dark) {
  for (const { cssRules } of document.styleSheets) {
    for (const { media } of cssRules) {
      if (media?.mediaText.includes("prefers-color-scheme")) media.mediaText = dark;
    }
  }
}

function rules(colour, scheme) {
  const surface = SURFACE[scheme];
  const accent = readable(colour, surface, scheme === "dark" ? WHITE : BLACK);
  // The person's own words: dark enough for white letters, on either ground.
  const said = readable(colour, WHITE, BLACK);
  return `--accent: ${css(accent)}; --on-accent: ${css(inkOn(accent))}; --said: ${css(said)};
    --on-said: #fff; --accent-soft: ${css(mixed(surface, accent, SOFT))};`;
}

/** `colour`, moved towards `end` until it can be read on the surface and on its own soft shade. */
function readable(colour, surface, end) {
  for (let share = 0; share < 1; share += 0.04) {
    const tried = mixed(colour, end, share);
    if (contrast(tried, mixed(surface, tried, SOFT)) >= READABLE) return tried;
  }
  return end;
}

function inkOn(ground) {
  return contrast(ground, WHITE) >= contrast(ground, BLACK) ? WHITE : BLACK;
}

function mixed(one, other, share) {
  return one.map((part, at) => Math.round(part + (other[at] - part) * share));
}

/** The contrast of WCAG 2, from 1 to 21. */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parse(text) {
  if (!/^#[0-9a-f]{6}$/i.test(text ?? "")) return null;
  return [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
}

function css(colour) {
  return `rgb(${colour.join(" ")})`;
}
