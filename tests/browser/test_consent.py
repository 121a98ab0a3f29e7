"""Nothing is kept before somebody agrees to it, and everybody is told what is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.chat import OPENING, Chat
from tests.browser.played import MESSAGE, Server, ndjson
from tests.browser.problems import Problems

EMERGENCY = "my calf is hot and swollen and i can't get my breath"
HISTORY = """
async () => {
  const { token } = JSON.parse(sessionStorage.getItem("patella.session"));
  const headers = { authorization: `Bearer ${token}` };
  return (await (await fetch("history", { headers })).json()).messages;
}
"""


@pytest.fixture
def chat(page: Page) -> Chat:
    """The chat page with its card, to which nobody has agreed yet."""
    chat = Chat(page)
    chat.arrive()
    return chat


def choose(page: Page, item: str) -> None:
    """Choose an item of the menu."""
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name=item).click()


def test_words_before_consent_are_not_kept_and_go_out_after_it(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    expect(chat.box).to_have_value(OPENING)
    expect(chat.person_messages).to_have_count(0)
    expect(page.locator(".consent")).to_contain_text("please agree")
    assert page.evaluate(HISTORY) == []
    chat.agree_button.click()
    expect(chat.question).to_be_visible()
    expect(chat.person_messages).to_have_count(1)
    expect(chat.box).to_have_value("")
    expect(chat.agree_button).to_have_count(0)
    assert page.evaluate(HISTORY)[0]["text"] == OPENING


def test_an_emergency_is_told_before_consent(chat: Chat, page: Page) -> None:
    chat.say(EMERGENCY)
    ending = page.locator(".assessment[data-urgency=emergency]")
    expect(ending.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(chat.agree_button).to_be_visible()
    assert page.evaluate(HISTORY) == []
    chat.agree_button.click()
    chat.settle()
    expect(chat.person_messages).to_contain_text("my calf is hot")
    assert page.evaluate(HISTORY)[1]["assessment"]["urgency"] == "emergency"


def test_to_agree_is_the_one_way_to_begin_by_a_tap(chat: Chat, page: Page) -> None:
    server = Server(page, ndjson({"text": "Thank you."}))
    begin = page.get_by_role("button", name="Start the check")
    expect(begin).to_have_count(0)
    chat.agree_button.click()
    begin.click()
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    (sent,) = server.sent
    assert sent["payload"] == "start_check"
    assert "consent" not in sent


def test_a_tap_before_consent_waits_for_it(chat: Chat, page: Page) -> None:
    asks = {"text": "Please agree first.", "notice": "consent"}
    button = {"title": "Carry on", "payload": "start_check"}
    server = Server(
        page, ndjson({"text": "Take care.", "buttons": [button]}, asks), ndjson({"text": "Good."})
    )
    chat.say("hello")
    page.get_by_role("button", name="Carry on").click()
    assert len(server.sent) == 1
    chat.agree_button.click()
    chat.settle()
    assert server.sent[1]["payload"] == "start_check"
    assert "consent" not in server.sent[1]


def test_words_typed_while_the_answer_is_on_its_way_are_kept(chat: Chat, page: Page) -> None:
    waiting: list[Route] = []
    page.route(MESSAGE, lambda route: waiting.append(route))
    chat.box.fill("it clicks")
    chat.box.press("Enter")
    chat.box.fill("and it swells")
    waiting[0].fulfill(**ndjson({"text": "Please agree first.", "notice": "consent"}))
    chat.settle()
    expect(chat.person_messages).to_contain_text("it clicks")
    expect(chat.box).to_have_value("and it swells")


def test_the_tab_remembers_it_and_no_other_one_does(chat: Chat, page: Page) -> None:
    chat.agree_button.click()
    page.reload()
    expect(page.get_by_text("You agreed")).to_be_visible()
    expect(chat.agree_button).to_have_count(0)
    other = Chat(page.context.new_page())
    other.arrive()
    expect(other.agree_button).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_who_has_erased_everything_is_asked_again(chat: Chat, page: Page) -> None:
    chat.agree_button.click()
    chat.say(OPENING)
    expect(chat.question).to_be_visible()
    choose(page, "Erase my conversation")
    page.get_by_role("dialog").get_by_role("button", name="Erase it").click()
    expect(chat.agree_button).to_be_visible()
    page.reload()
    expect(chat.agree_button).to_be_visible()


def test_the_menu_works_before_the_first_message(chat: Chat, page: Page) -> None:
    with page.expect_download() as download:
        choose(page, "Download my data")
    assert download.value.suggested_filename.startswith("patella-conversation-20")
    kept = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert kept["conversation"] == kept["events"] == []
    choose(page, "Erase my conversation")
    page.get_by_role("dialog").get_by_role("button", name="Erase it").click()
    expect(page.get_by_text("Your conversation has been erased")).to_be_visible()


@pytest.mark.parametrize(
    ("item", "words"),
    [("Privacy", "keeps them there for 30 days"), ("About Patella", "signed it off")],
)
def test_the_menu_tells_more(chat: Chat, page: Page, item: str, words: str) -> None:
    choose(page, item)
    dialog = page.get_by_role("dialog", name=item)
    expect(dialog).to_contain_text(words)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_the_clinics_own_days_and_number_are_told(page: Page, problems: Problems) -> None:
    def as_elsewhere(route: Route) -> None:
        answer: dict[str, Any] = route.fetch().json()
        route.fulfill(json={**answer, "keep_days": 1, "emergency_number": "+44 999"})

    page.route("**/webhooks/web/session", as_elsewhere)
    chat = Chat(page)
    chat.arrive()
    expect(page.locator(".consent")).to_contain_text("keeps them there for 1 day.")
    page.locator(".consent summary").click()
    expect(page.locator(".consent")).to_contain_text("1 day after your last message")
    chat.agree_button.click()
    page.context.set_offline(True)
    chat.box.fill("it clicks")
    chat.box.press("Enter")
    link = page.get_by_role("status").get_by_role("link", name="+44 999")
    expect(link).to_have_attribute("href", "tel:+44999")
    page.context.set_offline(False)
    chat.settle()
    problems.console.clear()


def test_one_thumb_is_enough(page: Page) -> None:
    asked: list[Request] = []
    page.set_viewport_size({"width": 390, "height": 844})
    page.on("request", lambda request: asked.append(request))
    chat = Chat(page)
    chat.arrive()
    box = chat.agree_button.bounding_box()
    assert box is not None and box["height"] >= 44
    # Not under the message box, either.
    chat.agree_button.click(trial=True)
    footer = page.locator("#footer").bounding_box()
    assert footer is not None and box["y"] + box["height"] <= footer["y"] + 16
    assert not any(request.url.endswith("/message") for request in asked)
