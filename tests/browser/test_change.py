"""Changing an answer where it stands: which answers can be, what is sent, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.chat import OPENING, Chat
from tests.browser.played import OPTIONS, Server, ask, ndjson

TARGET = 44


def change(page: Page, answer: str) -> Locator:
    """The button that changes the answer of this text."""
    return page.get_by_role("button", name=f"Change your answer: {answer}", exact=True)


def answered(**more: Any) -> dict[str, Any]:
    """A turn that was taken for the answer to the question."""
    return ndjson({"text": "Thank you."}, answered="thing", **more)


def test_an_answer_can_be_changed_where_it_stands(chat: Chat, page: Page) -> None:
    again = ask("choice", options=OPTIONS, again=True, progress={"answered": 3, "expected": 9})
    server = Server(page, ask("choice", options=OPTIONS), answered(), again, answered())
    chat.say("it clicks")
    chat.question.locator("[data-value=one]").click()
    change(page, "The one").click()
    expect(chat.person_messages.last).to_contain_text("Change: The one")
    assert server.sent[-1]["payload"] == "change=thing"
    expect(chat.question.get_by_role("button", name="Back")).to_have_count(0)
    chat.question.locator("[data-value=two]").click()
    chat.settle()
    # Of a question only the latest answer can be changed.
    expect(change(page, "The other")).to_be_visible()
    expect(page.locator("[data-change]")).to_have_count(1)


def test_what_is_to_be_changed_can_be_kept(chat: Chat, page: Page) -> None:
    server = Server(page, ask("multi", options=OPTIONS, again=True), ndjson({"text": "All right."}))
    chat.say("change it")
    chat.question.get_by_role("button", name="Keep my answer").click()
    chat.settle()
    assert server.sent[-1]["payload"] == "thing=skip"
    expect(page.locator("[data-change]")).to_have_count(0)


def test_what_answers_no_question_has_nothing_to_change(chat: Chat, page: Page) -> None:
    Server(page, ndjson({"text": "Where does it hurt?"}))
    chat.say("it clicks")
    expect(page.locator("[data-change]")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_button_is_large_enough_and_in_the_way_of_nobody(
    chat: Chat, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    Server(page, ask("choice", options=OPTIONS), answered())
    chat.say("it clicks")
    chat.say("a rather long answer, with all that there is to say of this and of that, and more")
    box = page.locator("[data-change]").bounding_box()
    assert box is not None
    assert box["width"] >= TARGET
    assert box["height"] >= TARGET
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_keyboard_goes_from_an_answer_to_the_next_question(chat: Chat, page: Page) -> None:
    Server(page, ask("choice", options=OPTIONS), ask("choice", options=OPTIONS, answered="thing"))
    chat.say("it clicks")
    chat.question.locator("[data-value=one]").focus()
    page.keyboard.press("Enter")
    expect(change(page, "The one")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.value") == "one"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.change") == "thing"


def test_with_the_real_bot_also_after_a_reload_and_after_the_end(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    while chat.asked() not in (None, "severity"):
        chat.answer()
    page.reload()
    chat.settle()
    change(page, "34").click()
    chat.settle()
    assert chat.asked() == "age"
    chat.question.get_by_role("button", name="Keep my answer").click()
    chat.settle()
    assert chat.asked() == "severity"
    while chat.asked() is not None:
        chat.answer()
    expect(chat.assessment).to_have_count(1)
    change(page, "4").click()
    chat.settle()
    assert chat.asked() == "severity"
    chat.answer({"severity": "9"})
    while chat.asked() is not None:
        chat.answer()
    expect(chat.assessment).to_have_count(2)
    expect(chat.assessment.last.locator(".summary")).to_contain_text("9 out of 10")
