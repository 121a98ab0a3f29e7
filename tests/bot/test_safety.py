"""The guard on what knowledge/ really holds."""

from __future__ import annotations

import pytest

from bot import safety
from bot.guard import Guard
from bot.messages import from_response
from bot.readiness import RED_FLAG_TEXT
from bot.words import Words
from knowledge.questions import load_questions
from knowledge.red_flags import RedFlagHit, load_red_flags

PLACE = {"emergency_number": "999"}


@pytest.fixture
def guard() -> Guard:
    words = Words({}, PLACE)
    return Guard(safety.screen, safety.emergency_message(words.fill), "Call 999.")


def test_a_red_flag_is_found_and_answered_without_rasa(guard: Guard) -> None:
    hit = guard.look(RED_FLAG_TEXT)
    (message,) = guard.ensure([], hit)
    assert message["assessment"]["urgency"] == "emergency"
    assert message["notice"] == "emergency"
    assert "999" in message["text"]


def test_what_only_looks_like_it_is_left_to_the_question_that_asks(guard: Guard) -> None:
    hit = RedFlagHit("hot_joint", "same_day", "", suspected=True)
    asking = [{"text": "Any of these?", "question": {"id": "suspected_signs"}}]
    assert guard.ensure(asking, hit) == asking
    other = [{"text": "Where does it hurt?", "question": {"id": "location"}}]
    assert guard.ensure(other, hit)[0]["assessment"]["urgency"] == "same_day"
    # Where nothing is asked, the advice stands by itself.
    advice, _ = guard.ensure([{"text": "Sorry, something went wrong."}], hit)
    assert advice["assessment"]["urgency"] == "same_day"


@pytest.mark.parametrize("payload", ["emergency_signs=breathless,calf_swelling"])
def test_a_red_flag_that_was_tapped_is_found(guard: Guard, payload: str) -> None:
    assert guard.look("", payload) is not None


@pytest.mark.parametrize("payload", ["emergency_signs=none", "start_check", "restart=yes", "skip"])
def test_other_taps_are_no_red_flags(guard: Guard, payload: str) -> None:
    assert guard.look("", payload) is None


@pytest.mark.parametrize("text", ["", "hello", "my left knee aches on the stairs", "🦵"])
def test_ordinary_messages_are_no_red_flags(guard: Guard, text: str) -> None:
    assert guard.look(text) is None


@pytest.mark.parametrize("flag", load_red_flags().values(), ids=lambda flag: flag.id)
def test_there_is_advice_for_every_red_flag(flag: RedFlagHit) -> None:
    message = safety.emergency_message(Words({}, PLACE).fill)(RedFlagHit(flag.id, flag.level))
    assert message["text"]
    assert message["assessment"]["urgency"] == flag.level
    assert flag.id in message["assessment"]["red_flags"]
    assert "{" not in str(message["text"])
    assert "{emergency_number}" not in str(message)


@pytest.mark.parametrize("question_id", load_questions())
def test_every_question_can_be_described(question_id: str) -> None:
    response = {"text": "?", "utter_action": f"utter_ask_{question_id}"}
    message = from_response(response, lambda name: safety.describe(name, {}))
    assert message["question"]["id"] == question_id
    assert message["question"]["text"] == "?"


@pytest.mark.parametrize("name", ["rephrase", "correction", "requested_slot"])
def test_what_is_no_question_is_not_described(name: str) -> None:
    assert safety.describe(name, {}) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("me duele la rodilla desde ayer", "llame al 999"),
        ("膝が痛いです", "English"),
    ],
)
def test_what_is_not_english_is_told_the_emergency_number(text: str, said: str) -> None:
    message = safety.only_english(Words({}, PLACE))(text)
    assert message is not None
    assert "only understand English" in message["text"]
    assert "999" in message["text"]
    assert said in message["text"]


def test_english_needs_no_such_answer() -> None:
    assert safety.only_english(Words({}, PLACE))("my knee hurts since monday") is None
