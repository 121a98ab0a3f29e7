"""A conversation that is open in two tabs, and one that outlives its token."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.chat import OPENING, Chat
from tests.browser.played import MESSAGE
from tests.browser.problems import Problems

RENEW_AT = 'JSON.parse(sessionStorage.getItem("patella.session")).renewAt'

SESSION = "**/webhooks/web/session"


@pytest.fixture
def twin(chat: Chat, page: Page) -> Chat:
    """A second tab with the same conversation, as duplicating the first one makes it."""
    chat.say(OPENING)
    expect(chat.question).to_be_visible()
    with page.expect_popup() as opened:
        page.evaluate("void open(location.href)")
    twin = Chat(opened.value)
    expect(twin.question).to_be_visible()
    twin.settle()
    return twin


def look_at(chat: Chat) -> None:
    """Turn to a tab; headless browsers do not tell it by themselves."""
    with chat.page.expect_response("**/webhooks/web/history"):
        chat.page.evaluate("dispatchEvent(new Event('focus'))")


def test_what_was_said_in_the_other_tab_is_shown(chat: Chat, twin: Chat) -> None:
    chat.answer()
    chat.answer()
    look_at(twin)
    expect(twin.person_messages).to_have_count(3)
    assert twin.asked() == chat.asked()
    # And on with the conversation from here, each message once.
    twin.answer()
    look_at(chat)
    expect(chat.person_messages).to_have_count(4)
    assert chat.asked() == twin.asked()


def test_what_is_being_typed_stays(chat: Chat, twin: Chat) -> None:
    twin.box.fill("and another th")
    chat.answer()
    look_at(twin)
    expect(twin.person_messages).to_have_count(2)
    expect(twin.box).to_have_value("and another th")


def test_where_nothing_was_said_nothing_is_drawn_again(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    chat.answer()
    page.evaluate("window.drawn = document.querySelector('[data-from=person]')")
    look_at(chat)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.drawn.isConnected")


def test_before_the_first_word_each_tab_has_a_conversation_of_its_own(
    chat: Chat, page: Page
) -> None:
    with page.expect_popup() as opened:
        page.evaluate("void open(location.href)")
    twin = Chat(opened.value)
    expect(twin.bot_messages.first).to_be_visible()
    twin.settle()
    chat.say(OPENING)
    expect(chat.question).to_be_visible()
    look_at(twin)
    twin.page.wait_for_load_state("networkidle")
    expect(twin.person_messages).to_have_count(0)


def test_what_could_not_be_sent_is_not_lost(chat: Chat, twin: Chat, problems: Problems) -> None:
    twin.page.route(MESSAGE, lambda route: route.fulfill(status=500, body="{}"))
    twin.say("it clicks")
    expect(twin.page.get_by_role("button", name="Send again")).to_be_visible()
    chat.answer()
    look_at(twin)
    expect(twin.person_messages).to_have_count(2)
    expect(twin.box).to_have_value("it clicks")
    problems.console.clear()


def test_what_was_erased_in_the_other_tab_is_gone_here(chat: Chat, twin: Chat) -> None:
    chat.page.get_by_role("button", name="Menu").click()
    chat.page.get_by_role("button", name="Erase my conversation").click()
    chat.page.get_by_role("dialog").get_by_role("button", name="Erase it").click()
    expect(chat.agree_button).to_be_visible()
    look_at(twin)
    expect(twin.page.get_by_text("erased in another tab")).to_be_visible()
    expect(twin.person_messages).to_have_count(0)
    expect(twin.agree_button).to_be_visible()


def test_a_token_is_renewed_before_it_ends(page: Page) -> None:
    renewals: list[Request] = []
    sent: list[Request] = []
    page.clock.install()
    chat = Chat(page)
    chat.open()
    chat.say("hello")
    page.on("request", lambda asked: renewals.append(asked) if "/session" in asked.url else None)
    page.on("request", lambda asked: sent.append(asked) if "/message" in asked.url else None)
    token, until = kept_token(page), page.evaluate(RENEW_AT)
    page.clock.fast_forward("13:00:00")
    chat.say("hello again")
    expect(chat.person_messages).to_have_count(2)
    assert [asked.headers["authorization"] for asked in renewals] == [f"Bearer {token}"]
    # Within one second of the server's the new token is the same as the old one.
    assert page.evaluate(RENEW_AT) > until
    assert sent[-1].headers["authorization"] == f"Bearer {kept_token(page)}"
    chat.say("hello once more")
    assert len(renewals) == 1


def test_a_token_that_ended_meanwhile_is_explained(page: Page) -> None:
    page.clock.install()
    chat = Chat(page)
    chat.open()
    page.clock.fast_forward("30:00:00")
    # What the server does with a token that is too old: it begins a new conversation.
    page.route(SESSION, without_token)
    chat.say("it clicks")
    expect(page.get_by_text("This conversation could not be continued")).to_be_visible()
    expect(chat.box).to_have_value("it clicks")
    expect(chat.agree_button).to_be_visible()


def without_token(route: Route) -> None:
    """Pass a request on as if it had no token."""
    headers = {k: v for k, v in route.request.headers.items() if k != "authorization"}
    route.continue_(headers=headers)


def kept_token(page: Page) -> str:
    """The token that the tab remembers."""
    return str(json.loads(page.evaluate("sessionStorage.getItem('patella.session')"))["token"])
