"""What befell people of no concern, the writer's own beside it, and what is over or goes on."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import read_text
from knowledge.red_flags import cannot_wait


@pytest.mark.parametrize(
    "text",
    [
        "a woman on the telly couldn't breathe and it was a clot, I've just a sore knee",
        "saw a documentary about a man who lost feeling in his saddle area, my back aches a bit",
        "I read about people whose foot went cold and white, mine's fine",
        "a lad on my team dislocated his kneecap, mine just clicks",
        "some guy at the gym collapsed last week. My knee is sore from squats",
        "someone in the waiting room was coughing blood. I was there for my sore knee",
        "a woman I know had chest pain. She nearly died. My knee is just stiff",
    ],
)
def test_what_befell_strangers_is_set_aside(text: str) -> None:
    reading = read_text(text)
    assert not cannot_wait(reading.findings)
    assert "blood_clot" not in reading.findings["history"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a man has collapsed in the street and isn't breathing", "collapse"),
        ("there's a man at work who collapsed, he won't wake up", "collapse"),
        ("a woman I know had a clot, and now I've got chest pain", "chest_pain"),
        ("my neighbour had a clot but my knee is red, hot and swollen", "redness_heat"),
        ("I read about cauda equina and I am numb between the legs", "saddle_numbness"),
        ("the lady I look after has chest pain", "chest_pain"),
        ("I'm the one who has chest pain", "chest_pain"),
        ("my knee hurts, a man at work stepped on it and can't stand on it", "cannot_bear_weight"),
    ],
)
def test_what_is_there_stays(text: str, value: str) -> None:
    assert value in read_text(text).findings["present"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("my temp has gone up a bit", "fever"),
        ("the swelling has gone up to my thigh", "swelling"),
    ],
)
def test_what_has_gone_up_is_not_gone(text: str, value: str) -> None:
    assert value in read_text(text).findings["present"]


def test_what_has_gone_is_over() -> None:
    assert read_text("the swelling has gone").findings["present"] == []


def test_not_knowing_that_it_happens_is_no_doubt_about_it() -> None:
    found = read_text("I've wet myself twice and don't know it's happening").findings
    assert "bladder_bowel_trouble" in found["present"]


def test_did_my_cruciate_asks_nothing() -> None:
    found = read_text("did my cruciate at 22 playing five a side").findings
    assert "previous_knee_injury" in found["history"]
    assert "previous_knee_injury" not in read_text("did my cruciate go?").findings["history"]


def test_a_wish_not_to_wake_is_no_collapse() -> None:
    found = read_text("honestly with this pain I'd rather not wake up tomorrow").findings
    assert "self_harm" in found["present"]
    assert "collapse" not in found["present"]


@pytest.mark.parametrize("text", ["she won't wake up", "I can't wake my dad up"])
def test_who_cannot_be_woken_has_collapsed(text: str) -> None:
    assert "collapse" in read_text(text).findings["present"]


def test_an_animal_that_ails_is_not_the_one_who_asks() -> None:
    found = read_text(
        "the dog's leg is swollen and hot, vet's seen it. my knee is just stiff"
    ).findings
    assert found["present"] == ["stiffness"]


def test_who_fell_over_the_dog_is_hurt() -> None:
    found = read_text("tripped over the dog, hip agony, can't stand").findings
    assert found["present"] == ["cannot_bear_weight"]


@pytest.mark.parametrize(
    ("text", "who", "history"),
    [
        ("took my mum's tablets by accident", None, []),
        ("I swallowed my son's pills by mistake", None, []),
        ("my mum's knee hurts and she took her tablets twice by mistake", "parent", []),
        ("I took thirty ibuprofen", "self", []),
        ("I took too many ibuprofen for my knee", "self", ["painkillers_tried"]),
        ("I take steroid tablets for my chest", "self", ["steroid_use"]),
        ("kidney trouble so I'm wary of tablets", "self", ["kidney_disease"]),
    ],
)
def test_whose_tablets_were_taken_and_what_for(
    text: str, who: str | None, history: list[str]
) -> None:
    findings = read_text(text).findings
    assert findings.get("who") in (who, "self" if who is None else who)
    assert findings["history"] == history


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("My late wife had gout. My knee aches.", []),
        ("The knee hurts on the stairs. A pal has gout.", []),
        ("My wife has gout and her knee aches", ["arthritis"]),
        ("I've had gout since May", ["arthritis"]),
    ],
)
def test_an_illness_is_theirs_who_have_it(text: str, history: list[str]) -> None:
    assert read_text(text).findings["history"] == history


def test_a_remark_about_another_does_not_make_it_theirs() -> None:
    assert (
        read_text("The knee hurts on the stairs. My pal has gout.").findings.get("who") != "other"
    )
