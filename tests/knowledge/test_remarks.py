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


def kind_of(text: str, is_urgent: bool = False) -> str | None:
    remark = remark_in(text, is_urgent)
    return remark.kind if remark else None


def told(kind: str, flag: str, address: Address = WRITER) -> str:
    remark = next(each for each in load_remarks() if each.kind == kind)
    said = in_emergency(remark, [load_red_flags()[flag]], address, "999")
    assert said is not None
    return said.text


IN_EMERGENCY = {
    "passing": [
        "it was nothing",
        "It was nothing, I feel fine now",
        "false alarm",
        "I was just joking",
        "just testing",
        "I'm ok now",
        "it's gone now",
        "that has passed",
        "she feels better",
        "never mind",
    ],
    "unclear": [
        "what do you mean",
        "what?",
        "I don't understand",
        "huh",
        "sorry, what do you mean by that?",
    ],
    "waiting": [
        "Should I take her to A&E or wait for the GP on Monday?",
        "how long can I wait",
        "is it safe to wait till tomorrow",
        "do I still have to go?",
        "are you sure?",
        "I'll go tomorrow",
        "I'm going to bed",
        "I'm going to see my GP",
        "can't I just see my doctor",
        "I'll call the GP tomorrow",
        "what if I don't go",
        "why do I have to go",
        "is it really an emergency",
        "it's not an emergency",
        "I'd rather wait",
        "could it go away on its own",
        "can I not go?",
        "can she stay at home",
        "how urgent is it",
        "do I really need to go to the hospital",
        "I'll see how it goes",
        "should I go to the GP instead",
        "how much time do I have",
        "can it wait",
    ],
    "driving": [
        "can I drive with my car?",
        "can my wife drive me?",
        "I can't go, I have no car",
        "how do I get there",
        "can my son take me in his car",
        "we have no car",
        "can I take a taxi",
        "I can't drive",
        "I'll drive myself",
        "is it ok to go by bus",
        "can I walk there",
    ],
    "going": [
        "ok I'm going now",
        "thank you. I go to hospital",
        "I am on my way",
        "we are going",
        "I'll go",
        "we're on our way to A&E",
        "taking her to hospital now",
        "im going to A&E now",
        "ok will do",
        "I will go right away",
        "my husband is taking me there",
    ],
    "refusing": [
        "I don't want to go to hospital",
        "she refuses to go",
        "I'm not going",
        "I won't go",
        "he doesn't want to go",
        "no hospital",
        "I hate hospitals",
        "I'm scared of going to hospital",
        "she won't go",
        "no ambulance please",
        "I can't go",
    ],
    "calling": [
        "do I need an ambulance",
        "who should I call",
        "what should I do",
        "what do I do now",
        "help",
        "who do I call",
        "what number",
        "what do I say",
        "should I call an ambulance or not",
    ],
    "imaging": [
        "does she need an xray",
        "do I need a scan",
        "will they do an MRI",
    ],
    "eating": [
        "can I eat something first",
        "can I drink water",
        "am I allowed to eat",
        "I'm hungry",
    ],
    "taking": [
        "what should I take with me",
        "what do I need to bring",
        "what should I take along",
    ],
    "what_is_it": [
        "so what is it",
        "what is it",
        "what's wrong with me",
        "what have I got",
    ],
    "serious": [
        "is it serious",
        "should I be worried",
    ],
    "help_is_coming": [
        "the ambulance is on its way",
        "I have called an ambulance",
        "I've called 999",
        "my wife called them",
        "waiting for the ambulance",
    ],
}

NEITHER = [
    "the pain is in my groin",
    "I fell getting out of the car",
    "I can't lift my leg",
    "he is 70",
    "it also hurts at the back",
    "thanks",
    "I drink a lot of wine",
    "I can't go up stairs",
    "I take warfarin",
    "I have not been to a doctor",
    "is it my bum muscles",
    "it started with a fall",
    "yes",
    "my foot went numb",
    "left knee",
    "I was wrong, I can stand",
    "can I take ibuprofen",
]


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in IN_EMERGENCY.items() for text in texts]
)
def test_what_is_asked_or_said_in_an_emergency_is_known_by_its_words(text, kind):
    assert kind_of(text, is_urgent=True) == kind


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_merely_told_in_an_emergency_is_no_remark(text):
    assert kind_of(text, is_urgent=True) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can I wait until monday", "waiting"),
        ("should I wait?", "waiting"),
        ("how many more questions", "questions_left"),
        ("what's your name", "name"),
        ("you already asked me that, since the summer", "asked_already"),
        ("How are you?", "how_are_you"),
        ("hi, how are you doing today", "how_are_you"),
        ("42. and you?", "how_are_you"),
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
        "can I run",
        "how long does it take",
        "what is a meniscus",
        "should I see a physio or a gp",
        "when should i see a doctor",
        "what should I take for pain",
        "do I need a scan",
        "do i need surgery",
        "can I still go to the gym",
        "the ambulance came last year",
        "I'm going up stairs",
        "I had a report from the scan",
        "is it bad to run",
        "is it serious if it clicks",
        "what could it be if it clicks",
        "is it dangerous to run",
        "I already had physio",
        "I just asked my doctor",
        "can I play with my kids on the floor",
        "how many questions do people ask about knees",
        "where do I go for a scan",
        "what do I have to do",
        "how long should I wait before running again",
        "should I wait until the swelling is gone before I exercise",
        "how urgent is surgery for a torn meniscus",
        "do I have to see a doctor for a baker's cyst",
        "should I worry about clicking",
        "the pain comes later in the day",
        "no",
        "",
    ],
    ids=str,
)
def test_answers_and_other_questions_are_no_remarks(text):
    assert kind_of(text) is None


@pytest.mark.parametrize("is_urgent", [True, False])
def test_healing_and_sport_are_looked_up_in_other_words(is_urgent):
    for text in ("how long till it heals", "can i play on saturday"):
        remark = remark_in(text, is_urgent)
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
        ("outer side. also can i still swim?", "can i still swim?"),
        ("three weeks, oh and by the way, can I cycle", "can I cycle"),
        ("new knee. can i swim?", "new knee. can i swim?"),
        ("also can i swim?", "also can i swim?"),
        ("bakers cyst. also is it dangerous?",) * 2,
        ("torn meniscus, also does it heal by itself?",) * 2,
        ("i have osteoarthritis, also can it be cured?",) * 2,
        ("they replaced my left hip in may. also can i swim?",) * 2,
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
