"""Pieces as messages of Telegram."""

from __future__ import annotations

import pytest

from bot.channels.pieces import BUTTONS, ONE, SCALE, ZONES, Choice, Control, Piece
from bot.channels.telegram import callbacks
from bot.channels.telegram.render import MOST_UNITS, Part, keyboard, render, units
from knowledge.questions import load_questions
from knowledge.vocabulary import load_vocabulary
from tests.fakes.telegram_form import shown_text


def labels(control: Control) -> list[list[str]]:
    return [[button.label for button in row] for row in keyboard(control, "Done")]


def choices(*words: str) -> tuple[Choice, ...]:
    return tuple(Choice(word, f"q={word}", word) for word in words)


def shown(part: Part) -> str:
    return shown_text({"text": part.html, "parse_mode": "HTML"})


def test_what_stands_in_a_text_is_no_mark_up() -> None:
    (part,) = render([Piece("a < b & <b>c</b>", sources="Source: d & e")], "Done")
    assert shown(part) == part.plain == "a < b & <b>c</b>\n\nSource: d & e"


@pytest.mark.parametrize("text", ["word " * 2000, "🦵" * 5000, "a\n\n" * 3000])
def test_long_texts_are_split_as_telegram_counts(text: str) -> None:
    parts = render([Piece(text, urgent=True)], "Done")
    assert len(parts) > 1
    assert all(0 < units(shown(part)) <= MOST_UNITS for part in parts)
    assert "".join("".join(part.plain.split()) for part in parts).endswith(text.strip()[-1])


def test_the_keyboard_is_below_the_last_part_with_room_for_the_answer() -> None:
    control = Control(BUTTONS, choices("Yes"))
    parts = render([Piece("word " * 820, control=control)], "Done")
    assert [bool(part.rows) for part in parts] == [False, True]


def test_details_are_folded_up_in_one_message_but_for_when_to_get_help() -> None:
    details = [Piece(f"Heading {n}:\n\u2022 text", aside=True, sources="Source: s") for n in "123"]
    (part,) = render(details, "Done")
    assert part.html.count("<blockquote expandable>") == 2
    assert part.html.count("<blockquote>") == 1
    assert part.html.index("<b>Heading 3:</b>") < part.html.index("<blockquote>")


def test_details_that_do_not_fit_go_on_in_the_next_message() -> None:
    details = [Piece(f"Heading {n}:\n" + "word " * 500, aside=True) for n in "123"]
    parts = render(details, "Done")
    assert len(parts) > 1
    assert all(units(shown(part)) <= MOST_UNITS for part in parts)


def test_an_emergency_is_bold_with_a_sign() -> None:
    (part,) = render([Piece("Get help.\n\nCall 112.", urgent=True)], "Done")
    assert part.html == "<b>\u26a0\ufe0f Get help.\n\nCall 112.</b>"


def test_choices_stand_in_a_column_and_what_is_beside_them_in_a_row() -> None:
    control = Control(ONE, choices("One", "Two"), (), choices("Why?", "Back", "Skip"))
    assert labels(control) == [["One"], ["Two"], ["Why?", "Back", "Skip"]]


def test_long_words_beside_a_question_get_a_row_of_their_own() -> None:
    control = Control(ONE, choices("One"), (), choices("Why?", "Leave it just as it was before"))
    assert labels(control)[1:] == [["Why?"], ["Leave it just as it was before"]]


def test_numbers_stand_in_two_rows() -> None:
    rows = labels(Control(SCALE, choices(*map(str, range(11)))))
    assert [len(row) for row in rows] == [6, 5]


def places(**question: object) -> list[str]:
    told = {"id": "location", "kind": "zones", **question}
    control = Control(ZONES, choices("knee_front", "thigh", "lower_back"), question=told)
    return [f"{b.label} {b.data}" for row in keyboard(control, "Done") for b in row]


def test_places_carry_the_side_that_is_known() -> None:
    assert places(side="left") == [
        "knee_front +knee_front@left",
        "thigh +thigh@left",
        "lower_back +lower_back",
        "Done >location",
    ]


def test_places_that_are_marked_are_ticked_and_keep_their_side() -> None:
    shown = places(side="both", chosen=["knee_front@right", "thigh@left"])
    assert shown[:2] == ["✓ knee_front (right) +knee_front@right", "✓ thigh (left) +thigh@left"]


def test_where_sides_differ_a_new_place_has_none_yet() -> None:
    shown = places(side="both", chosen=["knee_front@right", "lower_back", "hip_groin@left"])
    assert shown[1] == "thigh +thigh"


def test_every_option_of_every_question_fits_behind_a_button() -> None:
    for question in load_questions().values():
        for value in (*question.options, "none", "not_sure", "skip"):
            payload = f"{question.id}={value}"
            assert callbacks.of_payload(payload) == payload
            assert len(callbacks.of_option(f"{value}@right").encode()) <= callbacks.MOST_BYTES
    assert load_vocabulary().label("both")
