from __future__ import annotations

from typing import Any

import pytest

from bot.failure import TurnAborted
from bot.messages import from_response, from_responses, urgency_of
from tests.bot.standins import QUESTION

BUTTON = {"title": "Yes", "payload": "summary_confirmed=yes"}
ASSESSMENT = {"urgency": "routine", "red_flags": []}
PASSAGES = [{"id": "p", "title": "Bursa", "text": "…"}]


def describe(question_id: str) -> dict[str, Any] | None:
    return dict(QUESTION) if question_id == "side" else None


WITH_QUESTION = {"text": "Which?", "question": {**QUESTION, "text": "Which?"}}

GOOD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "text": ({"text": " Hello "}, {"text": "Hello"}),
    "words for an assessment": (
        {"text": "Until then", "custom": {"repeats": "assessment"}},
        {"text": "Until then", "repeats": "assessment"},
    ),
    "rasa's empty fields": (
        {"text": "Hello", "buttons": None, "custom": None, "image": None, "timestamp": 1.0},
        {"text": "Hello"},
    ),
    "paragraphs stay together": ({"text": "a\n\nb"}, {"text": "a\n\nb"}),
    "buttons": ({"text": "?", "buttons": [BUTTON]}, {"text": "?", "buttons": [BUTTON]}),
    "a button's further keys go": (
        {"text": "?", "buttons": [{**BUTTON, "type": "reply"}]},
        {"text": "?", "buttons": [BUTTON]},
    ),
    "buttons of custom and of the response": (
        {"text": "?", "buttons": [BUTTON], "custom": {"buttons": [BUTTON]}},
        {"text": "?", "buttons": [BUTTON, BUTTON]},
    ),
    "a question's response": ({"text": "Which?", "utter_action": "utter_ask_side"}, WITH_QUESTION),
    "a question by its id": ({"text": "Which?", "custom": {"question_id": "side"}}, WITH_QUESTION),
    "a whole question": ({"text": "Which?", "custom": {"question": QUESTION}}, WITH_QUESTION),
    "a question's words stand in": (
        {"custom": {"question": {**QUESTION, "text": "Which?"}}},
        WITH_QUESTION,
    ),
    "an utter_ask_ that is no question": (
        {"text": "Say it again", "utter_action": "utter_ask_rephrase"},
        {"text": "Say it again"},
    ),
    "everything else": (
        {
            "text": "Done",
            "custom": {
                "assessment": ASSESSMENT,
                "passages": PASSAGES,
                "report_url": "/r",
                "notice": "emergency",
            },
        },
        {
            "text": "Done",
            "assessment": ASSESSMENT,
            "passages": PASSAGES,
            "report_url": "/r",
            "notice": "emergency",
        },
    ),
    "text from custom": ({"custom": {"text": "Hi"}}, {"text": "Hi"}),
    "unknown keys go": ({"text": "Hi", "custom": {"slots": {"age": 4}}}, {"text": "Hi"}),
    "nothing": ({"text": None, "custom": {}}, {}),
    "no words for an assessment": ({"text": None, "custom": {"repeats": "assessment"}}, {}),
}


@pytest.mark.parametrize(("response", "message"), GOOD.values(), ids=GOOD.keys())
def test_a_response_becomes_a_message(response: dict, message: dict) -> None:
    assert from_response(response, describe) == message


BAD: dict[str, dict[str, Any]] = {
    "failed": {"text": "Sorry", "custom": {"failed": True}},
    "custom is a list": {"text": "Hi", "custom": [1]},
    "text is a number": {"text": 3},
    "assessment is text": {"text": "Hi", "custom": {"assessment": "routine"}},
    "assessment without urgency": {"text": "Hi", "custom": {"assessment": {}}},
    "assessment with an unknown urgency": {
        "text": "Hi",
        "custom": {"assessment": {"urgency": "x"}},
    },
    "passages is an object": {"text": "Hi", "custom": {"passages": {}}},
    "an unknown notice": {"text": "Hi", "custom": {"notice": "hurry"}},
    "words for nothing known": {"text": "Hi", "custom": {"repeats": "question"}},
    "an unknown question": {"text": "Hi", "custom": {"question_id": "shoe_size"}},
    "a button without payload": {"text": "Hi", "buttons": [{"title": "Yes"}]},
    "a button that is text": {"text": "Hi", "buttons": ["Yes"]},
    "an assessment without words": {"custom": {"assessment": ASSESSMENT}},
    "buttons without words": {"buttons": [BUTTON]},
}


@pytest.mark.parametrize("response", BAD.values(), ids=BAD.keys())
def test_a_response_that_cannot_be_trusted_ends_the_turn(response: dict) -> None:
    with pytest.raises(TurnAborted):
        from_response(response, describe)


def test_no_message_is_empty() -> None:
    assert from_responses([{"text": ""}, {"text": "Hi"}, {"custom": {}}], describe) == [
        {"text": "Hi"}
    ]


@pytest.mark.parametrize(
    ("message", "urgency"),
    [
        ({"text": "Hi"}, None),
        ({"assessment": {"urgency": "self_care"}}, "self_care"),
        ({"assessment": {"urgency": "emergency"}}, "emergency"),
        ({"assessment": {"urgency": "soonish"}}, None),
    ],
)
def test_urgency_of(message: dict, urgency: str | None) -> None:
    assert urgency_of(message) == urgency
