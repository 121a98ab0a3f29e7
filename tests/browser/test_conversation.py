"""Whole conversations on the page, in a real browser, with the real servers."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.chat import OPENING, Chat

MOST_QUESTIONS = 10


def test_reference_conversation_ends_with_a_cited_assessment(chat: Chat) -> None:
    chat.say(OPENING)
    asked: list[str] = []
    while chat.assessment.count() == 0:
        name = chat.asked()
        assert name is not None, chat.bot_messages.last.inner_text()
        asked.append(name)
        assert len(asked) <= MOST_QUESTIONS, asked
        if len(asked) == 3:
            ask_back(chat, name)
        chat.answer()
    assert not {"side", "duration_days", "location"} & set(asked), asked
    ending = chat.assessment
    assert ending.get_attribute("data-urgency") in ("routine", "self_care")
    expect(ending.locator(".banner h2")).not_to_be_empty()
    for part in (".who", ".reasons", ".patterns", ".expect", ".meanwhile", ".safety-net"):
        expect(ending.locator(part)).to_be_visible()
    assert ending.locator(".pattern .for li").count() >= 1
    passages = ending.locator("details.passage")
    assert passages.count() >= 2
    for passage in passages.all():
        read(passage)


def ask_back(chat: Chat, pending: str) -> None:
    """Ask something in the middle: a cited passage answers, then the question comes again."""
    before = chat.bot_messages.count()
    chat.say("is it my bum muscles?")
    replies = chat.bot_messages.all()[before:]
    cited = [reply for reply in replies if reply.locator("details.passage").count()]
    assert cited, [reply.inner_text() for reply in replies]
    read(cited[0].locator("details.passage").first)
    assert chat.asked() == pending


def read(passage: Locator) -> None:
    """Open a passage and see its text and where it comes from."""
    if passage.get_attribute("open") is None:
        passage.locator("summary").click()
    expect(passage.locator(".prose").first).to_be_visible()
    expect(passage.locator(".source")).to_contain_text(re.compile(r"Source: \w"))


def test_emergency_is_told_at_once_with_a_number_to_call(chat: Chat) -> None:
    chat.say("my calf is hot and swollen and i can't get my breath")
    ending = chat.page.locator(".assessment[data-urgency=emergency]")
    expect(ending.locator(".banner h2")).to_contain_text(re.compile("emergency", re.IGNORECASE))
    expect(ending.locator(".banner > svg")).to_be_visible()
    assert re.search(r"\d{3}", ending.inner_text())


def test_reload_keeps_the_conversation(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    chat.answer()
    pending = chat.asked()
    said = chat.person_messages.all_inner_texts()
    page.reload()
    expect(chat.question).to_be_visible()
    chat.settle()
    assert chat.asked() == pending
    kept = chat.person_messages.all_inner_texts()
    assert (len(kept), kept[0]) == (len(said), said[0])
    assert page.evaluate("Object.keys(localStorage)") == []
    assert "knee" not in page.evaluate("JSON.stringify(sessionStorage)")
    chat.answer()
    assert chat.asked() != pending


def test_reload_before_the_first_word_greets_again(chat: Chat, page: Page) -> None:
    page.reload()
    expect(chat.bot_messages.first).to_be_visible()
    chat.say(OPENING)
    expect(chat.question).to_be_visible()


def test_why_is_told_on_the_spot(chat: Chat) -> None:
    chat.say(OPENING)
    why = chat.question.get_by_role("button", name="Why do you ask?")
    why.click()
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(chat.question.locator(".disclosed:visible")).not_to_be_empty()


def test_markup_stays_text(chat: Chat, page: Page) -> None:
    chat.say('<img src=x onerror="document.title=1"><b>my knee</b> hurts')
    expect(chat.person_messages.last).to_contain_text("<b>my knee</b>")
    assert page.locator("#log img, #log b").count() == 0
    assert page.title() == "Patella"


def test_erasing_begins_a_new_conversation(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Erase my conversation").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase it").click()
    expect(page.get_by_text("Your conversation has been erased")).to_be_visible()
    chat.settle()
    expect(chat.person_messages).to_have_count(0)
    expect(chat.bot_messages.first).to_be_visible()


def test_erasing_by_words_begins_a_new_conversation_too(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    chat.say("erase my data")
    chat.say("yes")
    expect(page.get_by_text("Your conversation has been erased")).to_be_visible()
    expect(chat.agree_button).to_be_visible()
    expect(chat.person_messages).to_have_count(0)


def test_the_page_may_be_left_before_the_first_answer_comes(chat: Chat, page: Page) -> None:
    chat.box.fill(OPENING)
    with page.expect_request("**/message"):
        chat.box.press("Enter")
    page.reload()
    chat.settle()
    expect(chat.person_messages).to_contain_text("my left knee")
    expect(chat.question).to_be_visible()


def test_data_can_be_downloaded(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    page.get_by_role("button", name="Menu").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    assert "left knee" in download.value.path().read_text(encoding="utf-8")
