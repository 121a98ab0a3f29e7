"""The word rules: what is not for the documents, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.loading import ContentError
from knowledge.search import settings
from knowledge.search.documents import load_documents
from knowledge.search.rules import REASONS, load_rules, plain

QUESTIONS = yaml.safe_load(Path(__file__).with_name("word_rules.yml").read_text(encoding="utf-8"))
NOT_FOR_THE_DOCUMENTS = QUESTIONS["not_for_the_documents"]
#: Documents about what the rules refuse: they say why, and whom to ask or call.
ABOUT_REFUSALS = {"anti-inflammatory-cautions", "emergencies-elsewhere", "pain-relief-medicines"}
#: A question of another document that is refused all the same, so that a few may slip through.
MOST_REFUSED = 0.005


@pytest.mark.parametrize(
    ("reason", "question"),
    [(reason, each) for reason, many in NOT_FOR_THE_DOCUMENTS.items() for each in many],
    ids=str,
)
def test_what_is_not_for_the_documents_is_known_by_its_words(reason, question):
    assert load_rules().reason_for(question) == reason


@pytest.mark.parametrize("question", QUESTIONS["for_the_documents"], ids=str)
def test_what_only_looks_like_it_is_for_the_documents(question):
    assert load_rules().reason_for(question) is None


def test_hardly_a_question_of_the_documents_themselves_is_refused():
    documents = load_documents(settings.DOCUMENTS, settings.SOURCES)
    others = [each for each in documents if each.id not in ABOUT_REFUSALS]
    asked = [question for document in others for question in document.questions]
    refused = {each: load_rules().reason_for(each) for each in asked}
    wrongly = {question: reason for question, reason in refused.items() if reason}
    assert len(wrongly) / len(asked) <= MOST_REFUSED, wrongly


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Can’t I take 400mg?", "cant i take 400 mg ?"),
        ("ibuprofen + codeine.  OK?!", "ibuprofen and codeine . ok ? ."),
        ("x-ray, twice", "x ray twice"),
        ("", ""),
    ],
)
def test_a_question_is_read_without_marks(question, read):
    assert plain(question) == read


def rules_in(folder: Path, rules: str) -> Path:
    """A folder of rules of which one file is as given."""
    (folder / "lists.yml").write_text("drug: [aspirin]\n")
    for reason in REASONS:
        (folder / f"{reason}.yml").write_text("- says: [never]\n")
    (folder / "privacy.yml").write_text(rules)
    return folder


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ("- says: ['{nowhere}']", "no list nowhere"),
        ("- says: ['(']", "no regular expression"),
        ("- says: [x]\n  unless: ['{nobody}']", "no list nobody"),
        ("- because: [x]", "because"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named(tmp_path, rules, problem):
    with pytest.raises(ContentError, match=problem) as caught:
        load_rules(rules_in(tmp_path, rules))
    assert "privacy.yml:" in str(caught.value)


def test_a_rule_may_need_two_signs_or_one_beside_another(tmp_path):
    rules = "- {says: [cold, numb], least: 2}\n- {says: [cold, numb], beside: [now], unless: [if]}"
    found = load_rules(rules_in(tmp_path, rules))
    said = ["cold", "cold and numb", "numb now", "cold, numb if", "what if it is cold now"]
    assert [found.reason_for(each) for each in said] == [
        None,
        "privacy",
        "privacy",
        "privacy",
        None,
    ]


def test_a_medicine_is_known_although_misspelt():
    assert load_rules().reason_for("can i take ibuprofin for it") == "ask_pharmacist"
