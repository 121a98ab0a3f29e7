"""Answers of a word or two: a number put right after it was given, a "right" that is no side."""

import pytest

from knowledge.answers import Answers
from knowledge.interview import Interview, hear
from knowledge.steps import Heard
from tests.knowledge.conftest import answered, said


def after_severity(score=5):
    trail = ({"question": "severity", "before": {"severity": None}, "after": {"severity": score}},)
    answers = Answers(severity=score, side="left", asked={"severity": "value"})
    return Interview(answers, "history", trail)


@pytest.mark.parametrize("score", [7, 3])
def test_a_number_puts_the_score_right_that_was_told_last(score):
    step = hear(after_severity(), said(instead=score))
    assert step.interview.answers.severity == score
    assert [notice.response for notice in step.notices] == ["utter_changed"]


@pytest.mark.parametrize("number", [11, 45])
def test_a_number_that_is_no_score_changes_none(number):
    assert hear(after_severity(), said(instead=number)).interview.answers.severity == 5


def test_a_number_after_something_else_changes_nothing():
    trail = ({"question": "side", "before": {"side": None}, "after": {"side": "left"}},)
    interview = Interview(Answers(side="left", severity=5), "history", trail)
    assert hear(interview, said(instead=7)).interview.answers.severity == 5


def bare_right():
    return Heard(("affirm",), {"side": "right"}, text="right")


def test_right_to_a_list_is_no_side_where_that_was_told():
    interview = Interview(Answers(side="left"), "knee_signs")
    assert hear(interview, bare_right()).interview.answers.side == "left"


def test_right_tells_the_side_where_none_was_told():
    assert hear(Interview(Answers(), "knee_signs"), bare_right()).interview.answers.side == "right"


def test_the_right_one_in_more_words_puts_the_side_right():
    heard = Heard(("inform",), {"side": "right", "corrects": ["side"]}, text="no, the right knee")
    interview = Interview(Answers(side="left"), "knee_signs")
    assert hear(interview, heard).interview.answers.side == "right"


def test_since_an_event_is_asked_when_that_was():
    step = hear(Interview(Answers(), "duration_days"), said(since_event=True))
    assert [notice.response for notice in step.notices] == ["utter_when_was_that"]
    answer = hear(step.interview, answered("duration_days", duration_days=700))
    assert answer.interview.answers.duration_days == (700, 700)
