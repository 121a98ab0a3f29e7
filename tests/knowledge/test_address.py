import re
from dataclasses import replace

import pytest
import yaml

from knowledge.address import ANYBODY, WRITER, Address, address_of, forms, forms_for, unknown_forms
from knowledge.answers import ADDRESS, Answers
from knowledge.assessment import advise, assess_so_far
from knowledge.facts import with_facts
from knowledge.kin import PRONOUNS, kin_of, words_for_people
from knowledge.loading import ROOT
from knowledge.questions import Question, load_questions
from knowledge.red_flags import load_red_flags
from knowledge.urgency import EMERGENCY, load_urgency
from knowledge.vocabulary import load_vocabulary

MUM, SON = Address("she", "mum"), Address("he", "son")
CHILD, UNNAMED = Address("they", "child"), Address("they")
HER = Address("she")

QUESTION = "{Do_they} feel it when {they_are} asleep? Has it kept {them} from {their} work?"


@pytest.mark.parametrize(
    ("address", "first", "later", "age", "has_had"),
    [
        (WRITER, "do you", "do you", "are you", "have you"),
        (MUM, "does your mum", "does she", "is she", "has she"),
        (SON, "does your son", "does he", "is he", "has he"),
        (CHILD, "does your child", "do they", "are they", "have they"),
        (HER, "does she", "does she", "is she", "has she"),
        (UNNAMED, "do they", "do they", "are they", "have they"),
        (ANYBODY, "do they", "do they", "are they", "have they"),
    ],
    ids=str,
)
def test_the_verb_agrees_with_the_person(address, first, later, age, has_had):
    found = forms(address)
    assert found["do_person"] == first
    assert (found["do_they"], found["are_they"], found["have_they"]) == (later, age, has_had)


@pytest.mark.parametrize(
    ("address", "pronouns", "statements", "named"),
    [
        (WRITER, "you you your yourself", "you are, you have", "you your you"),
        (MUM, "she her her herself", "she is, she has", "your mum your mum's your mum"),
        (SON, "he him his himself", "he is, he has", "your son your son's your son"),
        (UNNAMED, "they them their themselves", "they are, they have", "they their them"),
    ],
    ids=str,
)
def test_pronouns_and_names(address, pronouns, statements, named):
    found = forms(address)
    assert " ".join(found[n] for n in ("they", "them", "their", "themselves")) == pronouns
    assert f"{found['they_are']}, {found['they_have']}" == statements
    assert " ".join(found[n] for n in ("person", "persons", "person_object")) == named


def test_every_form_has_its_capital_and_nobody_lacks_one():
    for address in (WRITER, MUM, SON, CHILD, UNNAMED, ANYBODY):
        found = forms(address)
        assert set(found) == set(forms(WRITER))
        assert all(words == words.strip() and words for words in found.values())
        for name, words in found.items():
            if name[0].islower():
                assert found[name.capitalize()][1:] == words[1:]


def test_a_sentence_reads_right_for_each():
    read = {
        name: QUESTION.format(**forms(address)) for name, address in [("mum", MUM), ("i", WRITER)]
    }
    assert read["mum"] == "Does she feel it when she is asleep? Has it kept her from her work?"
    assert read["i"] == "Do you feel it when you are asleep? Has it kept you from your work?"


@pytest.mark.parametrize(
    ("slots", "spoken_of"),
    [
        ({}, WRITER),
        ({"who": "self"}, WRITER),
        ({"who": "self", "pronoun": "she"}, WRITER),
        ({"who": "parent", "pronoun": "she", "relation": "mum"}, MUM),
        ({"who": "child"}, UNNAMED),
        ({"pronoun": "she"}, HER),
    ],
    ids=str,
)
def test_whom_the_answers_are_about(slots, spoken_of):
    assert address_of(Answers.from_slots(slots)) == spoken_of
    assert forms_for(slots) == forms(spoken_of)


def test_placeholders_that_are_no_forms_are_found():
    assert unknown_forms("{do_they} {Them} {emergency_number} {doe_they}", "emergency_number") == [
        "doe_they"
    ]


# -- The words for people


@pytest.mark.parametrize(
    ("said", "pronoun", "noun"),
    [
        ("mum", "she", "mum"),
        ("mums", "she", "mum"),
        ("boss", None, "boss"),
        ("foster son", "he", "foster son"),
        ("hubby", "he", "husband"),
        ("mother in law", "she", "mother-in-law"),
        ("step son", "he", "stepson"),
        ("wee boy", "he", "little boy"),
        ("partner", None, "partner"),
        ("elderly lady", "she", None),
        ("kids", "they", None),
    ],
)
def test_what_a_word_for_somebody_tells(said, pronoun, noun):
    kin = kin_of(said)
    assert kin is not None
    assert (kin.pronoun, kin.noun) == (pronoun, noun)


def test_other_words_name_nobody():
    assert kin_of("knee") is None
    assert kin_of("") is None


def test_every_word_for_a_person_in_the_vocabulary_is_known():
    words = {
        phrase
        for term in load_vocabulary().group("who")
        if term.value != "self"
        for phrase in (*term.phrases, *term.bare)
    }
    assert {word for word in words if kin_of(word) is None} == set()
    assert len(words) > 150
    assert {kin_of(word).pronoun for word in words_for_people()} == {*PRONOUNS, None}


# -- What a message changes


def told(answers: Answers, **findings) -> Answers:
    return with_facts(answers, findings)


@pytest.fixture
def about_mum() -> Answers:
    return told(Answers(), who="parent", pronoun="she", relation="mum")


def speaking(answers: Answers) -> tuple:
    return (answers.who, *(getattr(answers, name) for name in ADDRESS))


def test_it_is_kept_and_goes_through_the_slots(about_mum):
    later = told(about_mum, age=72)
    assert speaking(later) == ("parent", "she", "mum")
    assert Answers.from_slots(later.to_slots()) == later


def test_a_later_message_settles_the_pronoun():
    child = told(Answers(), who="child", relation="child")
    assert address_of(child) == CHILD
    assert address_of(told(child, pronoun="he")) == Address("he", "child")


def test_a_later_message_settles_what_to_call_them():
    child = told(Answers(), who="child", pronoun="he")
    assert address_of(told(child, who="child", pronoun="he", relation="son")) == SON


@pytest.mark.parametrize(
    "findings",
    [
        {"who": "child", "pronoun": "he", "relation": "son", "corrects": ["who"]},
        {"who": "child", "pronoun": "he", "relation": "son"},
    ],
    ids=["said to be wrong", "said otherwise"],
)
def test_they_change_with_the_person(about_mum, findings):
    assert speaking(told(about_mum, **findings)) == ("child", "he", "son")


def test_of_another_of_the_same_kind_they_change_when_the_first_is_taken_back():
    daughter = told(Answers(), who="child", pronoun="she", relation="daughter")
    son = {"who": "child", "pronoun": "he", "relation": "son"}
    assert speaking(told(daughter, **son, corrects=["who"])) == ("child", "he", "son")
    # "My son had it too" speaks of another by the way.
    assert speaking(told(daughter, **son)) == ("child", "she", "daughter")


def test_nothing_of_the_first_is_left_when_the_second_is_not_named(about_mum):
    assert speaking(told(about_mum, who="other")) == ("other", None, None)


def test_of_oneself_there_is_nothing_to_keep(about_mum):
    assert speaking(told(about_mum, who="self")) == ("self", None, None)
    assert speaking(told(Answers(who="self"), pronoun="she")) == ("self", None, None)


def test_a_stray_pronoun_does_not_make_a_mother_a_he(about_mum):
    assert speaking(told(about_mum, pronoun="he")) == ("parent", "she", "mum")
    assert speaking(told(about_mum, pronoun="they")) == ("parent", "they", "mum")


# -- What is read


@pytest.fixture(scope="module")
def responses() -> dict[str, list[dict]]:
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]


def expected_follow_ups(question: Question) -> list[str]:
    """A list of signs is followed up about doubts and about which of it is so.

    One that safety needs is about the rest too; where it hurts, about the part of a limb,
    and what makes it worse, of who has said that it is there at night, about the rest.

    How it began has a form of its own where only an accident is asked about.
    """
    if question.id == "onset":
        return ["about_injury"]
    if question.kind != "multi":
        where = ["about_which", "about_hip", "about_hip_and_knee"]
        return where if question.kind == "zones" else []
    rest = ["about_rest"] if question.mandatory or question.id == "triggers" else []
    return ["about_doubt", "about_which", *rest]


def test_every_question_stands_in_one_wording_and_no_unknown_form(responses):
    for question in load_questions():
        *followed_up, variant = responses[f"utter_ask_{question}"]
        asked_about = [each["condition"][0]["name"] for each in followed_up]
        assert asked_about == expected_follow_ups(load_questions()[question]), question
        for each in (*followed_up, variant):
            assert unknown_forms(each["text"], "summary") == [], question


def test_questions_do_not_say_you_but_by_a_form(responses):
    spoken_to = {
        f"utter_ask_{name}"
        for name in ("summary_confirmed", "location", "triggers", "suspected_signs")
    }
    for question in load_questions():
        name = f"utter_ask_{question}"
        if name not in spoken_to:
            assert not re.search(r"\b(you|your)\b", responses[name][-1]["text"]), name


TO_ONE = re.compile(r"\b(?:you|your|yourself|i|my|me)\b", re.IGNORECASE)


def test_what_is_said_of_a_sign_is_right_for_anybody():
    # "I am sorry" is the bot's own.
    said = [flag.say for flag in load_red_flags().values() if flag.id != "self_harm"]
    said += [text for term in load_vocabulary() for text in (term.label, term.help or "")]
    said += [choice.label for question in load_questions().values() for choice in question.choices]
    urgency = load_urgency()
    said += [lift.reason.text for lift in urgency.routine_when]
    said += [advice.text for advice in urgency.safety_net]
    said += [level.who_to_see for level in urgency.levels.values()]
    assert [text for text in said if TO_ONE.search(text)] == []


@pytest.mark.parametrize("flag", load_red_flags())
def test_the_guard_says_nothing_that_holds_only_for_the_writer(flag):
    text = advise(flag)["text"]
    assert "{emergency_number}" in text or "{" not in text
    assert "yourself" not in text
    assert "your mum" not in text


def ending(answers: Answers) -> str:
    return assess_so_far(answers).advice("999")


def test_an_emergency_is_told_to_whoever_is_there(about_mum):
    signs = {"saddle_numbness": "present"}
    assert "Do not drive yourself." in ending(Answers(findings=signs))
    assert "Get help for her now: call 999 or go with her" in ending(
        replace(about_mum, findings=signs)
    )
    assert "drive yourself" not in ending(replace(about_mum, findings=signs))
    assert assess_so_far(Answers(findings=signs)).urgency == EMERGENCY
