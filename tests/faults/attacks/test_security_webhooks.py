"""What does not come from Telegram or Slack is not let in, and a group is no conversation."""

from __future__ import annotations

import hmac
import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.slack_api import SIGNING_SECRET
from tests.fakes.slack_person import command_request, event_request, signed, tap_request
from tests.fakes.telegram_api import TOKEN
from tests.faults.attacks.attack_messengers import OnSlack, OnTelegram
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target

Count = Callable[[str], Attempts]

WORDS = "my left knee aches"


def brought(target: Target) -> int:
    """How many deliveries are known."""
    return int(target.rows("select count(*) from deliveries")[0][0])


@pytest.fixture
def nothing_is_kept(target: Target) -> Any:
    """At the end nothing has come in, and nobody was told anything."""

    def kept() -> tuple[int, ...]:
        target.settle()
        sent = (len(target.telegram.messages), len(target.slack.messages))
        return (brought(target), target.turns(), *sent)

    before = kept()
    yield
    assert kept() == before


def test_updates_without_telegrams_secret(
    target: Target, full: bool, attempts: Count, nothing_is_kept: None
) -> None:
    telegram = target.telegram
    good = telegram.webhook["secret_token"]
    body = json.dumps(telegram.text_update(81_000_001, WORDS)).encode()
    wrong: list[str | bytes] = [
        "", " ", good[:-1], f"{good}x", f"x{good}", good.upper(), f"{good},{good}", "0" * len(good),
        good[::-1], f"Bearer {good}", TOKEN, "secret", "*", "null", b"\xff" * 64, "é",
        good.encode() + b"\x00", good.swapcase(), good * 2, good[: len(good) // 2],
    ]  # fmt: skip
    wrong = [each for each in wrong if each != good]
    places = range(len(good)) if full else random.Random(3).sample(range(len(good)), 12)
    for at in places:
        for letter in "0f" if full else "0":
            if good[at] != letter:
                wrong.append(good[:at] + letter + good[at + 1 :])
    with attempts("S4") as tried:
        for secret in wrong:
            if isinstance(secret, str):
                secret = secret.encode()
            try:
                status = telegram.post(body, secret)
            except Exception as error:
                # The client itself sends no such header.
                assert "header" in str(error).lower()
                continue
            tried.add(status not in (0, 400, 403), f"{secret!r}: {status}")
        http = target.http()
        for headers in ({}, {"Authorization": good}, {"X-Telegram-Secret": good}):
            answer = http.post("/webhooks/telegram/webhook", content=body, headers=headers)
            tried.add(answer.status_code != 403, f"{headers}: {answer.status_code}")
        for path in (f"/webhooks/telegram/webhook?secret_token={good}", f"/webhooks/{TOKEN}"):
            answer = http.post(path, content=body)
            tried.add(answer.status_code not in (403, 404), f"{path}: {answer.status_code}")


def test_groups_on_telegram(target: Target, full: bool, attempts: Count) -> None:
    """Whatever is said in one, it hears one line a day, and nothing of it is a conversation."""
    before = target.turns()
    with attempts("S4") as tried:
        for number in range(40 if full else 4):
            group = -82_000_001 - number
            kind = ("group", "supergroup", "channel")[number % 3]
            chat = {"id": group, "type": kind, "title": "Us"}
            person = OnTelegram(target)
            for text in (WORDS, "/start", "my calf is hot and swollen and i can't get my breath"):
                update = target.telegram.text_update(person.user, text, chat=chat)
                tried.add(person.bring(update) != 200, "not acknowledged")
            target.settle()
            lines = target.telegram.of(group)
            tried.add(len(lines) > 1, f"{len(lines)} lines in a {kind}")
        tried.add(target.turns() != before, "a group has a conversation")


def test_taps_of_somebody_else(target: Target, attempts: Count) -> None:
    """A button that somebody else was shown does nothing in their conversation."""
    ann, eve = OnTelegram(target).agree(), OnTelegram(target).agree()
    ann.bring(ann.said(WORDS))
    target.settle()
    shown, before = ann.seen[-1], len(ann.seen)
    kept = target.turns()
    with attempts("S4") as tried:
        for data in ("emergency_signs=none", "erase=yes", "own:report", "restart=yes", ">location"):
            update = target.telegram.data_update(shown, data)
            query = update["callback_query"]
            query["from"] = {**query["from"], "id": eve.user}
            query["message"] = {**query["message"], "chat": {"id": eve.user, "type": "private"}}
            ann.bring(update)
            target.settle()
            tried.add(len(ann.seen) != before, f"{data} was answered to the other one")
        tried.add(target.turns() != kept, "a turn was taken")


def kinds(person: OnSlack) -> dict[str, Callable[..., Any]]:
    """A request of each kind, made with the given secret at the given time."""
    message = person.person.message(WORDS)
    command = {**person.person.command(), "text": "start"}
    tap = {"type": "block_actions", "user": {"id": f"U{person.user}"}, "actions": []}
    return {
        "event": lambda **more: event_request(message, **more),
        "command": lambda **more: command_request(command, **more),
        "tap": lambda **more: tap_request(tap, **more),
    }


def test_requests_without_slacks_signature(
    target: Target, full: bool, attempts: Count, nothing_is_kept: None
) -> None:
    person, now = OnSlack(target), time.time()
    with attempts("S4") as tried:
        for name, make in kinds(person).items():
            path, headers, body = make()
            good = headers["X-Slack-Signature"]
            for secret in ("", "secret", SIGNING_SECRET[:-1], SIGNING_SECRET.upper(), "0" * 32):
                status = person.bring(make(secret=secret))
                tried.add(status != 401, f"{name}, secret {secret!r}: {status}")
            for seconds in (301, 360, 3600, -330, -360, 10**9, -(10**9)):
                status = person.bring(make(at=now - seconds))
                tried.add(status != 401, f"{name}, {seconds} s old: {status}")
            altered: list[dict[str, Any]] = [
                {"X-Slack-Signature": value}
                for value in (
                    "", "v0=", good[3:], good.upper(), good[:-1], f"{good}0", f"v1={good[3:]}",
                    f"{good},{good}", "v0=" + "0" * 64, b"v0=\xff",
                )
            ]  # fmt: skip
            altered += [
                {"X-Slack-Request-Timestamp": value}
                for value in ("", "0", "-1", "now", f"{now}", "1e10", "9" * 40, str(int(now) + 1))
            ]
            at = range(3, len(good)) if full else random.Random(3).sample(range(3, len(good)), 6)
            for place in at:
                other = "0" if good[place] != "0" else "1"
                changed = good[:place] + other + good[place + 1 :]
                altered.append({"X-Slack-Signature": changed})
            for more in altered:
                told = {**headers, **more}
                if told == headers:
                    continue
                status = person.bring((path, told, body))
                tried.add(status != 401, f"{name}, {more}: {status}")
            for missing in ("X-Slack-Signature", "X-Slack-Request-Timestamp"):
                told = {key: value for key, value in headers.items() if key != missing}
                status = person.bring((path, told, body))
                tried.add(status != 401, f"{name} without {missing}: {status}")
            for other in (body + b" ", body[:-1], b"", body.replace(b"knee", b"hips", 1) + b"&"):
                status = person.bring((path, headers, other))
                tried.add(status != 401, f"{name}, another body: {status}")
        # The same secret signs otherwise than the service does.
        digest = hmac.new(SIGNING_SECRET.encode(), body, "sha256").hexdigest()
        status = person.bring((path, {**headers, "X-Slack-Signature": f"v0={digest}"}, body))
        tried.add(status != 401, f"the body alone signed: {status}")


def test_what_was_recorded_and_is_played_again(target: Target, full: bool, attempts: Count) -> None:
    person = OnSlack(target).agree()
    assert isinstance(person, OnSlack)
    requests = [person.said(f"{WORDS} {number}") for number in range(8 if full else 2)]
    requests += [person.commanded("summary") for _ in range(8 if full else 2)]
    for request in requests:
        person.bring(request)
    target.settle()
    seen, turns = len(person.seen), target.turns()
    with attempts("S4") as tried:
        for request in requests * (10 if full else 3):
            tried.add(person.bring(request) not in (200, 401), "an error")
        # On another of our addresses, too.
        for _, headers, body in requests:
            for path in ("events", "interactions", "commands"):
                person.bring((f"/webhooks/slack/{path}", headers, body))
        target.settle()
        tried.add(len(person.seen) != seen, f"{len(person.seen) - seen} messages more")
        tried.add(target.turns() != turns, f"{target.turns() - turns} turns more")


def test_conversations_of_several_in_slack(target: Target, attempts: Count) -> None:
    before = target.turns()
    person = OnSlack(target)
    with attempts("S4") as tried:
        for kind, channel in (("channel", "C1"), ("group", "G1"), ("mpim", "G2"), ("x", "D1")):
            message = person.person.message(WORDS, channel_type=kind, channel=channel)
            tried.add(person.bring(event_request(message)) != 200, "not acknowledged")
        for more in ({"bot_id": "B1"}, {"subtype": "bot_message"}, {"user": "USLACKBOT"}):
            message = person.person.message(WORDS, **more)
            tried.add(person.bring(event_request(message)) != 200, "not acknowledged")
        status = person.bring(signed("events", b'{"type": "event_callback"}', "application/json"))
        tried.add(status != 200, "not acknowledged")
        target.settle()
        tried.add(target.turns() != before, "a conversation of several is one")
