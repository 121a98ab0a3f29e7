"""Hips said to be out of line: a way of speaking, told apart from a hip out of joint."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.extract.understanding import understand

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        "my hips are misaligned and my knee hurts",
        "the chiropractor said my hips are out of line",
        "my hips are uneven",
        "my pelvis is tilted",
        "one hip is higher than the other",
        "I was told it is hip misalignment",
    ],
)
def test_hips_out_of_line_are_noted_and_neither_alarm_nor_name_a_side(text: str) -> None:
    found = understand(text, None, None, TODAY)
    assert "hip_misalignment_told" in found["history"]
    assert "deformity" not in (*found["present"], *found["uncertain"])
    assert "side" not in found


@pytest.mark.parametrize(
    "text",
    [
        "my hips are not level",
        "my hips aren't even",
        "my hips are not even.",
        "my hips are off balance",
        "my hips do not line up",
    ],
)
def test_how_hips_stand_names_no_side(text: str) -> None:
    assert "side" not in understand(text, None, None, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "my hips click",
        "my hips even click",
        "my hips click even when I sit",
        "my hips click on level ground",
        "my hips click at line dancing",
        "my hips click when I balance on a beam",
        "my hips even swell",
    ],
)
def test_everyday_words_beside_hips_take_no_side_away(text: str) -> None:
    assert understand(text, None, None, TODAY)["side"] == "both"


@pytest.mark.parametrize(
    "text", ["my hip is out of joint", "my hip popped out of its socket", "my hip is out of place"]
)
def test_a_hip_out_of_joint_is_still_a_changed_shape(text: str) -> None:
    assert "deformity" in understand(text, None, None, TODAY)["present"]


def test_a_question_or_a_no_states_nothing() -> None:
    asked = understand("is it hip misalignment?", None, None, TODAY)
    denied = understand("my hips are not misaligned", None, None, TODAY)
    assert "hip_misalignment_told" not in (*asked["history"], *denied["history"])


def test_asthma_is_noted() -> None:
    assert "asthma" in understand("I have asthma and my knee aches", None, None, TODAY)["history"]
