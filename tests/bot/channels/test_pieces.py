"""What a messenger shows of a message, and what can be tapped below it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.pieces import (
    BUTTONS,
    MOST_NUMBERS,
    ONE,
    REPORT,
    SCALE,
    SEVERAL,
    ZONES,
    Control,
    Piece,
    pieces_of,
)
from bot.exchange import Message
from bot.words import Words
from knowledge.asking import describe_question
from knowledge.questions import load_questions


def piece_of(message: Message, words: Words) -> Piece:
    (piece,) = pieces_of([message], words)
    return piece


def asked(question_id: str, words: Words, **more: Any) -> Control:
    question = {**describe_question(question_id, {}), **more}
    control = piece_of({"text": "Well?", "question": question}, words).control
    assert control is not None
    return control


def test_a_message_without_anything_to_tap_is_its_text(house_words: Words) -> None:
    assert piece_of({"text": "Hello."}, house_words) == Piece("Hello.")


def test_sources_stand_apart(house_words: Words) -> None:
    text = "It is the bursa.\n\nSo it is.\n\nSource: NHS, Bursitis.\nReviewed today."
    piece = piece_of({"text": text}, house_words)
    assert piece.text == "It is the bursa.\n\nSo it is."
    assert piece.sources == "Source: NHS, Bursitis.\nReviewed today."


def test_an_emergency_is_urgent_by_its_notice_and_by_its_level(house_words: Words) -> None:
    assert piece_of({"text": "Go", "notice": "emergency"}, house_words).urgent
    assert piece_of({"text": "Go", "assessment": {"urgency": "emergency"}}, house_words).urgent
    assert not piece_of({"text": "Go", "assessment": {"urgency": "same_day"}}, house_words).urgent


def test_buttons_are_tapped_alone(house_words: Words) -> None:
    button = {"title": "Start the check", "payload": "start_check"}
    control = piece_of({"text": "Hello.", "buttons": [button]}, house_words).control
    assert control is not None and control.kind == BUTTONS
    assert [(c.label, c.payload) for c in control.every] == [("Start the check", "start_check")]


def test_a_report_can_be_saved_and_leaves_the_buttons_alone(house_words: Words) -> None:
    message = {"text": "Done.", "report_url": "/r", "buttons": [{"title": "A", "payload": "a"}]}
    control = piece_of(message, house_words).control
    assert control is not None
    assert [choice.payload for choice in control.every] == ["a", REPORT]


@pytest.mark.parametrize(
    ("question_id", "kind", "alone"),
    [
        ("onset", ONE, []),
        ("emergency_signs", SEVERAL, ["none", "not_sure"]),
        ("location", ZONES, ["not_sure"]),
        ("severity", SCALE, ["not_sure"]),
        ("duration_days", ONE, []),
        ("summary_confirmed", ONE, []),
    ],
)
def test_each_kind_of_question(
    question_id: str, kind: str, alone: list[str], house_words: Words
) -> None:
    control = asked(question_id, house_words)
    assert control.kind == kind
    assert [choice.value for choice in control.alone] == alone


@pytest.mark.parametrize("question_id", list(load_questions()))
def test_every_option_can_be_tapped_exactly_once(question_id: str, house_words: Words) -> None:
    described = describe_question(question_id, {})
    assert described is not None
    control = asked(question_id, house_words)
    tapped = [choice.payload for choice in control.every]
    assert len(tapped) == len(set(tapped))
    for option in described["options"]:
        assert f"{question_id}={option['value']}" in tapped


def test_a_scale_is_offered_whole_and_an_age_is_typed(house_words: Words) -> None:
    severity = asked("severity", house_words)
    assert [choice.payload for choice in severity.choices] == [f"severity={n}" for n in range(11)]
    assert len(severity.choices) <= MOST_NUMBERS
    assert asked("age", house_words).choices == ()


def test_beside_a_question_one_can_ask_back_go_back_and_pass(house_words: Words) -> None:
    first = asked("onset", house_words, progress={"answered": 0, "expected": 9})
    later = asked("onset", house_words, progress={"answered": 2, "expected": 9})
    assert [choice.payload for choice in first.beside] == ["ask_why", "ask_meaning", "onset=skip"]
    assert [choice.payload for choice in later.beside] == [
        "ask_why", "ask_meaning", "go_back", "onset=skip",
    ]  # fmt: skip


def test_a_list_of_warning_signs_is_not_offered_to_be_passed(house_words: Words) -> None:
    assert "emergency_signs=skip" not in [
        choice.payload for choice in asked("emergency_signs", house_words).every
    ]


def test_a_question_put_again_can_be_left_as_it_was(house_words: Words) -> None:
    control = asked("emergency_signs", house_words, again=True)
    kept = control.beside[-1]
    assert kept.payload == "emergency_signs=skip"
    assert kept.label == house_words.text("utter_messenger_keep")
    assert "go_back" not in [choice.payload for choice in control.every]


def test_buttons_beside_a_question_are_kept_unless_it_shows_them_itself(
    house_words: Words,
) -> None:
    message = {
        "text": "How long?",
        "question": describe_question("duration_days", {}),
        "buttons": [
            {"title": "About a week", "payload": "duration_days=7"},
            {"title": "Not sure", "payload": "duration_days=not_sure"},
        ],
    }
    control = piece_of(message, house_words).control
    assert control is not None
    assert [choice.payload for choice in control.choices] == [
        "duration_days=7", "duration_days=not_sure",
    ]  # fmt: skip


def test_progress_never_runs_past_its_end(house_words: Words) -> None:
    question = {**describe_question("side", {}), "progress": {"answered": 9, "expected": 9}}
    piece = piece_of({"text": "Which side?", "question": question}, house_words)
    assert piece.progress == "Question 10 of about 10"
    unknown = {**question, "progress": {"answered": 0, "expected": 0}}
    assert piece_of({"text": "Which?", "question": unknown}, house_words).progress == ""


def test_the_details_of_an_ending_are_asides(house_words: Words) -> None:
    message = {"text": "Why I say this:\n\u2022 So.\n\nSources: NHS", "repeats": "assessment"}
    piece = piece_of(message, house_words)
    assert piece.aside and piece.sources == "Sources: NHS"
