"""What the answers of a person are about, in the topics of the documents. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.answers import PRESENT, Answers

GROWN_UP = 18  # years

#: Canonical value → topics of documents that speak of it.
TOPICS: dict[str, tuple[str, ...]] = {
    "knee_front": ("knee front", "kneecap"),
    "knee_outer": ("knee outer", "iliotibial band"),
    "hip_groin": ("hip", "groin"),
    "hip_side": ("hip side",),
    "buttock": ("gluteals", "sciatica"),
    "thigh": ("thigh",),
    "calf": ("calf",),
    "lower_back": ("back", "nerve"),
    "stairs_up": ("stairs",),
    "stairs_down": ("stairs",),
    "running": ("running",),
    "walking": ("walking", "gait"),
    "squatting": ("squatting",),
    "kneeling": ("kneeling",),
    "prolonged_sitting": ("sitting",),
    "lying_on_side": ("lying", "hip side"),
    "night": ("night", "sleep"),
    "impact_sport": ("sport",),
    "cycling": ("cycling",),
    "driving": ("driving",),
    "cold": ("weather",),
    "twisting": ("twisting", "meniscus"),
    "swelling": ("swelling",),
    "stiffness": ("stiffness",),
    "locking": ("locking",),
    "giving_way": ("giving way",),
    "clicking": ("clicking",),
    "numbness": ("nerve", "numbness"),
    "tingling": ("nerve", "tingling"),
    "limp": ("limp", "gait"),
    "trouble_with_socks": ("stiffness", "hip"),
    "pregnant": ("pregnancy",),
    "hip_surgery": ("operation", "recovery"),
    "knee_surgery": ("operation", "recovery"),
    "joint_replacement": ("joint replacement",),
    "arthritis": ("osteoarthritis",),
    "osteoporosis": ("osteoporosis",),
    "imaging_normal": ("scan", "imaging"),
    "imaging_abnormal": ("scan", "scan report"),
    "physiotherapy_tried": ("treatment failed", "physiotherapy"),
    "leg_length_difference": ("leg length",),
    "hip_misalignment_told": ("alignment",),
    "desk_job": ("desk", "sitting"),
    "runner": ("running",),
    "training_increase": ("running", "load"),
    "knee_treatment_failed": ("treatment failed",),
    "diabetes": ("diabetes",),
    "blood_thinners": ("blood thinners",),
}
CHILDREN = ("children", "teenagers")
#: Topics about few people, with the values that make somebody one of them; who has told none of
#: these values is not offered such a topic unasked.
FOR_FEW: dict[str, tuple[str, ...]] = {
    "pregnancy": ("pregnant",),
    "joint replacement": ("joint_replacement", "hip_surgery", "knee_surgery"),
    "operation": ("joint_replacement", "hip_surgery", "knee_surgery", "recent_surgery"),
    "recovery": ("joint_replacement", "hip_surgery", "knee_surgery", "recent_surgery"),
    "diabetes": ("diabetes",),
    "cancer": ("cancer",),
    "gout": (),
    "rheumatoid": ("psoriasis_or_bowel_disease",),
    "menopause": (),
    "immune system": ("immune_suppression",),
    "hypermobility": (),
    "medicines": (),
    "red flag": (),
    "emergency": (),
    "sex": (),
}


def topics_told(answers: Answers) -> frozenset[str]:
    """Return the topics of the documents that somebody's answers are about."""
    found = {topic for value in _told(answers) for topic in TOPICS.get(value, ())}
    return frozenset(found | (set(CHILDREN) if _is_child(answers) else set()))


def is_for(topics: Iterable[str], answers: Answers) -> bool:
    """Whether a document on these topics may be offered unasked to somebody with these answers."""
    about, told = set(topics), set(_told(answers))
    if about & set(CHILDREN) and not _is_child(answers):
        return False
    return all(told & set(values) for topic, values in FOR_FEW.items() if topic in about)


def _told(answers: Answers) -> list[str]:
    named: list[Any] = [*answers.location, *answers.triggers, *answers.quality]
    statuses = {**answers.findings, **answers.history}
    return [*named, *(name for name, status in statuses.items() if status == PRESENT)]


def _is_child(answers: Answers) -> bool:
    return answers.who == "child" or (answers.age is not None and answers.age < GROWN_UP)
