"""Words that mean a button which was offered, and the words for what was tapped."""

from __future__ import annotations

import pytest

from bot.payloads import meant_button, shown_text


def test_what_is_tapped_to_change_an_answer_is_shown_in_words():
    assert shown_text("change=duration_days", [], lambda _: None) == "change duration days"


OFFERED = [
    {"text": "…", "buttons": [{"title": "Why the hip?", "payload": "question=why the hip"}]},
    {"text": "…", "buttons": [{"title": "More about this", "payload": "topic=hip#muscles"}]},
]


@pytest.mark.parametrize("text", ["more", "Tell me more!", "go on", "more about this"])
def test_asking_for_more_means_the_button_for_more(text):
    assert meant_button(text, OFFERED) == "topic=hip#muscles"


@pytest.mark.parametrize("text", ["carry on", "more pain", "yes", "", "topic=hip"])
def test_other_words_mean_none(text):
    assert meant_button(text, OFFERED) is None


def test_more_means_nothing_where_no_more_is_offered():
    near = [{"buttons": [{"title": "Hip and knee", "payload": "topic=hip#muscles"}]}]
    assert meant_button("more", near) is None
    assert meant_button("tell me more", []) is None


def test_more_of_what_was_told_to_its_end_is_asked_of_the_documents():
    told = [{"text": "…", "passages": [{"id": "hip#muscles"}]}, {"text": "How old are you?"}]
    assert meant_button("more", told) == "question=more"
    assert meant_button("34", told) is None


PLACES = {
    "options": [
        {"value": "knee_front", "label": "Front of the knee"},
        {"value": "hip_groin", "label": "Groin"},
    ]
}


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("location=knee_front,hip_groin", "Front of the knee, Groin"),
        ("location=knee_front@right,hip_groin@left", "Front of the knee (right), Groin (left)"),
        ("location=hip_groin@both,knee_front", "Groin (both), Front of the knee"),
        ("location=hip_groin@up", "hip_groin@up"),
        ("location=elbow@left", "elbow (left)"),
    ],
)
def test_a_tapped_place_is_shown_with_its_side(payload, shown):
    assert shown_text(payload, [], lambda _: PLACES) == shown
