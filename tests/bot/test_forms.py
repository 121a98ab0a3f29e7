"""What the dialogue server makes of the responses of domain.yml for the person it is about."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import PlacedResponses
from knowledge.loading import ROOT
from knowledge.questions import load_questions

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
MUM = {"who": "parent", "pronoun": "she", "relation": "mum"}
SON = {"who": "child", "pronoun": "he", "relation": "son"}


async def said(response: str, slots: dict[str, Any]) -> str:
    domain = Domain.from_dict({"slots": DOMAIN["slots"]})
    tracker = DialogueStateTracker.from_dict("test", [], domain.slots)
    for name, value in slots.items():
        tracker.slots[name].value = value
    responses = {name: [dict(row) for row in rows] for name, rows in DOMAIN["responses"].items()}
    made = await PlacedResponses(responses, {}).generate(response, tracker, "web", summary="…")
    assert made is not None
    return str(made["text"])


@pytest.mark.parametrize(
    ("slots", "first", "where", "age"),
    [
        (
            {},
            "First, to be safe, do you have any of these right now?",
            "Where do you feel the pain? You can choose more than one place.",
            "How old are you?",
        ),
        (
            MUM,
            "First, to be safe, does your mum have any of these right now?",
            "Where does she feel the pain? You can choose more than one place.",
            "How old is she?",
        ),
        (
            SON,
            "First, to be safe, does your son have any of these right now?",
            "Where does he feel the pain? You can choose more than one place.",
            "How old is he?",
        ),
        (
            {"who": "other"},
            "First, to be safe, do they have any of these right now?",
            "Where do they feel the pain? You can choose more than one place.",
            "How old are they?",
        ),
    ],
    ids=["oneself", "mum", "son", "somebody"],
)
async def test_questions_speak_of_the_person(slots, first, where, age):
    assert await said("utter_ask_emergency_signs", slots) == first
    assert await said("utter_ask_location", slots) == where
    assert await said("utter_ask_age", slots) == age


@pytest.mark.parametrize("slots", [{}, MUM, SON, {"who": "other"}], ids=str)
@pytest.mark.parametrize("question", load_questions())
async def test_no_question_is_left_with_a_gap(question, slots):
    text = await said(f"utter_ask_{question}", slots)
    assert "{" not in text
    assert "None" not in text


async def test_the_closing_words_speak_of_the_person():
    text = await said("utter_after_assessment", MUM)
    assert "examine your mum" in text
