"""A sign that cannot wait is heard beside what would explain it away: a question, an age."""

from __future__ import annotations

import pytest

from bot.nlu.extract.message import read_by_rules
from bot.nlu.reading import read_message
from knowledge.red_flags import screen
from knowledge.urgency import EMERGENCY


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("she is 40.1 since last night", "hot_joint"),
        ("i'm 39.4 since last night", "hot_joint"),
        ("mum is 39.4 now", "hot_joint"),
        ("why do you care i want to die", "self_harm"),
        ("why do you need my age i cannot breathe", "chest_or_breath"),
        ("why does it matter my foot is cold and blue", "limb_blood_supply"),
        ("i dont see why you need my age i have chest pain", "chest_or_breath"),
        ("my knee has been red hot and swollen for a good while", "joint_infection"),
        ("waiting forever for an ambulance, knee red, hot and swollen", "joint_infection"),
        ("my knee is starting to warm up and is swollen", "joint_infection"),
        ("fell, she points at the hip, leg looks odd", "hip_fracture"),
        ("broke my shin, in a cast, it's constant, foot tingling", "compartment_syndrome"),
        ("her breathing has stopped", "collapse"),
    ],
)
def test_what_cannot_wait_is_heard(text: str, flag: str) -> None:
    hit = screen(*read_message(text))
    assert hit is not None
    assert hit.id == flag


@pytest.mark.parametrize(
    "text",
    ["why u asking about weight loss??", "what u mean by lump", "why does weight loss matter"],
)
def test_what_a_question_is_about_is_not_told(text: str) -> None:
    findings, _ = read_message(text)
    assert not findings["present"]


@pytest.mark.parametrize(
    "text", ["no control or anything like that", "no feeling or anything like that"]
)
def test_what_is_lost_closes_no_list(text: str) -> None:
    findings, _ = read_message(text, "emergency_signs")
    assert (findings.get("answer") or {}).get("outcome") != "none"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("no to everything else but the breathing", "breathless"),
        ("none of them except the fever", "fever"),
    ],
)
def test_what_is_left_out_of_a_no_is_not_denied(text: str, sign: str) -> None:
    findings, _ = read_message(text, "emergency_signs")
    assert sign not in findings["absent"]
    assert sign in (*findings["present"], *findings["uncertain"])


def test_constant_pain_stands_beside_a_grave_sign() -> None:
    findings = read_by_rules("it's there all the time and i'm losing weight").findings
    assert {"constant_pain", "weight_loss"} <= set(findings["present"])


def test_a_long_row_of_numbers_is_read_like_any_other_message() -> None:
    # Were it matched by trying every way to part it, this would not end.
    findings, _ = read_message("1-" * 200 + "1 x")
    hit = screen(findings)
    assert hit is None or hit.level != EMERGENCY
