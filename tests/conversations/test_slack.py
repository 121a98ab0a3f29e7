"""Whole conversations over Slack: the real servers, and a fake Slack that enforces its limits."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests.fakes.slack_api import BOT_TOKEN, SIGNING_SECRET, FakeSlack, Message, running_slack
from tests.fakes.slack_person import (
    Request,
    SlackPerson,
    button_of,
    command_request,
    elements_of,
    event_request,
    labels_of,
    tap_request,
    words_of,
)
from tests.servers import Servers, running_servers

REFERENCE = (
    "my left knee's been aching round the front for about 3 weeks, worse going downstairs and"
    " after sitting ages at my desk. scan was clear"
)
ANSWERS = {"onset": "gradual", "age": "34", "severity": "4", "summary_confirmed": "yes"}
AGREE = "I agree, carry on"


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with running_slack() as fake:
        yield fake


@pytest.fixture(scope="module")
def servers(slack: FakeSlack) -> Iterator[Servers]:
    with running_servers(
        PATELLA_SLACK_BOT_TOKEN=BOT_TOKEN,
        PATELLA_SLACK_SIGNING_SECRET=SIGNING_SECRET,
        PATELLA_SLACK_API=slack.url + "api/",
    ) as running:
        yield running


class Talk:
    """Somebody who talks to the bot in Slack."""

    def __init__(self, slack: FakeSlack, servers: Servers, user: str) -> None:
        self.person = SlackPerson(slack, user)
        self._slack = slack
        self._servers = servers
        self._http = httpx.Client(base_url=servers.url, trust_env=False, timeout=10)

    def post(self, request: Request) -> httpx.Response:
        """Hand a request over; Slack waits three seconds."""
        path, headers, body = request
        begun = time.monotonic()
        answer = self._http.post(path, headers=headers, content=body)
        assert answer.status_code == 200 and time.monotonic() - begun < 3
        return answer

    def settle(self, seconds: float = 60) -> None:
        """Until everything that was handed over is carried out."""
        deadline = time.monotonic() + seconds
        while self.rows("select count(*) from deliveries where body is not null") != [(0,)]:
            assert time.monotonic() < deadline, self._servers.logs()
            time.sleep(0.02)

    def rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self._servers.var / "conversations.db")) as database:
            return database.execute(query).fetchall()

    def does(self, *requests: Request) -> list[Message]:
        """Do several things at once; what is said then."""
        before = len(self.person.seen())
        for request in requests:
            self.post(request)
        self.settle()
        return self.person.seen()[before:]

    def says(self, text: str) -> list[Message]:
        return self.does(event_request(self.person.message(text)))

    def commands(self, text: str) -> list[Message]:
        return self.does(command_request(self.person.command(text)))

    def taps(self, label: str) -> list[Message]:
        message = [one for one in self.person.seen() if label in labels_of(one)][-1]
        return self.does(tap_request(self.person.tap(message, button_of(message, label))))

    def agrees(self) -> Talk:
        self.says("hello")
        self.taps(AGREE)
        return self

    @property
    def asked(self) -> str | None:
        """The question that is open, by what stands behind its buttons."""
        for element in elements_of(self.person.open_message().blocks):
            question, is_answer, _ = element.get("value", "").partition("=")
            if element["action_id"] == "done" or (is_answer and question not in ("own", "topic")):
                return question
        return None

    def answers(self, **answers: str) -> list[Message]:
        """Answer every further question by tapping, plainly where nothing is given."""
        said: list[Message] = []
        for _ in range(20):
            if self.asked in (None, "helpful"):
                return said
            said = self.answers_one({**ANSWERS, **answers})
        raise AssertionError("it does not come to an end")

    def answers_one(self, answers: dict[str, str]) -> list[Message]:
        question, message = self.asked, self.person.open_message()
        value = f"{question}={answers.get(str(question), 'none')}"
        for element in elements_of(message.blocks):
            if element.get("value") == value:
                return self.does(tap_request(self.person.tap(message, element)))
        return self.says(answers[str(question)])


@pytest.fixture
def talk(slack: FakeSlack, servers: Servers, request: pytest.FixtureRequest) -> Iterator[Talk]:
    number = abs(hash(request.node.name)) % 10**8
    yield Talk(slack, servers, f"U{number}")
    assert slack.complaints == []


def text_of(messages: list[Message]) -> str:
    return "\n".join(words_of(message) for message in messages)


def test_the_reference_conversation_to_its_report(talk: Talk, slack: FakeSlack) -> None:
    first = text_of(talk.says(REFERENCE))
    assert "Slack keeps what we write" in first and "112" in first
    assert "Side: left" in text_of(talk.taps(AGREE))
    assert talk.asked == "emergency_signs"
    ending = talk.answers()
    told = text_of(ending)
    for words in ("Who to see", "*Why I say this:*", "*When to get help sooner:*", "Sources: "):
        assert words in told
    # The result, its details in one message, what comes next, and whether it helped.
    assert len(ending) <= 5
    (result,) = [one for one in ending if "Save the report (PDF)" in labels_of(one)]
    talk.does(tap_request(talk.person.tap(result, button_of(result, "Save the report (PDF)"))))
    (file,) = [file for file in slack.files if file["channel"] == talk.person.channel]
    assert file["body"].startswith(b"%PDF") and file["name"].endswith(".pdf")
    assert "glad" in text_of(talk.taps("Yes, it helped"))
    # Nothing that was answered can be answered again.
    closed = [one for one in talk.person.seen() if elements_of(one.blocks)]
    assert closed in ([result], [])


def test_an_emergency(talk: Talk) -> None:
    talk.agrees()
    said = talk.says("my calf is hot and swollen and i can't get my breath")
    assert said[0].blocks[0]["text"]["text"].startswith("*\u26a0\ufe0f ")
    assert "112" in words_of(said[0])


def test_an_emergency_is_told_before_consent(talk: Talk) -> None:
    turns = talk.rows("select count(*) from turns")
    said = talk.says("my calf is hot and swollen and i can't get my breath")
    assert "\u26a0\ufe0f" in words_of(said[0]) and "112" in words_of(said[0])
    assert talk.rows("select count(*) from turns") == turns


def test_a_sign_that_is_marked(talk: Talk) -> None:
    talk.agrees()
    talk.says("my left knee aches")
    message = talk.person.open_message()
    boxes = elements_of(message.blocks)[0]
    talk.person.mark(boxes, "calf_swelling", "breathless")
    assert "112" in text_of(talk.taps("Done"))
    assert "Your answer: A swollen or sore calf, Short of breath" in words_of(message)


def test_a_correction(talk: Talk) -> None:
    talk.agrees()
    talk.says(REFERENCE)
    talk.answers_one(ANSWERS)
    talk.says("sorry, it's the right knee")
    while talk.asked != "summary_confirmed":
        talk.answers_one(ANSWERS)
    assert "Side: right" in words_of(talk.person.open_message())


def test_places_and_their_side(talk: Talk) -> None:
    talk.agrees()
    talk.says("my knee hurts")
    while talk.asked != "location":
        talk.answers_one(ANSWERS)
    places, side = elements_of(talk.person.open_message().blocks)[:2]
    talk.person.mark(places, "knee_front", "lower_back")
    talk.person.mark(side, "right")
    talk.taps("Done")
    assert talk.asked != "side"
    said = text_of(talk.commands("summary"))
    assert "front of the knee" in said and "right" in said.lower()


def test_beginning_again_in_the_middle(talk: Talk) -> None:
    talk.agrees()
    talk.says("my left knee aches on the stairs")
    assert talk.asked == "emergency_signs"
    talk.commands("restart")
    talk.taps("Yes, start again")
    assert talk.asked is None
    talk.taps("Start the check")
    assert talk.asked == "emergency_signs"
    assert "left" not in text_of(talk.commands("summary")).lower()


def test_erasing(talk: Talk) -> None:
    talk.agrees()
    talk.says("my zanzibar knee aches")
    assert talk.rows("select count(*) from turns where person like '%zanzibar%'") == [(1,)]
    talk.commands("erase")
    assert "Nothing of it is kept" in text_of(talk.taps("Yes, erase it"))
    for table, column in (("turns", "person"), ("events", "data"), ("contacts", "controls")):
        query = f"select count(*) from {table} where {column} like '%zanzibar%'"
        assert talk.rows(query) == [(0,)]
    waiting = "select count(*) from deliveries where body is not null or steps is not null"
    assert talk.rows(waiting) == [(0,)]
    assert AGREE in labels_of(talk.says("hello again")[-1])


def test_what_comes_three_times_is_answered_once(talk: Talk) -> None:
    talk.agrees()
    request = event_request(talk.person.message("my left knee aches"))
    said = talk.does(request, request, request)
    assert sum("right now?" in words_of(message) for message in said) == 1
    assert talk.rows("select count(*) from turns where person like '%my left knee aches%'")[0][0]


def test_swapped_messages_are_both_heard_in_their_order(talk: Talk) -> None:
    talk.agrees()
    first = event_request(talk.person.message("my left knee aches"))
    second = event_request(talk.person.message("since 3 weeks, on the stairs"))
    said = text_of(talk.does(second, first))
    assert "about 3 weeks" in said and said.index("Side: left") < said.index("about 3 weeks")


def test_all_comes_in_order_when_slack_wants_us_to_wait(talk: Talk, slack: FakeSlack) -> None:
    talk.agrees()
    slack.refuse("chat.postMessage", 429, times=2, seconds=1)
    slack.refuse("chat.postMessage", 500)
    said = talk.says(REFERENCE)
    assert len(said) == 2
    assert "Side: left" in words_of(said[0]) and "right now?" in words_of(said[1])


def test_what_was_acknowledged_survives_a_power_cut_and_the_interview_goes_on(
    talk: Talk, servers: Servers, slack: FakeSlack
) -> None:
    talk.agrees()
    before = len(talk.person.seen())
    request = event_request(talk.person.message(REFERENCE))
    # However quick the answer is, it is not sent before the cut.
    slack.refuse("chat.postMessage", 429, times=9, seconds=30)
    talk.post(request)
    servers.kill_dialogue()
    slack.troubles.clear()
    assert len(talk.person.seen()) == before
    servers.start_dialogue()
    talk.settle()
    (noted, question) = talk.person.seen()[before:]
    assert "Side: left" in words_of(noted) and "right now?" in words_of(question)
    # Slack may not have got our acknowledgement, and hands it over again.
    assert talk.does(request) == []
    talk.taps("None of these")
    assert talk.asked == "onset"


def test_channels_and_unknown_things_are_no_conversation(talk: Talk, servers: Servers) -> None:
    turns = talk.rows("select count(*) from turns")
    mentions = [event_request(talk.person.mention("my knee is killing me")) for _ in range(2)]
    unknown = {"type": "event_callback", "event": {"type": "star_added"}, "event_id": "Ev1"}
    submitted = {"type": "view_submission", "view": {"private_metadata": "pancake"}}
    assert talk.does(*mentions, event_request(unknown), tap_request(submitted)) == []
    whispers = [one for one in talk._slack.whispers if one["user"] == talk.person.user]
    assert [one["channel"] for one in whispers] == ["C0001"]
    assert "112" in whispers[0]["text"]
    assert talk.rows("select count(*) from turns") == turns
    assert "ignored: an unknown kind of event" in servers.logs()


def test_no_word_and_no_id_is_in_the_logs(talk: Talk, servers: Servers) -> None:
    talk.agrees()
    talk.says("my tangerine knee aches")
    logged = servers.logs()
    for secret in ("tangerine", "pancake", talk.person.user, BOT_TOKEN, SIGNING_SECRET):
        assert secret not in logged
    assert "Traceback" not in logged
