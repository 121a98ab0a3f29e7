"""On Telegram and Slack: every message is answered, and once, whatever it holds."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conversations.transcripts import Person
from tests.fakes.slack_person import signed, words_of
from tests.faults.attacks.attack_messengers import OnSlack, OnTelegram, Stranger
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import LEAKS, Target, complaint
from tests.faults.attacks.fuzz_strings import naughty

Count = Callable[[str], Attempts]

BOTH = pytest.mark.parametrize("kind", [OnTelegram, OnSlack])
JUNK = (b"", b"null", b"[]", b"{}", b"{", b"\xff", b"[" * 3000, b'{"update_id": 1e400}', b"0")


def valid(text: str) -> str:
    """The text without halves of characters, which no service brings."""
    return text.encode("utf-8", "replace").decode()


def told(message: Any) -> str:
    return str(message.text) if hasattr(message, "html") else words_of(message)


@pytest.fixture(scope="module")
def strings(full: bool) -> list[str]:
    return [text for text in naughty(None if full else 40) if text.strip()]


@BOTH
def test_every_message_is_answered(
    target: Target, strings: list[str], full: bool, attempts: Count, kind: type[Stranger]
) -> None:
    texts = [valid(text) for text in (strings if full else strings[:20])]
    # A new one for each, or two answers that are alike would be hard to tell apart.
    brought = []
    for text in texts:
        stranger = kind(target)
        brought.append((text, stranger, stranger.bring(stranger.said(text))))
    target.settle()
    with attempts("R12") as tried:
        for text, stranger, status in brought:
            shown = [told(message) for message in stranger.seen]
            wrong = complaint(status, "\n".join(shown), text)
            wrong = wrong or (None if shown and all(shown) else "no answer")
            tried.add(wrong, f"{kind.__name__} {text[:40]!r}: {wrong}")
        assert target.slack.complaints == []


@BOTH
def test_what_stands_behind_a_button(
    target: Target, strings: list[str], attempts: Count, kind: type[Stranger]
) -> None:
    stranger = kind(target).agree()
    with attempts("R12") as tried:
        for text in strings:
            # Telegram itself lets no more than this through.
            clean = valid(text).encode()[:64].decode("utf-8", "ignore")
            status = stranger.bring(stranger.tapped(clean or "="))
            wrong = complaint(status, "")
            tried.add(wrong, f"{kind.__name__} {clean!r}: {wrong}")
        target.settle()
        leaks = [told(message) for message in stranger.seen if LEAKS.search(told(message))]
        tried.add(leaks, f"tells {leaks[:1]}")
        before = len(stranger.seen)
        stranger.bring(stranger.said("my left knee aches"))
        target.settle()
        tried.add(len(stranger.seen) == before, "nothing is answered any more")


def test_slash_commands(target: Target, strings: list[str], full: bool, attempts: Count) -> None:
    brought = []
    for text in strings[:100] if full else strings[:10]:
        person = OnSlack(target)
        brought.append((text, person, person.post(person.commanded(valid(text)))))
    target.settle()
    with attempts("R12") as tried:
        for text, person, response in brought:
            wrong = complaint(response.status_code, response.text, valid(text))
            wrong = wrong or (None if person.seen else "no answer")
            tried.add(wrong, f"command {text[:40]!r}: {wrong}")


def test_what_is_no_delivery(target: Target, strings: list[str], attempts: Count) -> None:
    http = target.http()
    with attempts("R12") as tried:
        for body in (*JUNK, *(json.dumps({"event": text}).encode() for text in strings)):
            statuses = {"telegram": target.telegram.post(body)}
            for path in ("events", "interactions", "commands"):
                address, headers, data = signed(path, body, "application/json")
                statuses[path] = http.post(address, headers=headers, content=data).status_code
            for name, status in statuses.items():
                wrong = complaint(status, "") if status else "no answer"
                tried.add(wrong, f"{name} {body[:40]!r}: {wrong}")


@BOTH
def test_a_storm_of_copies_is_one_turn_each(
    target: Target, full: bool, attempts: Count, kind: type[Stranger]
) -> None:
    """Several people's deliveries, each three times, shuffled, over several connections."""
    people = [kind(target).agree() for _ in range(4 if full else 2)]
    before = target.turns()
    deliveries = [
        (person, person.said(f"my {side} knee aches, and this is message {number}"))
        for person in people
        for number, side in zip(
            range(12 if full else 4), itertools.cycle(["left", "right"]), strict=False
        )
    ]
    copies = [each for each in deliveries for _ in range(3)]
    random.Random(9).shuffle(copies)
    with attempts("R9") as tried:
        with ThreadPoolExecutor(4) as pool:
            statuses = list(pool.map(lambda each: each[0].bring(each[1]), copies))
        tried.add(set(statuses) != {200}, f"statuses {set(statuses)}")
        target.settle()
        more = target.turns() - before
        tried.add(
            more != len(deliveries),
            f"{kind.__name__}: {more} turns of {len(deliveries)}",
            times=len(copies),
        )


def test_a_storm_of_copies_on_the_web(target: Target, full: bool, attempts: Count) -> None:
    before, count = target.turns(), 12 if full else 4
    people = [Person(target.url) for _ in range(count)]
    bodies = [
        (person, {"id": f"storm-{number}", "text": "my left knee aches"})
        for number, person in enumerate(people)
        for _ in range(3)
    ]
    random.Random(9).shuffle(bodies)

    def send(each: tuple[Person, dict[str, str]]) -> tuple[int, str]:
        person, body = each
        headers = {"Authorization": f"Bearer {person.token}"}
        with target.http() as http:
            answer = http.post("webhooks/web/message", json=body, headers=headers)
        return id(person), answer.text

    with attempts("R9") as tried:
        with ThreadPoolExecutor(4) as pool:
            answers = set(pool.map(send, bodies))
        tried.add(len(answers) != count, f"{len(answers)} answers to {count} messages")
        more = target.turns() - before
        tried.add(more != count, f"{more} turns of {count} messages", times=len(bodies))
