"""Answers in words to a list of signs: that there is no more, and signs told by other words."""

from __future__ import annotations

import pytest

from bot.nlu.extract.closing import closes_list
from bot.nlu.extract.joints import names_other_joints
from bot.nlu.extract.message import pending_question, read_by_rules
from bot.nlu.extract.stiff_time import tells_stiff_time
from bot.nlu.reading import with_answer
from knowledge.questions import NOT_SURE, VALUE, YES


@pytest.mark.parametrize(
    "text",
    [
        "just the swelling",
        "only a limp",
        "no, just the clicking",
        "clicking only",
        "swelling and that's it",
        "a bit of fever, nothing else",
        "it is hot, none of the others are",
        "arthritis. no others",
        "the calf is sore, otherwise no",
    ],
)
def test_an_answer_may_say_that_there_is_no_more(text):
    assert closes_list(text)


@pytest.mark.parametrize(
    "text",
    [
        "swelling",
        "only the left one",
        "just a bit",
        "only when i run",
        "just today",
        "i only had a fever last week and now it is swollen",
        "the swelling is getting worse and that's it i am worried",
        "a fever, the rest not sure",
        "fever. the others no idea",
        "i had cancer, otherwise not certain",
        "fever, the rest i do not know",
        "swollen and nothing else helps",
        "fever, nothing else has worked",
        "it's just so swollen",
        "just really hot",
    ],
)
def test_an_answer_that_does_not_say_so_leaves_the_rest_open(text):
    assert not closes_list(text)


def test_that_there_is_no_more_travels_with_the_answer():
    told = read_by_rules("just the swelling", "knee_signs").findings["answer"]
    assert told == {"question": "knee_signs", "outcome": "value", "only": True}
    assert "only" not in read_by_rules("swelling", "knee_signs").findings["answer"]


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        ("an hour, at least, she says", True),
        ("good half hour most days", True),
        ("yeah about 45 minutes", True),
        ("10 minutes", False),
        ("an hour after i ran", False),
        ("two weeks", False),
    ],
)
def test_a_length_of_time_alone_tells_how_long_it_is_stiff(text, is_long):
    assert tells_stiff_time(text) is is_long
    found = read_by_rules(text, "knee_signs").findings["present"]
    assert ("morning_stiffness_long" in found) is is_long
    # The same words answer nothing where no stiffness is asked about.
    assert "morning_stiffness_long" not in read_by_rules(text, "general_signs").findings["present"]


@pytest.mark.parametrize(
    ("text", "are_named"),
    [
        ("my heel and two toes", True),
        ("wrist and one thumb", True),
        ("not my wrists or hands", False),
        ("fell on my hand and elbow", False),
        ("my knee and my hip", False),
    ],
)
def test_joints_named_beside_the_knee_are_several(text, are_named):
    assert names_other_joints(text) is are_named


def test_a_yes_with_a_sign_that_only_the_recogniser_hears_names_that_sign():
    pending = pending_question("emergency_signs")
    yes = {"present": ["calf_swelling"], "history": [], "absent": [], "uncertain": []}
    heard = with_answer({**yes, "answer": {"question": pending.id, "outcome": "yes"}}, pending)
    assert heard["answer"]["outcome"] == "value"
    nothing = {**yes, "present": [], "answer": {"question": pending.id, "outcome": "yes"}}
    assert with_answer(nothing, pending) == nothing


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("a little", YES),
        ("sometimes", YES),
        ("one of them", YES),
        ("some of those, I think", YES),
        ("by closing time yeah", YES),
        ("a bit, today, yes", YES),
        ("sort of", YES),
        ("most evenings", YES),
        ("twice a week or so, it passes", YES),
        ("a tad, started on the plane", YES),
        ("I had one as a student", YES),
        ("yes when I get out of a low seat it does that", YES),
        # Their own meaning comes first.
        ("one", VALUE),
        ("sometimes it swells", VALUE),
        ("a bit unsure", NOT_SURE),
        ("not really yeah", None),
        ("sometimes I go swimming", None),
        ("yes, what does that mean for my holiday?", None),
        # That is unsure of something else.
        ("dunno when it started", None),
        ("I'm not sure how long", None),
        ("dunno", NOT_SURE),
    ],
)
def test_something_of_a_list_without_saying_what_is_a_yes(text, outcome):
    findings = read_by_rules(text, "knee_signs").findings
    assert (findings.get("answer") or {}).get("outcome") == outcome


def test_some_of_a_list_of_one_is_that_one():
    heard = read_by_rules("a bit", "emergency_signs", offered=["fever", "none", "not_sure"])
    assert heard.findings["present"] == ["fever"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("the knee mainly", YES),
        ("my leg really", YES),
        ("inside of the knee", VALUE),
        ("my knee is swollen", None),
        ("why do you ask about the knee?", None),
    ],
)
def test_a_limb_in_the_place_of_a_part_of_it_is_a_part_not_told(text, outcome):
    findings = read_by_rules(text, "location").findings
    assert (findings.get("answer") or {}).get("outcome") == outcome


@pytest.mark.parametrize(
    "text",
    ["i am 72", "it is my left knee", "it is worse on stairs", "i have had it for 3 weeks",
     "i have arthritis", "i do go running", "it has been weeks"],
)  # fmt: skip
def test_a_sentence_about_oneself_is_no_yes(text):
    answer = read_by_rules(text, "emergency_signs").findings.get("answer") or {}
    assert answer.get("outcome") != YES


@pytest.mark.parametrize(
    "text", ["i do", "it does a bit", "i am, yes", "it is.", "i have actually"]
)
def test_a_short_one_is(text):
    answer = read_by_rules(text, "emergency_signs").findings["answer"]
    assert answer["outcome"] == YES
