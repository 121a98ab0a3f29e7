"""What the words settle by themselves, against what a message looks like as a whole."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import read_text
from bot.nlu.learned.fusion import fuse
from tests.bot.nlu.recognised import recognised


def fused(text: str, urgent: float = -1.0, **values: float) -> dict[str, list[str]]:
    """What is found where the recogniser is as sure of some values as is told."""
    reading = read_text(text)
    seen = recognised(urgent, **values)
    return fuse(
        reading.findings, reading.words, reading.set_aside, seen, reading.ruled_out, reading.sure
    )[0]


@pytest.mark.parametrize(
    "text",
    [
        "the chest pain is back and my arm hurts",
        "chest pain and pain down my left arm",
        "I have chest pain and my arm feels heavy",
    ],
)
def test_an_arm_that_hurts_is_no_stroke(text: str) -> None:
    found = fused(text, urgent=1.0, stroke_signs=0.5)
    assert found["present"] == ["chest_pain"]


@pytest.mark.parametrize("text", ["my arm hurts and has gone weak", "my arm hurts, face droops"])
def test_an_arm_that_goes_weak_may_be(text: str) -> None:
    assert "stroke_signs" in fused(text, urgent=1.0, stroke_signs=0.5)["present"]


@pytest.mark.parametrize(
    "text",
    [
        "it got stuck and I had to waggle it free",
        "it was stuck, I had to waggle it free",
        "twice it's caught",
        "it locked last week and then clicked free",
        "stuck for a minute then it let go",
        "stuck twice but it came free",
        "it was locked for an hour then unlocked itself",
        "it's been stuck twice this month",
        "it got stuck bent and now it's ok",
        "knee caught twice but it freed itself",
    ],
)
def test_what_came_free_locks_and_is_not_locked(text: str) -> None:
    found = fused(text, locked_now=0.5, locking=-0.9)
    assert "locking" in found["present"]
    assert "locked_now" not in found["present"]


@pytest.mark.parametrize(
    "text",
    [
        "my knee is stuck",
        "it's locked",
        "knee got stuck this morning, still stuck",
        "my knee is locked, I tried to wiggle it free but it won't",
        "still stuck, can't get it free",
        "my knee is stuck, and it was fine yesterday",
    ],
)
def test_what_did_not_come_free_is_locked(text: str) -> None:
    assert "locked_now" in fused(text, urgent=1.0)["present"]


@pytest.mark.parametrize(
    "text",
    [
        "Now it just buckles when she turns round",
        "he just collapses at the knee when he turns",
        "my knee collapses under me",
        "it buckles and folds under her",
    ],
)
def test_a_leg_that_folds_is_nobody_who_collapsed(text: str) -> None:
    found = fused(text, urgent=1.0, collapse=0.5)
    assert found["present"] == ["giving_way"]
    assert "collapse" not in found["uncertain"]
    assert "collapse" not in found.get("suspected", [])


def test_somebody_who_passed_out_did() -> None:
    assert "collapse" in fused("he buckled and passed out", urgent=1.0)["present"]
    assert "collapse" in fused("she buckled and hit the floor", urgent=1.0, collapse=0.5)["present"]


@pytest.mark.parametrize("text", ["my eyes are red and gritty", "my face is red", "red eyes"])
def test_red_eyes_are_no_sign_of_the_joint_nor_of_worse(text: str) -> None:
    found = fused(text, urgent=1.0, redness_heat=0.5, collapse=0.5, severe_allergy=0.5)
    assert found["present"] == []


def test_a_red_face_that_swells_may_be() -> None:
    text = "my face is red and swollen and my tongue too"
    assert "severe_allergy" in fused(text, urgent=1.0, severe_allergy=0.5)["present"]


def test_a_pop_taken_back_is_none() -> None:
    found = fused("it poped i think. no wait it didnt", popped=0.5)
    assert found["present"] == []
    assert found["uncertain"] == []


def test_a_joint_that_gave_way_did_whatever_it_looks_like() -> None:
    assert fused("my knee gave way once last week", giving_way=-0.9)["present"] == ["giving_way"]


@pytest.mark.parametrize(
    "text", ["my knee locked and hasn't let go", "I twisted it and now it's stuck"]
)
def test_a_twist_or_a_denial_frees_nothing(text: str) -> None:
    reading = read_text(text)
    assert {"locking", "locked_now"} & set(reading.findings["present"])
    assert "locked_now" not in reading.ruled_out


@pytest.mark.parametrize(
    "text",
    [
        "since last night i can't tell when i need to wee... i've wet myself twice!!!",
        "i can't tell if i need to pee any more",
        "i can't feel when i need to go to the toilet",
        "i've wet myself twice and my back is sore",
    ],
)
def test_not_telling_when_to_go_is_the_bladders(text: str) -> None:
    found = fused(text, urgent=1.0, saddle_numbness=0.5)
    assert "bladder_bowel_trouble" in found["present"]
    assert "saddle_numbness" not in found["present"]


@pytest.mark.parametrize(
    "text",
    ["i've wet myself and it's all gone dead down there", "can't wee, no feeling when i wipe"],
)
def test_numbness_beside_a_bladder_that_fails_is_heard(text: str) -> None:
    assert "saddle_numbness" in fused(text, urgent=1.0, saddle_numbness=0.5)["present"]


@pytest.mark.parametrize(
    "text",
    [
        "how many paracetamol would kill me",
        "how many paracetemol woud kil me",
        "HOW MANY PARACTAMOL WOULD KIL ME PLS",
        "how much codeine does it take to end it",
        "how much ibuprofen does it take to die",
        "how many tablets can i take before i die",
        "how many pills would it take to kill a person",
        "how many would kill me",
        "what amount of paracetamol would kill me",
        "how much codeine would be a fatal dose",
    ],
)
def test_how_much_it_takes_to_die_is_self_harm_whatever_it_looks_like(text: str) -> None:
    assert "self_harm" in fused(text, self_harm=-0.9)["present"]


@pytest.mark.parametrize(
    "text",
    [
        "these stairs will kill me",
        "paracetamol doesn't touch it, it's killing me",
        "how many paracetamol to kill the pain",
        "my knee is killing me how many paracetamol can i take",
        "how much longer will my knee be killing me",
        "how much weight should i lose, these knees will kill me",
    ],
)
def test_what_only_kills_in_a_manner_of_speaking_is_no_self_harm(text: str) -> None:
    assert "self_harm" not in fused(text)["present"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("my knee is stuck and won't straighten", {"locked_now"}),
        ("something popped, now the knee is stuck and won't straighten", {"cannot_straighten_leg"}),
        ("my knee is stuck and I can't lift the leg off the bed", {"cannot_straighten_leg"}),
        ("I can't straighten my leg", {"cannot_straighten_leg"}),
    ],
)
def test_a_stuck_knee_that_will_not_straighten_is_stuck(text: str, wanted: set[str]) -> None:
    found = set(fused(text)["present"]) & {"locked_now", "cannot_straighten_leg"}
    assert wanted <= found
    assert ("cannot_straighten_leg" in found) is ("cannot_straighten_leg" in wanted)


@pytest.mark.parametrize(
    ("text", "clicks"),
    [("it jams and then pops free", False), ("my knee clicks, it pops loose now and then", True)],
)
def test_what_pops_free_does_not_click(text: str, clicks: bool) -> None:
    assert ("clicking" in fused(text)["present"]) is clicks
