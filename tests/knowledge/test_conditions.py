import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers import Answers
from knowledge.conditions import (
    holds,
    left_open_names,
    possible,
    settling_value,
    undecided,
    unknown_names,
    ways,
)
from knowledge.red_flags import left_open, load_red_flags

ANSWERS = Answers(
    age=60,
    location=("knee_front",),
    injury=True,
    duration_days=(14, 28),
    findings={"fever": "present", "swelling": "absent", "locking": "uncertain"},
    history={"cancer": "present"},
)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("always", True),
        ("fever", True),
        ("cancer", True),
        ("swelling", False),
        ("locking", None),
        ("numbness", None),
        ({"not": "fever"}, False),
        ({"not": "numbness"}, None),
        ({"all": ["fever", "cancer"]}, True),
        ({"all": ["fever", "numbness"]}, None),
        ({"all": ["swelling", "numbness"]}, False),
        ({"any": ["fever", "numbness"]}, True),
        ({"any": ["swelling", "numbness"]}, None),
        ({"any": ["swelling"]}, False),
        ({"age": {"min": 60}}, True),
        ({"age": {"max": 59}}, False),
        ({"duration_days": {"max": 28}}, True),
        ({"duration_days": {"max": 20}}, True),
        ({"duration_days": {"min": 20, "max": 25}}, True),
        ({"unless": "fever"}, False),
        ({"unless": "numbness"}, True),
        ({"duration_days": {"max": 13}}, False),
        ({"severity": {"min": 5}}, None),
        ({"location": ["knee_front", "thigh"]}, True),
        ({"location": ["thigh"]}, False),
        ({"triggers": ["running"]}, None),
        ({"side": "left"}, None),
        ({"injury": True}, True),
        ({"injury": False}, False),
    ],
    ids=str,
)
def test_a_condition_is_true_false_or_unknown(condition, value):
    assert holds(condition, ANSWERS) is value


@pytest.mark.parametrize("condition", [{"nope": 1}, {"all": [], "any": []}, 3], ids=str)
def test_what_is_no_condition_is_an_error(condition):
    with pytest.raises(ValueError, match="condition"):
        holds(condition, ANSWERS)


@pytest.mark.parametrize(
    ("condition", "is_possible"),
    [
        ("fever", True),
        ("locking", True),
        ("numbness", False),
        ("swelling", False),
        ({"not": "locking"}, True),
        ({"not": "fever"}, False),
        ({"all": ["fever", "locking"]}, True),
        ({"any": ["swelling", "numbness"]}, False),
        ({"severity": {"min": 5}}, True),
        ({"side": "left"}, False),
        ({"onset": "sudden"}, True),
    ],
    ids=str,
)
def test_what_was_left_open_is_possible_and_what_was_not_asked_is_not(condition, is_possible):
    answers = ANSWERS.changed(asked={"severity": "not_sure", "onset": "skip", "side": "value"})
    assert possible(condition, answers) is is_possible


def test_what_was_left_open_can_be_named():
    answers = ANSWERS.changed(injury=None, asked={"onset": "not_sure"})
    condition = {"all": ["locking", "fever", {"injury": True}]}
    assert left_open_names(condition, answers) == ["locking", "injury"]


def test_not_sure_leaves_a_condition_undecided_but_not_asked_does_not():
    assert undecided({"all": ["fever", "locking"]}, ANSWERS) is True
    assert undecided("numbness", ANSWERS) is False
    assert undecided({"all": ["swelling", "locking"]}, ANSWERS) is False


def test_names_outside_the_vocabulary_are_found():
    condition = {"all": ["fever", "feaver", {"location": ["knee_top"]}, {"age": {"min": 3}}]}
    assert unknown_names(condition) == ["feaver", "location: knee_top"]


def test_the_ways_in_which_a_condition_comes_true():
    condition = {"all": ["fever", {"any": ["swelling", {"injury": True}]}, {"unless": "limp"}]}
    assert ways(condition) == [
        ["fever", "swelling", {"unless": "limp"}],
        ["fever", {"injury": True}, {"unless": "limp"}],
    ]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("fever", "fever"),
        ({"injury": True}, "injury"),
        ({"injury": False}, None),
        ({"onset": "sudden"}, "sudden"),
        ({"location": ["hip_groin", "thigh"]}, "hip_groin"),
        ({"age": {"min": 60}}, None),
        ({"unless": "limp"}, None),
    ],
    ids=str,
)
def test_what_somebody_has_to_state_for_a_part(part, value):
    assert settling_value(part) == value


STATUS = st.sampled_from(["present", "absent", "uncertain"])
ASKED = st.sampled_from(["value", "skip", "not_sure", "again:skip"])


@given(
    findings=st.dictionaries(st.sampled_from(["fever", "night_pain", "breathless"]), STATUS),
    history=st.dictionaries(st.sampled_from(["cancer", "blood_thinners"]), STATUS),
    asked=st.dictionaries(st.sampled_from(["onset", "age", "emergency_signs"]), ASKED),
)
def test_where_nothing_was_left_open_nothing_is_undecided(findings, history, asked):
    answers = Answers(findings=findings, history=history, asked=asked)
    would_hold = [
        flag.id
        for flag in load_red_flags().values()
        if holds(flag.when, answers) is not True and possible(flag.when, answers)
    ]
    assert [flag.id for flag in left_open(answers)] == would_hold


def test_conditions_made_for_the_moment_are_told_apart():
    # Those that are gone must not answer for new ones in their place.
    answers = Answers(findings={"fever": "present"})
    for _ in range(50):
        assert holds({"all": ["fever"]}, answers) is True
        assert holds({"not": "fever"}, answers) is False


@pytest.mark.parametrize("who", [{}, {"age": 60, "injury": True, "location": ("knee_front",)}])
def test_where_nothing_is_left_open_only_what_holds_is_possible(who):
    answers = Answers(**who, findings={"fever": "present", "swelling": "absent"})
    assert answers.leaves_open is False
    conditions = [flag.when for flag in load_red_flags().values()]
    assert [possible(each, answers) for each in conditions] == [
        holds(each, answers) is True for each in conditions
    ]
    assert not any(undecided(each, answers) for each in conditions)


@pytest.mark.parametrize(
    "left_open",
    [{"findings": {"fever": "uncertain"}}, {"history": {"cancer": "uncertain"}},
     {"asked": {"age": "skip"}}, {"asked": {"onset": "again:not_sure"}}],
)  # fmt: skip
def test_answers_tell_whether_anything_was_left_open(left_open):
    assert Answers(**left_open).leaves_open is True
    assert Answers(asked={"age": "value", "onset": "none"}).leaves_open is False
