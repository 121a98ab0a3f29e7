"""Treatments that are named and were not had, and signs that somebody only asked about."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import read_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on the list for physio", "physiotherapy_tried"),
        ("I have been referred to physio but not heard back", "physiotherapy_tried"),
        ("got a physio appointment next week", "physiotherapy_tried"),
        ("physio starts in January", "physiotherapy_tried"),
        ("GP suggested physio", "physiotherapy_tried"),
        ("on the waiting list for a new knee", "joint_replacement"),
        ("waiting for a hip replacement, groin hurts", "joint_replacement"),
        ("I'm down for a knee replacement in spring", "joint_replacement"),
        ("they say I'll need a new knee eventually", "joint_replacement"),
        ("they want to operate on my knee", "knee_surgery"),
        ("offered me a steroid jab in the knee, not had it", "recent_joint_injection"),
    ],
)
def test_what_lies_ahead_was_not_had(text: str, value: str) -> None:
    reading = read_text(text)
    assert value not in reading.findings["history"]
    assert value in reading.set_aside


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("GP recommended physio and I went for six weeks", "physiotherapy_tried"),
        ("seeing the physio again next week", "physiotherapy_tried"),
        ("physio didn't help", "physiotherapy_tried"),
        ("had my right knee replaced, now waiting on the left", "joint_replacement"),
        ("the knee i had replaced in may is bright red", "joint_replacement"),
        ("I'd the new hip in May, pain gone", "joint_replacement"),
        ("After my hip op in January I was told to use the bike", "hip_surgery"),
    ],
)
def test_what_was_had_stays(text: str, value: str) -> None:
    assert value in read_text(text).findings["history"]


@pytest.mark.parametrize(
    "text",
    [
        "nurse asked about fever and chills, told her nope",
        "the form asked about fever, I ticked no",
        "they asked me about a fever and chest pain and I said no to all of it",
    ],
)
def test_what_was_asked_about_and_denied_is_absent(text: str) -> None:
    found = read_text(text).findings
    assert "fever" in found["absent"]
    assert "fever" not in found["present"]


def test_what_was_denied_then_and_is_so_now_stays() -> None:
    found = read_text("they asked about fever and I said no, but now I have a fever").findings
    assert "fever" in found["present"]


@pytest.mark.parametrize(
    "text",
    [
        "I asked my GP about my fever and hot knee and she said no",
        "I rang and asked for help with my fever and he said no",
        "the nurse asked about my fever, she said none free till Monday",
        "my gp asked about the fever and I told her no idea",
    ],
)
def test_who_is_refused_something_denies_nothing(text: str) -> None:
    found = read_text(text).findings
    assert "fever" in found["present"]
    assert "fever" not in found["absent"]
