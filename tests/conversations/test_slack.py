"""Whole conversations over Slack: the real servers, and a fake Slack that enforces its limits."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.conversations.on_messengers import AGREE, ANSWERS, EMERGENCY, REFERENCE, AnyTalk, Stories
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


class Talk(AnyTalk):
    """Somebody who talks to the bot in Slack."""

    def __init__(self, slack: FakeSlack, servers: Servers, user: str) -> None:
        super().__init__(servers)
        self.person = SlackPerson(slack, user)
        self._slack = slack
        self._http = httpx.Client(base_url=servers.url, trust_env=False, timeout=10)

    def post(self, request: Request) -> httpx.Response:
        """Hand a request over; Slack waits three seconds."""
        path, headers, body = request
        begun = time.monotonic()
        answer = self._http.post(path, headers=headers, content=body)
        assert answer.status_code == 200 and time.monotonic() - begun < 3
        return answer

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

    def text(self, messages: list[Message]) -> str:
        return "\n".join(f"{words_of(message)}\n{labels_of(message)}" for message in messages)

    def answers_one(self, **answers: str) -> list[Message]:
        answers = {**ANSWERS, **answers}
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


class TestOnSlack(Stories):
    """What holds on every messenger."""


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
    said = talk.says(EMERGENCY)
    assert said[0].blocks[0]["text"]["text"].startswith("*\u26a0\ufe0f ")
    assert "112" in words_of(said[0])


def test_a_sign_that_is_marked(talk: Talk) -> None:
    talk.agrees()
    talk.says("my left knee aches")
    message = talk.person.open_message()
    boxes = elements_of(message.blocks)[0]
    talk.person.mark(boxes, "calf_swelling", "breathless")
    assert "112" in text_of(talk.taps("Done"))
    assert "Your answer: A swollen or sore calf, Short of breath" in words_of(message)


def test_places_and_their_side(talk: Talk) -> None:
    talk.agrees()
    talk.says("my knee hurts")
    while talk.asked != "location":
        talk.answers_one()
    places, side = elements_of(talk.person.open_message().blocks)[:2]
    talk.person.mark(places, "knee_front", "lower_back")
    talk.person.mark(side, "right")
    talk.taps("Done")
    assert talk.asked != "side"
    said = text_of(talk.commands("summary"))
    assert "front of the knee" in said and "right" in said.lower()


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
