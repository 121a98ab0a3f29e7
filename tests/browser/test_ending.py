"""How the page shows the ending: what matters first, the rest folded, nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.chat import Chat
from tests.browser.played import Server, ndjson

SOURCE = {"name": "A leaflet", "year": 2020, "where": "https://example.org/leaflet"}


def said(text: str, name: str = "A leaflet") -> dict[str, Any]:
    return {"text": text, "source": {**SOURCE, "name": name}}


ASSESSMENT: dict[str, Any] = {
    "urgency": "routine",
    "urgency_label": "Book a routine appointment",
    "emergency_number": "112",
    "red_flags": [],
    "when": "Book an appointment.",
    "who_to_see": "A physiotherapist.",
    "reasons": [{**said("It has lasted for weeks."), "answers": ["About 3 weeks", "Limp"]}],
    "speaks_against": [said("There is no fever.")],
    "patterns": [
        {
            "id": one,
            "label": f"Pain of the {one}",
            "strength": "fits",
            "supporting": [said("worse on stairs")],
            "against": [said("no groin pain")],
        }
        for one in ("hip", "kneecap")
    ],
    "expect": [said("They look at the hip.")],
    "meanwhile": [said(f"Advice {n}.", f"Source {n}") for n in range(3)],
    "cautions": [said("Ask a pharmacist <b>first</b>.")],
    "safety_net": [said("Get help if it gets hot.")],
    "summary": ["Side: left"],
    "passages": [{"id": "p", "title": "Hips", "text": "They turn.", "source": SOURCE}],
    "disclaimer": "This is no diagnosis.",
}
IN_WORDS = {"text": "Until then:\n• Advice 0.", "repeats": "assessment"}
HEADINGS = [
    "What to do",
    "Who to see",
    "Why I say this",
    "What speaks against something worse",
    "What the answers fit with",
    "What they will probably do",
    "Until then",
    "Please be careful",
    "When to get help sooner",
    "What you told me",
    "Read more, with sources",
]


def end(chat: Chat, page: Page, assessment: dict[str, Any], text: str) -> None:
    """Have the check end like this."""
    Server(page, ndjson({"text": text, "assessment": assessment}, IN_WORDS, {"text": "Bye."}))
    chat.say("it clicks")
    expect(chat.assessment).to_be_visible()


def test_the_parts_stand_in_the_order_of_what_matters(chat: Chat, page: Page) -> None:
    end(chat, page, ASSESSMENT, "Book an appointment.\n\nWho to see: A physiotherapist.")
    expect(chat.assessment.get_by_role("heading", level=2)).to_have_text(
        "Book a routine appointment"
    )
    expect(chat.assessment.get_by_role("heading", level=3)).to_have_text(HEADINGS)
    expect(chat.assessment.locator(".lead")).to_be_hidden()
    expect(chat.assessment.locator(".disclaimer")).to_have_text("This is no diagnosis.")


def test_a_reason_names_the_answers_it_rests_on(chat: Chat, page: Page) -> None:
    end(chat, page, ASSESSMENT, "Book an appointment.")
    expect(chat.assessment.locator(".reasons li small")).to_have_text(
        "From the answers: About 3 weeks; Limp"
    )


def test_what_is_long_is_folded_and_opens_with_the_keyboard(chat: Chat, page: Page) -> None:
    end(chat, page, ASSESSMENT, "Book an appointment.")
    against = chat.assessment.locator(".speaks-against")
    expect(against.get_by_text("There is no fever.")).to_be_hidden()
    against.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(against.get_by_text("There is no fever.")).to_be_visible()
    expect(against.get_by_text("It rules nothing out.")).to_be_visible()
    hip, kneecap = chat.assessment.locator(".pattern").all()
    expect(hip.get_by_text("worse on stairs")).to_be_visible()
    expect(kneecap.get_by_text("worse on stairs")).to_be_hidden()
    kneecap.locator("summary").first.click()
    expect(kneecap.get_by_text("worse on stairs")).to_be_visible()


def test_few_sources_are_named_and_many_are_folded(chat: Chat, page: Page) -> None:
    end(chat, page, ASSESSMENT, "Book an appointment.")
    expect(chat.assessment.locator(".cautions .source a")).to_be_visible()
    many = chat.assessment.locator(".meanwhile details")
    expect(many.get_by_text("3 sources")).to_be_visible()
    expect(many.get_by_role("link", name="Source 2")).to_be_hidden()
    many.locator("summary").click()
    expect(many.get_by_role("link", name="Source 2")).to_be_visible()


def test_advice_stays_text(chat: Chat, page: Page) -> None:
    end(chat, page, ASSESSMENT, "Book an appointment.")
    expect(chat.assessment.locator(".cautions li")).to_have_text("Ask a pharmacist <b>first</b>.")
    assert chat.assessment.locator("b").count() == 0


def test_the_same_in_words_is_not_shown_beside_it(chat: Chat, page: Page) -> None:
    end(chat, page, ASSESSMENT, "Book an appointment.")
    expect(chat.bot_messages.last).to_contain_text("Bye.")
    expect(page.get_by_text("Advice 0.")).to_have_count(1)
    assert chat.bot_messages.filter(has_not_text="Patella says").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_no_rule_of_axe_is_broken_and_nothing_sticks_out(
    chat: Chat, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    end(chat, page, ASSESSMENT, "Book an appointment.")
    for summary in chat.assessment.locator("summary:visible").all():
        if summary.evaluate("node => !node.parentElement.open"):
            summary.click()
    found = Axe().run(page, context=".assessment")
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_emergency_interrupts_with_what_to_do(chat: Chat, page: Page) -> None:
    emergency = {
        "urgency": "emergency",
        "urgency_label": "Emergency",
        "emergency_number": "112",
        "red_flags": ["cauda_equina"],
        "when": "Get help now: call 112.",
        "who_to_see": "An emergency department.",
        "reasons": [said("Nerves may be squeezed.")],
        "meanwhile": [],
        "speaks_against": [],
        "patterns": ASSESSMENT["patterns"],
    }
    end(chat, page, emergency, "Nerves may be squeezed.\n\nGet help now: call 112.")
    alert = chat.assessment.get_by_role("alert")
    expect(alert).to_contain_text("Get help now: call 112.")
    expect(alert.get_by_role("link", name="Call 112")).to_be_visible()
    expect(chat.assessment.get_by_role("heading", level=3)).to_have_text(
        ["What to do", "Who to see", "Why I say this"]
    )
    expect(chat.assessment.get_by_text("Nerves may be squeezed.")).to_have_count(1)


def after(page: Page, name: str) -> Locator:
    """A button below the ending."""
    return page.get_by_role("group", name="Report").get_by_role("button", name=name)


def finish(chat: Chat, page: Page, *more: Any, **told: Any) -> Server:
    """Have the check come to its end; what is sent then gets the further replies."""
    ending = {"text": "Book it.", "assessment": ASSESSMENT, "report_url": "/webhooks/web/report"}
    server = Server(page, ndjson(ending, **told), *more)
    chat.say("it clicks")
    expect(after(page, "Open the report")).to_be_visible()
    return server


def test_the_ending_is_copied_as_plain_text(chat: Chat, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    finish(chat, page)
    after(page, "Copy as text").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Book a routine appointment" in copied
    assert "Until then\n• Advice 0.\n• Advice 1." in copied
    assert "Pain of the hip (fits)" in copied
    assert copied.count("A leaflet, 2020") == 1
    assert "They turn." not in copied


def test_where_the_clipboard_is_not_allowed_it_is_copied_all_the_same(
    chat: Chat, page: Page
) -> None:
    finish(chat, page)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error('no')) }")
    after(page, "Copy as text").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.locator("textarea").count() == 1
    chat.box.focus()
    page.keyboard.press("Control+v")
    assert "Book a routine appointment" in chat.box.input_value()


def test_only_the_ending_is_printed_and_all_of_it(chat: Chat, page: Page) -> None:
    finish(chat, page)
    page.evaluate("window.print = () => { window.printed = true }")
    after(page, "Print").click()
    assert page.evaluate("window.printed")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.get_by_text("There is no fever.")).to_be_visible()
    expect(page.get_by_text("They turn.")).to_be_visible()
    expect(chat.person_messages.first).to_be_hidden()
    expect(after(page, "Print")).to_be_hidden()
    expect(chat.box).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("There is no fever.")).to_be_hidden()


def test_it_can_be_begun_again_or_erased_below_the_ending(chat: Chat, page: Page) -> None:
    server = finish(chat, page, ndjson({"text": "Let's start again."}, restarted=True))
    after(page, "Erase my conversation").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    after(page, "Start again").click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(chat.bot_messages.last).to_contain_text("Let's start again.")
    assert server.sent[-1]["payload"] == "restart=yes"
    expect(page.get_by_role("group", name="Report")).to_have_count(0)


def test_only_the_latest_ending_is_to_be_taken_along(chat: Chat, page: Page) -> None:
    finish(chat, page)
    chat.say("it is the right knee")
    expect(chat.assessment).to_have_count(2)
    expect(page.get_by_role("group", name="Report")).to_have_count(1)


ALARM = {"urgency": "emergency", "urgency_label": "Emergency", "red_flags": ["clot"]}


def test_an_emergency_stays_in_front_until_it_is_corrected(chat: Chat, page: Page) -> None:
    bar = page.locator("#alarm")
    Server(
        page,
        ndjson({"text": "Call now.", "assessment": ALARM, "notice": "emergency"}, emergency=True),
        ndjson({"text": "That is a muscle."}, emergency=True),
        ndjson({"text": "It failed.", "notice": "not_processed"}),
        ndjson({"text": "That no longer stands."}),
    )
    expect(bar).to_be_hidden()
    chat.say("i can't breathe")
    call = bar.get_by_role("link", name="Call 112")
    assert call.get_attribute("href") == "tel:112"
    chat.say("what is a calf?")
    expect(call).to_be_in_viewport()
    chat.say("and now?")
    expect(call).to_be_visible()
    chat.say("i was wrong")
    expect(bar).to_be_hidden()


def test_an_emergency_told_before_consent_stays_in_front(page: Page) -> None:
    chat = Chat(page)
    chat.arrive()
    asks = {"text": "Please agree first.", "notice": "consent"}
    urges = {"text": "Call now.", "assessment": ALARM, "notice": "emergency"}
    Server(page, ndjson(urges, asks), ndjson(asks))
    chat.say("i can't breathe")
    call = page.locator("#alarm").get_by_role("link", name="Call 112")
    expect(call).to_be_visible()
    chat.say("what now?")
    expect(call).to_be_visible()


def test_the_places_are_marked_beside_what_was_told(chat: Chat, page: Page) -> None:
    areas = [{"zone": "knee_front", "side": "left", "label": "Front of the knee (left)"}]
    end(chat, page, {**ASSESSMENT, "areas": areas}, "Book an appointment.")
    chat.assessment.locator(".summary summary").click()
    expect(chat.assessment.get_by_role("img", name="Front of the knee (left)")).to_be_visible()


def test_whether_it_helped_is_one_tap(chat: Chat, page: Page) -> None:
    asked = {
        "text": "Was this helpful?",
        "buttons": [{"title": "Yes, it helped", "payload": "helpful=yes"}],
    }
    server = Server(page, ndjson(asked), ndjson({"text": "Thank you."}))
    chat.say("it clicks")
    page.get_by_role("button", name="Yes, it helped").click()
    expect(chat.bot_messages.last).to_contain_text("Thank you.")
    assert server.sent[-1]["payload"] == "helpful=yes"
