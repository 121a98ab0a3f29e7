from __future__ import annotations

import pytest

from bot.shell_ending import assessment_view, passages_of, passages_view
from bot.shell_input import pending_of
from bot.shell_view import choices_view, debug_view, help_view, message_view
from bot.shell_words import listed, source_name, text_of
from knowledge.report.words import load_words
from knowledge.urgency import load_urgency
from tests.bot.shell_examples import (
    AGE,
    ASKED_AGE,
    ASKED_SIDE,
    ASSESSMENT,
    GREETING,
    LONG,
    SIDE,
    shown,
)


def test_choices_are_numbered():
    text = shown(choices_view([{"text": "Which?", "question": SIDE}], ASKED_SIDE))
    assert "1 Left" in text
    assert "2 Right    as you look down" in text
    assert "Question 3 of about 9: a number, or your own words" in text


def test_a_number_question_says_what_it_takes():
    text = shown(choices_view([{"text": "How old?", "question": AGE}], ASKED_AGE))
    assert "a number of years from 0 to 120, or your own words" in text
    assert "Not sure" not in text


def test_nothing_is_offered_after_a_plain_message():
    assert choices_view([GREETING], pending_of([GREETING])) is None


def test_brackets_in_texts_stay():
    assert "[bold] and [/red]" in shown(message_view({"text": "[bold] and [/red]"}))


@pytest.mark.parametrize(
    "part",
    [
        "See someone in the next weeks",
        "A physiotherapist",
        "within some weeks",
        "the knee gets hot",
        "you cannot stand on it",
        "Pain referred from the hip (fits well)",
        "For: worse after sitting",
        "Against: no groin pain",
        "It has lasted for weeks. (A journal, 2020 (doi:10.1000/1))",
        "Told: About 3 weeks; 6 out of 10.",
        "No fever speaks against an infection.",
        "They look at the hip.",
        "Take stairs slowly.",
        "Ask a pharmacist first.",
        "• A leaflet",
        "For three weeks",
        "[1] Hip and knee",
        "They share [x].",
        "Source: A journal, 2020 (doi:10.1000/1)",
        "This is no diagnosis.",
    ],
)
def test_the_assessment_has_every_part(part):
    assert part in shown(message_view({"text": "Here it is.", "assessment": ASSESSMENT}))


def test_the_ending_is_told_in_the_order_of_what_matters():
    text = shown(assessment_view(ASSESSMENT))
    h = load_words().headings
    names = ("when", "who_to_see", "why", "speaks_against", "patterns", "expect", "meanwhile")
    names += ("cautions", "safety_net", "summary", "sources")
    headings = [f"\u2502 {h[name]} " for name in names]
    parts = [
        "See someone in the next weeks",
        *headings,
        "From the knowledge base",
        "This is no diagnosis.",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_what_repeats_the_ending_in_words_is_not_shown_again():
    assert message_view({"text": "Until then: …", "repeats": "assessment"}) is None


def test_a_long_passage_is_begun_and_shown_in_full_when_asked_for():
    assert "end." not in shown(passages_view([LONG]))
    assert "/passages" in shown(passages_view([LONG]))
    assert "end." in shown(passages_view([LONG], whole=True))


def test_a_passage_that_was_just_said_is_not_repeated():
    text = shown(message_view({"text": f"So:\n{LONG['text']}", "passages": [LONG]}))
    assert text.count("word word") == shown(LONG["text"]).count("word word")
    assert "Source: A journal" in text


def test_sentences_that_were_just_said_are_not_begun_again():
    cut = {
        **LONG,
        "text": "First of all. " + "Muscles hold the hip where it belongs, and tire. " * 9,
    }
    said = "Muscles hold the hip where it belongs, and tire.\n\nSource: A journal."
    text = shown(message_view({"text": said, "passages": [cut]}))
    assert "First of all" not in text
    assert text.count("Muscles hold") == 1
    assert "First of all" in shown(passages_view([cut], whole=True))


def test_passages_are_gathered_once_each():
    messages = [{"passages": [LONG]}, {"assessment": ASSESSMENT, "passages": [LONG]}]
    assert [passage["id"] for passage in passages_of(messages)] == ["p2", "p1"]


def test_a_question_put_again_does_without_the_explanations():
    again = shown(choices_view([{"question": SIDE}], ASKED_SIDE, brief=True))
    assert "2 Right" in again
    assert "as you look down" not in again


def test_an_emergency_with_little_known():
    view = assessment_view({"urgency": "emergency", "emergency_number": "112", "red_flags": ["x"]})
    text = shown(view)
    assert load_urgency().levels["emergency"].label in text
    assert "Call 112" in text
    assert "Who to see" not in text


def test_an_emergency_leaves_the_reading_for_later():
    text = shown(assessment_view({**ASSESSMENT, "urgency": "emergency"}))
    assert "A physiotherapist" in text
    assert "It has lasted for weeks." in text
    assert "/passages" in text
    for later in ("They share [x].", "Left knee", "Pain referred from the hip"):
        assert later not in text


def test_an_unknown_urgency_is_shown_as_it_is():
    assert "next_moon" in shown(assessment_view({"urgency": "next_moon"}))


def test_a_message_without_text_shows_nothing():
    assert message_view({"done": True}) is None


def test_it_is_told_how_to_get_the_report():
    text = shown(message_view({"text": "Done.", "report_url": "/webhooks/web/report"}))
    assert "/report saves" in text
    # Its address is of no use to a person: it wants the token.
    assert "webhooks" not in text


def test_debug_shows_slots_intent_and_passages():
    text = shown(
        debug_view(
            {
                "intent": {"name": "inform", "confidence": 0.91234},
                "slots": {"side": "left", "injury": False, "age": None, "triggers": []},
                "findings": {"present": ["swelling"]},
                "passages": [{"id": "p1", "score": 0.5, "title": "Hip and knee"}],
                "asked": "side",
                "red_flag": None,
            }
        )
    )
    for part in ("name inform, confidence 0.912", "side = left", "injury = False", "p1  0.5"):
        assert part in text
    assert "triggers" not in text


def test_debug_without_details_says_how_to_get_them():
    assert "PATELLA_DEBUG=1" in shown(debug_view(None))


def test_help_names_every_command():
    assert "/summary" in shown(help_view())
    assert "/debug" in shown(help_view())


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, []), ("", []), ("a", ["a"]), (["a"], ["a"]), (("a",), ["a"]), ({"k": 1}, [{"k": 1}])],
)
def test_listed(value, expected):
    assert listed(value) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("a", "a"),
        ({"text": "a"}, "a"),
        ({"label": "Side", "value": "left"}, "Side: left"),
        ({"label": "Side"}, "Side"),
        ({}, ""),
    ],
)
def test_text_of(item, expected):
    assert text_of(item) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, ""),
        ("NICE", "NICE"),
        ({"name": "NICE", "year": 2022}, "NICE, 2022"),
        ([{"name": "A"}, {"name": "B", "where": "x"}], "A; B (x)"),
    ],
)
def test_source_name(source, expected):
    assert source_name(source) == expected
