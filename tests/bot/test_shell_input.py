from __future__ import annotations

import pytest

from bot.shell_client import Said
from bot.shell_input import (
    Choice,
    Command,
    Pending,
    Problem,
    pending_of,
    read_json_line,
    read_line,
    read_transcript,
    read_transcript_line,
)
from tests.bot.shell_examples import ASKED_AGE, ASKED_SIDE, ASKED_SIGNS, BUTTONS, SIDE, SIGNS


@pytest.mark.parametrize(
    ("line", "pending", "payload"),
    [
        pytest.param("2", ASKED_SIDE, "side=right", id="one number"),
        pytest.param(" 2. ", ASKED_SIDE, "side=right", id="number with a full stop"),
        pytest.param("1,2", ASKED_SIGNS, "knee_signs=locking,giving_way", id="two numbers"),
        pytest.param("1 2", ASKED_SIGNS, "knee_signs=locking,giving_way", id="with a space"),
        pytest.param("2, 2", ASKED_SIGNS, "knee_signs=giving_way", id="the same twice"),
        pytest.param("3", ASKED_SIGNS, "knee_signs=none", id="none of them"),
        pytest.param("1", BUTTONS, "start_check", id="a button"),
        pytest.param("/why", ASKED_SIDE, "ask_why", id="why"),
        pytest.param("/MEANING", ASKED_SIDE, "ask_meaning", id="capitals"),
        pytest.param("/back", Pending(), "go_back", id="back"),
        pytest.param("/summary", Pending(), "show_summary", id="summary"),
    ],
)
def test_a_line_becomes_a_payload(line, pending, payload):
    said = read_line(line, pending)
    assert isinstance(said, Said)
    assert (said.payload, said.text) == (payload, None)


@pytest.mark.parametrize(
    ("line", "pending"),
    [
        pytest.param("the left one", ASKED_SIDE, id="words"),
        pytest.param("3 weeks", ASKED_SIDE, id="number and words"),
        pytest.param("47", ASKED_AGE, id="a number where one is asked for"),
        pytest.param("1", ASKED_AGE, id="a number is an answer even where 'not sure' is offered"),
        pytest.param("2", Pending(), id="a number where nothing is offered"),
    ],
)
def test_words_are_sent_as_they_are(line, pending):
    said = read_line(line, pending)
    assert isinstance(said, Said)
    assert (said.text, said.payload) == (line, None)


@pytest.mark.parametrize(
    ("line", "pending", "why"),
    [
        pytest.param("9", ASKED_SIDE, "no 9", id="too high"),
        pytest.param("0", ASKED_SIDE, "no 0", id="zero"),
        pytest.param("1,2", ASKED_SIDE, "Only one", id="two where one is asked for"),
        pytest.param("1,3", ASKED_SIGNS, "None of these", id="none with another"),
        pytest.param("/sumary", Pending(), "/summary", id="a slip"),
        pytest.param("/inform", Pending(), "/help", id="no command"),
    ],
)
def test_a_line_that_cannot_be_sent_says_why(line, pending, why):
    problem = read_line(line, pending)
    assert isinstance(problem, Problem)
    assert why in problem.text


@pytest.mark.parametrize("line", ["/help", "/debug", "/again", "/quit"])
def test_own_commands(line):
    assert read_line(line, Pending()) == Command(line)


def test_an_alias_means_the_command():
    assert read_line("/exit", Pending()) == Command("/quit")


def test_an_empty_line_means_nothing():
    assert read_line("  ", ASKED_SIDE) is None


def test_every_line_has_an_id_of_its_own():
    assert read_line("a", Pending()).id != read_line("a", Pending()).id


def test_buttons_that_repeat_an_option_are_offered_once():
    buttons = [
        {"title": "Left", "payload": "side=left"},
        {"title": "Skip", "payload": "skip"},
    ]
    pending = pending_of([{"text": "Which?", "question": SIDE, "buttons": buttons}])
    assert [choice.payload for choice in pending.choices] == [
        "side=left",
        "side=right",
        "side=not_sure",
        "skip",
    ]


def test_the_last_question_counts():
    pending = pending_of([{"text": "a", "question": SIGNS}, {"text": "b", "question": SIDE}])
    assert pending.question == "side"


def test_a_transcript_without_comments_and_marks():
    lines = ["# two people", "", "> my knee hurts", "  left ", "payload: side=left", ">"]
    assert list(read_transcript(lines)) == ["my knee hurts", "left", "payload: side=left"]


def test_a_payload_in_a_transcript():
    assert read_transcript_line("payload: side=left", Pending()).payload == "side=left"


@pytest.mark.parametrize(
    ("line", "body"),
    [
        pytest.param("my knee", {"text": "my knee"}, id="plain text"),
        pytest.param('{"text": "my knee"}', {"text": "my knee"}, id="text"),
        pytest.param('{"payload": "side=left"}', {"payload": "side=left"}, id="payload"),
        pytest.param("2", {"text": "2"}, id="a number stays a number"),
        pytest.param('{"text": "x", "id": "7"}', {"text": "x", "id": "7"}, id="own id"),
    ],
)
def test_json_lines(line, body):
    sent = read_json_line(line, ASKED_SIDE).body(debug=False)
    assert {**sent, **body} == sent


@pytest.mark.parametrize("line", ["{oops", "{}", '{"text": 1}', '{"text": "a", "payload": "b"}'])
def test_json_lines_that_cannot_be_sent(line):
    assert isinstance(read_json_line(line, Pending()), Problem)


def test_a_choice_knows_what_it_sends():
    assert ASKED_SIDE.choices[0] == Choice("Left", "side=left", "", "left")
