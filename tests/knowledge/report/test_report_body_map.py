from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from knowledge.areas import BOTH, MIDDLE, Area
from knowledge.report.body_map import PATH, described, marked
from knowledge.vocabulary import load_vocabulary

SVG = "{http://www.w3.org/2000/svg}"
LOCATIONS = [term.value for term in load_vocabulary().group("location")]
WIDTH = 260  # of one view
# Places that are seen from one side only; the others are in both views.
FRONT = ("hip_groin", "knee_front", "knee_outer", "knee_inner", "knee_all_over", "knee_deep")
BACK = ("lower_back", "buttock", "knee_back")


def drawing() -> ElementTree.Element:
    return ElementTree.parse(PATH).getroot()


def zones() -> dict[tuple[str, str], ElementTree.Element]:
    return {
        (each.get("data-zone", ""), each.get("data-side", "")): each
        for each in drawing().iter(f"{SVG}path")
        if each.get("data-zone")
    }


def subpaths(path: ElementTree.Element, name: str = "d") -> list[list[tuple[float, float]]]:
    """The points of each part of a path; the drawing uses absolute M, L, C and Z only."""
    data = path.get(name, "")
    assert set(re.findall("[A-Za-z]", data)) <= set("MLCZ")
    found = []
    for part in data.split("M")[1:]:
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", part)]
        found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return found


def is_narrow(path: ElementTree.Element) -> bool:
    """Whether a place is tapped around it as well; in the back that is only the seam."""
    return bool(path.get("data-reach") and not path.get("data-middle"))


def on(side: str | None, *places: str) -> list[Area]:
    return [Area(place, BOTH if place in MIDDLE else side) for place in places]


def marks(areas: list[Area]) -> dict[str, dict[str, str]]:
    svg = ElementTree.fromstring(marked(areas))
    return {
        each.get("id", ""): each.attrib
        for each in svg.iter(f"{SVG}path")
        if "marked" in (each.get("class") or "")
    }


def test_every_location_has_one_closed_path_for_each_side():
    found = zones()
    assert set(found) == {(zone, side) for zone in LOCATIONS for side in ("left", "right")}
    for (zone, side), path in found.items():
        assert path.get("id") == f"zone-{zone}-{side}"
        data = path.get("d", "")
        assert data.endswith("Z")
        assert data.count("M") == data.count("Z")


def test_every_zone_has_its_name_in_the_words_of_the_vocabulary():
    for (zone, side), path in zones().items():
        title = path.find(f"{SVG}title")
        assert title is not None
        assert title.text == f"{load_vocabulary().label(zone)}, {side}"


def test_right_is_on_the_left_in_the_front_view_and_on_the_right_in_the_back_view():
    for (zone, side), path in zones().items():
        for points in subpaths(path):
            xs = [x for x, _ in points]
            is_front = max(xs) <= WIDTH
            assert is_front or min(xs) >= WIDTH, f"{zone} is in both views at once"
            middle = WIDTH / 2 if is_front else WIDTH * 1.5
            is_on_the_left = max(xs) <= middle
            assert is_on_the_left or min(xs) >= middle, f"{zone} {side} crosses the middle"
            assert is_on_the_left == ((side == "right") is is_front), f"{zone} {side}"


def test_every_zone_is_in_the_views_it_is_seen_from():
    for (zone, side), path in zones().items():
        views = {max(x for x, _ in points) <= WIDTH for points in subpaths(path)}
        expected = {True} if zone in FRONT else {False} if zone in BACK else {True, False}
        assert views == expected, f"{zone} {side}"


def test_the_two_sides_mirror_each_other():
    found = zones()
    for zone in LOCATIONS:
        pairs = zip(subpaths(found[zone, "left"]), subpaths(found[zone, "right"]), strict=True)
        for left, right in pairs:
            middle = WIDTH / 2 if max(x for x, _ in left) <= WIDTH else WIDTH * 1.5
            for (x, y), (other_x, other_y) in zip(left, right, strict=True):
                assert x - middle == pytest.approx(middle - other_x, abs=0.11)
                assert y == other_y


def test_areas_are_large_enough_to_tap_at_320_pixels():
    """44 px, where the body is too narrow for that with the ground around it."""
    scale = 320 / WIDTH
    for (zone, side), path in zones().items():
        name = "data-reach" if is_narrow(path) else "d"
        for points in subpaths(path, name):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            width, height = (max(xs) - min(xs)) * scale, (max(ys) - min(ys)) * scale
            assert min(width, height) >= 44, f"{zone} {side}: {width:.0f} × {height:.0f}"


def test_what_a_narrow_place_reaches_lies_around_it_and_on_its_side():
    reaching = {key: path for key, path in zones().items() if is_narrow(path)}
    assert {zone for zone, _ in reaching} == {"knee_inner", "knee_outer", "hip_side"}
    for key, path in reaching.items():
        pairs = zip(subpaths(path), subpaths(path, "data-reach"), strict=True)
        for points, reach in pairs:
            xs, reached = [x for x, _ in points], [x for x, _ in reach]
            assert min(reached) <= min(xs) + 4, key
            assert max(reached) >= max(xs) - 4, key
            middle = WIDTH / 2 if max(xs) <= WIDTH else WIDTH * 1.5
            assert max(reached) <= middle or min(reached) >= middle, key


def test_the_back_alone_is_one_place_for_both_sides():
    assert {zone for (zone, _), path in zones().items() if path.get("data-middle")} == set(MIDDLE)


def test_ids_are_unique():
    ids = [each.get("id") for each in drawing().iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("zone", LOCATIONS)
def test_a_place_is_marked_on_its_side_by_pattern_outline_and_words(zone, side):
    found = marks(on(side, zone))
    sides = {name.rpartition("-")[2] for name in found}
    assert sides == ({"left", "right"} if zone in MIDDLE else {side})
    for attributes in found.values():
        assert attributes["fill"] == "url(#map-hatch)"
        assert float(attributes["stroke-width"]) > 1
    text = marked(on(side, zone))
    assert described(on(side, zone)) in text
    assert load_vocabulary().label(zone)[1:] in described(on(side, zone))


def test_an_unknown_side_is_marked_on_both_in_another_pattern_and_said():
    found = marks(on(None, "knee_front"))
    assert set(found) == {"zone-knee_front-left", "zone-knee_front-right"}
    assert {attributes["fill"] for attributes in found.values()} == {"url(#map-dots)"}
    assert "not told" in described(on(None, "knee_front"))
    assert "not told" not in described(on("both", "knee_front"))
    assert {a["fill"] for a in marks(on("both", "knee_front")).values()} == {"url(#map-hatch)"}


def test_places_on_different_sides_are_marked_each_on_its_own():
    apart = [*on("right", "knee_front"), *on("left", "hip_groin"), *on(None, "lower_back")]
    assert set(marks(apart)) == {
        "zone-knee_front-right",
        "zone-hip_groin-left",
        "zone-lower_back-left",
        "zone-lower_back-right",
    }
    said = "on the right: front of the knee; on the left: groin or front of the hip"
    assert said in described(apart)


def test_nothing_is_marked_where_nothing_was_told():
    assert marks(on("left")) == {}
    assert described(on("left")) == "No place is marked."


def test_the_picture_is_one_image_with_a_text_that_says_the_same():
    svg = ElementTree.fromstring(marked(on("right", "thigh", "knee_deep")))
    assert svg.get("role") == "img"
    named = {each.get("id"): each.text for each in svg.iter() if each.get("id")}
    for name in (svg.get("aria-labelledby") or "").split():
        assert named[name]
    assert "on the right: thigh, deep inside the knee" in named["map-title"]


def test_the_drawing_itself_is_never_marked():
    before = marked(on(None))
    marked(on("both", *LOCATIONS))
    assert marked(on(None)) == before


def test_what_another_library_sets_for_the_namespace_changes_nothing():
    """WeasyPrint registers prefixes, after which the picture was written as svg:svg."""
    kept = dict(ElementTree._namespace_map)
    try:
        ElementTree.register_namespace("svg", SVG.strip("{}"))
        assert marked(on("left", "thigh")).startswith("<svg ")
    finally:
        ElementTree._namespace_map.clear()
        ElementTree._namespace_map.update(kept)


def test_no_text_is_centred():
    """WeasyPrint cuts off the first letter of a text that is."""
    assert "text-anchor" not in marked(on("left", "thigh"))


def test_a_place_that_there_is_not_is_an_error():
    with pytest.raises(KeyError):
        marked(on("left", "elbow"))
