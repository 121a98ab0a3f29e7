"""What only sounds like a trigger, and what a question about something states: nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.extract.message import read_by_rules


def read(text: str, asked: str | None = None) -> dict[str, Any]:
    return read_by_rules(text, asked).findings


@pytest.mark.parametrize(
    "text",
    [
        "In night he don't have pain",
        "he sleeps well at night",
        "he sleep good",
        "no pain in night",
        "my knee hurts, nights are fine",
        "at night it does not hurt",
        "she sleeps like a log at night",
        "I go to the toilet a lot at night",
        "my knee hurts and I have to go to the toilet a lot at night",
        "he is up to pee at night",
        "I get short of breath on the stairs",
        "knee pain, and i'm short of breath on the stairs",
        "chest pain going up stairs",
        "I'm a postman, walking every day, knee hurts",
        "postie, walking 10 miles a day, knee hurts",
        "he play football, knee hurts",
        "my son plays football and his knee hurts",
        "I have COPD",
        "on a statin, knee hurts",
        "the pain is dreadful and climbing by the hour",
        "the agony is still climbing",
        "my hip is stiff after sitting",
        "stiff when I get up from the settee, then it wears off",
        "it clicks on the stairs",
        "no strength in the leg on the stairs",
        "laid in bed since the operation with a sore knee",
        "came off my dirt bike and the knee hurts",
    ],
)
def test_no_trigger(text: str) -> None:
    assert "triggers" not in read(text)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("my knee hurts at night", "night"),
        ("she doesn't sleep well, it aches at night", "night"),
        ("my knee hurts when I go to the toilet at night", "night"),
        ("my knee aches when walking every day", "walking"),
        ("walking every day makes it worse", "walking"),
        ("he plays football and it hurts during football", "impact_sport"),
        ("knee pain and out of breath going up stairs", "stairs_up"),
        ("worse in the cold", "cold"),
        ("worse in the night, though I sleep through", "night"),
        ("it's worse in the wee small hours", "night"),
        ("on my feet all day and it's roaring", "prolonged_standing"),
        ("the knee hurts when running but walking is fine", "running"),
        ("by evening it is worse, though it never wakes me", "night"),
        ("from teatime onwards it is bad", "night"),
        ("it is sore and stiff when I get up from the settee", "standing_up"),
        ("my hip hurts climbing", "stairs_up"),
        ("the stairs hurt and it clicks", "stairs_up"),
        ("the knee throbs working the clutch pedal", "driving"),
        ("after an hour in the van it throbs", "driving"),
        ("the knee hurts in the saddle", "cycling"),
        ("hoisting the leg over a fence hurts", "hip_flexion"),
        ("getting the foot up onto the step of the bus hurts", "hip_flexion"),
        ("it gets me in the groin when I kick a ball", "hip_flexion"),
        ("it gets cranky when the damp sets in", "cold"),
        ("sore when my feet hit the carpet of a morning", "morning"),
    ],
)
def test_still_a_trigger(text: str, trigger: str) -> None:
    assert trigger in read(text)["triggers"]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("the knee throbs working the pedals of the van", ["driving"]),
        ("getting my foot up onto the bus hurts", ["hip_flexion"]),
        ("spinning on my heel hurts", ["twisting"]),
        ("pedalling hurts", ["cycling"]),
    ],
)
def test_a_trigger_and_no_other(text: str, triggers: list[str]) -> None:
    assert read(text)["triggers"] == triggers


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("nights are awful, it wakes me at three", None),
        ("evenings are worst, and it wakes me at three", ["night"]),
    ],
)
def test_broken_sleep_is_not_told_twice(text: str, triggers: list[str] | None) -> None:
    findings = read(text)
    assert "night_pain" in findings["present"]
    assert findings.get("triggers") == triggers


@pytest.mark.parametrize(
    "text",
    ["he sleeps well at night", "he sleep good", "no pain at night", "sleep is not affected"],
)
def test_who_sleeps_well_has_no_pain_at_night(text: str) -> None:
    assert read(text)["absent"] == ["night_pain"]


@pytest.mark.parametrize(
    "text",
    ["she does not sleep well", "used to sleep well", "sleeps ok but wakes with the pain"],
)
def test_who_sleeps_badly_may_have(text: str) -> None:
    assert "night_pain" not in read(text)["absent"]


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("tablets for my blood pressure", []),
        ("I take tablets for blood pressure", []),
        ("tablets for my high blood pressure", []),
        ("meds for my thyroid", []),
        ("prostate", []),
        ("enlarged prostate", []),
        ("prostrate trouble", []),
        ("COPD", []),
        ("I take ibuprofen and blood pressure tablets", ["painkillers_tried"]),
        ("tablets for the pain", ["painkillers_tried"]),
        ("prostate cancer", ["cancer"]),
    ],
)
def test_a_medicine_for_something_else_is_no_painkiller(text: str, history: list[str]) -> None:
    found = read(text, "history")
    assert found["history"] == history
    assert found["present"] == []


@pytest.mark.parametrize(
    "text",
    [
        "can I run",
        "can i still run with this",
        "is cycling ok",
        "can a chiropractor realign my hips",
        "should I stretch my hips",
        "could steroids help",
        "can arthritis cause this",
        "what about osteoporosis",
        "do I need physio",
        "what does the groin have to do with it",
        "what does the buttock have to do with my knee",
    ],
)
def test_a_question_states_nothing(text: str) -> None:
    reading = read_by_rules(text)
    told = {name: value for name, value in reading.findings.items() if value and name != "who"}
    assert told == {}
    assert {"hip_groin", "running"} <= reading.ruled_out


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("why do my knees hurt on the stairs", "side", "both"),
        ("can you help me, my knees hurt when I run", "side", "both"),
        ("can I run? it hurts on the outside of my right knee", "location", ["knee_outer"]),
        ("can I still run with a sore left knee", "side", "left"),
    ],
)
def test_what_tells_of_pain_besides_is_taken_in(text: str, name: str, value: Any) -> None:
    assert read(text)[name] == value


@pytest.mark.parametrize(
    "text",
    [
        "it hurts when I lift my leg",
        "front of my hip twinges when i lift the knee",
        "sore when i bring my knee to my chest",
        "can't bring my knee to my chest, it hurts",
        "worse when I raise my leg getting into the bath",
        "high kicks in karate set it off",
    ],
)
def test_lifting_the_leg_is_a_trigger(text: str) -> None:
    found = read(text)
    assert "hip_flexion" in found["triggers"]
    assert "chest_pain" not in found["present"]


@pytest.mark.parametrize(
    "text",
    [
        "I can't lift my leg off the bed",
        "my leg cannot be lifted off the floor",
        "when I lift weights my knee hurts",
        "it hurts when i lift heavy boxes",
        "physio gave me leg raises, the knee aches",
    ],
)
def test_what_is_lifted_is_no_leg_or_cannot_be(text: str) -> None:
    assert "hip_flexion" not in read(text).get("triggers", [])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "keyhole op on my right knee 9 days back. One of the wee holes at the front started "
            "oozing last night",
            "knee_front",
        ),
        ("knee op 3 weeks back, the cut on the inner side keeps weeping", "knee_inner"),
    ],
)
def test_where_a_wound_leaks_is_told(text: str, place: str) -> None:
    found = read(text)
    assert found["location"] == [place]
    assert "wound_leak" in found["present"]
