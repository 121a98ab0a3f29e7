"""What Slack hands over, as something heard."""

from __future__ import annotations

import pytest

from bot.channels.heard import COMMANDS
from bot.channels.slack.events import command_of, event_of, home_opened_by, plain
from bot.channels.slack.handed import Handed
from bot.channels.slack.taps import NothingMarked, tap_of
from tests.fakes.slack_api import FakeSlack, Message
from tests.fakes.slack_person import SlackPerson, elements_of


@pytest.fixture
def ann() -> SlackPerson:
    return SlackPerson(FakeSlack(), "U0ANN")


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("&amp;lt;", "&lt;"),
        ("see <https://example.org|example.org> or <https://example.org>",
         "see example.org or https://example.org"),
        ("call <tel:+44123|+44 123>", "call +44 123"),
        ("write <mailto:a@b.org>", "write a@b.org"),
        ("<@U0BOT> my knee <!here> in <#C01|general>", " my knee  in general"),
        ("no > 3", "no > 3"),
    ],
)  # fmt: skip
def test_words_are_what_was_typed(sent: str, typed: str) -> None:
    assert plain(sent) == typed


def test_a_message(ann: SlackPerson) -> None:
    body = ann.message("my knee")
    handed = event_of(body)
    assert handed is not None
    assert handed.id == f"event:{body['event_id']}"
    assert handed.order == float(body["event"]["ts"])
    assert (handed.heard.text, handed.heard.place) == ("my knee", "D0ANN/U0ANN")


@pytest.mark.parametrize(
    ("kinds", "unreadable"),
    [
        (["image/png", "image/jpeg"], "picture"),
        (["audio/mp4"], "voice"),
        (["video/mp4"], "voice"),
        (["image/png", "application/pdf"], "file"),
        ([""], "file"),
    ],
)
def test_files(ann: SlackPerson, kinds: list[str], unreadable: str) -> None:
    files = [{"mimetype": kind} for kind in kinds]
    handed = event_of(ann.message("", subtype="file_share", files=files))
    assert handed is not None
    assert (handed.heard.text, handed.heard.unreadable) == (None, unreadable)


def test_a_message_of_nothing_that_can_be_read(ann: SlackPerson) -> None:
    handed = event_of(ann.message("", attachments=[{}]))
    assert handed is not None and handed.heard.unreadable == "other"


@pytest.mark.parametrize("subtype", ["bot_message", "message_deleted", "channel_join", "new"])
def test_other_kinds_of_messages_are_nothing(ann: SlackPerson, subtype: str) -> None:
    assert event_of(ann.message("x", subtype=subtype)) is None


def test_people_of_one_organisation_are_known_in_each_workspace(ann: SlackPerson) -> None:
    persons = set()
    for team in ("T0001", "T0002"):
        body = {**ann.message("x"), "team_id": team, "enterprise_id": "E0001"}
        handed = event_of(body)
        assert handed is not None
        persons.add(handed.person)
    assert persons == {"E0001:U0ANN"}


def test_one_person_is_the_same_however_they_speak(ann: SlackPerson) -> None:
    button = {"type": "button", "action_id": "tap:0", "value": "side=left",
              "text": {"type": "plain_text", "text": "Left"}}  # fmt: skip
    message = Message(ann.channel, "1.1", "Which?", [{"type": "actions", "elements": [button]}])
    told = [
        event_of(ann.message("x")),
        command_of(ann.command(), 1.0),
        tap_of(ann.tap(message, button)),
    ]
    assert {handed.person for handed in told if isinstance(handed, Handed)} == {"T0001:U0ANN"}
    assert event_of({**ann.message("x"), "team_id": "T0002"}).person == "T0002:U0ANN"


@pytest.mark.parametrize("team", [{"id": "T0002"}, None])
def test_one_person_of_an_organisation_is_the_same_however_they_speak(
    ann: SlackPerson, team: dict | None
) -> None:
    body = ann.message("x")
    body["authorizations"][0]["enterprise_id"] = "E0001"
    button = {"type": "button", "action_id": "tap:0", "value": "side=left",
              "text": {"type": "plain_text", "text": "Left"}}  # fmt: skip
    tapped = ann.tap(Message(ann.channel, "1.1", "Which?", []), button)
    tapped |= {"enterprise": {"id": "E0001", "name": "Example"}, "team": team}
    command = {**ann.command(), "enterprise_id": "E0001", "team_id": "T0003"}
    told = [event_of(body), command_of(command, 1.0), tap_of(tapped)]
    assert [handed.person for handed in told if isinstance(handed, Handed)] == ["E0001:U0ANN"] * 3


@pytest.mark.parametrize("typed", COMMANDS)
def test_commands(ann: SlackPerson, typed: str) -> None:
    handed = command_of(ann.command(f" {typed.upper()} "), 5.0)
    assert handed is not None
    assert (handed.heard.command, handed.heard.text) == (typed, None)
    assert (handed.heard.place, handed.order) == ("/U0ANN", 5.0)


def test_other_words_behind_a_command_are_said(ann: SlackPerson) -> None:
    handed = command_of(ann.command("my knee &amp; hip"), 5.0)
    assert handed is not None and handed.heard.text == "my knee & hip"


def test_a_command_is_a_new_one_each_time(ann: SlackPerson) -> None:
    first, second = (command_of(ann.command("help"), 5.0) for _ in range(2))
    assert first is not None and second is not None and first.id != second.id


def test_only_the_home_tab_is_shown(ann: SlackPerson) -> None:
    assert home_opened_by(ann.home_opened()) == "U0ANN"
    assert home_opened_by(ann.home_opened("messages")) is None
    assert home_opened_by(ann.message("x")) is None


# -- Marking


def places(*marked: str, side: str | None = None) -> Message:
    def option(value: str) -> dict:
        return {"text": {"type": "plain_text", "text": value.title()}, "value": value}

    values = ["knee_front", "hip_groin", "lower_back"]
    values += [value for value in marked if value not in values]
    listed = {"type": "multi_static_select", "action_id": "marks:0",
              "options": [option(value) for value in values]}  # fmt: skip
    if marked:
        listed["initial_options"] = [option(value) for value in marked]
    sides = {"type": "static_select", "action_id": "side:0",
             "options": [option(value) for value in ("left", "right", "both")]}  # fmt: skip
    if side:
        sides["initial_option"] = option(side)
    done = {"type": "button", "action_id": "done", "value": "location",
            "text": {"type": "plain_text", "text": "Done"}}  # fmt: skip
    blocks = [
        {"type": "section", "accessory": listed},
        {"type": "actions", "elements": [sides, done]},
    ]
    return Message("D0ANN", "1.1", "Where?", blocks)


def done(ann: SlackPerson, message: Message) -> str | None:
    told = tap_of(ann.tap(message, elements_of(message.blocks)[-1]))
    if isinstance(told, NothingMarked):
        return None
    assert told is not None
    return told.heard.payload


def test_places_are_told_with_the_side_that_was_chosen(ann: SlackPerson) -> None:
    message = places()
    listed, sides, _ = elements_of(message.blocks)
    assert done(ann, message) is None
    ann.mark(listed, "knee_front", "lower_back")
    assert done(ann, message) == "location=knee_front,lower_back"
    ann.mark(sides, "right")
    assert done(ann, message) == "location=knee_front@right,lower_back"


def test_what_was_marked_before_counts_untouched(ann: SlackPerson) -> None:
    assert done(ann, places("knee_front@right", "lower_back")) == (
        "location=knee_front@right,lower_back"
    )
    message = places("knee_front@right", "hip_groin@left")
    assert done(ann, message) == "location=knee_front@right,hip_groin@left"
    ann.mark(elements_of(message.blocks)[1], "both")
    assert done(ann, message) == "location=knee_front@both,hip_groin@both"


def test_taking_every_mark_away_is_nothing(ann: SlackPerson) -> None:
    message = places("knee_front@right")
    ann.mark(elements_of(message.blocks)[0])
    assert done(ann, message) is None


def test_marking_alone_is_nothing_yet(ann: SlackPerson) -> None:
    message = places()
    listed, sides, _ = elements_of(message.blocks)
    ann.mark(listed, "knee_front")
    assert tap_of(ann.tap(message, listed)) is None
    assert tap_of(ann.tap(message, sides, sides["options"][0])) is None


def test_the_label_names_what_was_marked(ann: SlackPerson) -> None:
    message = places("knee_front")
    ann.mark(elements_of(message.blocks)[1], "left")
    told = tap_of(ann.tap(message, elements_of(message.blocks)[-1]))
    assert isinstance(told, Handed) and told.heard.label == "Knee_Front (left)"
