"""The picture of where it hurts: the drawing of body_map.svg with places marked on it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from knowledge.areas import BOTH, MIDDLE, SIDES, Area
from knowledge.report.words import load_words
from knowledge.vocabulary import load_vocabulary

PATH = Path(__file__).with_name("body_map.svg")

_SVG = "http://www.w3.org/2000/svg"
_INK = "#a3271a"
# Pattern and outline, so that the marks show without colour: hatched, or dotted and broken
# where it is not known which side is meant.
_SURE = {"fill": "url(#map-hatch)", "stroke-width": "3"}
_UNSURE = {"fill": "url(#map-dots)", "stroke-width": "2.5", "stroke-dasharray": "7 4"}
# The two views without the round areas below them, which are for tapping only.
_PICTURE = "0 0 520 640"


def marked(areas: Sequence[Area]) -> str:
    """The drawing as SVG text with these areas marked, and a title and text that say the same.

    Where the side is not known both are marked, in another pattern.

    Raises:
        KeyError: for a location that the vocabulary does not hold.
    """
    svg = copy.deepcopy(_drawing())
    svg.set("xmlns", _SVG)
    svg.set("role", "img")
    svg.set("viewBox", _PICTURE)
    # In a picture the zones are no controls, so they need no names of their own.
    for zone_path in svg.iter("path"):
        for name in zone_path.findall("title"):
            zone_path.remove(name)
    title = _element(svg, "map-title")
    title.text = f"{title.text}. {described(areas)}"
    whole = _element(svg, "map-whole")
    svg.remove(whole)
    echoes = _element(svg, "map-echoes")
    shown = []
    for area in areas:
        for side in area.sides:
            found = _find(echoes, f"echo-{area.zone}-{side}")
            shown += [] if found is None else [found]
            _mark(_element(svg, f"zone-{area.zone}-{side}") if found is None else found, area)
    for echo in list(echoes):
        if echo not in shown:
            echoes.remove(echo)
    echoes.attrib.pop("display", None)
    return ElementTree.tostring(svg, encoding="unicode")


def described(areas: Sequence[Area]) -> str:
    """The places that the picture shows as marked, in one sentence."""
    words = load_words().picture
    vocabulary = load_vocabulary()
    of_a_side = [area for area in areas if area.zone not in MIDDLE]
    places = []
    for side in dict.fromkeys(area.side for area in of_a_side):
        zones = _listed([area for area in of_a_side if area.side == side])
        if side in SIDES:
            label = vocabulary.label(str(side)).lower()
            places.append(words["one_side"].format(side=label, zones=zones))
        else:
            places.append(words["both" if side == BOTH else "no_side"].format(zones=zones))
    middle = [area for area in areas if area.zone in MIDDLE]
    if middle:
        places.append(words["back"].format(zones=_listed(middle)))
    return words["marked"].format(places="; ".join(places)) if places else words["none"]


def _mark(element: ElementTree.Element, area: Area) -> None:
    element.attrib.update({"stroke": _INK, "fill-opacity": "1", "class": "zone marked"})
    element.attrib.update(_UNSURE if area.side is None else _SURE)


def _listed(areas: Sequence[Area]) -> str:
    labels = (load_vocabulary().label(area.zone) for area in areas)
    return ", ".join(label[:1].lower() + label[1:] for label in labels)


@lru_cache(maxsize=1)
def _drawing() -> ElementTree.Element:
    # Read as if it named no namespace: which prefix is written for one is a setting of the whole
    # process, and WeasyPrint changes it.
    text = PATH.read_text(encoding="utf-8").replace(f' xmlns="{_SVG}"', "", 1)
    return ElementTree.fromstring(text)


def _find(root: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((each for each in root.iter() if each.get("id") == name), None)


def _element(root: ElementTree.Element, name: str) -> ElementTree.Element:
    found = _find(root, name)
    if found is None:
        raise KeyError(name)
    return found
