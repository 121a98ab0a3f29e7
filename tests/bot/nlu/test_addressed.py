"""She, he or they, and what the writer calls the one it is about."""

from __future__ import annotations

from datetime import date

import pytest

from bot.evaluation.findings import Reading, difference, pairs
from bot.nlu.arbitration import says_something
from bot.nlu.extract.message import pending_question
from bot.nlu.extract.understanding import understand

TODAY = date(2026, 11, 20)
SIGNS = pending_question("emergency_signs")

# text, pending question, who, pronoun, relation
PEOPLE = [
    ("my mum's right knee hurts at the front", None, "parent", "she", "mum"),
    ("my mums knee is swollen", None, "parent", "she", "mum"),
    ("my dad's 81 and his hip is sore", None, "parent", "he", "dad"),
    ("Nan's knee is red hot", None, "parent", "she", "nan"),
    ("my grandad can't put weight on his leg", None, "parent", "he", "grandad"),
    ("my granda's knee is sore", None, "parent", "he", "granda"),
    ("my mother in law has hip pain", None, "parent", "she", "mother-in-law"),
    ("My mother, aged 75, fell and can't stand on her leg", None, "parent", "she", "mother"),
    ("my son is 11 and he limps", None, "child", "he", "son"),
    ("my daughter (9) has knee pain", None, "child", "she", "daughter"),
    ("my little girl's knee is sore", None, "child", "she", "little girl"),
    ("my wee boy limps", None, "child", "he", "little boy"),
    ("our lad has a sore knee", None, "child", "he", "lad"),
    ("my eldest daughter limps", None, "child", "she", "daughter"),
    ("my sons knee is sore", None, "child", "he", "son"),
    ("my step son twisted his knee", None, "child", "he", "stepson"),
    ("my child's knee hurts, they limp", None, "child", "they", "child"),
    ("my teenager's hip hurts", None, "child", None, "teenager"),
    ("my husband fell and cant stand", None, "partner", "he", "husband"),
    # What somebody does for the writer makes it no pain of theirs.
    ("my husband measured it, the calf is 3 cm bigger", None, None, None, None),
    ("my wife checked her calf, it is swollen", None, "partner", "she", "wife"),
    ("hubby twisted his knee", None, "partner", "he", "husband"),
    ("asking for my wife", None, "partner", "she", "wife"),
    ("my missus can't kneel", None, "partner", "she", "wife"),
    ("my partner has knee pain, she is 40", None, "partner", "she", "partner"),
    ("my partner has knee pain", None, "partner", None, "partner"),
    ("my friend hurt their knee", None, "other", "they", "friend"),
    ("asking for a friend, he fell", None, "other", "he", "friend"),
    ("my neighbour, he is 80, has hip pain", None, "other", "he", "neighbour"),
    ("my brother twisted his knee", None, "other", "he", "brother"),
    ("my friend's mum has a sore hip", None, "other", "she", "friend's mum"),
    ("my wife's dad cannot walk", None, "parent", "he", "wife's dad"),
    # Words that do not go with "your", and people who are not the writer's.
    ("my fella has done his knee in", None, "partner", "he", None),
    ("I look after an old lady next door, her hip hurts", None, "other", "she", None),
    ("the lad i coach has hurt his knee", None, "child", "he", None),
    ("I'm the night nurse for Mr Ito, his knee is hot", None, "other", "he", None),
    ("I'm her carer, she has a swollen knee", None, "other", "she", None),
    ("his wife here, he fell off a ladder", None, "partner", "he", None),
    # Several people.
    ("my kids both have knee pain", None, "child", "they", None),
    ("my sons have knee pain", None, "child", "they", None),
    ("my twin boys have knee pain", None, "child", "they", None),
    # Nobody is named: it settles what an earlier message left open.
    ("she's 72", "age", None, "she", None),
    ("he's limping", "child_signs", None, "he", None),
    ("he is 4 and limps", None, "child", "he", None),
    ("she fell and cant stand", None, None, "she", None),
    # As answers to whom it is about.
    ("my mum", "who", "parent", "she", "mum"),
    ("gran", "who", "parent", "she", "gran"),
    ("no, it's about my son", "side", "child", "he", "son"),
    # A person says which pronoun it is.
    ("my sibling hurts, they use they/them", None, None, "they", None),
]


@pytest.mark.parametrize(
    ("text", "asked", "who", "pronoun", "relation"), PEOPLE, ids=lambda value: str(value)
)
def test_how_to_speak_of_them(text, asked, who, pronoun, relation):
    found = understand(text, asked, pending_question(asked), TODAY)
    assert (found.get("who"), found.get("pronoun"), found.get("relation")) == (
        who,
        pronoun,
        relation,
    )


@pytest.mark.parametrize(
    "text",
    [
        "my left knee has been aching for 3 weeks",
        "my knee hurts, my wife said she would call",
        "my brother had it too, my knee is sore",
        "she said it was nothing. my knee hurts",
        "i'm his mum and my knee is sore",
        "he kicked me in the knee",
    ],
)
def test_of_the_writer_nothing_is_told(text):
    found = understand(text, None, None, TODAY)
    assert {"pronoun", "relation"}.isdisjoint(found)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("the doctor said she has arthritis", "history"),
        ("my childs knee hurts and the teacher said he limps", None),
        ("the physio thinks he can help", "history"),
    ],
)
def test_a_pronoun_that_may_be_the_doctors_is_left_alone(text, asked):
    assert "pronoun" not in understand(text, asked, pending_question(asked), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "no, it's about my son",
        "no it's my dad",
        "no, i'm asking for my mum",
        "no, it is for me",
        "no, sorry, it's for my wife",
    ],
)
def test_no_to_whom_it_is_about_is_no_answer_to_a_list_of_signs(text):
    assert "answer" not in understand(text, "emergency_signs", SIGNS, TODAY)


@pytest.mark.parametrize(
    "text", ["no, my mum has none of these", "no, he is well in himself", "no, i'm fine"]
)
def test_no_is_still_an_answer_when_somebody_is_named(text):
    found = understand(text, "emergency_signs", SIGNS, TODAY)
    assert found["answer"] == {"question": "emergency_signs", "outcome": "none"}


def test_how_to_speak_of_somebody_is_no_finding_of_its_own():
    found = understand("asking for my mum", None, None, TODAY)
    assert found["relation"] == "mum"
    assert not says_something(found)


def test_the_evaluation_does_not_count_it():
    found = understand("my mum has a swollen knee", None, None, TODAY)
    expected = {"who": "parent", "present": ["swelling"]}
    assert found["pronoun"] == "she"
    assert pairs(found) == pairs(expected)
    assert difference(Reading("", None, expected, found)) == ""


@pytest.mark.parametrize(
    ("text", "who", "relation", "pronoun"),
    [
        ("my son, not my daughter", "child", "son", "he"),
        ("not my daughter, my son", "child", "son", "he"),
        ("son not daughter", "child", "son", "he"),
        ("sorry I meant my son", "child", "son", "he"),
        ("no not me, my wife", "partner", "wife", "she"),
        ("it's not my son, it's me", "self", None, None),
        # Nothing is put right here.
        ("not my knee, my hip", "self", None, None),
        ("I am sorry, my son has no fever", "child", "son", "he"),
    ],
)
def test_whom_it_is_about_is_put_right(text, who, relation, pronoun):
    found = understand(text, "age", pending_question("age"), TODAY)
    assert (found["who"], found.get("relation"), found.get("pronoun")) == (who, relation, pronoun)
