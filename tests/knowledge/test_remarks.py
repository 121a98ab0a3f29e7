from pathlib import Path

import pytest

from knowledge.address import ANYBODY, WRITER, Address
from knowledge.loading import ContentError
from knowledge.red_flags import load_red_flags
from knowledge.remarks import (
    in_emergency,
    load_remarks,
    remark_in,
    without_lead,
)

MUM = Address("she", "mum")


def kind_of(text: str, is_emergency: bool = False) -> str | None:
    remark = remark_in(text, is_emergency)
    return remark.kind if remark else None


def told(kind: str, flag: str, address: Address = WRITER) -> str:
    remark = next(each for each in load_remarks() if each.kind == kind)
    said = in_emergency(remark, [load_red_flags()[flag]], address, "999")
    assert said is not None
    return said.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Should I take her to A&E or wait for the GP on Monday?", "waiting"),
        ("how long can I wait", "waiting"),
        ("is it safe to wait till tomorrow", "waiting"),
        ("do I still have to go?", "waiting"),
        ("are you sure?", "waiting"),
        ("I'll go tomorrow", "waiting"),
        ("can I drive with my car?", "driving"),
        ("can my wife drive me?", "driving"),
        ("I can't go, I have no car", "driving"),
        ("how do I get there", "driving"),
        ("ok I'm going now", "going"),
        ("thank you. I go to hospital", "going"),
        ("I am on my way", "going"),
        ("the ambulance is on its way", "going"),
        ("I don't want to go to hospital", "refusing"),
        ("she refuses to go", "refusing"),
        ("do I need an ambulance", "calling"),
        ("who should I call", "calling"),
        ("can I eat something first", "eating"),
        ("what should I take with me", "taking"),
        ("so what is it", "what_is_it"),
        ("is it serious", "serious"),
    ],
    ids=str,
)
def test_what_is_asked_or_said_in_an_emergency_is_known_by_its_words(text, kind):
    assert kind_of(text, is_emergency=True) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can I wait until monday", "waiting"),
        ("should I wait?", "waiting"),
        ("how many more questions", "questions_left"),
        ("what's your name", "name"),
        ("you already asked me that, since the summer", "asked_already"),
        ("please give me the report to print", "report"),
        ("can you send me the report", "report"),
        ("and the report?", "report"),
        ("is it serious", "serious"),
        ("whats wrong with me", "what_is_it"),
        ("yes but what's wrong with me", "what_is_it"),
        ("so what is it then", "what_is_it"),
        ("how long till it heals", "healing"),
        ("can i play on saturday", "sport"),
    ],
    ids=str,
)
def test_what_is_asked_beside_the_answers_is_known_by_its_words(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "is it my bum muscles?",
        "is it serious if my knee feels warm",
        "my MRI report says it is worn",
        "the doctor already said it is arthritis",
        "I'm going up the stairs and it hurts",
        "it hurts when I drive my car",
        "I can't wait for the bus any more, it hurts to stand",
        "what should I take for the pain",
        "what is it called",
        "the pain comes later in the day",
        "no",
        "",
    ],
    ids=str,
)
def test_answers_and_other_questions_are_no_remarks(text):
    assert kind_of(text) is None


@pytest.mark.parametrize("is_emergency", [True, False])
def test_healing_and_sport_are_looked_up_in_other_words(is_emergency):
    for text in ("how long till it heals", "can i play on saturday"):
        remark = remark_in(text, is_emergency)
        assert remark is not None and remark.reads_as and remark.in_emergency is None


@pytest.mark.parametrize("kind", ["waiting", "serious", "refusing"])
def test_the_reason_is_that_of_the_red_flag_that_stands(kind):
    assert load_red_flags()["joint_infection"].say in told(kind, "joint_infection")
    assert "999" in told(kind, "joint_infection")


def test_a_question_about_waiting_is_answered_first_of_all():
    assert told("waiting", "joint_infection").startswith("Do not wait. Call 999")
    assert "take her to an emergency department" in told("waiting", "hip_fracture", MUM)


def test_a_red_flag_with_words_of_its_own_goes_before():
    assert told("waiting", "self_harm").startswith("Please talk to somebody now.")


@pytest.mark.parametrize("address", [WRITER, MUM, ANYBODY], ids=["you", "mum", "anybody"])
def test_nobody_who_is_ill_is_told_to_drive(address):
    for flag in ("joint_infection", "hip_fracture"):
        said = told("driving", flag, address)
        assert "not drive" in said
        assert ("ambulance" in said) == (flag == "hip_fracture")


def test_what_only_a_doubt_has_lifted_is_not_said_to_have_until_today():
    assert "today" not in told("waiting", "hot_joint")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("none, can I still run?", "can I still run?"),
        ("yes but whats wrong with me", "whats wrong with me"),
        ("not sure. is it my hip?", "is it my hip?"),
        ("no pain at night is a good sign?", "no pain at night is a good sign?"),
        ("none", "none"),
    ],
    ids=str,
)
def test_a_question_is_looked_up_without_the_answer_before_it(text, question):
    assert without_lead(text) == question


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("said: ['(oops']", "no regular expression"),
        ("said: [], in_emergency: {text: 'Call {nobody}.', source: red_flag}", "no such placeh"),
        ("said: [], otherwise: {text: Go., source: red_flag}", "source"),
        (
            "said: [], by_ambulance: {text: Go., source: ces-card, flags: [none_such]}",
            "no such r",
        ),
    ],
    ids=["pattern", "placeholder", "source", "flag"],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, row, problem):
    path = tmp_path / "remarks.yml"
    path.write_text(f"remarks:\n  - {{kind: wrong, {row}}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=problem):
        load_remarks(path)
