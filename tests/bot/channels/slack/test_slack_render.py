"""Pieces of an answer as Slack's blocks: what stands there, and that Slack takes it."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.channels.pieces import Piece, pieces_of
from bot.channels.slack.render import Part, render
from bot.exchange import Message
from bot.words import Words
from knowledge.asking import describe_question
from knowledge.questions import AGAIN, DOUBTED, load_questions
from tests.fakes.slack_api import check_blocks
from tests.fakes.slack_person import elements_of


def shown(words: Words, *messages: Message) -> list[Part]:
    parts = render(pieces_of(messages, words), words)
    for part in parts:
        check_blocks(part.blocks)
        # Slack's own library knows limits as well.
        for block in part.blocks:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.validate_json()
        assert elements_of(part.closed or []) == []
    return parts


def texts(part: Part) -> list[str]:
    found = []
    for block in part.blocks:
        found += [block["text"]] if block["type"] == "section" else []
        found += block["elements"] if block["type"] == "context" else []
    return [text["text"] for text in found]


def rows(part: Part) -> list[list[str]]:
    """What can be tapped, row by row: a button's label, or the kind of another element."""
    found = []
    for block in part.blocks:
        elements = block["elements"] if block["type"] == "actions" else []
        elements = elements or ([block["accessory"]] if "accessory" in block else [])
        if elements:
            found.append(
                [e["text"]["text"] if e["type"] == "button" else e["type"] for e in elements]
            )
    return found


def question(name: str, **more: Any) -> Message:
    return {"text": "Well?", "question": {**describe_question(name, {}), **more}}


@pytest.mark.parametrize("name", load_questions())
@pytest.mark.parametrize("mark", [None, DOUBTED, AGAIN])
def test_every_question_can_be_answered(house_words: Words, name: str, mark: str | None) -> None:
    asked = describe_question(name, {"asked": {name: mark}} if mark else {})
    (part,) = shown(house_words, {"text": "Well?", "question": asked})
    offered = str(part.blocks)
    for option in asked.get("options", ()):
        assert option["label"][:74] in offered
    assert part.closed is not None


def test_words_stay_as_they_are(house_words: Words) -> None:
    (part,) = shown(house_words, {"text": "1 < 2 & <@U1> <!here>"})
    assert texts(part) == ["1 &lt; 2 &amp; &lt;@U1&gt; &lt;!here&gt;"]
    for text in ("2 * 3 * 4", "a_b_c", "~no~", "`x`", "> quoted"):
        (part,) = shown(house_words, {"text": text})
        assert part.blocks[0]["text"] == {"type": "plain_text", "text": text, "emoji": False}


def test_a_long_text_is_several_sections_without_a_broken_word(house_words: Words) -> None:
    text = " ".join(f"word{number}&" for number in range(1500))
    parts = shown(house_words, {"text": text})
    whole = " ".join(" ".join(texts(part)) for part in parts)
    assert whole == text.replace("&", "&amp;")
    assert len(parts) > 1


def test_an_emergency_cannot_be_missed(house_words: Words) -> None:
    (part,) = shown(
        house_words, {"text": "It may be a clot.\n\nCall 112 now.", "notice": "emergency"}
    )
    assert texts(part) == ["*\u26a0\ufe0f It may be a clot.*\n\n*Call 112 now.*"]
    assert part.blocks[0]["expand"] is True


def test_sources_and_progress_are_small_print(house_words: Words) -> None:
    asked = question("side", progress={"answered": 2, "expected": 9})
    (part,) = shown(house_words, {**asked, "text": "Which?\n\nSource: NHS, Knee pain"})
    kinds = [(block["type"], str(block)) for block in part.blocks]
    small = [text for kind, text in kinds if kind == "context"]
    assert "Source: NHS, Knee pain" in small[0] and "Question 3 of about 9" in small[1]
    assert part.text == "Which?\n\nSource: NHS, Knee pain\n\nQuestion 3 of about 9"


def test_details_of_an_ending_are_one_message_with_headings(house_words: Words) -> None:
    details = [
        {"text": f"{name}:\n• One\n• Two\n\nSource: NHS", "repeats": "assessment"}
        for name in ("Why", "Until then", "When to get help sooner")
    ]
    (part,) = shown(house_words, *details)
    assert texts(part)[:3] == ["*Why:*", "• One\n• Two", "Source: NHS"]
    assert len(part.blocks) == 9 and part.closed is None
    # When to get help sooner is not folded.
    assert ["expand" in block for block in part.blocks if block["type"] == "section"] == [
        *(True, False), *(True, False), *(True, True),
    ]  # fmt: skip


def test_details_too_long_for_one_message_are_several(house_words: Words) -> None:
    details = [{"text": f"Why:\n{'• One two ' * 200}", "repeats": "assessment"} for _ in range(12)]
    parts = shown(house_words, *details)
    assert len(parts) > 1
    assert sum(len(texts(part)) for part in parts) == 24


def test_few_answers_are_buttons_in_rows_of_five(house_words: Words) -> None:
    (part,) = shown(house_words, question("onset"))
    first, second = rows(part)
    assert first == ["With a fall, twist or knock", "All at once", "Bit by bit", "Not sure"]
    assert second == ["Why?", "Meaning?", "Skip"]
    (part,) = shown(house_words, question("severity"))
    assert rows(part)[:3] == [list("01234"), list("56789"), ["10", "Not sure"]]


def test_up_to_ten_signs_are_boxes_and_more_are_a_list(house_words: Words) -> None:
    (part,) = shown(house_words, question("emergency_signs"))
    assert rows(part)[:2] == [["checkboxes"], ["Done", "None of these", "Not sure"]]
    (part,) = shown(house_words, question("triggers"))
    assert rows(part)[:2] == [["multi_static_select"], ["Done", "None of these", "Not sure"]]


def test_a_long_list_of_which_one_is_chosen(house_words: Words) -> None:
    options = [{"value": f"v{number}", "label": f"No. {number}"} for number in range(14)]
    (part,) = shown(house_words, question("onset", options=options))
    assert rows(part)[0] == ["static_select"]
    (element, *_) = elements_of(part.blocks)
    assert element["options"][3]["value"] == "onset=v3"


def test_a_place_and_its_side(house_words: Words) -> None:
    (part,) = shown(house_words, question("location"))
    assert rows(part)[:3] == [["multi_static_select"], ["static_select"], ["Done", "Not sure"]]
    side = elements_of(part.blocks)[1]
    assert [option["text"]["text"] for option in side["options"]] == ["Left", "Right", "Both"]
    assert "initial_option" not in side


def test_the_side_is_not_asked_where_it_is_known_or_there_is_none(house_words: Words) -> None:
    (part,) = shown(house_words, question("location", side="left"))
    assert rows(part)[:2] == [["multi_static_select"], ["Done", "Not sure"]]
    back = [{"value": "lower_back", "label": "Lower back"}]
    (part,) = shown(house_words, question("location", options=back))
    assert not any("static_select" in row for row in rows(part))


def test_what_was_marked_is_marked_again(house_words: Words) -> None:
    (part,) = shown(house_words, question("location", chosen=["knee_front@right", "lower_back"]))
    places, side = elements_of(part.blocks)[:2]
    marked = [option["value"] for option in places["initial_options"]]
    assert marked == ["knee_front@right", "lower_back"]
    assert side["initial_option"]["value"] == "right"


def test_sides_that_differ_are_kept_until_one_is_chosen_for_all(house_words: Words) -> None:
    chosen = ["knee_front@right", "hip_groin@left"]
    (part,) = shown(house_words, question("location", chosen=chosen))
    places, side = elements_of(part.blocks)[:2]
    assert [option["value"] for option in places["initial_options"]] == chosen
    assert "initial_option" not in side


def test_labels_and_values_keep_to_the_limits(house_words: Words) -> None:
    long = "which exercises " * 50
    button = {"title": long, "payload": "question=" + long}
    (part,) = shown(house_words, {"text": "See also:", "buttons": [button] * 7})
    assert [len(row) for row in rows(part)] == [5, 2]
    assert rows(part)[0][0].endswith("which…")


def test_what_is_left_of_an_answered_question(house_words: Words) -> None:
    (part,) = shown(house_words, question("side"))
    assert part.closed == [block for block in part.blocks if block["type"] == "section"]


def test_the_report_stays_to_be_had(house_words: Words) -> None:
    message = {"text": "See a GP.", "report_url": "/webhooks/web/report"}
    (part,) = render([*pieces_of([message], house_words)], house_words)
    assert [e["value"] for e in elements_of(part.closed or [])] == ["own:report"]


def test_a_piece_without_text_is_no_message(house_words: Words) -> None:
    (part,) = render([Piece(text="Well")], house_words)
    assert part.closed is None
