"""The states that the chat page can be in, each reached the shortest way.

The server is played, so that a state can be reached that a real conversation rarely comes to,
and always with the same words; they are as long as the real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from knowledge.asking import describe_question
from tests.browser.chat import Chat
from tests.browser.played import NOT_PROCESSED, Server, ask, ndjson

State = Callable[[Chat], None]

SOURCE = {
    "name": "National Health Service: Knee pain and other running injuries",
    "year": 2024,
    "where": "https://example.org/knee-pain",
}
WHY = "Where it hurts says much about which part of the leg the pain comes from."
MEANING = "The groin is the fold between the belly and the thigh."
PROGRESS = {"answered": 3, "expected": 9}
ASIDES = {"why": WHY, "meaning": MEANING, "progress": PROGRESS}
SIGNS = [
    {
        "value": "locking",
        "label": "The knee gets stuck and will not straighten",
        "help": "It stops in the middle of a movement, and has to be wriggled free.",
    },
    {"value": "giving_way", "label": "The knee suddenly gives way when weight is put on it"},
    {"value": "clicking", "label": "It clicks", "help": "A sound or a feeling of something."},
]
PASSAGE = {
    "id": "hip-referral#why",
    "title": "Pain from the hip that is felt in the knee",
    "heading": "Why that happens",
    "text": "The hip and the knee share nerves.\n\nSo the brain can take one for the other.",
    "source": SOURCE,
    "sources": [SOURCE, {**SOURCE, "name": "A second leaflet"}],
}


def cited(text: str, name: str = "A leaflet", **more: Any) -> dict[str, Any]:
    """A statement with where it comes from."""
    return {"text": text, "source": {**SOURCE, "name": name}, **more}


ASSESSMENT: dict[str, Any] = {
    "urgency": "routine",
    "urgency_label": "Book a routine appointment",
    "emergency_number": "112",
    "red_flags": [],
    "when": "Book an appointment in the coming weeks.",
    "who_to_see": "A family doctor or a physiotherapist.",
    "reasons": [
        cited("It has lasted for more than six weeks.", answers=["About 7 weeks", "Limping"])
    ],
    "speaks_against": [cited("There is no fever.")],
    "patterns": [
        {
            "id": name,
            "label": label,
            "strength": strength,
            "supporting": [cited("It is worse on stairs."), cited("It began slowly.", "Another")],
            "against": [cited("There is no pain in the groin.", "A third")],
        }
        for name, label, strength in (
            ("kneecap", "Pain from around the kneecap", "fits well"),
            ("hip", "Pain from the hip that is felt in the knee", "fits in part"),
        )
    ],
    "expect": [cited("They look at the knee and at the hip.")],
    "meanwhile": [cited(f"Advice that helps until then, part {n}.", f"S{n}") for n in range(3)],
    "cautions": [cited("Ask a pharmacist before you take anything.")],
    "safety_net": [cited("Get help at once if the knee gets hot and swollen.")],
    "summary": ["Side: left", "How long: about 7 weeks"],
    "passages": [PASSAGE],
    "disclaimer": "This is information and no diagnosis.",
}
EMERGENCY = {
    "urgency": "emergency",
    "urgency_label": "This may be an emergency",
    "emergency_number": "112",
    "red_flags": ["cauda_equina"],
    "when": "Get help now: call 112.",
    "who_to_see": "An emergency department.",
    "reasons": [cited("Nerves in the lower back may be squeezed.")],
}


def told(chat: Chat, *replies: Any, words: str = "it clicks on the stairs") -> None:
    """Say something that is answered like this."""
    Server(chat.page, *replies)
    chat.say(words)


def consent(chat: Chat) -> None:
    """What whoever opens the page sees first, with all that there is to read."""
    chat.page.evaluate("sessionStorage.clear()")
    chat.page.reload()
    expect(chat.agree_button).to_be_visible()
    chat.settle()
    chat.page.locator("main details > summary").first.click()


def agreed(chat: Chat) -> None:
    """After that, when nothing was said yet."""


def privacy(chat: Chat) -> None:
    menu(chat)
    chat.page.locator("#menu [data-action=privacy]").click()


def changeable(chat: Chat) -> None:
    """An answer that can be changed, which is done by a button beside it."""
    told(chat, ask("yes_no"), ndjson({"text": "Thank you."}, answered="thing"))
    chat.question.locator("[data-value=yes]").click()
    expect(chat.page.locator("[data-change]")).to_be_visible()


def arabic(chat: Chat) -> None:
    """From right to left in earnest; the conversation is in English all the same."""
    chat.page.goto("webhooks/web/chat?lang=ar")
    chat.settle()
    Server(chat.page, ask("multi", options=SIGNS, **ASIDES))
    chat.page.locator("#input").fill("it clicks")
    chat.page.locator("#input").press("Enter")
    expect(chat.question).to_be_visible()
    chat.settle()


def yes_no(chat: Chat) -> None:
    told(chat, ask("yes_no", text="Does it hurt at night?", **ASIDES))


def choice(chat: Chat) -> None:
    told(chat, ask("choice", options=SIGNS, **ASIDES))
    chat.question.locator("[data-action=why]").click()


def multi(chat: Chat) -> None:
    """With an option ticked, one explained and both asides open."""
    told(chat, ask("multi", options=SIGNS, **ASIDES))
    chat.question.locator(".help").first.click()
    for aside in ("why", "meaning"):
        chat.question.locator(f"[data-action={aside}]").click()
    chat.question.get_by_label("It clicks", exact=True).check()


def scale(chat: Chat) -> None:
    question = {"id": "severity", "kind": "number", "text": "How bad is it?", "min": 0, "max": 10}
    told(chat, ndjson({"text": "How bad is it?", "question": {**question, **ASIDES}}))


def number_refused(chat: Chat) -> None:
    told(chat, ask("number", text="How old are you?", min=0, max=120, unit="years", **ASIDES))
    field = chat.question.get_by_label("Your answer")
    field.fill("340")
    field.press("Enter")


def zones(chat: Chat) -> None:
    """With a place marked on the drawing and its asides."""
    question = {**describe_question("location", {}), "text": "Where does it hurt?", **ASIDES}
    told(chat, ndjson({"text": question["text"], "question": question}))
    chat.zone("hip_groin", "right").click()


def zones_as_list(chat: Chat) -> None:
    zones(chat)
    chat.show_list()


def text(chat: Chat) -> None:
    told(chat, ask("text", text="What was found on the scan?", **ASIDES))


def passage(chat: Chat) -> None:
    """An answer that quotes a passage and offers more."""
    buttons = [
        {"title": "More about this", "payload": "topic=hip-referral#why"},
        {"title": "Can the hip be felt in the thigh?", "payload": "question=thigh"},
    ]
    answer = f"{PASSAGE['text']}\n\nSource: {SOURCE['name']}"
    told(chat, ndjson({"text": answer, "passages": [PASSAGE], "buttons": buttons}))


def emergency(chat: Chat) -> None:
    told(chat, ndjson({"text": "Get help now: call 112.", "assessment": EMERGENCY}))


def ending(chat: Chat) -> None:
    last = {"text": "That is all.", "report_url": "/webhooks/web/report"}
    told(chat, ndjson({"text": "Book an appointment.", "assessment": ASSESSMENT}, last))
    expect(chat.page.get_by_role("group", name="Report")).to_be_visible()


def ending_unfolded(chat: Chat) -> None:
    ending(chat)
    closed = chat.assessment.locator("details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()


def menu(chat: Chat) -> None:
    chat.page.get_by_role("button", name="Menu").click()


def erasing(chat: Chat) -> None:
    menu(chat)
    chat.page.get_by_role("button", name="Erase my conversation").click()


def not_processed(chat: Chat) -> None:
    told(chat, ndjson(NOT_PROCESSED))


def emergency_notice(chat: Chat) -> None:
    told(chat, ndjson({"text": "Phone for help now.", "notice": "emergency"}))


def offline(chat: Chat) -> None:
    Server(chat.page, "cut")
    chat.page.context.set_offline(True)
    chat.box.fill("it clicks")
    chat.box.press("Enter")
    expect(chat.page.get_by_role("status")).to_contain_text("You are offline")


def waiting(chat: Chat) -> None:
    """An answer is on its way."""
    chat.page.route("**/webhooks/web/message", lambda route: None)
    chat.box.fill("it clicks")
    chat.box.press("Enter")
    expect(chat.page.get_by_role("status")).to_contain_text("writing")


def too_long(chat: Chat) -> None:
    told(chat, ndjson({"text": "Ok."}), words="my knee " * 130)


def far_from_the_end(chat: Chat) -> None:
    """A long answer, of which only the beginning is seen."""
    told(chat, ndjson({"text": "\n\n".join(f"Paragraph {n}." for n in range(60))}))
    expect(chat.page.get_by_role("button", name="To the newest message")).to_be_visible()


def lost_session(chat: Chat) -> None:
    told(chat, {"status": 401, "content_type": "application/json", "body": "{}"})
    expect(chat.page.get_by_text("This conversation could not be continued")).to_be_visible()


STATES: dict[str, State] = {
    state.__name__: state
    for state in (
        consent, agreed, yes_no, choice, multi, scale, number_refused, zones, zones_as_list, text,
        changeable, passage, emergency, emergency_notice, ending, ending_unfolded, menu, privacy,
        erasing, not_processed, offline, waiting, too_long, far_from_the_end, lost_session, arabic,
    )
}  # fmt: skip
