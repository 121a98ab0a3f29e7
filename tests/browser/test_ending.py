"""How the page shows the ending: what matters first, the rest folded, nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

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
    expect(chat.assessment.locator(".expect .source a")).to_be_visible()
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
