import pytest

from knowledge.answers import Answers
from knowledge.facts import with_facts
from knowledge.red_flags import (
    confirmed_level,
    fired,
    fired_emergencies,
    fired_level,
    flagged_level,
    left_open,
    load_red_flags,
    screen,
    suspected_emergencies,
)
from knowledge.urgency import LEVELS


def with_signs(*present: str, history=(), unsure=(), **facts) -> Answers:
    findings = dict.fromkeys(present, "present") | dict.fromkeys(unsure, "uncertain")
    return Answers(findings=findings, history=dict.fromkeys(history, "present"), **facts)


# Each row of the clinical notes: the answers, the flag that has to fire, and the level.
FIRING = [
    (with_signs("redness_heat", "fever"), "joint_infection", "emergency"),
    (
        with_signs("redness_heat", "swelling", duration_days=(1, 1)),
        "joint_infection",
        "emergency",
    ),
    (with_signs("redness_heat"), "hot_joint", "same_day"),
    (with_signs("wound_leak", history=["joint_replacement"]), "replaced_joint", "same_day"),
    (with_signs("cannot_bear_weight", injury=True, age=80), "hip_fracture", "emergency"),
    (with_signs("cannot_bear_weight", injury=True, age=30), "knee_fracture", "same_day"),
    (with_signs("deformity"), "dislocation_or_tendon", "emergency"),
    (with_signs("cannot_straighten_leg", injury=True), "extensor_injury", "same_day"),
    (with_signs("foot_cold_or_pale"), "limb_blood_supply", "emergency"),
    (with_signs("tight_muscle_severe_pain"), "compartment_syndrome", "emergency"),
    (with_signs("saddle_numbness"), "cauda_equina", "emergency"),
    (with_signs("calf_swelling", "breathless"), "lung_clot", "emergency"),
    (with_signs("calf_swelling"), "leg_clot", "same_day"),
    (with_signs("chest_pain"), "chest_or_breath", "emergency"),
    (with_signs("collapse"), "collapse", "emergency"),
    (with_signs("foot_numb"), "numb_foot", "within_days"),
    (with_signs("wound_leak"), "leaking_wound", "same_day"),
    (with_signs("fever", age=12), "limping_child", "same_day"),
    (with_signs(injury=True, age=80, location=("hip_groin",)), "fall_and_hip_pain", "same_day"),
    (with_signs("leg_shorter_or_turned"), "leg_changed", "same_day"),
    (
        with_signs("swelling", history=["blood_thinners"], injury=True, age=40),
        "bleeding_into_joint",
        "same_day",
    ),
    (with_signs(severity=10), "severe_pain", "within_days"),
    (with_signs("both_legs_weak"), "cauda_equina", "emergency"),
    (with_signs("weight_loss"), "weight_loss", "within_days"),
    (
        with_signs("night_pain", age=20, duration_days=(20, 20)),
        "night_pain_when_young",
        "within_days",
    ),
    (
        with_signs("night_pain", "constant_pain", duration_days=(60, 60)),
        "constant_night_pain",
        "within_days",
    ),
    (
        with_signs("swelling", injury=True, age=58, duration_days=(1, 1)),
        "swollen_after_injury_older",
        "same_day",
    ),
    (with_signs("cannot_bear_weight", injury=True, who="parent"), "hip_fracture", "emergency"),
    (with_signs("fever"), "hot_joint", "same_day"),
    (with_signs("cannot_straighten_leg"), "extensor_injury", "same_day"),
    (with_signs("cannot_bend_knee", onset="sudden"), "knee_fracture", "same_day"),
    (with_signs("rapid_swelling"), "fast_swelling", "same_day"),
    (with_signs("cannot_bear_weight", who="child"), "child_cannot_walk", "emergency"),
    (
        with_signs("redness_heat", "swelling", duration_days=(5, 60)),
        "hot_joint",
        "same_day",
    ),
    (with_signs("stroke_signs"), "stroke", "emergency"),
    (with_signs("severe_allergy"), "severe_allergy", "emergency"),
    (with_signs("heavy_bleeding"), "heavy_bleeding", "emergency"),
    (with_signs("self_harm"), "self_harm", "emergency"),
    (with_signs("overdose"), "overdose", "emergency"),
    (with_signs("extra_dose"), "extra_dose", "same_day"),
    (with_signs("extra_dose", age=4), "overdose", "emergency"),
    (with_signs("extra_dose", "breathless", age=40), "overdose", "emergency"),
    (with_signs("cannot_bear_weight", age=12), "child_cannot_walk", "emergency"),
    (with_signs("limp", age=12), "growing_hip", "same_day"),
    (with_signs("night_pain", age=4), "limping_child", "same_day"),
    (
        with_signs(age=12, location=("knee_front",), duration_days=(14, 14)),
        "child_joint_pain",
        "within_days",
    ),
    (with_signs("locked_now"), "locked_knee", "same_day"),
    (
        with_signs("rapid_swelling", injury=True, duration_days=(1, 1)),
        "fast_swelling",
        "same_day",
    ),
    (with_signs("night_pain", history=["cancer"]), "pain_after_cancer", "within_days"),
    (with_signs("lump"), "lump", "within_days"),
    (
        with_signs(history=["steroid_use"], location=("hip_groin",)),
        "avascular_necrosis",
        "within_days",
    ),
    (
        with_signs("limp", history=["runner"], location=("hip_groin",), triggers=("running",)),
        "hip_stress_fracture",
        "same_day",
    ),
    (
        with_signs("morning_stiffness_long", "many_joints"),
        "inflammatory_arthritis",
        "within_days",
    ),
    (
        with_signs("cannot_bear_weight", history=["cancer"]),
        "worsening_with_cancer",
        "same_day",
    ),
    (with_signs("cannot_bear_weight"), "cannot_stand", "same_day"),
    (with_signs("cannot_bear_weight", "cannot_bend_knee", injury=True), "broken_bone", "emergency"),
    (with_signs("fresh_fracture"), "said_to_be_broken", "emergency"),
    (
        with_signs("limp", "trouble_with_socks", age=12),
        "slipped_growth_plate",
        "emergency",
    ),
    (
        with_signs("limp", location=("hip_groin",), triggers=("impact_sport",)),
        "groin_pain_on_landing",
        "within_days",
    ),
    (
        with_signs("cannot_bear_weight", history=["osteoporosis"], onset="sudden"),
        "bone_gave_way",
        "emergency",
    ),
    (with_signs(history=["cancer"], onset="sudden"), "worsening_with_cancer", "same_day"),
    (
        with_signs(history=["osteoporosis"], location=("thigh",), triggers=("walking",)),
        "thin_bone_in_the_thigh",
        "within_days",
    ),
    (
        with_signs("pregnant", "limp", location=("hip_groin",), severity=8),
        "groin_pain_in_pregnancy",
        "same_day",
    ),
    (with_signs(history=["recent_surgery", "knee_surgery"]), "after_an_operation", "within_days"),
    (with_signs("foot_numb", "back_pain"), "dropped_foot", "same_day"),
    (with_signs("weakness", "back_pain"), "weak_leg", "within_days"),
    (
        with_signs("locking", injury=True, duration_days=(5, 5)),
        "knee_trouble_after_injury",
        "within_days",
    ),
    (
        with_signs("open_wound", "swelling", injury=True),
        "wound_by_the_joint",
        "same_day",
    ),
    (with_signs("open_wound", injury=True, severity=7), "opened_joint", "emergency"),
    (with_signs("head_injury", history=["blood_thinners"]), "head_injury", "emergency"),
    (with_signs("head_injury"), "knock_to_the_head", "same_day"),
    (with_signs("leg_shorter_or_turned", who="child"), "slipped_growth_plate", "emergency"),
    (
        with_signs("swelling", history=["joint_replacement"], duration_days=(7, 7)),
        "replaced_joint",
        "same_day",
    ),
    (with_signs(onset="sudden", location=("hip_side",), severity=9), "sudden_hip_pain", "same_day"),
    (with_signs("weakness", "back_pain", side="both"), "both_legs", "same_day"),
    (
        with_signs("tingling", "constant_pain", history=["recent_immobility"], injury=True),
        "compartment_syndrome",
        "emergency",
    ),
]


@pytest.mark.parametrize(("answers", "flag", "level"), FIRING, ids=[row[1] for row in FIRING])
def test_a_red_flag_fires(answers, flag, level):
    assert flag in [found.id for found in fired(answers)]
    assert load_red_flags()[flag].level == level
    assert LEVELS.index(flagged_level(answers)) <= LEVELS.index(level)


def test_every_red_flag_is_in_the_table():
    assert {row[1] for row in FIRING} == set(load_red_flags())


@pytest.mark.parametrize(
    "answers",
    [
        Answers(),
        with_signs("swelling", "clicking", "limp", age=40),
        Answers(findings={"fever": "absent", "redness_heat": "absent"}),
        with_signs(history=["arthritis", "knee_surgery", "osteoporosis"], age=70),
        with_signs(injury=True, age=80, location=("knee_front",)),
        with_signs("limp", "night_pain", who="child", age=40),
        with_signs(history=["blood_thinners", "joint_replacement"], severity=8),
        with_signs("morning_stiffness_long"),
    ],
    ids=["nothing", "everyday", "denied", "history", "fall", "grown-up child", "risks", "stiff"],
)
def test_nothing_fires_without_a_sign(answers):
    assert fired(answers) == []
    assert flagged_level(answers) == "self_care"


@pytest.mark.parametrize(
    ("unsure", "level"),
    [
        (["saddle_numbness"], "same_day"),
        (["foot_cold_or_pale"], "same_day"),
        (["calf_swelling"], "within_days"),
        (["locked_now"], "within_days"),
    ],
    ids=str,
)
def test_not_sure_never_counts_as_no(unsure, level):
    assert flagged_level(with_signs(unsure=unsure)) == level


def test_a_message_is_screened_by_what_it_states():
    hit = screen({"present": ["calf_swelling", "breathless"]}, {"breathless": "can't breathe"})
    assert (hit.id, hit.level, hit.words) == ("lung_clot", "emergency", "can't breathe")
    assert screen({"present": ["swelling"], "absent": ["fever"]}) is None
    assert screen({}) is None


SUSPECTED = Answers(suspected=("fall_and_hip_pain",))
FELL = {"injury": True, "location": ["hip_side"]}


@pytest.mark.parametrize(
    ("facts", "there"),
    [
        ({}, True),
        (FELL, True),
        ({**FELL, "age": 80}, True),
        ({"age": 40}, False),
        ({"injury": False}, False),
    ],
    ids=str,
)
def test_what_a_message_looked_like_is_there_until_an_answer_settles_it(facts, there):
    flags = [flag.id for flag in fired(with_facts(SUSPECTED, facts))]
    assert ("fall_and_hip_pain" in flags) is there


def test_a_suspected_emergency_is_asked_for_before_it_counts():
    looks_like = Answers(suspected=("cauda_equina",))
    assert fired_emergencies(looks_like) == []
    assert [flag.id for flag in suspected_emergencies(looks_like)] == ["cauda_equina"]
    assert (fired_level(looks_like), confirmed_level(looks_like)) == ("emergency", "self_care")
    stated = with_facts(looks_like, {"present": ["saddle_numbness"]})
    assert [flag.id for flag in fired_emergencies(stated)] == ["cauda_equina"]


def test_a_suspected_emergency_elsewhere_counts_at_once():
    assert [flag.id for flag in fired_emergencies(Answers(suspected=("stroke",)))] == ["stroke"]


def test_a_message_that_only_looks_like_it_says_so():
    assert screen({"suspected": ["cauda_equina"]}).suspected is True
    assert screen({"present": ["saddle_numbness"]}).suspected is False


@pytest.mark.parametrize(
    ("present", "unsure", "level"),
    [
        ([], ["saddle_numbness"], "same_day"),
        (["calf_swelling"], ["breathless"], "emergency"),
        (["calf_swelling"], ["lump"], "same_day"),
        (["lump"], ["calf_swelling"], "same_day"),
    ],
    ids=str,
)
def test_not_sure_counts_one_level_up_beside_what_has_fired(present, unsure, level):
    assert flagged_level(with_signs(*present, unsure=unsure)) == level


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        # Bow legs that came over years, an injury long past, a limp in a grown-up.
        (with_signs("deformity", onset="gradual"), "dislocation_or_tendon"),
        (
            with_signs("swelling", injury=True, duration_days=(60, 60)),
            "knee_trouble_after_injury",
        ),
        (with_signs("limp", age=40, location=("hip_groin",)), "groin_pain_on_landing"),
        (with_signs(age=12, side="both", duration_days=(21, 21)), "child_joint_pain"),
    ],
    ids=["bow-legs", "old-injury", "no-running", "both-knees"],
)
def test_what_is_like_it_but_is_not(answers, flag):
    assert flag not in [each.id for each in fired(answers)]


def test_what_was_found_out_of_answers_is_theirs_alone():
    answers = with_signs("redness_heat", "fever", unsure=("locking",))
    found, doubted = fired(answers), left_open(answers)
    fired(answers).clear()
    left_open(answers).clear()
    assert (fired(answers), left_open(answers)) == (found, doubted)
    assert found
    assert fired(answers.changed(findings={})) == []
    # It is no part of them.
    assert answers == with_signs("redness_heat", "fever", unsure=("locking",))
    assert "found_out" not in answers.to_slots()
