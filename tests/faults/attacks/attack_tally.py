"""How often something was tried, how often it worked, and what the table says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

#: What all attacks together have to come to, in the long form and in the short one.
WANTED, FEW = 10_000, 500

Record = Callable[..., Any]


@dataclass(frozen=True)
class Row:
    """What a check is called, what is wanted, and what stock Rasa does where that is known."""

    title: str
    wanted: str
    stock: str = ""


ROWS = {
    "R9": Row(
        "Deliveries that come again and in another order",
        "one turn each",
        "each copy is processed: no channel knows a delivery again",
    ),
    "R12": Row(
        "Malformed and hostile input on every channel and route",
        "no 5xx, no empty answer, no trace of an error",
        "a JSON list is a 500; a null message is answered with an empty list",
    ),
    "S1": Row(
        "Routes of Rasa, and whatever else is listening",
        "0 answered; loopback only",
        "listens on 0.0.0.0; / and /version tell the version",
    ),
    "S2": Row(
        "Taking over somebody's conversation",
        "0 successes",
        "whoever knows the sender id continues the conversation, from any origin",
    ),
    "S3": Row(
        "Injected intents, entities and slots",
        "0 successes",
        "a typed /inform{…} sets slots and finishes the form",
    ),
    "S4": Row(
        "Webhook requests that are not the service's",
        "0 let in",
        "any forged Telegram update is processed; a group shares one conversation",
    ),
    "S5": Row(
        "Words and ids in logs and core files",
        "found 0 times",
        "one exception in an action logs the whole conversation",
    ),
    "S6": Row(
        "Too large, too long, too many, too slow",
        "0 let in",
        "1 MB of text is processed; bodies of 100 MB are accepted",
    ),
    "S7": Row("Script in what is typed, echoed or shown", "0 run"),
    "S8": Row(
        "Connections to other machines",
        "0",
        "telemetry is on until it is switched off",
    ),
    "P1": Row("Kept before somebody agrees", "0 rows; an emergency is told all the same"),
    "P2": Row(
        "Erasing during a turn, export, retention, what lies on the disk",
        "0 rows left; all of it exported; only ciphertext",
        "a turn that runs writes the erased conversation back",
    ),
}


@dataclass
class Count:
    """So many attempts of one check, and what was said of those that succeeded."""

    tried: int = 0
    successes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Tally:
    """The attempts of a whole run, by check; ``wanted`` is how many there have to be."""

    def __init__(self, wanted: int = 0) -> None:
        self.wanted = wanted
        self.counts: dict[str, Count] = {}

    def of(self, check: str) -> Count:
        """The count of one check, which goes on over several tests."""
        return self.counts.setdefault(check, Count())

    def row(self) -> dict[str, Any]:
        """What the table says of all attacks together, those on security."""
        every = [count for check, count in self.counts.items() if check.startswith("S")]
        tried = sum(count.tried for count in every)
        succeeded = sum(len(count.successes) for count in every)
        return {
            "check": "S",
            "title": "All attacks together",
            "wanted": f"0 successes over at least {self.wanted:,} attempts",
            "measured": f"{tried:,} attempts, {succeeded} succeeded",
            "passed": succeeded == 0 and tried >= self.wanted,
        }


class Attempts:
    """The attempts of one test: used as a context, at whose end none may have succeeded."""

    def __init__(self, check: str, tally: Tally, record: Record) -> None:
        self._check = check
        self._record = record
        self._count = tally.of(check)
        self._before = len(self._count.successes)

    def add(self, succeeded: object, what: str, times: int = 1) -> None:
        """Note an attempt; `what` tells of it if it has succeeded."""
        self._count.tried += times
        if succeeded:
            self._count.successes.append(what)

    def note(self, told: str) -> None:
        """A figure for the table, beside the number of attempts."""
        self._count.notes.append(told)

    def __enter__(self) -> Attempts:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        row, count = ROWS[self._check], self._count
        if kind is not None:
            count.successes.append(f"the test ended with {kind.__name__}")
        told = [f"{count.tried:,} attempts, {len(count.successes)} succeeded", *count.notes]
        if count.successes:
            told.append(f"such as {count.successes[self._before :][:5]}")
        try:
            self._record(
                check=self._check,
                title=row.title,
                wanted=row.wanted,
                measured="; ".join(told),
                passed=not count.successes,
                stock=row.stock,
            )
        except AssertionError:
            # What ended the test says more, and what others have found is theirs to tell.
            if kind is None and len(count.successes) > self._before:
                raise
