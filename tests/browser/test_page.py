"""What the page does by itself: failures, repeats, limits. The server is played by routes."""

from __future__ import annotations

import gzip
import json
import urllib.request
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from scripts.readiness import DIRECT
from tests.browser.chat import Chat
from tests.browser.played import MESSAGE, NOT_PROCESSED, OPTIONS, Server, ask, ndjson
from tests.browser.problems import Problems

WEB = Path(__file__).resolve().parents[2] / "bot" / "web"
MOST_BYTES = 25_000
MOST_BYTES_OF_GREETING = 1500
# Ours: nobody loads all of it, but what is loaded later must not grow unseen either.
MOST_BYTES_IN_ALL = 37_000
MOST_BYTES_OF_LOADER = 3000
LOADER = "loader.js"
# Loaded when they are needed only, by whom they concern: the body map, numbers, the report, the
# frame of a widget and a clinic's colours, what the menu does and the dialogs.
LATER = {"report.js", "body-map.css", "body-map.js", "zones.js", "frame.js", "look.js"} | {
    "menu-items.js",
    "dialogs.js",
    "later.en.js",
    "numbers.js",
}
# Of these only the one in the language of the person is loaded.
LANGUAGES = {path.name for path in WEB.glob("*.??.js")}
UNUSED = {name for name in LANGUAGES if not name.endswith(".en.js")}


def test_not_processed_offers_to_send_the_same_message_again(chat: Chat, page: Page) -> None:
    server = Server(page, ndjson(NOT_PROCESSED), ndjson({"text": "Now I have it."}))
    chat.say("it clicks")
    expect(page.locator("[data-notice=not_processed]")).to_contain_text("was not processed")
    page.get_by_role("button", name="Send again").click()
    expect(chat.bot_messages.last).to_contain_text("Now I have it.")
    assert page.locator("[data-notice=not_processed]").count() == 0
    assert chat.person_messages.count() == 1
    assert len(server.sent) == 2
    assert len(server.ids) == 1


def test_a_lost_connection_is_healed_with_the_same_id(
    chat: Chat, page: Page, problems: Problems
) -> None:
    half = ndjson({"text": "First part."}, done=False)
    whole = ndjson({"text": "First part."}, {"text": "Second part."})
    server = Server(page, "cut", half, whole)
    chat.say("it clicks")
    assert len(server.sent) == 3
    assert len(server.ids) == 1
    assert page.get_by_text("First part.").count() == 1
    assert page.get_by_text("Second part.").count() == 1
    problems.console.clear()


def test_offline_is_said_and_healed_by_the_network(
    chat: Chat, page: Page, problems: Problems
) -> None:
    server = Server(page, "cut", ndjson({"text": "Now I have it."}))
    page.context.set_offline(True)
    chat.box.fill("it clicks")
    chat.box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You are offline")
    page.context.set_offline(False)
    expect(chat.bot_messages.last).to_contain_text("Now I have it.")
    assert len(server.ids) == 1
    problems.console.clear()


def test_a_slow_answer_is_said_to_be_on_its_way(chat: Chat, page: Page) -> None:
    waiting: list[Route] = []
    page.route(MESSAGE, lambda route: waiting.append(route))
    page.clock.install()
    status = page.get_by_role("status")
    chat.box.fill("it clicks")
    chat.box.press("Enter")
    expect(status).to_be_empty()
    page.clock.fast_forward(400)
    expect(status).to_have_text("Patella is writing…")
    page.clock.fast_forward(5000)
    expect(status).to_have_text("Still working on it…")
    waiting[0].fulfill(**ndjson({"text": "Thank you."}))
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    expect(status).to_be_empty()


def test_after_four_tries_the_person_is_told(chat: Chat, page: Page, problems: Problems) -> None:
    server = Server(page, "cut")
    chat.say("it clicks")
    expect(page.locator("[data-notice=not_processed]")).to_contain_text("emergency")
    assert len(server.sent) == 4
    assert len(server.ids) == 1
    problems.console.clear()


def refusal(status: int, words: str | None = None, wait: int | None = None) -> dict[str, Any]:
    """What `route.fulfill` takes to refuse a turn."""
    headers = {"content-type": "application/json"}
    if wait is not None:
        headers["retry-after"] = str(wait)
    body = json.dumps({"error": "no", "text": words})
    return {"status": status, "headers": headers, "body": body}


def test_a_server_with_too_much_to_do_is_left_alone_for_as_long_as_it_asks(
    chat: Chat, page: Page, problems: Problems
) -> None:
    server = Server(page, refusal(503, "Many people write.", wait=2), ndjson({"text": "Thanks."}))
    moments: list[float] = []
    page.on("request", lambda each: each.url.endswith("/message") and moments.append(monotonic()))
    chat.say("it clicks")
    expect(chat.bot_messages.last).to_contain_text("Thanks.")
    assert len(server.ids) == 1
    first, second = moments
    assert second - first > 1.9
    problems.console.clear()


def test_a_fault_is_told_with_the_number_to_call(
    chat: Chat, page: Page, problems: Problems
) -> None:
    Server(page, refusal(500))
    chat.say("it clicks")
    expect(chat.bot_messages.last).to_contain_text("Something went wrong on our side")
    expect(page.get_by_role("button", name="Send again")).to_be_visible()
    expect(chat.bot_messages.last.locator("a")).to_have_attribute("href", "tel:112")
    problems.console.clear()


@pytest.mark.parametrize(
    ("refused", "shown"),
    [
        (refusal(429, "Please slow down."), "Please slow down."),
        (refusal(429), "Please wait 1 minute"),
        (refusal(429, "Please slow down.", 40), "Please wait 40 seconds"),
        (refusal(429, "Please slow down.", 90), "Please wait 2 minutes"),
        (refusal(413, "That is too long."), "That is too long."),
        (refusal(422), "Please put it in other words"),
    ],
    ids=["in the server's words", "in ours", "for seconds", "for minutes", "size", "form"],
)
def test_what_is_refused_goes_back_into_the_box(
    chat: Chat, page: Page, problems: Problems, refused: dict[str, Any], shown: str
) -> None:
    Server(page, refused)
    chat.say("it clicks")
    expect(chat.bot_messages.last).to_contain_text(shown)
    expect(chat.box).to_have_value("it clicks")
    expect(chat.person_messages).to_have_count(0)
    problems.console.clear()


def test_a_tap_that_came_too_often_can_be_sent_again(
    chat: Chat, page: Page, problems: Problems
) -> None:
    server = Server(
        page, ask("choice", options=OPTIONS), refusal(429, wait=40), ndjson({"text": "Thank you."})
    )
    chat.say("it clicks")
    chat.question.locator("[data-value=one]").click()
    page.get_by_role("button", name="Send again").click()
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    assert server.sent[1] == server.sent[2]
    problems.console.clear()


def test_what_cannot_be_drawn_is_read_all_the_same(
    chat: Chat, page: Page, problems: Problems
) -> None:
    odd = {"text": "Go to a hospital.", "assessment": {"urgency": "emergency", "patterns": 7}}
    server = Server(page, ndjson(odd, {"text": "And call somebody."}))
    chat.say("it clicks")
    expect(page.get_by_text("Go to a hospital.")).to_be_visible()
    expect(chat.bot_messages.last).to_contain_text("And call somebody.")
    assert len(server.sent) == 1
    problems.errors.clear()


def test_a_lost_session_is_explained_and_a_new_one_begun(
    chat: Chat, page: Page, problems: Problems
) -> None:
    Server(page, {"status": 401, "content_type": "application/json", "body": "{}"})
    chat.say("it clicks")
    expect(page.get_by_text("This conversation could not be continued")).to_be_visible()
    expect(chat.bot_messages.last).to_be_visible()
    expect(chat.box).to_have_value("it clicks")
    problems.console.clear()


def test_a_double_click_sends_once_and_closes_the_question(chat: Chat, page: Page) -> None:
    server = Server(page, ask("choice", options=OPTIONS), ndjson({"text": "Thank you."}))
    chat.say("it clicks")
    chat.question.locator("[data-value=one]").dblclick()
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    assert [message.get("payload") for message in server.sent] == [None, "thing=one"]
    expect(chat.person_messages.last).to_contain_text("The one")
    assert chat.asked() is None
    assert page.locator("[data-value=one]").count() == 0


def test_several_choices_and_none_exclude_each_other(chat: Chat, page: Page) -> None:
    server = Server(page, ask("multi", options=OPTIONS), ndjson({"text": "Thank you."}))
    chat.say("it clicks")
    none, send = (
        chat.question.locator("[data-value=none]"),
        chat.question.locator("[data-action=send]"),
    )
    expect(send).to_be_disabled()
    chat.question.get_by_label("The one").check()
    chat.question.get_by_label("The other").check()
    expect(none).to_be_disabled()
    send.click()
    chat.settle()
    assert server.sent[-1]["payload"] == "thing=one,two"
    expect(chat.person_messages.last).to_contain_text("The one, The other")


def test_a_number_out_of_bounds_is_not_sent(chat: Chat, page: Page) -> None:
    server = Server(page, ask("number", min=0, max=120, unit="years"), ndjson({"text": "Ok."}))
    chat.say("it clicks")
    field = chat.question.get_by_label("Your answer")
    field.fill("340")
    field.press("Enter")
    expect(chat.question.get_by_role("alert")).to_contain_text("from 0 to 120")
    field.fill("34")
    field.press("Enter")
    chat.settle()
    assert server.sent[-1]["payload"] == "thing=34"


def test_severity_is_a_scale_with_words_at_the_ends(chat: Chat, page: Page) -> None:
    question = {"id": "severity", "kind": "number", "text": "How bad?", "min": 0, "max": 10}
    server = Server(
        page, ndjson({"text": "How bad?", "question": question}), ndjson({"text": "Ok."})
    )
    chat.say("it clicks")
    expect(chat.question.locator("[data-value]")).to_have_count(11)
    chat.question.get_by_role("button", name="0, no pain", exact=True).click()
    chat.settle()
    assert server.sent[-1]["payload"] == "severity=0"


def test_a_text_beyond_the_limit_is_kept_and_counted(chat: Chat, page: Page) -> None:
    server = Server(page, ndjson({"text": "Ok."}))
    chat.say("a" * 1001)
    expect(page.get_by_role("status")).to_contain_text("longer than 1000 characters")
    expect(page.locator("#counter")).to_have_text("1001 of 1000 characters")
    assert server.sent == []


def test_shift_enter_makes_a_new_line(chat: Chat, page: Page) -> None:
    server = Server(page, ndjson({"text": "Ok."}))
    chat.box.fill("it clicks")
    chat.box.press("Shift+Enter")
    chat.box.type("and swells")
    assert server.sent == []
    chat.box.press("Enter")
    chat.settle()
    assert server.sent[0]["text"] == "it clicks\nand swells"


def test_a_reader_further_up_is_not_scrolled_away(chat: Chat, page: Page) -> None:
    long = {"text": "\n\n".join(f"Paragraph {n}." for n in range(60))}
    Server(page, ndjson(long))
    chat.say("it clicks")
    # The reader is taken to the beginning of what is new, not past it.
    expect(page.get_by_text("Paragraph 0.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="To the newest message")).to_be_visible()
    page.get_by_role("button", name="To the newest message").click()
    expect(page.get_by_text("Paragraph 59.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="To the newest message")).to_be_hidden()


def test_the_keyboard_goes_on_from_the_answer(chat: Chat, page: Page) -> None:
    Server(page, ask("choice", options=OPTIONS))
    chat.say("it clicks")
    chat.question.locator("[data-value=one]").focus()
    page.keyboard.press("Enter")
    chat.settle()
    expect(chat.person_messages).to_have_count(2)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.value") == "one"


def test_the_first_load_is_light(page: Page) -> None:
    # Counted: what comes over the wire, packed by our own server, until the greeting stands there
    # and nothing more is fetched: the page, its style, its icon and every module loaded by then.
    # Not counted: headers, and the greeting, which is an answer of the API. What comes later has
    # to be in LATER, and is counted in the next test.
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))
    Chat(page).open()
    page.wait_for_load_state("networkidle")
    sizes: Counter[str] = Counter()
    for request in finished:
        name = urlsplit(request.url).path.rsplit("/", 1)[-1]
        sizes[name] += request.sizes()["responseBodySize"]
    greeting = sizes.pop("session")
    assert 0 < greeting < MOST_BYTES_OF_GREETING
    own = {path.name for path in WEB.iterdir()} - LATER - UNUSED - {LOADER, "chat.html"}
    assert set(sizes) == own | {"chat"}
    assert min(sizes.values()) > 0, sizes
    assert sizes.total() <= MOST_BYTES, sizes


def test_all_the_files_of_the_page_together_are_light(base_url: str) -> None:
    # With what is loaded later, so that nothing can be hidden there.
    names = {path.name for path in WEB.iterdir()} - UNUSED - {LOADER}
    sizes = {name: sent(base_url, name) for name in names}
    assert sum(sizes.values()) <= MOST_BYTES_IN_ALL, sizes


def test_the_loader_costs_the_page_around_it_little(base_url: str) -> None:
    assert sent(base_url, LOADER) <= MOST_BYTES_OF_LOADER


def sent(base_url: str, name: str) -> int:
    """The bytes that come over the wire for one of the page's files."""
    url = f"{base_url}/webhooks/web/static/{name}"
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with DIRECT.open(request) as response:
        assert response.headers["Content-Encoding"] == "gzip", name
        body = response.read()
    plain = (WEB / name).read_bytes()
    assert len(body) <= len(gzip.compress(plain, mtime=0)), f"{name} is not made small"
    return len(body)


def test_the_browser_is_told_of_every_module_at_once() -> None:
    html = (WEB / "chat.html").read_text(encoding="utf-8")
    assert {path.name for path in WEB.glob("*.js") if f"static/{path.name}" not in html} == (
        {name for name in LATER if name.endswith(".js")} | LANGUAGES | {LOADER}
    )
