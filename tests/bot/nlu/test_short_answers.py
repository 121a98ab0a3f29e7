"""Short answers as people type them: an item and its answer, "the left one", "R>L"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.nlu.arbitration import Case, decide
from bot.nlu.commands import question_move
from bot.nlu.extract.message import read_by_rules
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.reading import read_message


def read(text: str, asked: str | None = None) -> dict[str, Any]:
    return read_by_rules(text, asked).findings


@pytest.mark.parametrize(
    ("text", "present", "absent", "uncertain"),
    [
        ("the fever is maybe", [], [], ["fever"]),
        ("numb maybe, swelling no, fever no", [], ["swelling", "fever"], ["numbness"]),
        ("swelling yes, fever maybe, numbness no", ["swelling"], ["numbness"], ["fever"]),
        ("numb yes fever no", ["numbness"], ["fever"], []),
        ("swelling: yes. locking: no. clicking: not sure", ["swelling"], ["locking"], ["clicking"]),
        ("swelling no but fever yes", ["fever"], ["swelling"], []),
        ("maybe a fever, no swelling", [], ["swelling"], ["fever"]),
        ("maybe numb, not swollen", [], ["swelling"], ["numbness"]),
        # A doubt that goes on is none that ends.
        ("not sure if it's swollen, not even sure it's red", [], [], ["swelling", "redness_heat"]),
        ("no swelling, redness or fever", [], ["swelling", "redness_heat", "fever"], []),
    ],
)
def test_each_item_has_its_own_answer(
    text: str, present: list[str], absent: list[str], uncertain: list[str]
) -> None:
    found = read(text)
    assert (found["present"], found["absent"]) == (present, absent)
    assert found["uncertain"] == uncertain


def test_triggers_with_their_answers() -> None:
    found = read("stairs yes, walking no, running maybe", "triggers")
    assert found["triggers"] == ["stairs_up", "stairs_down", "running"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("it was the left one mate", "left"),
        ("both tbh but R>L", "both"),
        ("lt knee", "left"),
        ("rt", "right"),
        ("LHS", "left"),
        ("b/l", "both"),
        ("bilat", "both"),
    ],
)
def test_sides_in_short(text: str, side: str) -> None:
    assert read(text, "side")["side"] == side


@pytest.mark.parametrize(
    ("text", "asked"),
    [("it was the left one mate", "age"), ("the right one", "severity"), ("this one", "age")],
)
def test_the_one_is_no_number(text: str, asked: str) -> None:
    assert asked not in read(text, asked)


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("one", "severity", 1),
        ("this one week", "duration_days", 7),
        ("one out of ten", "severity", 1),
    ],
)
def test_one_that_counts_is_a_number(text: str, asked: str, value: int) -> None:
    assert read(text, asked)[asked] == value


@pytest.mark.parametrize(
    "text",
    [
        "it hurts when I bring my knee to my chest",
        "hurts when pulling my knee up to my chest",
        "knee hurts lifting my knee up",
    ],
)
def test_what_bends_the_hip_sets_it_off(text: str) -> None:
    found = read(text)
    assert found["triggers"] == ["hip_flexion"]
    assert found["present"] == []


def test_a_chest_that_hurts_is_no_trigger() -> None:
    found = read("my chest hurts when I bring my knee up")
    assert found["present"] == ["chest_pain"]


@pytest.mark.parametrize("text", ["yes, stiff in the morning", "stiff in the mornings"])
def test_stiffness_without_its_time_is_in_doubt_and_not_asked_for_again(text: str) -> None:
    found = read(text, "knee_signs")
    assert found["present"] == ["stiffness"]
    assert found["uncertain"] == ["morning_stiffness_long"]
    assert found["answer"]["outcome"] == "value"


def test_stiffness_with_its_time_is_told() -> None:
    found = read("yes, stiff in the morning for an hour", "knee_signs")
    assert "morning_stiffness_long" in found["present"]
    brief = read("stiff in the morning for five minutes", "knee_signs")
    assert "morning_stiffness_long" not in brief["present"]


@pytest.mark.parametrize("text", ["both tbh but R>L", "R>L", "L & R"])
def test_letters_of_both_sides_are_read_whatever_is_asked(text: str) -> None:
    assert read(text, "duration_days")["side"] == "both"


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("6. What would 10 be?", 6),
        ("6, whats 10 like?", 6),
        ("I'd say a 6 but what is 10", 6),
        ("what would a 10 be?", None),
        ("how bad is a 10?", None),
        ("what hurts most is a 7", 7),
        ("is 10 childbirth?", 10),
    ],
)
def test_a_number_that_is_asked_about_is_no_score(text: str, score: int | None) -> None:
    assert read(text, "severity").get("severity") == score


@pytest.mark.parametrize(
    "text", ["6. What would 10 be?", "what would a 10 be?", "6, whats 10 like"]
)
def test_what_the_scale_means_is_asked(text: str) -> None:
    case = Case(text, ranking=(("ask_question", 0.9),), findings=read(text, "severity"))
    assert decide(replace(case, asked="severity"), 0.3).moves[0] == "ask_meaning"
    assert decide(case, 0.3).moves[0] != "ask_meaning"


def test_what_is_hard_to_say_is_not_what_the_pain_is_like() -> None:
    assert "vague" in read_by_rules("hard to say really", "history").ruled_out
    assert read("the pain is hard to describe")["quality"] == ["vague"]


@pytest.mark.parametrize(
    "text",
    [
        "why u asking about weight loss??",
        "why are you asking about weight loss?",
        "what u mean by weight loss",
        "why is weight loss relevant",
        "what has weight loss got to do with it",
    ],
)
def test_what_is_asked_about_a_question_tells_nothing(text: str) -> None:
    reading = read_by_rules(text, "general_signs")
    assert reading.findings["present"] == []
    assert "weight_loss" in reading.set_aside


def test_why_it_is_so_takes_it_for_granted() -> None:
    assert read("why does my knee swell?")["present"] == ["swelling"]
    assert read("I see why you ask, I have a fever", "emergency_signs")["present"] == ["fever"]


@pytest.mark.parametrize(
    ("text", "asked", "outcome"),
    [
        ("na all good", "emergency_signs", "none"),
        ("nah everything's fine", "emergency_signs", "none"),
        ("I don't know about computers", "emergency_signs", None),
        ("I don't know how to use this phone", "history", None),
        ("I don't know", "emergency_signs", "not_sure"),
    ],
)
def test_an_answer_is_told_from_what_is_said_by_the_way(
    text: str, asked: str, outcome: str | None
) -> None:
    assert (read(text, asked).get("answer") or {}).get("outcome") == outcome


def test_six_to_seven_is_a_score_where_it_is_bad_and_days_where_that_is_asked() -> None:
    assert read("like 6/7 when it's bad", "onset")["severity"] == [6, 7]
    assert read("6/7", "severity")["severity"] == [6, 7]
    assert read("6/7", "duration_days")["duration_days"] == 6


def test_who_points_at_the_thigh_shows_where_it_hurts() -> None:
    shown = read_by_rules("front i think, he points at the thigh sometimes", "location")
    assert shown.findings["location"] == ["knee_front", "thigh"]
    assert "leg_shorter_or_turned" in shown.ruled_out
    turned = read_by_rules("his foot points to the side, away from the other leg")
    assert "leg_shorter_or_turned" not in turned.ruled_out


def test_a_childs_mother_is_told_of_the_child() -> None:
    assert "who" not in read("his mum had a hip thing as a baby", "child_signs")
    assert read("it's about my mum", "child_signs")["who"] == "parent"


@pytest.mark.parametrize(
    "text",
    ["the right foot", "my left foot", "left calf", "on the right calf mostly", "the left leg"],
)
def test_the_name_of_a_part_is_no_sign(text: str) -> None:
    assert urgent_signs() <= read_by_rules(text, "side").ruled_out
    assert urgent_signs() <= read_by_rules(text).ruled_out


def test_a_part_with_what_ails_it_is_left_to_be_looked_at() -> None:
    assert "foot_cold_or_pale" not in read_by_rules("the right foot is cold").ruled_out
    assert "calf_swelling" not in read_by_rules("left calf", "emergency_signs").ruled_out


@pytest.mark.parametrize("text", ["is ok", "it's all fine", "that's ok thank you"])
def test_what_was_read_out_is_all_right(text: str) -> None:
    assert read(text, "summary_confirmed")["summary_confirmed"] is True
    assert (read(text, "general_signs").get("answer") or {}).get("outcome") != "yes"


@pytest.mark.parametrize("text", ["no to the rest", "rest is no", "others no", "no for the rest"])
def test_no_to_the_rest_closes_a_list(text: str) -> None:
    assert read(text, "emergency_signs")["answer"]["outcome"] == "none"


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("pain in knee since two month, when i am walking is more worse", ["walking"]),
        ("up and down the ladder, since two weeks it hurts", ["stairs_up", "stairs_down"]),
        ("it started in may after a long walk", []),
    ],
)
def test_since_a_time_is_no_occasion(text: str, triggers: list[str]) -> None:
    assert read(text).get("triggers", []) == triggers


def test_words_of_other_tongues_and_kitchens() -> None:
    assert read("he make krack krack", "knee_signs")["present"] == ["clicking"]
    assert read("i take tablet for sugar", "history")["history"] == ["diabetes"]
    assert read("the knee is thick")["present"] == ["swelling"]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("he was 10 in august actually", 10),
        ("she was 81 in june", 81),
        ("81 in june", 80),
        ("I'll be 81 in june", 80),
    ],
)
def test_who_was_ten_in_august_is_ten(text: str, age: int) -> None:
    assert read_by_rules(text, "age", today=date(2026, 11, 20)).findings["age"] == age


@pytest.mark.parametrize(
    "text", ["he won't tell me a number", "he can't say how bad", "she cannot say"]
)
def test_who_cannot_be_asked_is_not_asked_twice(text: str) -> None:
    found = read(text, "severity")
    assert found["answer"]["outcome"] == "not_sure"
    assert "severity" not in found


def test_over_a_couple_of_runs_is_bit_by_bit() -> None:
    assert read("over a couple runs i spose", "onset")["onset"] == "gradual"


@pytest.mark.parametrize(
    ("text", "asked", "outcome"),
    [
        ("no swelling or anything", "knee_signs", "none"),
        ("no fever or anything like that", "emergency_signs", "none"),
        # Of what has to be known one thing denied says nothing of the others.
        ("not hot or anything", "emergency_signs", None),
        ("no fever", "emergency_signs", None),
    ],
)
def test_or_anything_is_none_of_them(text: str, asked: str, outcome: str | None) -> None:
    assert (read(text, asked).get("answer") or {}).get("outcome") == outcome


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("what do you want to know that for", "ask_why"),
        ("how come you need my age", "ask_why"),
        ("do you need to know?", "ask_why"),
        ("what should I use it for?", "ask_question"),
    ],
)
def test_why_is_asked_in_other_words(text: str, move: str) -> None:
    assert question_move(normalise(text)) == move


@pytest.mark.parametrize(
    ("text", "score"),
    [("not bad", 3), ("not too bad really", 3), ("bearable", 3), ("about half", 5), ("bad", 7)],
)
def test_how_bad_in_words(text: str, score: int) -> None:
    assert read(text, "severity")["severity"] == score


@pytest.mark.parametrize("text", ["zero at rest 8 on stairs", "no pain at rest, 8 on stairs"])
def test_a_score_ends_what_is_denied(text: str) -> None:
    found = read(text, "severity")
    assert found["triggers"] == ["stairs_up", "stairs_down"]
    assert "stairs_down" in read("no pain on stairs or walking")["removed"]


@pytest.mark.parametrize(
    ("text", "days"), [("it was 2019", 2699), ("2019", 2699), ("about a month n a half", 45)]
)
def test_a_year_alone_is_when_it_began(text: str, days: int) -> None:
    reading = read_by_rules(text, "duration_days", today=date(2026, 11, 20))
    assert reading.findings["duration_days"] == days


def test_most_of_them_is_some_of_them() -> None:
    assert read("most of them", "triggers")["answer"]["outcome"] == "yes"
    assert read("not that im aware of", "emergency_signs")["answer"]["outcome"] == "none"


def test_what_an_answer_names_is_not_taken_away_by_the_look_of_it() -> None:
    """A sign that a list offers is named in words that the recogniser never heard."""
    found = read_message("he make krack krack always now", "knee_signs")[0]
    assert "clicking" in found["present"]


def test_what_i_must_do_asks() -> None:
    assert question_move(normalise("what i must do now")) == "ask_question"
    assert question_move(normalise("I know what I can do")) is None
