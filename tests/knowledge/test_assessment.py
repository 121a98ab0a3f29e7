import pytest

from knowledge.answers import Answers
from knowledge.assessment import (
    IncompleteInterview,
    advise,
    assess,
    assess_so_far,
    standing_emergency,
)
from knowledge.interview import Interview, hear
from knowledge.red_flags import load_red_flags
from knowledge.triage import reasons, urgency
from tests.knowledge.conftest import REFERENCE, answered, finish, said


def test_the_reference_case_ends_with_patterns_reasons_and_advice(complete):
    told = assess(complete).as_dict("112", [{"id": "x"}])
    assert told["urgency"] in ("routine", "self_care")
    assert {pattern["id"] for pattern in told["patterns"]} >= {"patellofemoral", "hip_related"}
    assert all(pattern["supporting"] for pattern in told["patterns"])
    assert len(told["patterns"]) <= 3
    assert told["who_to_see"] and told["when"] and told["disclaimer"]
    assert told["safety_net"] and told["reasons"]
    assert told["passages"] == [{"id": "x"}]
    for row in (*told["reasons"], *told["safety_net"], *told["patterns"][0]["supporting"]):
        assert row["source"]["name"]


def test_there_is_no_assessment_from_an_incomplete_interview(reference):
    with pytest.raises(IncompleteInterview) as error:
        assess(reference.interview.answers)
    assert "emergency_signs" in error.value.questions


def test_an_emergency_is_told_from_an_incomplete_interview():
    told = assess(Answers(findings={"saddle_numbness": "present"})).as_dict("112", [])
    assert told["urgency"] == "emergency"
    assert "112" in told["when"]
    assert told["red_flags"] == ["cauda_equina"]


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({"severity": 7}, "routine"),
        ({"duration_days": (60, 60)}, "routine"),
        ({"history": {"knee_surgery": "present"}}, "routine"),
        ({"severity": 2}, "self_care"),
    ],
    ids=str,
)
def test_pain_without_a_red_flag_is_for_oneself_or_for_an_appointment(complete, change, level):
    answers = complete.changed(**change)
    assert urgency(answers) == level
    assert reasons(answers)


def test_a_level_rises_by_what_is_said_and_falls_by_correcting_it(complete):
    worse = hear(Interview(complete), said(present=["calf_swelling"])).interview.answers
    better = hear(
        Interview(worse), said(absent=["calf_swelling"], corrects=["calf_swelling"])
    ).interview.answers
    assert [urgency(a) for a in (complete, worse, better)] == ["self_care", "same_day", "self_care"]


@pytest.mark.parametrize(
    ("facts", "answers", "pattern"),
    [
        (
            {
                **REFERENCE,
                "location": ["knee_outer"],
                "triggers": ["running"],
                "quality": ["sharp"],
            },
            {},
            "iliotibial",
        ),
        (
            {**REFERENCE, "location": ["knee_inner"], "triggers": ["twisting"], "quality": []},
            {
                "onset": answered("onset", injury=True),
                "knee_signs": answered("knee_signs", present=["locking", "swelling"]),
            },
            "knee_injury",
        ),
        (
            {
                "location": ["knee_inner"],
                "triggers": ["walking", "stairs_up"],
                "duration_days": 400,
                "side": "right",
            },
            {"age": answered("age", age=68)},
            "knee_osteoarthritis",
        ),
        (
            {"location": ["hip_side"], "triggers": ["lying_on_side"], "duration_days": 50},
            {"age": answered("age", age=52)},
            "lateral_hip",
        ),
        (
            {"location": ["buttock", "lower_back", "calf"], "duration_days": 30, "triggers": []},
            {"nerve_signs": answered("nerve_signs", present=["tingling", "numbness"])},
            "back_or_nerve",
        ),
        (
            {
                "location": ["hip_groin", "knee_front"],
                "duration_days": 300,
                "triggers": ["walking"],
            },
            {
                "age": answered("age", age=66),
                "hip_signs": answered("hip_signs", present=["trouble_with_socks"]),
            },
            "hip_osteoarthritis",
        ),
    ],
    ids=["iliotibial", "injury", "knee-oa", "lateral-hip", "nerve", "hip-oa"],
)
def test_typical_stories_fit_their_pattern(facts, answers, pattern):
    step, _ = finish(hear(Interview(), said(**facts)), **answers)
    assert pattern in [fit.pattern.id for fit in assess(step.interview.answers).patterns]


@pytest.mark.parametrize("flag", list(load_red_flags()))
def test_every_red_flag_has_something_to_say_at_once(flag):
    message = advise(flag)
    assert message["text"]
    assert message["assessment"]["urgency"] == load_red_flags()[flag].level
    assert message["assessment"]["red_flags"] == [flag]


DOUBT = {"calf_swelling": "present", "breathless": "uncertain"}


def test_where_a_doubt_lifts_the_level_the_reasons_say_so(complete):
    answers = complete.changed(findings={**complete.findings, **DOUBT})
    assert urgency(answers) == "emergency"
    assert load_red_flags()["leg_clot"].level == "same_day"
    lifted = [reason.text for reason in reasons(answers) if "one step sooner" in reason.text]
    assert lifted and "short of breath" in lifted[0]
    calm = complete.changed(findings={**complete.findings, "breathless": "uncertain"})
    assert not any("one step sooner" in reason.text for reason in reasons(calm))


def test_an_emergency_stands_also_where_a_doubt_made_it_one(complete):
    lifted = complete.changed(findings={**complete.findings, **DOUBT})
    assert [flag.id for flag in standing_emergency(lifted)] == ["leg_clot"]
    # Before the end a doubt is still being gone into.
    assert standing_emergency(lifted.changed(summary_confirmed=None)) == []
    assert standing_emergency(complete) == []
    sign = Answers(findings={"saddle_numbness": "present"})
    assert [flag.id for flag in standing_emergency(sign)] == ["cauda_equina"]


OPERATED = {"joint_replacement": "present", "recent_surgery": "present"}


def test_after_an_operation_the_team_that_did_it_is_to_hear_of_it_first(complete):
    leaks = complete.changed(findings={**complete.findings, "wound_leak": "present"})
    team = load_red_flags()["replaced_joint"].who
    assert team is not None
    assert team not in assess(leaks).who_to_see

    of_a_new_joint = assess(leaks.changed(history={**complete.history, **OPERATED}))
    assert of_a_new_joint.urgency == "same_day"
    assert of_a_new_joint.who_to_see.startswith(team)
    # Where nobody answers there, the level says who else.
    assert assess(leaks).who_to_see in of_a_new_joint.who_to_see
    assert "team" in of_a_new_joint.when("112")

    emergency = leaks.changed(
        history={**complete.history, **OPERATED},
        findings={**leaks.findings, "redness_heat": "present", "fever": "present"},
    )
    assert assess(emergency).urgency == "emergency"
    assert team not in assess(emergency).who_to_see


def test_a_doubt_that_makes_it_an_emergency_is_not_told_by_the_words_of_a_lesser_flag(complete):
    operated = complete.changed(
        history={**complete.history, **OPERATED},
        findings={**complete.findings, "wound_leak": "present", "redness_heat": "uncertain"},
    )
    found = assess_so_far(operated)
    assert found.urgency == "emergency"
    assert found.red_flags[0].level == "same_day"
    assert "112" in found.when("112")
