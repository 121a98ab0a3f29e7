"""Ten thousand things that Slack would hardly ever hand over: none brings the channel down."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.storage.inbox import Delivery
from tests.bot.channels.slack.conftest import Workspace
from tests.fakes.slack_api import FakeSlack, Message
from tests.fakes.slack_person import (
    Request,
    SlackPerson,
    command_request,
    event_request,
    tap_request,
)

OVER_HTTP, IN_ENVELOPES = 1_000, 9_000
AT_A_TIME = 40

JUNK: list[Any] = [
    *(None, True, 0, -1, 1e308, 2**70, "", " ", "0", "-1.5", "1e9", "im", "D0ANN", "U0ANN"),
    *("x" * 5000, "\ud800", "\x00", "\u202e", "<@U0ANN|", "&#x110000;", "=", "@", "/restart"),
    *([], {}, [[]], [{}], [None], {"": None}, {"type": "message"}, {"id": {"id": []}}, [1, {}]),
    "1355517523.000005",
]


def mutated(value: Any, drawn: random.Random) -> Any:
    """The value with one of its parts gone, doubled, or something else."""
    value = copy.deepcopy(value)
    nodes = [(value, key) for key in _keys(value)]
    for parent, key in nodes:
        nodes += [(parent[key], inner) for inner in _keys(parent[key])]
    if not nodes:
        return drawn.choice(JUNK)
    parent, key = drawn.choice(nodes)
    what = drawn.randrange(5)
    if what == 0:
        del parent[key]
    elif what == 1 and isinstance(parent, list):
        parent.insert(key, copy.deepcopy(parent[key]))
    elif what == 2:
        other, inner = drawn.choice(nodes)
        parent[key] = copy.deepcopy(other[inner]) if inner in _keys(other) else None
    else:
        parent[key] = copy.deepcopy(drawn.choice(JUNK))
    return value


def _keys(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


def shapes(ann: SlackPerson) -> list[Callable[[], tuple[Callable[..., Request], Any]]]:
    """Everything that somebody can do, each time afresh."""
    label = {"type": "plain_text", "text": "Left"}
    button = {"type": "button", "action_id": "tap:0", "text": label, "value": "side=left"}
    options = [{"text": label, "value": "left"}]
    boxes = {"type": "checkboxes", "action_id": "marks:0", "options": options}
    select = {"type": "static_select", "action_id": "pick:0", "options": options}
    done = {**button, "action_id": "done", "value": "signs"}
    blocks = [{"type": "actions", "elements": [button, boxes, select, done]}]
    message = Message(ann.channel, "1.1", "Which?", blocks)
    ann.mark(boxes, "left")
    files = [{"id": "F1", "mimetype": "image/png"}]
    written = ann.message("my knee hurts")
    return [
        lambda: (event_request, ann.message("my knee hurts")),
        lambda: (event_request, ann.message("", subtype="file_share", files=files)),
        lambda: (event_request, ann.edit(written, "my hip hurts")),
        lambda: (event_request, ann.mention("hello")),
        lambda: (event_request, ann.home_opened()),
        lambda: (tap_request, ann.tap(message, button)),
        lambda: (tap_request, ann.tap(message, done)),
        lambda: (tap_request, ann.tap(message, select, options[0])),
        lambda: (command_request, ann.command("summary")),
    ]


def fuzzed(ann: SlackPerson, drawn: random.Random) -> tuple[Callable[..., Request], Any]:
    make, body = drawn.choice(shapes(ann))()
    for _ in range(drawn.randint(1, 3)):
        body = mutated(body, drawn)
    return make, body


def over_http(ann: SlackPerson, drawn: random.Random) -> Request:
    make, body = fuzzed(ann, drawn)
    if make is command_request:
        # Fields of a form are words, whatever they say.
        fields = body.items() if isinstance(body, dict) else ()
        body = {_bytes(name): _bytes(value) for name, value in fields}
    path, headers, data = make(body)
    if drawn.random() < 0.02:
        data = bytes(drawn.choices(data or b"{", k=len(data)))
    return path, headers, data


def _bytes(value: Any) -> bytes:
    return str(value).encode("utf-8", "replace")


@pytest.fixture
def ann() -> SlackPerson:
    return SlackPerson(FakeSlack(), "U0ANN")


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    bad = [one for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]
    return [one.getMessage() for one in bad]


async def test_nothing_over_http_brings_it_down(
    workspace: Workspace, ann: SlackPerson, caplog: pytest.LogCaptureFixture
) -> None:
    await workspace.agrees()
    caplog.set_level(logging.WARNING)
    drawn = random.Random(20)
    requests = (over_http(ann, drawn) for _ in range(OVER_HTTP))
    seen: Counter[int] = Counter()
    async with aiohttp.ClientSession(str(workspace.http.base_url)) as session:

        async def send() -> None:
            for path, headers, body in requests:
                async with session.post(path, headers=headers, data=body) as answer:
                    seen[answer.status] += 1

        await asyncio.gather(*(send() for _ in range(AT_A_TIME)))
    await workspace.settle()
    assert seen.total() == OVER_HTTP and set(seen) <= {200, 400, 401}, seen
    assert seen[200] > OVER_HTTP * 0.9
    assert failures(caplog) == [] and "knee" not in caplog.text
    assert workspace.heard
    # Places that do not exist are refused, as they should be.
    workspace.slack.complaints.clear()


KINDS = {event_request: "events_api", tap_request: "interactive", command_request: "slash_commands"}


async def test_nothing_in_an_envelope_brings_it_down(
    workspace: Workspace,
    ann: SlackPerson,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = []

    async def note(delivery: Delivery, after: float) -> bool:
        taken.append(json.dumps(delivery.body))
        return True

    intake = workspace.channel.intake
    assert intake is not None
    monkeypatch.setattr(intake._messenger.worker, "accept", note)
    drawn = random.Random(21)
    for _ in range(IN_ENVELOPES):
        make, body = fuzzed(ann, drawn)
        await intake.take_envelope(KINDS[make], body)
    await workspace.settle()
    assert len(taken) > IN_ENVELOPES * 0.2
    assert failures(caplog) == [] and "knee" not in caplog.text
    workspace.slack.complaints.clear()
