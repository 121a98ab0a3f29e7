"""Makes the picture of the body with the names of its places, for messengers.

`.build/actions/bin/python -m scripts.pictures` draws knowledge/report/body_map.svg in Chromium and
keeps it in bot/channels/body_map.png, with a mark of what it was made from.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.report.body_map import PATH as DRAWING
from knowledge.vocabulary import load_vocabulary
from scripts.places import ROOT

PICTURE = ROOT / "bot" / "channels" / "body_map.png"
#: The key in the picture under which its mark stands.
MARK = "made-from"
COLOURS = 24


@dataclass(frozen=True)
class Label:
    """A place to name: in which view, and on which side of the picture its name stands.

    ``lower`` moves the point at which the name's line ends, as a part of the zone's height.
    """

    zone: str
    front: bool
    left: bool
    lower: float = 0.0


LABELS = (
    Label("hip_side", front=True, left=True),
    Label("hip_groin", front=True, left=True),
    Label("thigh", front=True, left=True),
    Label("knee_outer", front=True, left=True, lower=-0.25),
    Label("knee_front", front=True, left=True),
    Label("knee_inner", front=True, left=True, lower=0.25),
    Label("knee_all_over", front=True, left=True),
    Label("lower_back", front=False, left=False),
    Label("buttock", front=False, left=False),
    Label("knee_back", front=False, left=False),
    Label("calf", front=False, left=False),
    Label("knee_deep", front=True, left=False),
)

# As wide as a phone shows it three times over, so that the words can be read there.
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fff; width: 1080px }
#stage { position: relative; width: 1080px; height: 800px }
#stage > svg.map { position: absolute; left: 265px; top: 24px; width: 550px; height: 766px }
#map-zones path, #map-whole > path {
  fill: #d5e4ea; fill-opacity: 1; stroke: #40525c; stroke-width: 1.6;
}
#lines { position: absolute; inset: 0; width: 100%%; height: 100%% }
#map-whole text { display: none }
.name { position: absolute; width: 236px; font: 600 31px/34px sans-serif; color: #14212b }
</style><div id="stage">%(drawing)s<svg id="lines"></svg></div><script>
const labels = %(labels)s;
const stage = document.getElementById("stage"), map = stage.querySelector("svg");
map.classList.add("map");
const scale = 550 / 520, spots = [];
for (const label of labels) {
  const right = label.front ? (label.left ? "right" : "left") : "right";
  const zone = map.querySelector(`#zone-${label.zone}-${right}`);
  const probe = zone.cloneNode(); zone.parentNode.append(probe);
  for (const part of zone.getAttribute("d").match(/[^Z]+Z/g)) {
    probe.setAttribute("d", part);
    const box = probe.getBBox();
    if ((box.x + box.width / 2 < 260) === label.front) {
      const x = box.x + box.width / 2, y = box.y + box.height * (0.5 + label.lower);
      spots.push({...label, x: 265 + x * scale, y: 24 + y * scale});
      break;
    }
  }
  probe.remove();
}
for (const left of [true, false]) {
  let free = 10;
  const column = spots.filter((spot) => spot.left === left).sort((a, b) => a.y - b.y);
  const made = column.map((spot) => {
    const name = document.createElement("div");
    name.className = "name"; name.textContent = spot.name;
    name.style[left ? "left" : "right"] = "14px";
    name.style.textAlign = left ? "left" : "right";
    stage.append(name);
    return name;
  });
  let below = 796;
  const tops = column.map((spot, at) => {
    const top = Math.max(free, spot.y - made[at].offsetHeight / 2);
    free = top + made[at].offsetHeight + 14;
    return top;
  });
  for (let at = column.length - 1; at >= 0; at--) {
    tops[at] = Math.min(tops[at], below - made[at].offsetHeight);
    below = tops[at] - 14;
    made[at].style.top = tops[at] + "px";
    const range = document.createRange(); range.selectNodeContents(made[at]);
    const words = range.getBoundingClientRect();
    const from = {x: left ? words.right + 8 : words.left - 8, y: words.top + words.height / 2};
    const {x, y} = column[at];
    document.getElementById("lines").insertAdjacentHTML("beforeend",
      `<path d="M${from.x} ${from.y}L${x} ${y}" stroke="#a3271a" stroke-width="2.5"/>` +
      `<circle cx="${x}" cy="${y}" r="6" fill="#a3271a"/>`);
  }
}
</script>"""


def mark(drawing: str) -> str:
    """What a picture made of this drawing is marked with: names and places count as well."""
    told = [drawing, PAGE, *(str(label) for label in LABELS), *names().values()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def names() -> dict[str, str]:
    """The words for each place."""
    return {label.zone: load_vocabulary().label(label.zone) for label in LABELS}


def draw(drawing: str) -> bytes:
    """A screenshot of the drawing with its names."""
    from playwright.sync_api import sync_playwright

    told = [{**asdict(each), "name": names()[each.zone]} for each in LABELS]
    with sync_playwright() as playwright:
        chromium = os.environ.get("PATELLA_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1080, "height": 800})
        page.set_content(PAGE % {"drawing": drawing, "labels": json.dumps(told)})
        shot = page.screenshot()
        browser.close()
    return shot


def main() -> int:
    """Make the picture."""
    from PIL import Image, PngImagePlugin

    drawing = DRAWING.read_text(encoding="utf-8")
    image = Image.open(io.BytesIO(draw(drawing))).convert("RGB").quantize(COLOURS)
    told = PngImagePlugin.PngInfo()
    told.add_text(MARK, mark(drawing))
    image.save(PICTURE, optimize=True, pnginfo=told)
    print(f"{Path(PICTURE).relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
