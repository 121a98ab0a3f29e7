"""Words and answers that are meant to do harm: they are shown as text, and nothing happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.chat import OPENING, Chat
from tests.browser.played import Server, ndjson
from tests.browser.problems import Problems
from tests.browser.states import ASSESSMENT, EMERGENCY, PASSAGE

RUN = "window.ran = true"
MARKUP = f"<img src=x onerror='{RUN}'><svg onload='{RUN}'></svg><script>{RUN}</script>"
HOSTILE = {
    "markup": MARKUP,
    "attribute": f'"\'><img src=x onerror={RUN.replace(" ", "")}><a href="javascript:{RUN}">go</a>',
    "frame": f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe><base href="//evil.test/">',
    "template": "{{constructor.constructor('window.ran = true')()}} ${window.ran = true} {n} {max}",
    "script address": f"javascript:{RUN}//https://example.org",
    "data address": f"data:text/html,<script>{RUN}</script>",
    "foreign address": "https://evil.test/steal.png",
    "one long word": "kneeeeee" * 120,
    "turned around": "\u202eeenk eht ni niap \u2066\u202b and on",
    "unseen": "\u200b\u200d\ufeff\u00ad\u2060" * 60,
    "emoji": "🦵" * 1000,
    "stacked": ("a" + "\u0301" * 40) * 20,
}
# Of these the page knows the values, and would not come to the rest without them.
KEPT = {"kind", "urgency"}
# Each is drawn; the last one stays open.
KINDS = ("yes_no", "choice", "number", "zones", "text", "multi")

# What the page has no use for, wherever it would come from.
FOREIGN_PARTS = (
    "main :is(img, script, iframe, object, embed, base, meta, link, style, video, audio)"
)
UNFOLD = "document.querySelectorAll('main details').forEach((fold) => { fold.open = true })"
LISTENERS = """() => [...document.querySelectorAll("*")].flatMap((node) =>
    node.getAttributeNames().filter((name) => name.startsWith("on")))"""
ADDRESSES = """() => [...document.querySelectorAll("[href], [src], [action], [formaction]")]
    .map((node) => node.href ?? node.src ?? "").map(String)
    .filter((address) => !/^(https?|tel):/.test(address))"""


@pytest.fixture(autouse=True)
def nothing_happens(page: Page, problems: Problems) -> Iterator[None]:
    """Whatever a test shows: no code of it has run, and nothing of it became part of the page."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield
    assert dialogs == []
    assert page.evaluate("[window.ran, ({}).polluted]") == [None, None]
    assert page.locator(FOREIGN_PARTS).count() == 0
    assert page.evaluate(LISTENERS) == []
    assert page.evaluate(ADDRESSES) == []
    assert problems.foreign == []


def poisoned(value: Any, text: str) -> Any:
    """The same object with this text in all its texts, and keys that would change all objects."""
    if isinstance(value, dict):
        spoilt = {k: v if k in KEPT else poisoned(v, text) for k, v in value.items()}
        return {**spoilt, "__proto__": {"polluted": text}, "constructor": {"polluted": text}}
    if isinstance(value, list):
        return [poisoned(item, text) for item in value]
    return text if isinstance(value, str) else value


def question(kind: str) -> dict[str, Any]:
    """A question of this kind with everything that one can have."""
    options = [{"value": str(n), "label": "One", "help": "What it is"} for n in range(2)]
    more = {"why": "So", "meaning": "This", "progress": {"answered": 1, "expected": 2}}
    limits = {"min": 0, "max": 9, "unit": "years"} if kind == "number" else {}
    return {"id": "thing", "kind": kind, "text": "What?", "options": options, **more, **limits}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_answer_is_only_text(chat: Chat, page: Page, text: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    messages = [
        {"text": "So", "assessment": ASSESSMENT, "report_url": "javascript:window.ran = true"},
        {"text": "So", "assessment": EMERGENCY},
        {"text": PASSAGE["text"], "passages": [PASSAGE]},
        {"text": "So", "notice": "emergency"},
        {"text": "So", "buttons": [{"title": "So", "payload": "start_check"}]},
        *({"text": "So", "question": question(kind)} for kind in KINDS),
    ]
    spoilt = [poisoned(message, text) for message in messages]
    server = Server(page, ndjson(*spoilt), ndjson({"text": "Thank you."}))
    chat.say("it clicks")
    page.evaluate(UNFOLD)
    assert checks.run(page, "sideways") == []
    chat.question.locator(".checklist [data-payload]").last.click()
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    assert text in server.sent[-1]["payload"]


READABLE = {name: text for name, text in HOSTILE.items() if name != "unseen"}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_what_a_person_types_is_only_text(chat: Chat, page: Page, text: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    words = text[:1000]
    chat.say(words)
    assert (chat.person_messages.last.text_content() or "").endswith(words.strip())
    expect(chat.bot_messages.last).to_be_visible()
    assert page.locator("[data-notice=not_processed]").count() == 0
    assert checks.run(page, "sideways") == []


def test_where_nothing_can_be_read_the_person_is_told(chat: Chat) -> None:
    chat.say(HOSTILE["unseen"])
    expect(chat.bot_messages.last).to_contain_text("could not read any words")
    assert chat.person_messages.count() == 0


def test_words_that_come_back_are_only_text(chat: Chat, page: Page) -> None:
    chat.say(f"{OPENING} {MARKUP}")
    while chat.assessment.count() == 0:
        if chat.question.get_attribute("data-kind") == "text":
            chat.say(MARKUP)
        else:
            chat.answer()
    chat.say(f"is it {MARKUP}")
    with page.expect_popup() as opened:
        page.locator("[data-report=html]").first.click()
    report = opened.value
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    assert report.evaluate("window.ran") is None
    page.reload()
    chat.settle()
    assert page.get_by_text("<script>").count() >= 2


def test_an_address_in_the_page_itself_does_nothing(page: Page) -> None:
    query = f"?lang={MARKUP}&color=red;background:url(//evil.test)&label={MARKUP}&theme=__proto__"
    chat = Chat(page)
    chat.open(query.replace("<", "%3C").replace("'", "%27").replace(" ", "%20"))
    expect(chat.bot_messages.first).to_be_visible()
