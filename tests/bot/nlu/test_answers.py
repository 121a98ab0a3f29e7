from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.nlu.extract.findings import MANY, empty
from bot.nlu.extract.message import pending_question, read_by_rules
from bot.nlu.extract.understanding import understand
from bot.nlu.reading import with_answer
from knowledge.questions import load_questions
from knowledge.vocabulary import load_vocabulary

TODAY = date(2026, 11, 20)


def read(text: str, asked: str) -> dict[str, Any]:
    return understand(text, asked, pending_question(asked), TODAY)


@pytest.mark.parametrize(
    ("asked", "text", "outcome"),
    [
        ("emergency_signs", "no", "none"),
        ("emergency_signs", "nope nothing like that", "none"),
        ("emergency_signs", "none of those", "none"),
        ("emergency_signs", "none of the above thankfully", "none"),
        ("emergency_signs", "no i don't have any of those", "none"),
        ("emergency_signs", "neither", "none"),
        ("history", "no thats it", "none"),
        ("history", "no, that's all", "none"),
        ("history", "nope just that", "none"),
        ("history", "that is it i think", "none"),
        ("emergency_signs", "nothing else thanks", "none"),
        ("emergency_signs", "no others", "none"),
        ("emergency_signs", "only that one", "none"),
        ("emergency_signs", "not the others", "none"),
        ("emergency_signs", "dunno", "not_sure"),
        ("emergency_signs", "not sure", "not_sure"),
        ("emergency_signs", "I can't tell", "not_sure"),
        ("emergency_signs", "maybe", "not_sure"),
        ("emergency_signs", "skip", "skip"),
        ("emergency_signs", "rather not say", "skip"),
        ("emergency_signs", "my calf is a bit swollen", "value"),
        ("emergency_signs", "no fever", None),  # the others were not denied
        ("emergency_signs", "no, but my foot feels a bit odd", "none"),
        ("emergency_signs", "just the fever", "value"),
        ("knee_signs", "it clicks", "value"),
        ("history", "I had a knee replacement", "value"),
        ("history", "nothing", "none"),
        ("summary_confirmed", "yes", "yes"),
        ("summary_confirmed", "yep that's all correct", "yes"),
        ("summary_confirmed", "looks right", "yes"),
        ("summary_confirmed", "no", "no"),
        ("summary_confirmed", "nope", "no"),
        ("summary_confirmed", "not really", "no"),
        ("age", "42", "value"),
        ("age", "don't know", "not_sure"),
        ("severity", "7", "value"),
        ("duration_days", "about 3 weeks", "value"),
        ("duration_days", "can't remember", "not_sure"),
        ("side", "left", "value"),
        ("side", "the right one", "value"),
        ("side", "both but right is worse", "value"),
        ("side", "l", "value"),
        ("location", "front", "value"),
        ("location", "kind of all over", "value"),
        ("location", "dunno really", "not_sure"),
        ("triggers", "stairs mostly", "value"),
        ("onset", "i fell", "value"),
        ("onset", "gradually", "value"),
        ("age", "why do you ask?", None),
        ("emergency_signs", "she says no", "none"),
        ("emergency_signs", "no he doesn't", "none"),
        ("emergency_signs", "no he is well in himself", "none"),
        ("emergency_signs", "what the hell, NO", "none"),
        ("emergency_signs", "non of them", "none"),
        ("emergency_signs", "none m8", "none"),
        ("emergency_signs", "no, I can walk a bit", "none"),
        ("emergency_signs", "no he doesn't limp", None),
        ("emergency_signs", "no I mean I can wee fine, sorry", None),
        ("emergency_signs", "no i want to skip", None),
        ("emergency_signs", "yes", "yes"),
        ("emergency_signs", "yeah", "yes"),
        ("emergency_signs", "yes fever", "value"),
        ("emergency_signs", "just warm, not red, no temp", "value"),
        ("emergency_signs", "just the calf", "value"),
        ("emergency_signs", "my calf is fine", None),
        ("emergency_signs", "mine is a bit warm maybe", "value"),
        ("emergency_signs", "i dont know what saddle means", None),
        ("emergency_signs", "not sure what you mean by that", None),
        ("emergency_signs", "i don't understand the question", None),
        ("history", "nothing, he's a healthy boy", "none"),
        ("summary_confirmed", "ye", "yes"),
        ("summary_confirmed", "is correct", "yes"),
        ("severity", "what is 10?", None),
        ("duration_days", "6", None),
        ("triggers", "fine cycling", None),
        ("emergency_signs", "what does that mean?", None),
        ("location", "hello", None),
    ],
)
def test_outcome(asked: str, text: str, outcome: str | None) -> None:
    answer = read(text, asked).get("answer")
    assert (answer and answer["outcome"]) == outcome
    assert answer is None or answer["question"] == asked


def test_a_place_in_the_list_is_counted_in_the_list_that_was_shown():
    shown = ["locked_now", "calf_swelling", "none", "not_sure"]
    asked = "emergency_signs"
    assert read_by_rules("2", asked, offered=shown).findings["present"] == ["calf_swelling"]
    assert read_by_rules("1 and 2", asked, offered=shown).findings["present"] == shown[:2]
    last = read_by_rules("all but the last one", asked, offered=shown).findings
    assert last["present"] == ["locked_now"]
    assert read_by_rules("the third", asked, offered=shown).findings["present"] == []


WHETHER_INJURED = ("injury", "sudden")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no", {"onset": "sudden", "injury": False}),
        ("nope, nothing like that", {"onset": "sudden", "injury": False}),
        ("no, it came on bit by bit", {"onset": "gradual", "injury": False}),
        ("yes", {"injury": True}),
        ("yeah, on the stairs", {"injury": True}),
        ("no, well, I did fall off the kerb", {"injury": True}),
        ("not sure", {}),
    ],
)
def test_a_yes_or_no_tells_whether_there_was_an_accident(text, told):
    asked = {"asked": "onset", "offered": WHETHER_INJURED, "today": TODAY}
    findings = read_by_rules(text, **asked).findings
    assert {name: findings[name] for name in ("onset", "injury") if name in findings} == told
    assert findings["answer"]["outcome"] == ("value" if told else "not_sure")


def test_a_bare_no_does_not_tell_how_it_started():
    assert "answer" not in read("no", "onset")


@pytest.mark.parametrize(
    ("asked", "text", "values"),
    [
        ("emergency_signs", "a cold, pale or blue foot", ["foot_cold_or_pale"]),
        ("emergency_signs", "Fever and a swollen or sore calf", ["fever", "calf_swelling"]),
        ("general_signs", "several sore or swollen joints", ["many_joints"]),
        ("injury_signs", "yes, swelling up within a few hours", ["rapid_swelling"]),
    ],
)
def test_the_words_on_the_buttons_pick_what_they_stand_for(asked, text, values):
    reading = read_by_rules(text, asked)
    found = reading.findings
    assert found["present"] == values
    assert set(reading.words) == set(values)
    assert found["answer"] == {"question": asked, "outcome": "value"}


def test_every_label_typed_picks_its_option():
    for question in load_questions().values():
        for choice in question.choices if question.takes_several else ():
            found = read_by_rules(choice.label, question.id).findings
            told = {*found["present"], *found["history"], *found.get("location", ())}
            told |= {*found.get("triggers", ()), *found.get("quality", ())}
            assert choice.value in told, (question.id, choice.label)


def test_what_is_shown_of_an_answer_is_understood_when_typed():
    vocabulary = load_vocabulary()
    for value in vocabulary.terms:
        term = vocabulary.term(value)
        if term.group in ("side", "who", "injury"):
            continue
        found = read_by_rules(term.label).findings
        told = {*found["present"], *found["history"], found.get("onset")}
        told |= {each for name in MANY for each in found.get(name, ())}
        assert value in told, term.label


def test_a_history_that_the_list_does_not_hold_answers_it_too():
    found = read_by_rules("i've had physio for it", "history").findings
    assert found["answer"] == {"question": "history", "outcome": "value"}
    denied = read_by_rules("never had an operation", "history").findings
    assert "answer" not in denied


def test_what_only_the_recogniser_finds_answers_too():
    pending = pending_question("general_signs")
    found = {**empty(), "present": ["many_joints"]}
    assert with_answer(found, pending)["answer"]["outcome"] == "value"
    assert with_answer({**empty(), "present": ["clicking"]}, pending).get("answer") is None
    doubted = {**found, "answer": {"question": "general_signs", "outcome": "not_sure"}}
    assert with_answer(doubted, pending) == doubted


def test_what_is_not_shown_any_more_can_still_be_told():
    found = read_by_rules("just the fever", "emergency_signs", offered=["locked_now"]).findings
    assert (found["present"], found["answer"]["outcome"]) == (["fever"], "value")


@pytest.mark.parametrize(
    ("asked", "text", "key", "value"),
    [
        ("side", "left", "side", "left"),
        ("side", "right", "side", "right"),
        ("side", "both but right is worse", "side", "both"),
        ("side", "the second one", "side", "right"),
        ("side", "2", "side", "right"),
        ("location", "the first one", "location", ["knee_front"]),
        ("location", "1 and 3", "location", ["knee_front", "knee_inner"]),
        ("location", "outer bit", "location", ["knee_outer"]),
        ("location", "the back", "location", ["knee_back"]),
        ("location", "everywhere", "location", ["knee_all_over"]),
        ("location", "groin", "location", ["hip_groin"]),
        ("emergency_signs", "1 and 2", "present", ["redness_heat", "fever"]),
        ("knee_signs", "the first and the third", "present", ["swelling", "giving_way"]),
        ("onset", "first one", "injury", True),
        ("onset", "i fell off my bike", "injury", True),
        ("age", "forty two", "age", 42),
        ("severity", "7ish", "severity", 7),
        ("severity", "a bit", "severity", 3),
        ("duration_days", "years", "duration_days", 730),
        ("duration_days", "since I retired last year", "duration_days", 365),
        ("triggers", "running and stairs", "triggers", ["running", "stairs_up", "stairs_down"]),
        ("emergency_signs", "just warm, not red, no temp", "present", ["redness_heat"]),
        ("emergency_signs", "just warm, not red, no temp", "absent", ["fever"]),
        ("emergency_signs", "mine is a bit warm maybe", "uncertain", ["redness_heat"]),
        ("emergency_signs", "just the calf", "present", ["calf_swelling"]),
        ("emergency_signs", "yes", "emergency_signs", None),
        ("history", "no operation", "absent", ["knee_surgery", "hip_surgery"]),
        ("history", "They replaced my other hip, the right one, in 2015", "side", None),
        ("history", "my dad had both hips done at my age", "side", None),
        ("child_signs", "front", "location", ["knee_front"]),
        ("location", "inner side... no wait, outer", "location", ["knee_outer"]),
        ("location", "both", "side", "both"),
        ("location", "the whole leg", "location", ["knee_all_over", "thigh", "calf"]),
        ("location", "hip", "location", ["hip_groin", "hip_side"]),
        ("hip_signs", "not my hip but my back", "location", ["lower_back"]),
        ("side", "left. no, right", "side", "right"),
        ("triggers", "running mainly, fine cycling", "triggers", ["running"]),
        ("triggers", "tights on in the morning", "triggers", None),
        ("emergency_signs", "left", "side", "left"),
        ("onset", "gradualy", "onset", "gradual"),
        ("location", "teh frunt", "location", ["knee_front"]),
        ("onset", "me rite knee", "side", "right"),
        ("onset", "the right one", "side", "right"),
        ("onset", "right", "side", None),
        ("injury_signs", "kneeling and gardening", "triggers", ["kneeling"]),
        ("summary_confirmed", "yes", "summary_confirmed", True),
        ("summary_confirmed", "no", "summary_confirmed", False),
    ],
)
def test_value_in_context(asked: str, text: str, key: str, value: Any) -> None:
    assert read(text, asked).get(key) == value


def test_number_out_of_the_list_is_no_answer() -> None:
    assert "answer" not in read("9", "side")


@pytest.mark.parametrize(
    ("text", "asked", "corrects"),
    [
        ("actually it's my right knee", None, ["side"]),
        ("actually it's my right knee not left", "age", ["side"]),
        ("no the pain is on the OUTSIDE", "emergency_signs", ["location"]),
        ("no, it's the outside", "side", ["location"]),
        ("i said no fever", "severity", ["fever"]),
        ("scratch that, more like 2 months", "triggers", ["duration_days"]),
        ("sorry, i meant the left knee", None, ["side"]),
        ("wait, it does swell", None, ["swelling"]),
        ("i'm 45 not 54, made a mistake", None, ["age"]),
        ("no I mean I can wee fine, sorry", "emergency_signs", ["bladder_bowel_trouble"]),
        ("wait sorry she can stand now", None, ["cannot_bear_weight"]),
        ("no it isn't cold any more, that's wrong", None, ["foot_cold_or_pale"]),
        ("i was wrong, no fever", None, ["fever"]),
        ("change my age to 47", None, ["age"]),
        ("my left knee hurts", None, None),
        ("I actually had a knee replacement", None, None),
        ("more like 2 months", "duration_days", None),
        ("no", "emergency_signs", None),
        ("no swelling", None, None),
        ("no sorry its the inner side", "duration_days", ["location"]),
        ("nah, sorry, its my left one", "age", ["side"]),
        ("sorry its the left", "age", ["side"]),
        ("no sorry no idea", "duration_days", None),
    ],
)
def test_corrections(text: str, asked: str | None, corrects: list[str] | None) -> None:
    found = understand(text, asked, pending_question(asked), TODAY)
    assert found.get("corrects") == corrects


def test_correction_changes_nothing_else() -> None:
    found = read("actually it's my right knee not left", "age")
    assert {name: value for name, value in found.items() if value != []} == {
        "side": "right",
        "who": "self",
        "corrects": ["side"],
    }


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("location=knee_front,hip_groin", {"location": ["knee_front", "hip_groin"]}),
        ("emergency_signs=fever,redness_heat", {"present": ["fever", "redness_heat"]}),
        ("emergency_signs=none", {}),
        ("emergency_signs=not_sure", {}),
        ("history=cancer", {"history": ["cancer"]}),
        ("hip_signs=hip_groin", {"location": ["hip_groin"]}),
        ("age=42", {"age": 42}),
        ("severity=7", {"severity": 7}),
        ("duration_days=21,28", {"duration_days": [21, 28]}),
        ("side=both", {"side": "both"}),
        ("onset=injury", {"injury": True}),
        ("onset=gradual", {"onset": "gradual", "injury": False}),
        ("triggers=running", {"triggers": ["running"]}),
        ("summary_confirmed=yes", {"summary_confirmed": True}),
        ("summary_confirmed=no", {"summary_confirmed": False}),
    ],
)
def test_payload(payload: str, expected: dict[str, Any]) -> None:
    findings = read_by_rules("the text is ignored, my calf is swollen", None, payload).findings
    answer = findings.pop("answer")
    assert answer["question"] == payload.partition("=")[0]
    assert {name: value for name, value in findings.items() if value != []} == expected


@pytest.mark.parametrize(
    "payload",
    [
        "go_back",
        "restart=yes",
        "side=elbow",
        "side=left,right",
        "location=knee_front,elbow",
        "location=knee_front@up",
        "location=knee_front@",
        "location=elbow@left",
        "triggers=running@left",
        "age=-3",
        "age=five",
        "age=400",
        "severity=11",
        "nonsense=1",
        "topic=meniscus",
        "=",
        "",
        "side=",
        "/inform{}",
        "age=4; DROP TABLE",
    ],
)
def test_unknown_payload_finds_nothing(payload: str) -> None:
    reading = read_by_rules("my knee is swollen", "side", payload)
    findings, words = reading.findings, reading.words
    assert not any(findings.values())
    assert words == {}
