from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.arbitration import Case, decide
from bot.nlu.extract.message import read_by_rules

THRESHOLD = 0.35


def moves(
    text: str,
    top: str = "inform",
    confidence: float = 0.2,
    asked: str | None = None,
    payload: str | None = None,
    **more: Any,
) -> tuple[str, ...]:
    findings = read_by_rules(text, asked, payload).findings
    ranking = ((top, confidence), ("greet", min(confidence, 0.05)))
    return decide(Case(text, ranking, findings, asked, payload, **more), THRESHOLD).moves


@pytest.mark.parametrize(
    ("payload", "intent"),
    [
        ("go_back", "go_back"),
        ("start_check", "start_check"),
        ("ask_why", "ask_why"),
        ("restart", "restart"),
        ("restart=yes", "restart"),
        ("erase=yes", "erase_my_data"),
        ("location=knee_front", "inform"),
        ("emergency_signs=none", "deny"),
        ("emergency_signs=not_sure", "dont_know"),
        ("age=skip", "skip"),
        ("summary_confirmed=yes", "affirm"),
        ("summary_confirmed=no", "deny"),
        ("topic=meniscus", "ask_question"),
        ("question=can i swim", "ask_question"),
        ("change=age", "change_answer"),
        ("change=summary_confirmed", "nlu_fallback"),
        ("change=nothing", "nlu_fallback"),
        ("fly_to_the_moon", "nlu_fallback"),
        ("/inform", "nlu_fallback"),
    ],
)
def test_payload_says_what_it_means(payload: str, intent: str) -> None:
    asked = payload.partition("=")[0]
    assert moves("whatever", "complaint", 0.99, asked=asked, payload=payload) == (intent,)


@pytest.mark.parametrize("payload", ["emergency_signs=none", "age=skip", "history=not_sure"])
def test_a_tap_on_a_list_of_before_goes_into_the_interview(payload: str) -> None:
    assert moves("whatever", "complaint", 0.99, payload=payload) == ("inform",)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("skip", "skip"),
        ("Skip this one please", "skip"),
        ("back", "go_back"),
        ("go back please", "go_back"),
        ("why?", "ask_why"),
        ("why do you ask?", "ask_why"),
        ("what does that mean?", "ask_meaning"),
        ("STOP", "stop"),
        ("start over", "restart"),
        ("hi", "greet"),
        ("thanks", "thanks"),
        ("bye", "goodbye"),
        ("can i speak to a human", "human_handover"),
        ("delete my data", "erase_my_data"),
        ("repeat that", "repeat"),
        ("summary", "show_summary"),
    ],
)
def test_plain_commands_win(text: str, intent: str) -> None:
    assert moves(text, "inform", 0.9) == (intent,)


@pytest.mark.parametrize(
    ("text", "asked", "top", "confidence", "expected"),
    [
        ("7", "severity", "affirm", 0.5, ("inform",)),
        ("left", "side", "goodbye", 0.4, ("inform",)),
        ("no", "emergency_signs", "deny", 0.9, ("deny",)),
        ("dunno", "age", "dont_know", 0.9, ("dont_know",)),
        ("yes", "summary_confirmed", "affirm", 0.9, ("affirm",)),
        ("my knee is swollen", None, "nlu_fallback", 0.1, ("inform",)),
        ("hi, my left knee hurts", None, "greet", 0.8, ("inform",)),
        ("is it serious", None, "inform", 0.2, ("ask_question",)),
        ("can i still swim?", None, "out_of_scope", 0.2, ("ask_question",)),
        ("what's the weather like?", None, "out_of_scope", 0.8, ("out_of_scope",)),
        (
            "outer side. also can i still swim?",
            "location",
            "inform",
            0.2,
            ("ask_question", "inform"),
        ),
        ("yes, and why do you ask?", "summary_confirmed", "affirm", 0.4, ("ask_why", "affirm")),
        ("actually it's my right knee", "age", "inform", 0.5, ("change_answer",)),
        ("help", None, "nlu_fallback", 0.1, ("start_check",)),
        ("knee pain after running", None, "ask_question", 0.7, ("inform",)),
        ("exercises for knee pain", None, "ask_question", 0.7, ("ask_question",)),
        ("should he stop football?", "age", "stop", 0.6, ("ask_question",)),
        ("i dont know what saddle means", "emergency_signs", "dont_know", 0.8, ("ask_meaning",)),
        ("yes", "emergency_signs", "affirm", 0.9, ("affirm",)),
        ("what do you do with my data?", None, "inform", 0.2, ("ask_question",)),
        ("blah blah blah", None, "inform", 0.2, ("nlu_fallback",)),
        ("this is rubbish", None, "complaint", 0.8, ("complaint",)),
        ("knee hurts, get me a nurse to talk to", None, "human_handover", 0.9, ("human_handover",)),
    ],
)
def test_moves(
    text: str, asked: str | None, top: str, confidence: float, expected: tuple[str, ...]
) -> None:
    assert moves(text, top, confidence, asked)[: len(expected)] == expected


def test_red_flag_goes_before_everything_typed() -> None:
    assert moves("skip", has_red_flag=True) == ("report_red_flag",)


def test_red_flag_in_a_tapped_answer_stays_an_answer() -> None:
    payload = "emergency_signs=breathless"
    assert moves("", payload=payload, has_red_flag=True) == ("inform",)


def test_fallback_has_the_confidence_of_the_threshold() -> None:
    decision = decide(Case("blah", (("inform", 0.1),)), THRESHOLD)
    assert (decision.moves, decision.confidence) == (("nlu_fallback",), THRESHOLD)


def test_where_there_is_no_word_the_classifier_is_not_believed() -> None:
    assert moves("zxcv qwer", "out_of_scope", 0.9) == ("nlu_fallback",)
    assert moves("what a day", "out_of_scope", 0.9) != ("nlu_fallback",)


@pytest.mark.parametrize(
    ("text", "top", "parts", "expected"),
    [
        ("yes, and why do you ask?", "affirm", (("ask_why", 0.9),) * 2, "ask_why"),
        ("no. i want a person", "deny", (("deny", 0.9), ("human_handover", 0.9)), "human_handover"),
        ("it aches. it swells", "inform", (("inform", 0.9), ("ask_why", 0.5)), None),
    ],
    ids=["why", "person", "nothing besides"],
)
def test_a_part_of_a_message_may_want_something_else(
    text: str, top: str, parts: tuple[tuple[str, float], ...], expected: str | None
) -> None:
    found = moves(text, top, 0.9, parts=parts)
    assert found == ("inform",) if expected is None else expected in found


@pytest.mark.parametrize(("asked", "foremost"), [(None, "inform"), ("side", "complaint")])
def test_a_complaint_about_the_knee_is_none_about_a_check_that_has_not_begun(
    asked: str | None, foremost: str
) -> None:
    text = "it has hurt since easter. i am so fed up"
    assert moves(text, "complaint", 0.9, asked=asked)[0] == foremost
    parts = (("inform", 0.9), ("complaint", 0.9))
    assert moves(text, "inform", 0.9, asked=asked, parts=parts)[0] == foremost


def test_what_an_opening_tells_is_not_lost_to_a_guess_about_its_question() -> None:
    text = "my wife has had sore knees for five days. what does that mean?"
    assert moves(text, "ask_meaning", 0.9) == ("ask_question", "inform")
    text = "fourteen months since my knee replacement, the surgeon is pleased, it aches"
    assert moves(text, "human_handover", 0.9) == ("inform",)
    text = "my left knee has hurt for weeks, i want to speak to somebody real"
    assert moves(text, "human_handover", 0.9)[0] == "human_handover"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("why are you asking and what does saddle mean", "ask_meaning"),
        ("what does calf mean?? and why do you ask", "ask_why"),
        ("what do you mean by locking, and why do you need to know that?", "ask_why"),
    ],
)
def test_who_asks_why_and_what_is_given_both(text, first):
    found = moves(text, first, 0.8, asked="emergency_signs")
    assert found[0] == first
    assert set(found) >= {"ask_why", "ask_meaning"}


def test_who_asks_one_of_both_is_given_that_one():
    assert moves("why do you ask that?", "ask_why", 0.8, asked="age") == ("ask_why",)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("so my son has a sore knee", True),
        ("well, the hip is hurting", True),
        ("so my tooth is sore", False),
        ("any tips for a sore knee then", False),
    ],
)
def test_who_says_that_a_leg_hurts_has_begun(text: str, begins: bool) -> None:
    unsure = Case(text, ranking=(("greet", 0.2),), findings=read_by_rules(text).findings)
    assert ("inform" in decide(unsure, 0.35).moves) is begins
