"""After an answer in words: whether the rest of a list is worth asking about."""

import pytest

from knowledge.answers import ABSENT, PRESENT, Answers
from knowledge.asking import offered
from knowledge.interview import Interview, hear
from knowledge.questions import load_questions
from knowledge.rest_of_list import could_matter
from tests.knowledge.conftest import answered, said

#: Known by the time the last list is put to somebody with a sore knee of long standing.
LONG_SORE = Answers(
    who="self",
    age=50,
    side="left",
    location=("knee_front",),
    onset="gradual",
    injury=False,
    duration_days=(200.0, 200.0),
    severity=6,
    findings=dict.fromkeys(
        ("fever", "redness_heat", "breathless", "night_pain", "constant_pain", "limp"), ABSENT
    ),
)
SHORT_AND_MILD = LONG_SORE.changed(duration_days=(5.0, 5.0), severity=2)


def put_before(question):
    """How the questions before this one were answered."""
    order = list(load_questions())
    return dict.fromkeys(order[: order.index(question)], "none")


def matters(answers, question, *rest):
    known = answers.changed(asked=put_before(question))
    return could_matter(load_questions()[question], known, rest)


def test_what_can_no_longer_change_how_soon_to_be_seen_is_not_asked():
    assert not matters(LONG_SORE, "history", "cancer", "knee_surgery", "blood_clot", "steroid_use")


@pytest.mark.parametrize(
    ("known", "rest"),
    [
        # an operation makes a mild pain one for an appointment
        (SHORT_AND_MILD, "knee_surgery"),
        # steroid tablets make a pain in the groin one for the next days
        (LONG_SORE.changed(location=("hip_groin",)), "steroid_use"),
        (LONG_SORE.changed(findings={**LONG_SORE.findings, "night_pain": PRESENT}), "cancer"),
    ],
    ids=["lift", "place", "sign"],
)
def test_what_still_can_is_asked_where_nothing_on_the_list_was_named(known, rest):
    assert matters(known, "history", rest)


def test_what_only_asks_for_an_appointment_is_not_asked_beside_what_was_named():
    named = SHORT_AND_MILD.changed(history={"arthritis": PRESENT})
    assert not matters(named, "history", "knee_surgery")


@pytest.mark.parametrize("named", ["night_pain", "constant_pain", "limp"])
@pytest.mark.parametrize("rest", ["weight_loss", "lump"])
def test_what_may_be_a_tumour_is_asked_whatever_was_named(named, rest):
    known = LONG_SORE.changed(findings={"fever": ABSENT, named: PRESENT})
    assert matters(known, "general_signs", rest)


def test_what_has_to_be_seen_soon_is_asked_whatever_was_named():
    in_groin = LONG_SORE.changed(location=("hip_groin",), history={"arthritis": PRESENT})
    assert matters(in_groin, "history", "steroid_use")
    feverish = LONG_SORE.changed(findings={"fever": PRESENT})
    assert matters(feverish, "emergency_signs", "saddle_numbness")
    child = LONG_SORE.changed(who="child", age=9, findings={"night_pain": PRESENT})
    assert matters(child, "child_signs", "cannot_bear_weight")


def test_a_sign_that_is_still_to_be_asked_about_may_turn_out_either_way():
    # A cancer is asked for later, and would make the two together something for today.
    wakes = LONG_SORE.changed(findings={"night_pain": PRESENT}, severity=9)
    assert matters(wakes, "general_signs", "constant_pain")
    assert not matters(wakes.changed(history={"cancer": ABSENT}), "general_signs", "constant_pain")


def typed(question, *moves, only=False, **findings):
    answer = {"question": question, "outcome": "value", **({"only": True} if only else {})}
    return said(*moves, answer=answer, **findings)


def at(question, answers):
    return Interview(answers.changed(asked=put_before(question)), question)


def test_what_is_not_asked_about_stays_unknown():
    known = LONG_SORE.changed(findings={"fever": ABSENT}, severity=2)
    step = hear(at("nerve_signs", known), typed("nerve_signs", present=["tingling"]))
    assert step.question != "nerve_signs"
    assert step.interview.answers.status("weakness") is None


def test_what_counts_for_a_rule_or_a_caution_is_asked_once_whatever_was_named():
    told = typed("history", history=["joint_replacement", "osteoporosis"])
    step = hear(at("history", LONG_SORE), told)
    assert step.question == "history"
    assert "blood_thinners" in offered(load_questions()["history"], step.interview.answers)
    again = hear(step.interview, typed("history", history=["steroid_use"]))
    assert again.question == "summary_confirmed"
    none = hear(step.interview, answered("history", "none"))
    assert none.interview.answers.status("blood_thinners") == ABSENT


def test_nothing_is_asked_anyway_that_is_known():
    known = dict.fromkeys(load_questions()["history"].ask_anyway, ABSENT)
    interview = at("history", LONG_SORE.changed(history=known))
    assert hear(interview, typed("history", history=["arthritis"])).question == "summary_confirmed"


def test_who_says_that_there_is_no_more_is_not_asked_for_more():
    interview = at("emergency_signs", LONG_SORE.changed(findings={}))
    told = {"present": ["fever"]}
    assert hear(interview, typed("emergency_signs", **told)).question == "emergency_signs"
    step = hear(interview, typed("emergency_signs", only=True, **told))
    assert step.question == "hot_joint_signs"
    assert step.interview.answers.status("saddle_numbness") == ABSENT
