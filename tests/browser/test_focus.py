"""Where the focus is: never lost, in the order of reading, always to be seen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import checks
from tests.browser.chat import Chat
from tests.browser.played import NOT_PROCESSED, OPTIONS, Server, ask, ndjson
from tests.browser.problems import Problems
from tests.browser.states import STATES, far_from_the_end

THANKS = ndjson({"text": "Thank you."})
MOST_STOPS = 60


def somewhere(page: Page) -> bool:
    """Whether an element has the focus, rather than the page as a whole."""
    return page.evaluate("document.activeElement !== document.body")


def tick_and_send(question: Locator) -> None:
    question.get_by_label("The one").check()
    question.locator("[data-action=send]").click()


def fill_and_send(question: Locator) -> None:
    question.get_by_label("Your answer").fill("7")
    question.locator("[data-action=send]").click()


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (ask("yes_no"), lambda question: question.locator("[data-value=yes]").click()),
        (ask("choice", options=OPTIONS), lambda q: q.locator("[data-value=one]").click()),
        (ask("choice", options=OPTIONS), lambda q: q.get_by_role("button", name="Skip").click()),
        (ask("multi", options=OPTIONS), tick_and_send),
        (ask("multi", options=OPTIONS), lambda q: q.locator("[data-value=none]").click()),
        (ask("number"), fill_and_send),
    ],
    ids=["yes_no", "choice", "skip", "multi", "none", "number"],
)
def test_an_answer_keeps_the_focus(
    chat: Chat, page: Page, reply: dict, answer: Callable[[Locator], None]
) -> None:
    Server(page, reply, THANKS)
    chat.say("it clicks")
    answer(chat.question)
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    assert somewhere(page)


def test_sending_again_keeps_the_focus(chat: Chat, page: Page) -> None:
    Server(page, ndjson(NOT_PROCESSED), THANKS)
    chat.say("it clicks")
    page.get_by_role("button", name="Send again").click()
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    assert somewhere(page)


def test_going_to_the_newest_message_keeps_the_focus(chat: Chat, page: Page) -> None:
    far_from_the_end(chat)
    newest = page.get_by_role("button", name="To the newest message")
    newest.focus()
    page.keyboard.press("Enter")
    expect(newest).to_be_hidden()
    assert somewhere(page)


def test_trying_to_open_again_keeps_the_focus(page: Page, problems: Problems) -> None:
    page.route("**/webhooks/web/session", lambda route: route.abort())
    page.goto("webhooks/web/chat")
    again = page.get_by_role("button", name="Try again")
    again.focus()
    page.unroute("**/webhooks/web/session")
    page.keyboard.press("Enter")
    expect(Chat(page).bot_messages.first).to_be_visible()
    problems.console.clear()
    assert somewhere(page)


def test_erasing_by_an_answer_keeps_the_focus(chat: Chat, page: Page) -> None:
    buttons = [{"title": "Erase it", "payload": "erase=yes"}]
    erased = ndjson({"text": "All is deleted."}, erased=True)
    Server(page, ndjson({"text": "Erase it?", "buttons": buttons}), erased)
    chat.say("delete what i said")
    page.get_by_role("button", name="Erase it").click()
    expect(page.get_by_text("Your conversation has been erased")).to_be_visible()
    chat.settle()
    assert somewhere(page)


@pytest.mark.parametrize("close", ["Escape", "Cancel"])
def test_a_closed_dialog_gives_the_focus_back(chat: Chat, page: Page, close: str) -> None:
    STATES["erasing"](chat)
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    if close == "Escape":
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=close).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


def test_what_cannot_be_undone_is_not_one_key_away(chat: Chat, page: Page) -> None:
    STATES["erasing"](chat)
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()


@pytest.mark.parametrize("done", ["Erase my conversation", "Start again"])
def test_a_confirmed_dialog_does_not_lose_the_focus(chat: Chat, page: Page, done: str) -> None:
    Server(page, THANKS)
    chat.say("it clicks")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name=done).click()
    page.get_by_role("dialog").locator("[data-action=yes]").click()
    chat.settle()
    assert somewhere(page)


def test_a_closed_menu_gives_the_focus_back(chat: Chat, page: Page) -> None:
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show my summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_first_stop_leads_past_the_conversation(page: Page) -> None:
    chat = Chat(page)
    chat.arrive()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the message box")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(chat.box).to_be_focused()


@pytest.mark.parametrize("state", ["multi", "scale", "ending_unfolded", "passage"])
@pytest.mark.parametrize("look", ["desktop", "dark", "forced colours", "phone"])
def test_every_stop_is_seen_and_in_the_order_of_reading(
    chat: Chat, page: Page, state: str, look: str
) -> None:
    STATES[state](chat)
    page.emulate_media(
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced colours" else "none",
    )
    if look == "phone":
        page.set_viewport_size({"width": 320, "height": 640})
    page.locator(".skip").focus()
    tops: list[float] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if not somewhere(page):
            break
        assert checks.run(page, "focusTrouble") == []
        if page.evaluate("Boolean(document.activeElement.closest('main'))"):
            tops.append(
                page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY")
            )
    assert len(tops) > 2
    # Beside each other are a box and the button that explains it.
    assert all(later > earlier - 60 for earlier, later in pairwise(tops)), tops


def test_a_refused_number_is_told_where_it_can_be_seen(chat: Chat, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    STATES["number_refused"](chat)
    problem = chat.question.get_by_role("alert")
    expect(problem).to_be_in_viewport(ratio=1)
    bottom = problem.evaluate("node => node.getBoundingClientRect().bottom")
    assert bottom <= page.locator("#composer").evaluate("node => node.getBoundingClientRect().top")
