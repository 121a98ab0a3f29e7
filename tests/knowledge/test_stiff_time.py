"""How long a joint is stiff in the morning: asked where that it is stiff was told, and no time."""

import pytest

from knowledge.answers import ABSENT, PRESENT, UNCERTAIN
from knowledge.asking import describe_question, offered
from knowledge.interview import Interview, hear
from knowledge.questions import load_questions
from tests.knowledge.conftest import answered, plain_answer, said

STIFF = said(present=["stiffness"], triggers=["morning"])
LONG = "morning_stiffness_long"


def asked_in(step):
    """Every question that is put from here on, and the step before the one for the time."""
    put, before = [], None
    while step.question:
        put.append(step.question)
        if step.question == "stiff_time":
            before = step
            step = hear(step.interview, answered("stiff_time", "not_sure"))
        else:
            step = hear(step.interview, plain_answer(step.question))
    return put, before


def at_stiff_time():
    before = asked_in(hear(Interview(), STIFF))[1]
    assert before is not None
    return before.interview


def test_it_is_asked_once_after_stiff_in_the_morning():
    put, _ = asked_in(hear(Interview(), STIFF))
    assert put.count("stiff_time") == 1


@pytest.mark.parametrize(
    "opening",
    [
        said(present=["swelling"]),
        said(present=["stiffness"]),
        said(present=["stiffness"], triggers=["morning"], absent=[LONG]),
        said(present=["stiffness", LONG], triggers=["morning"]),
    ],
    ids=["not stiff", "not in the morning", "told short", "told long"],
)
def test_it_is_not_asked_of_others(opening):
    assert "stiff_time" not in asked_in(hear(Interview(), opening))[0]


@pytest.mark.parametrize(
    ("heard", "status"),
    [
        (answered("stiff_time", present=[LONG]), PRESENT),
        (answered("stiff_time", absent=[LONG]), ABSENT),
        (answered("stiff_time", "not_sure"), UNCERTAIN),
    ],
)
def test_an_answer_settles_the_sign_which_no_list_then_offers(heard, status):
    step = hear(at_stiff_time(), heard)
    answers = step.interview.answers
    assert answers.status(LONG) == status
    assert LONG not in offered(load_questions()["knee_signs"], answers)


def test_it_offers_both_answers_also_to_who_left_it_open_in_a_list():
    in_doubt = said(present=["stiffness"], triggers=["morning"], uncertain=[LONG])
    interview = hear(at_stiff_time(), in_doubt).interview
    options = describe_question("stiff_time", interview.answers.to_slots())["options"]
    assert [each["value"] for each in options] == ["short", LONG, "not_sure"]


def test_going_back_opens_it_again():
    step = hear(at_stiff_time(), answered("stiff_time", absent=[LONG]))
    back = hear(step.interview, said("go_back"))
    assert back.question == "stiff_time"
    assert back.interview.answers.status(LONG) is None
