"""What answers are about, in the topics of the documents."""

from __future__ import annotations

import pytest

from knowledge.answers import Answers
from knowledge.search import settings
from knowledge.search.documents import load_documents
from knowledge.told_topics import CHILDREN, FOR_FEW, TOPICS, is_for, topics_told
from knowledge.vocabulary import load_vocabulary


def test_every_topic_is_one_of_a_document_and_every_value_one_of_the_vocabulary():
    documents = load_documents(settings.DOCUMENTS, settings.SOURCES)
    known = {topic for document in documents for topic in document.topics}
    wanted = {topic for topics in TOPICS.values() for topic in topics}
    assert wanted | set(CHILDREN) | set(FOR_FEW) <= known
    values = {*TOPICS, *(value for few in FOR_FEW.values() for value in few)}
    assert all(load_vocabulary().label(value) for value in values)


def test_answers_tell_topics():
    answers = Answers(location=("hip_groin",), triggers=("stairs_down",))
    assert topics_told(answers) == {"hip", "groin", "stairs"}
    assert topics_told(Answers(findings={"swelling": "absent"})) == frozenset()
    assert topics_told(Answers(age=12)) == set(CHILDREN)


@pytest.mark.parametrize(
    ("topics", "answers", "fits"),
    [
        (("hip",), Answers(), True),
        (("children", "knee"), Answers(age=40), False),
        (("children", "knee"), Answers(who="child"), True),
        (("pregnancy",), Answers(), False),
        (("pregnancy",), Answers(findings={"pregnant": "present"}), True),
        (("joint replacement",), Answers(history={"joint_replacement": "absent"}), False),
        (("swelling", "red flag"), Answers(findings={"swelling": "present"}), False),
    ],
    ids=str,
)
def test_what_concerns_few_is_offered_to_those_few(topics, answers, fits):
    assert is_for(topics, answers) is fits
