"""Whole conversations over Telegram: the real servers, and a Bot API that enforces its limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conversations.on_messengers import AGREE, ANSWERS, EMERGENCY, REFERENCE, AnyTalk, Stories
from tests.fakes.telegram_api import TOKEN, FakeTelegram, running_telegram
from tests.fakes.telegram_form import Message
from tests.servers import Servers, running_servers


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeTelegram]:
    with running_telegram() as fake:
        yield fake


@pytest.fixture(scope="module")
def servers(telegram: FakeTelegram) -> Iterator[Servers]:
    with running_servers(
        PATELLA_TELEGRAM_TOKEN=TOKEN,
        PATELLA_TELEGRAM_URL="https://patella.example",
        PATELLA_TELEGRAM_API=telegram.url,
    ) as running:
        telegram.deliver_to = running.url.rstrip("/")
        telegram.wait_for(lambda: telegram.webhook["url"])
        yield running


class Talk(AnyTalk):
    """Somebody who talks to the bot on Telegram."""

    def __init__(self, telegram: FakeTelegram, servers: Servers, user: int) -> None:
        super().__init__(servers)
        self.telegram = telegram
        self.user = user

    def seen(self) -> list[Message]:
        return self.telegram.of(self.user)

    def does(self, *updates: dict[str, Any]) -> list[Message]:
        """Several things at once; what is said then."""
        before = len(self.seen())
        for update in updates:
            assert self.telegram.deliver(update) == 200
        self.settle()
        return self.seen()[before:]

    def says(self, text: str) -> list[Message]:
        return self.does(self.telegram.text_update(self.user, text))

    def commands(self, name: str) -> list[Message]:
        return self.says(f"/{name}")

    def button(self, label: str) -> Message:
        """The last message that has this button."""
        return [message for message in self.seen() if label in message.labels][-1]

    def taps(self, label: str) -> list[Message]:
        return self.does(self.telegram.tap_update(self.button(label), label))

    def ticks(self, *labels: str) -> None:
        """Tick options of the open question."""
        for label in labels:
            message = self.button(label)
            self.does(self.telegram.tap_update(message, label))
            self.telegram.wait_for(lambda: f"✓ {label}" in message.labels)  # noqa: B023

    def agrees(self) -> Talk:
        self.says("/start")
        self.taps(AGREE)
        return self

    @property
    def asked(self) -> str | None:
        """The question that is open, by what stands behind its buttons."""
        (*_, message) = [message for message in self.seen() if message.keyboard]
        data = [button["callback_data"] for row in message.keyboard for button in row]
        for each in data:
            if each.startswith(("=", ">")):
                return each[1:]
        named = [each.partition("=")[0] for each in data if "=" in each]
        return named[0] if named and named[0] not in ("topic", "question") else None

    def answers_one(self, **answers: str) -> list[Message]:
        question = str(self.asked)
        value = {**ANSWERS, **answers}.get(question, "none")
        (*_, message) = [message for message in self.seen() if message.keyboard]
        for button in (button for row in message.keyboard for button in row):
            if button["callback_data"] == f"{question}={value}":
                return self.does(self.telegram.tap_update(message, button["text"]))
        return self.says(value)

    def text(self, messages: list[Message]) -> str:
        return "\n".join(f"{text_of([message])}\n{message.labels}" for message in messages)


@pytest.fixture
def talk(
    telegram: FakeTelegram, servers: Servers, request: pytest.FixtureRequest
) -> Iterator[Talk]:
    yield Talk(telegram, servers, 10_000 + abs(hash(request.node.name)) % 10**8)


def text_of(messages: list[Message]) -> str:
    return "\n".join(message.text for message in messages)


class TestOnTelegram(Stories):
    """What holds on every messenger."""


def test_the_reference_conversation_to_its_report(talk: Talk) -> None:
    first = text_of(talk.says(REFERENCE))
    assert "Telegram can see what we write" in first and "112" in first
    assert "Side: left" in text_of(talk.taps(AGREE))
    assert talk.asked == "emergency_signs"
    ending = talk.answers()
    told = text_of(ending)
    for words in ("Who to see", "Why I say this:", "When to get help sooner:", "Sources: "):
        assert words in told
    # The result, its details in one or two messages, what comes next, and whether it helped.
    assert len(ending) <= 5
    (report,) = talk.taps("Save the report (PDF)")
    assert report.document is not None and report.document.startswith(b"%PDF")
    assert report.file_name.endswith(".pdf")
    assert "glad" in text_of(talk.taps("Yes, it helped"))
    # Only the report can still be had.
    assert [message.labels for message in talk.seen() if message.keyboard] == [
        ["Save the report (PDF)"]
    ]
    assert len(talk.says("/report")) == 1


def test_an_emergency(talk: Talk) -> None:
    talk.agrees()
    said = talk.says(EMERGENCY)
    assert said[0].html.startswith("<b>\u26a0\ufe0f ") and "112" in said[0].text


def test_signs_that_are_ticked(talk: Talk) -> None:
    talk.agrees()
    talk.says("my left knee aches")
    question = talk.button("Done")
    talk.ticks("A swollen or sore calf", "Short of breath")
    assert "112" in text_of(talk.taps("Done"))
    assert question.text.endswith("Your answer: A swollen or sore calf, Short of breath")


def test_places_and_their_side(talk: Talk) -> None:
    talk.agrees()
    talk.says("my knee hurts")
    while talk.asked != "location":
        talk.answers_one()
    assert talk.seen()[-2].photo
    talk.ticks("Front of the knee", "Lower back")
    talk.does(talk.telegram.tap_update(talk.button("Done"), "Done"))
    talk.telegram.wait_for(lambda: "Right" in talk.seen()[-1].labels)
    talk.taps("Right")
    assert talk.asked not in ("location", "side")
    said = text_of(talk.says("/summary"))
    assert "front of the knee" in said and "right" in said.lower()


def test_what_comes_three_times_is_answered_once(talk: Talk) -> None:
    talk.agrees()
    update = talk.telegram.text_update(talk.user, "my left knee aches")
    said = talk.does(update, update, update)
    assert sum("right now?" in message.text for message in said) == 1


def test_swapped_messages_are_heard_in_their_order(talk: Talk) -> None:
    talk.agrees()
    first = talk.telegram.text_update(talk.user, "my left knee aches")
    second = talk.telegram.text_update(talk.user, "since 3 weeks, on the stairs")
    said = text_of(talk.does(second, first))
    assert "about 3 weeks" in said and said.index("Side: left") < said.index("about 3 weeks")


def test_all_comes_in_order_when_telegram_wants_us_to_wait(talk: Talk) -> None:
    talk.agrees()
    for _ in range(2):
        talk.telegram.trouble("sendMessage", 429, "Too Many Requests", retry_after=1)
    talk.telegram.trouble("sendMessage", 502, "Bad Gateway")
    said = talk.says(REFERENCE)
    assert len(said) == 2
    assert "Side: left" in said[0].text and "right now?" in said[1].text


def test_a_power_cut_loses_and_doubles_nothing(talk: Talk, servers: Servers) -> None:
    """One person's answer is not sent yet when it comes, and another's tap not even heard."""
    other = Talk(talk.telegram, servers, talk.user + 1)
    talk.agrees()
    other.agrees()
    other.says(REFERENCE)
    before, others = len(talk.seen()), len(other.seen())
    tap = talk.telegram.tap_update(other.button("None of these"), "None of these")
    text = talk.telegram.text_update(talk.user, REFERENCE)
    for _ in range(9):
        talk.telegram.trouble("answerCallbackQuery", 429, "Too Many Requests", retry_after=30)
    talk.telegram.deliver(tap)
    talk.telegram.wait_for(lambda: talk.telegram.count("answerCallbackQuery") > 2)
    for _ in range(9):
        talk.telegram.trouble("sendMessage", 429, "Too Many Requests", retry_after=30)
    talk.telegram.clear_troubles("answerCallbackQuery")
    assert talk.telegram.deliver(text) == 200
    servers.kill_dialogue()
    talk.telegram.clear_troubles("sendMessage")
    assert (len(talk.seen()), len(other.seen())) == (before, others)
    servers.start_dialogue()
    talk.settle()
    noted, question = talk.seen()[before:]
    assert "Side: left" in noted.text and "right now?" in question.text
    assert len(other.seen()) == others + 1 and other.asked == "onset"
    # Telegram may not have got our acknowledgement, and brings it again.
    assert talk.does(text, tap) == []
    talk.taps("None of these")
    assert talk.asked == "onset"


def test_groups_and_unknown_things_are_no_conversation(talk: Talk, servers: Servers) -> None:
    turns = talk.rows("select count(*) from turns")
    group = {"id": -talk.user, "type": "supergroup", "title": "Us"}
    updates = [
        talk.telegram.text_update(talk.user, "my pancake knee is killing me", chat=group)
        for _ in range(2)
    ]
    updates.append(talk.telegram.update(something_new={"text": "pancake"}))
    updates.append(talk.telegram.update(message={"text": "pancake"}))
    assert talk.does(*updates) == []
    (line,) = talk.telegram.of(-talk.user)
    assert "112" in line.text
    assert talk.rows("select count(*) from turns") == turns
    assert "update passed over: unknown" in servers.logs()


def test_no_word_and_no_id_is_in_the_logs(talk: Talk, servers: Servers) -> None:
    talk.agrees()
    talk.says("my tangerine knee aches")
    logged = servers.logs()
    for secret in ("tangerine", "pancake", str(talk.user), TOKEN):
        assert secret not in logged
    assert "Traceback" not in logged
