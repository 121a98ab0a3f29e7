from __future__ import annotations

import pytest

from knowledge.ingest.blocks import Block
from knowledge.ingest.passages import FEWEST, MOST, cut, sentences
from knowledge.ingest.repeats import Repeat, repeats
from knowledge.search.documents import word_count
from tests.knowledge.ingest.made import BUTTOCK, CHAIR, SCAN


def heading(text, level=2):
    return Block("heading", text, level)


def text(words, start="Word"):
    return Block("text", " ".join([start] + ["word"] * (words - 1)) + ".")


def numbered(count, words=12):
    """That many sentences, each of so many words."""
    return " ".join(
        f"Sentence {number} {' '.join(['word'] * (words - 2))}." for number in range(count)
    )


def test_each_section_is_a_passage_with_the_headings_above_it():
    made = cut([heading("Hip"), text(70), heading("Pain", 3), text(80), heading("Knee"), text(60)])
    assert [each.heading for each in made] == ["Hip", "Hip: Pain", "Knee"]
    assert [word_count(each.text) for each in made] == [70, 80, 60]


def test_a_long_section_is_divided_at_its_paragraphs():
    paragraphs = [text(90, "First"), text(90, "Second"), text(90, "Third")]
    made = cut([heading("Long"), *paragraphs])
    assert [each.text for each in made] == [each.text for each in paragraphs]
    assert {each.heading for each in made} == {"Long"}


def test_a_long_paragraph_is_divided_at_its_sentences():
    made = cut([Block("text", numbered(40))])
    assert all(FEWEST <= word_count(each.text) <= MOST for each in made)
    assert " ".join(each.text for each in made) == numbered(40)
    assert all(each.text.startswith("Sentence") and each.text.endswith(".") for each in made)


def test_text_without_any_end_is_divided_between_words():
    made = cut([Block("text", " ".join(["word"] * 1000))])
    assert max(word_count(each.text) for each in made) <= MOST
    assert sum(word_count(each.text) for each in made) == 1000


def test_a_list_is_divided_at_its_items_and_stays_with_what_introduces_it():
    items = "\n".join(f"- item {number} {'word ' * 18}".strip() for number in range(14))
    made = cut([text(90), Block("text", "What helps is this:"), Block("lines", items)])
    assert len(made) > 2
    assert made[1].text.startswith("What helps is this:\n\n- item 0")
    assert all(each.text.startswith("- item") for each in made[2:])


def test_sections_of_a_few_words_share_a_passage_that_names_both():
    made = cut([heading("Ice"), text(20), heading("Heat"), text(30), heading("Rest"), text(100)])
    assert [each.heading for each in made] == ["Ice / Heat", "Rest"]
    assert made[0].text == f"Ice: {text(20).text}\n\nHeat: {text(30).text}"


def test_an_introduction_goes_to_its_first_section_and_a_question_stays_alone():
    made = cut(
        [
            heading("Care"),
            text(10),
            heading("At home", 3),
            text(60),
            heading("Is it arthritis?", 3),
            text(15),
        ]
    )
    assert [each.heading for each in made] == ["Care: At home", "Care: Is it arthritis?"]


def test_a_few_words_below_a_long_section_are_a_part_of_it():
    items = Block("lines", "- if it locks\n- if it swells")
    made = cut([heading("Scans"), text(90), heading("When to go", 3), items])
    assert [each.heading for each in made] == ["Scans"]
    assert made[0].text.endswith(".\n\nWhen to go:\n- if it locks\n- if it swells")


def test_a_conclusion_is_no_part_of_the_last_section():
    last = Block("text", "In conclusion, " + text(60).text)
    made = cut([heading("Surgery"), text(70), last])
    assert [each.heading for each in made] == ["Surgery", ""]


def test_sentences_do_not_end_at_abbreviations_and_numbers():
    assert sentences("See Dr. Smith, e.g. on Monday. Then 3.5 hours pass. (Really!) Done?") == [
        "See Dr. Smith, e.g. on Monday.",
        "Then 3.5 hours pass.",
        "(Really!)",
        "Done?",
    ]


def test_the_same_text_and_nearly_the_same_are_found():
    near = BUTTOCK.replace("some weeks", "a few weeks").replace("cope with", "bear")
    found = repeats([BUTTOCK, SCAN, BUTTOCK.upper().replace(" ", "  "), near, CHAIR])
    assert found == [Repeat(2, 0, exact=True), Repeat(3, 0, exact=False)]


@pytest.mark.parametrize(
    ("old", "new"),
    [("half hour", "2 hours"), ("higher than", "lower than"), ("means no harm", "means harm")],
)
def test_texts_that_differ_in_what_matters_are_no_repeats(old, new):
    assert old in CHAIR
    assert repeats([CHAIR, CHAIR.replace(old, new)]) == []
