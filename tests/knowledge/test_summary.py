import pytest

from knowledge.answers import Answers
from knowledge.meaning import meanings
from knowledge.questions import load_questions
from knowledge.summary import duration_in_words, line_for, summarise, summarise_briefly
from knowledge.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((1, 1), "1 day"),
        ((3, 5), "3 to 5 days"),
        ((21, 21), "3 weeks"),
        ((21, 28), "3 to 4 weeks"),
        ((60, 60), "2 months"),
        ((365, 365), "1 year"),
        ((0.1, 0.3), "less than a day"),
        ((10, 10), "10 days"),
        ((540, 540), "18 months"),
        ((730, 1095), "2 to 3 years"),
    ],
    ids=str,
)
def test_a_duration_is_told_in_the_unit_people_use(days, words):
    assert duration_in_words(days) == words


def test_the_long_summary_names_what_is_absent_and_the_short_one_does_not(complete):
    assert any(line.startswith("Not present:") for line in summarise(complete))
    assert not any("Not present" in line for line in summarise_briefly(complete))


def test_an_unknown_answer_has_no_line():
    assert line_for("side", Answers()) == ""
    assert line_for("fever", Answers()) == ""
    assert line_for("fever", Answers(findings={"fever": "present"})).endswith(": yes")


@pytest.mark.parametrize(
    ("text", "pending", "named"),
    [
        ("what does giving way mean?", "knee_signs", "giving_way"),
        ("whats locking", "knee_signs", "locking"),
        ("what do you mean by swelling", None, "swelling"),
    ],
    ids=str,
)
def test_a_word_is_explained(text, pending, named):
    found = meanings(text, pending, Answers())
    assert any(line.startswith(load_vocabulary().label(named)) for line in found)


def test_a_short_word_names_no_option_by_its_ending():
    found = meanings("6. What would 10 be?", "severity", Answers())
    assert found == [load_questions()["severity"].meaning]


def test_without_a_word_every_option_is_explained():
    assert len(meanings("what does that mean?", "knee_signs", Answers())) >= 3
    assert meanings("what does that mean?", None, Answers()) == []
