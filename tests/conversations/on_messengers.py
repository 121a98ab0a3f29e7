"""What holds on every messenger: stories that each service's tests tell with its own `Talk`."""

from __future__ import annotations

import sqlite3
import time
from abc import ABC, abstractmethod
from contextlib import closing
from typing import Any

from tests.servers import Servers

REFERENCE = (
    "my left knee's been aching round the front for about 3 weeks, worse going downstairs and"
    " after sitting ages at my desk. scan was clear"
)
EMERGENCY = "my calf is hot and swollen and i can't get my breath"
ANSWERS = {"onset": "gradual", "age": "34", "severity": "4", "summary_confirmed": "yes"}
AGREE = "I agree, carry on"
SECONDS = 60.0


class AnyTalk(ABC):
    """Somebody who talks to the bot on a messenger; what is said are messages of its fake."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers

    @abstractmethod
    def says(self, text: str) -> list[Any]:
        """Write something; what is said then."""

    @abstractmethod
    def commands(self, name: str) -> list[Any]:
        """Give a command, as it is given there."""

    @abstractmethod
    def taps(self, label: str) -> list[Any]:
        """Tap the last button with this label."""

    @abstractmethod
    def answers_one(self, **answers: str) -> list[Any]:
        """Answer the open question by tapping, plainly where nothing is given."""

    @abstractmethod
    def text(self, messages: list[Any]) -> str:
        """The words of messages, those on their buttons among them."""

    @property
    @abstractmethod
    def asked(self) -> str | None:
        """The question that is open."""

    def answers(self, **answers: str) -> list[Any]:
        """Answer every further question."""
        said: list[Any] = []
        for _ in range(20):
            if self.asked in (None, "helpful"):
                return said
            said = self.answers_one(**answers)
        raise AssertionError("it does not come to an end")

    def rows(self, query: str) -> list[Any]:
        """What is in the database."""
        with closing(sqlite3.connect(self._servers.var / "conversations.db")) as database:
            return database.execute(query).fetchall()

    def settle(self) -> None:
        """Until everything that was brought is carried out."""
        deadline = time.monotonic() + SECONDS
        while self.rows("select count(*) from deliveries where body is not null") != [(0,)]:
            assert time.monotonic() < deadline, self._servers.logs()
            time.sleep(0.02)


class Stories:
    """Inherited by a class of tests that has a fixture ``talk``."""

    def test_an_emergency_is_told_before_consent(self, talk: AnyTalk) -> None:
        turns = talk.rows("select count(*) from turns")
        said = talk.text(talk.says(EMERGENCY)[:1])
        assert "\u26a0\ufe0f" in said and "112" in said
        assert talk.rows("select count(*) from turns") == turns

    def test_a_correction(self, talk: AnyTalk) -> None:
        talk.says("hello")
        talk.taps(AGREE)
        talk.says(REFERENCE)
        talk.answers_one()
        said = talk.says("sorry, it's the right knee")
        while talk.asked != "summary_confirmed":
            said = talk.answers_one()
        assert "Side: right" in talk.text(said)

    def test_beginning_again_in_the_middle(self, talk: AnyTalk) -> None:
        talk.says("hello")
        talk.taps(AGREE)
        talk.says("my left knee aches on the stairs")
        assert talk.asked == "emergency_signs"
        talk.commands("restart")
        talk.taps("Yes, start again")
        assert talk.asked is None
        talk.taps("Start the check")
        assert talk.asked == "emergency_signs"
        assert "left" not in talk.text(talk.commands("summary")).lower()

    def test_erasing(self, talk: AnyTalk) -> None:
        talk.says("hello")
        talk.taps(AGREE)
        talk.says("my zanzibar knee aches")
        assert talk.rows("select count(*) from turns where person like '%zanzibar%'") == [(1,)]
        talk.commands("erase")
        talk.taps("No, keep it")
        assert talk.asked == "emergency_signs"
        talk.commands("erase")
        assert "Nothing of it is kept" in talk.text(talk.taps("Yes, erase it"))
        for table, column in (("turns", "person"), ("events", "data"), ("contacts", "controls")):
            query = f"select count(*) from {table} where {column} like '%zanzibar%'"
            assert talk.rows(query) == [(0,)]
        waiting = "select count(*) from deliveries where body is not null or steps is not null"
        assert talk.rows(waiting) == [(0,)]
        assert AGREE in talk.text(talk.says("hello again")[-1:])
