"""Conversations written down as YAML, held with the real servers over the web API.

A transcript is a mapping with ``story`` (what it shows) and ``turns``. A turn is one of

* ``say: words`` or ``tap: payload``, with an optional ``expect``;
* ``press: payload``: tap the first button of the answer before whose payload begins so;
* ``again: true``: the message before once more, under the same id;
* ``finish: {question: payload}``: answer every further question, plainly where none is given;
* ``stop: actions`` / ``start: actions``: end or start the action server.

``expect`` may hold ``text`` and ``not_text`` (words that the answer has or has not),
``question`` (the pending question; ``null`` for none), ``urgency``, ``patterns`` (one of these
is named), ``notice``, ``passages`` (at least so many, each with a source; 0 for none at all),
``documents`` (every passage is of one of these), ``buttons`` (how many payloads begin so),
``at_most`` (questions put by ``finish``) and ``never`` (questions that ``finish`` must not meet).
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml

FOLDER = Path(__file__).parent
PLAIN = {
    "onset": "gradual",
    "age": "34",
    "side": "left",
    "location": "knee_front",
    "duration_days": "3 weeks",
    "severity": "4",
    "summary_confirmed": "yes",
}


def transcripts() -> Iterator[Path]:
    """Every transcript of this folder."""
    yield from sorted(FOLDER.glob("*/*.yml"))


def load(path: Path) -> Mapping[str, Any]:
    """One transcript."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Person:
    """Somebody who talks to the bot over the web API; with a ``token``, one who comes back."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._client = httpx.Client(base_url=url, timeout=60)
        if token is None:
            opened = self._client.post("/webhooks/web/session", json={}).raise_for_status()
            token = str(opened.json()["token"])
        self.token = token
        self._client.headers["Authorization"] = f"Bearer {token}"
        self._ids = itertools.count()
        self._visit = uuid.uuid4().hex[:8]
        self._last: dict[str, Any] = {}

    def fetch(self, path: str, **params: str) -> httpx.Response:
        """A file of the conversation, or what is said instead of it."""
        return self._client.get(f"/webhooks/web/{path}", params=params)

    def send(self, **message: str | bool) -> list[dict[str, Any]]:
        """Send one message and return the bot's, without the closing line."""
        self._last = {"id": f"{self._visit}-{next(self._ids)}", **message}
        return self.send_again()

    def send_again(self) -> list[dict[str, Any]]:
        """Send the message before once more, under the same id."""
        reply = self._client.post("/webhooks/web/message", json=self._last)
        reply.raise_for_status()
        lines = [json.loads(line) for line in reply.text.splitlines()]
        assert lines[-1] == {"done": True}
        assert lines[:-1], "an answer is never empty"
        return lines[:-1]


def pending(messages: list[dict[str, Any]]) -> str | None:
    """The question that the answer ends with."""
    questions = [message["question"]["id"] for message in messages if "question" in message]
    return questions[-1] if questions else None


def payloads(messages: list[dict[str, Any]]) -> list[str]:
    """The payloads of all buttons of an answer."""
    return [row["payload"] for message in messages for row in message.get("buttons", ())]


def hold(transcript: Mapping[str, Any], person: Person, servers: Any) -> None:
    """Hold a conversation and check it turn by turn."""
    messages: list[dict[str, Any]] = []
    for number, turn in enumerate(transcript["turns"], 1):
        where = f"turn {number}: {turn}"
        if "stop" in turn:
            servers.stop_actions()
        elif "start" in turn:
            servers.start_actions()
        elif "finish" in turn:
            messages = _finish(person, messages, turn, where)
        elif "again" in turn:
            messages = person.send_again()
        elif "press" in turn:
            offered = [p for p in payloads(messages) if p.startswith(turn["press"])]
            assert offered, f"{where}: no such button was offered"
            messages = person.send(payload=offered[0])
        elif "tap" in turn:
            messages = person.send(payload=turn["tap"])
        else:
            messages = person.send(text=turn["say"])
        _check(messages, turn.get("expect", {}), where)


def _finish(
    person: Person, messages: list[dict[str, Any]], turn: Mapping[str, Any], where: str
) -> list[dict[str, Any]]:
    given = turn["finish"] or {}
    put: list[str] = []
    while question := pending(messages):
        assert question not in put, f"{where}: {question} is asked twice"
        put.append(question)
        answer = given.get(question) or PLAIN.get(question, "none")
        if question == "duration_days":
            messages = person.send(text=answer)
        else:
            messages = person.send(payload=f"{question}={answer}")
    expect = turn.get("expect", {})
    assert len(put) <= expect.get("at_most", 16), f"{where}: {len(put)} questions: {put}"
    assert not set(expect.get("never", ())) & set(put), f"{where}: {put}"
    return messages


def _check(messages: list[dict[str, Any]], expect: Mapping[str, Any], where: str) -> None:
    if not expect:
        return
    text = "\n".join(message["text"] for message in messages)
    lowered = text.lower()
    where = f"{where}\n--- answer:\n{text}\n---"
    for words in _listed(expect.get("text")):
        assert words.lower() in lowered, f"{where} lacks {words!r}"
    for words in _listed(expect.get("not_text")):
        assert words.lower() not in lowered, f"{where} has {words!r}"
    if "question" in expect:
        assert pending(messages) == expect["question"], f"{where} asks {pending(messages)}"
    assessments = [message["assessment"] for message in messages if "assessment" in message]
    if "urgency" in expect:
        found = [assessment["urgency"] for assessment in assessments]
        assert set(found) & set(_listed(expect["urgency"])), f"{where} urgency {found}"
    if "patterns" in expect:
        found = [row["id"] for assessment in assessments for row in assessment["patterns"]]
        assert set(found) & set(expect["patterns"]), f"{where} patterns {found}"
    if "notice" in expect:
        notices = [message.get("notice") for message in messages]
        assert expect["notice"] in notices, f"{where} notices {notices}"
    if "passages" in expect:
        passages = [row for message in messages for row in message.get("passages", ())]
        passages += [row for assessment in assessments for row in assessment["passages"]]
        fits = len(passages) >= expect["passages"] > 0 or (not passages and not expect["passages"])
        assert fits, f"{where} passages {len(passages)}"
        assert all(row["source"]["name"] for row in passages), where
    if "documents" in expect:
        shown = [row["id"] for message in messages for row in message.get("passages", ())]
        told = {each.partition("#")[0] for each in shown}
        assert told and told <= set(_listed(expect["documents"])), f"{where} documents {told}"
    for begins, count in expect.get("buttons", {}).items():
        offered = [payload for payload in payloads(messages) if payload.startswith(begins)]
        assert len(offered) == count, f"{where} offers {offered}"


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]
