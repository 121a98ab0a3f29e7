"""The drawing of the body: marked by mouse, keyboard or list, on the real servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from knowledge.areas import MIDDLE
from knowledge.asking import describe_question
from knowledge.hip_part import HIP, PARTS_OF_HIP
from knowledge.vocabulary import load_vocabulary
from tests.browser.chat import Chat
from tests.browser.checks import axe
from tests.browser.played import Server, ndjson
from tests.browser.problems import Problems

DRAWING = "**/static/body_map.svg"
PLACES = [term.value for term in load_vocabulary().group("location")]
LEAST_PX = 44
MOST_QUESTIONS = 30

# How many px a finger can miss by: of each place in sight the longest run of points across it
# and down it that hit it and nothing else. Each point is looked at once, for all places.
HITS = """() => {
  const view = document.querySelector("[data-open=true] .view").getBoundingClientRect();
  const places = new Map();
  for (const zone of document.querySelectorAll("[data-open=true] [role=checkbox]")) {
    if (getComputedStyle(zone).display === "none") continue;
    const { left, right, top, bottom } = zone.getBoundingClientRect();
    const from = Math.max(Math.ceil(left), view.left), to = Math.min(right, view.right);
    places.set(zone, { from, to, top: Math.ceil(top), bottom, down: {}, width: 0, height: 0 });
  }
  const all = [...places.values()];
  const least = (name) => Math.min(...all.map((place) => place[name]));
  const most = (name) => Math.max(...all.map((place) => place[name]));
  for (let y = least("top"); y < most("bottom"); y += 1) {
    let before = null, across = 0;
    for (let x = least("from"); x < most("to"); x += 1) {
      const zone = document.elementFromPoint(x, y)?.closest("[role=checkbox]") ?? null;
      const place = places.get(zone);
      const inside = place && x >= place.from && x < place.to && y >= place.top && y < place.bottom;
      across = inside ? (zone === before ? across + 1 : 1) : 0;
      before = inside ? zone : null;
      if (!inside) continue;
      const [row, run] = place.down[x] ?? [];
      place.down[x] = [y, row === y - 1 ? run + 1 : 1];
      place.width = Math.max(place.width, across);
      place.height = Math.max(place.height, place.down[x][1]);
    }
  }
  return Object.fromEntries(
    [...places].map(([zone, { width, height }]) => [
      `${zone.dataset.zone}@${zone.dataset.side}`, [width, height],
    ]),
  );
}"""


def label(place: str) -> str:
    return load_vocabulary().label(place)


def zones(**known: Any) -> dict[str, Any]:
    """A turn that asks where it hurts, as the server would."""
    question = {**describe_question("location", known), "text": "Where does it hurt?"}
    return ndjson({"text": question["text"], "question": question})


def shown(chat: Chat, **known: Any) -> Server:
    """Have the question put, and wait for its drawing."""
    server = Server(chat.page, zones(**known), ndjson({"text": "Thank you."}))
    chat.say("it hurts")
    expect(chat.question.locator(".map svg")).to_be_visible()
    return server


def until_asked(chat: Chat, name: str) -> list[str]:
    """Answer until this question comes; the questions before it."""
    asked: list[str] = []
    while chat.asked() != name:
        asked.append(chat.asked() or chat.bot_messages.last.inner_text())
        assert len(asked) < MOST_QUESTIONS, asked
        chat.answer({"who": "self", "age": "34", "onset": "gradual"})
    return asked


def send(chat: Chat) -> None:
    chat.question.locator("[data-action=send]").click()
    chat.settle()


def is_marked(zone: Locator) -> str | None:
    return zone.get_attribute("aria-checked")


@pytest.fixture
def phone(page: Page) -> Page:
    """The narrowest page that has to do."""
    page.set_viewport_size({"width": 320, "height": 640})
    return page


def test_marked_places_bring_their_sides_to_the_ending(chat: Chat) -> None:
    chat.say("I have pain since about 3 weeks")
    asked = until_asked(chat, "location")
    chat.zone("knee_front", "right").click()
    chat.zone("hip_groin", "left").click()
    send(chat)
    said = "Front of the knee (right), Groin or front of the hip (left)"
    expect(chat.person_messages.last).to_contain_text(said)
    while chat.assessment.count() == 0:
        asked.append(chat.asked() or chat.bot_messages.last.inner_text())
        assert len(asked) < MOST_QUESTIONS, asked
        chat.answer()
    assert "side" not in asked
    told = chat.assessment.inner_text() + (chat.assessment.text_content() or "")
    assert "front of the knee (right), groin or front of the hip (left)" in told
    # What comes back from the server says the same as what was shown.
    chat.page.reload()
    expect(chat.person_messages.filter(has_text=said)).to_be_visible()


def test_where_about_the_hip_shows_its_places_alone(chat: Chat) -> None:
    told = ["knee_front", "hip_groin", "hip_side"]
    server = shown(chat, location=told, asked={"location": HIP})
    areas = chat.question.locator(".map [role=checkbox]")
    places = {area.get_attribute("data-zone") for area in areas.all()}
    assert places == set(PARTS_OF_HIP)
    assert chat.question.locator(".map [aria-checked=true]").count() == 0
    chat.zone("hip_side", "left").focus()
    chat.page.keyboard.press("Space")
    send(chat)
    assert server.sent[-1]["payload"] == "location=hip_side@left"


def test_going_back_shows_what_was_marked(chat: Chat) -> None:
    chat.say("I have pain since about 3 weeks")
    until_asked(chat, "location")
    chat.zone("thigh", "left").focus()
    chat.page.keyboard.press("Space")
    send(chat)
    assert chat.asked() != "location"
    chat.say("change where it hurts")
    assert chat.asked() == "location"
    expect(chat.zone("thigh", "left")).to_have_attribute("aria-checked", "true")
    expect(chat.zone("thigh", "right")).to_have_attribute("aria-checked", "false")
    expect(chat.question.locator(".known")).to_contain_text("left")
    # A mark on the other leg corrects the side, and that is said.
    chat.zone("thigh", "left").focus()
    chat.page.keyboard.press("Space")
    chat.zone("knee_front", "right").click()
    send(chat)
    expect(chat.page.get_by_text("Side: right").last).to_be_visible()


def test_every_place_can_be_marked_by_keyboard_alone(chat: Chat, page: Page) -> None:
    server = shown(chat)
    chat.question.locator("[data-action=swap]").focus()
    reached = []
    while True:
        page.keyboard.press("Tab")
        zone = page.evaluate("({ ...document.activeElement.dataset })")
        if "zone" not in zone:
            break
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
        page.keyboard.press("Space" if len(reached) % 2 else "Enter")
        reached.append((zone["zone"], zone["side"]))
    sides = {place: [""] if place in MIDDLE else ["left", "right"] for place in PLACES}
    assert sorted(reached) == sorted((p, side) for p in PLACES for side in sides[p])
    send(chat)
    marked = {f"{place}@both" if sides[place] != [""] else place for place in PLACES}
    assert set(server.sent[-1]["payload"].removeprefix("location=").split(",")) == marked


def test_arrows_go_along_the_leg_and_to_the_other(chat: Chat, page: Page) -> None:
    shown(chat)
    chat.zone("knee_front", "right").focus()
    page.keyboard.press("ArrowRight")
    expect(chat.zone("knee_front", "left")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(chat.zone("knee_outer", "left")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(chat.zone("knee_front", "right")).to_be_focused()
    assert is_marked(chat.zone("knee_front", "right")) == "false"


def test_what_is_marked_is_said_and_taken_back(chat: Chat) -> None:
    shown(chat)
    status = chat.question.get_by_role("status")
    chat.zone("hip_groin", "right").click()
    expect(status).to_have_text(f"{label('hip_groin')} (right): selected")
    expect(chat.question.locator("p.marked")).to_contain_text(f"{label('hip_groin')} (right)")
    chat.zone("hip_groin", "right").click()
    expect(status).to_have_text(f"{label('hip_groin')} (right): no longer selected")
    assert is_marked(chat.zone("hip_groin", "right")) == "false"
    expect(chat.question.locator("[data-action=send]")).to_be_disabled()


def test_list_and_drawing_are_always_in_step(chat: Chat) -> None:
    server = shown(chat)
    chat.zone("knee_front", "right").click()
    chat.zone("knee_front", "left").click()
    chat.zone("lower_back").click()
    chat.show_list()
    listed = chat.question.locator(".choices")
    expect(listed.get_by_label(f"{label('knee_front')} (both)")).to_be_checked()
    listed.get_by_label(label("buttock"), exact=True).check()
    listed.get_by_label(label("lower_back"), exact=True).uncheck()
    chat.question.locator("[data-action=swap]").click()
    # The list tells no side: both are shown, otherwise than what was marked.
    assert [is_marked(chat.zone("buttock", side)) for side in ("left", "right")] == ["mixed"] * 2
    assert is_marked(chat.zone("lower_back")) == "false"
    send(chat)
    assert server.sent[-1]["payload"] == "location=knee_front@both,buttock"
    expect(chat.person_messages.last).to_contain_text(f"{label('knee_front')} (both)")


def test_whoever_chose_the_list_gets_it_again(chat: Chat) -> None:
    server = shown(chat)
    chat.show_list()
    chat.question.get_by_label(label("thigh"), exact=True).check()
    send(chat)
    assert server.sent[-1]["payload"] == "location=thigh"
    Server(chat.page, zones())
    chat.say("and again")
    expect(chat.question.locator("[data-action=swap]")).to_have_text("Show the picture")
    expect(chat.question.locator(".map")).to_be_hidden()


def test_a_side_that_is_known_counts_for_the_list(chat: Chat) -> None:
    shown(chat, side="left")
    chat.show_list()
    chat.question.get_by_label(label("thigh"), exact=True).check()
    assert is_marked(chat.zone("thigh", "left")) == "true"
    assert is_marked(chat.zone("thigh", "right")) == "false"


@pytest.mark.parametrize(("known", "whose"), [({}, "your right"), ({"who": "child"}, "the body")])
def test_it_is_said_which_side_is_which(chat: Chat, known: dict[str, str], whose: str) -> None:
    shown(chat, **known)
    front, back = chat.question.locator(".says p").all()
    for view, side in ((front, "left"), (back, "right")):
        expect(view).to_contain_text(whose)
        expect(view).to_contain_text(f"on the {side} of the picture")
    edges = {
        side: box["x"]
        for side in ("left", "right")
        if (box := chat.zone("knee_front", side).bounding_box())
    }
    assert edges["right"] < edges["left"]


def test_a_page_from_right_to_left_does_not_mirror_the_body(chat: Chat, page: Page) -> None:
    shown(chat)
    page.evaluate("document.documentElement.dir = document.getElementById('log').dir = 'rtl'")
    for place, first in (("knee_front", "right"), ("buttock", "left")):
        boxes = [chat.zone(place, side).bounding_box() for side in ("right", "left")]
        right, left = (box["x"] if box else -1.0 for box in boxes)
        assert (right < left) == (first == "right")


@pytest.mark.parametrize("view", ["Front", "Back"])
def test_targets_are_large_enough_on_a_narrow_phone(phone: Page, chat: Chat, view: str) -> None:
    shown(chat)
    turn = chat.question.get_by_role("button", name=view, exact=True)
    turn.click()
    expect(turn).to_have_attribute("aria-pressed", "true")
    assert phone.evaluate("document.documentElement.scrollWidth") == 320
    # Tall enough for all of it to be hit without scrolling.
    phone.set_viewport_size({"width": 320, "height": 2400})
    sizes = phone.evaluate(HITS)
    seen = {"Front": {"knee_front", "hip_groin"}, "Back": {"knee_back", "lower_back"}}[view]
    assert seen <= {name.partition("@")[0] for name in sizes}
    assert {name: size for name, size in sizes.items() if min(size) < LEAST_PX} == {}


def test_without_the_drawing_the_list_will_do(chat: Chat, page: Page, problems: Problems) -> None:
    page.route(DRAWING, lambda route: route.abort())
    server = Server(page, zones(), ndjson({"text": "Thank you."}))
    chat.say("it hurts")
    chat.question.get_by_label(label("thigh"), exact=True).check()
    assert chat.question.locator("[data-action=swap], .map").count() == 0
    send(chat)
    assert server.sent[-1]["payload"] == "location=thigh"
    problems.console.clear()


@pytest.mark.parametrize(
    "look",
    [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"color_scheme": "light"}],
    ids=["dark", "forced", "light"],
)
def test_a_mark_shows_without_its_colour(
    chat: Chat, page: Page, look: dict[str, Any], shots: Path
) -> None:
    page.emulate_media(**look)
    shown(chat)
    chat.zone("knee_front", "right").click()
    chat.zone("hip_groin", "left").hover()
    before, after = (
        chat.zone("knee_front", side).locator("[id^=zone]") for side in ("left", "right")
    )
    style = "shape => { const { fill, fillOpacity, strokeWidth } = getComputedStyle(shape);"
    style += " return [fill.startsWith('url'), Number(fillOpacity), parseFloat(strokeWidth)]; }"
    pattern, opacity, width = after.evaluate(style)
    assert pattern and opacity == 1
    assert width > before.evaluate(style)[2] and before.evaluate(style)[1] == 0
    name = "-".join(look.values())
    chat.question.screenshot(path=shots / f"body-map-{name}.png")


def test_the_drawing_breaks_no_rule_of_accessibility(chat: Chat, page: Page) -> None:
    shown(chat, side="left")
    chat.zone("knee_front", "left").click()
    assert axe(page) == []
