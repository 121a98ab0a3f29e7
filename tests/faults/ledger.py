"""People who write down what they sent and what they were answered: the truth of a fault test.

A client keeps sending a message under the same id until it is answered, as the chat page does.
What was answered is acknowledged, and must then stand in the database: once, in its order, in the
conversation that it belongs to.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Message = dict[str, Any]

#: Said of a message that was not taken: it is to be sent again.
NOT_TAKEN = {"not_processed"}
#: No turn takes longer by far; a client that still waits was forgotten.
SILENT_AFTER = 45.0

_PATIENT = aiohttp.ClientTimeout(total=30)


class GaveUp(AssertionError):
    """A message was not answered for as long as anyone would try."""


@dataclass(frozen=True)
class Try:
    """One attempt: ``outcome`` is "answered", or in which way it was not; ``at`` is its end."""

    outcome: str
    seconds: float
    at: float
    reply: list[Message] = field(default_factory=list)
    status: int = 0


@dataclass
class Entry:
    """One message: what was sent, all attempts, and the answer once there was one."""

    id: str
    body: Message
    tries: list[Try] = field(default_factory=list)

    @property
    def reply(self) -> list[Message] | None:
        """The answer, ``None`` as long as there is none: the message is not acknowledged."""
        return next((each.reply for each in self.tries if each.outcome == "answered"), None)


class Talk:
    """One person's conversation over the web API; several addresses are taken in turn."""

    def __init__(
        self, http: aiohttp.ClientSession, urls: Sequence[str], token: str, name: str
    ) -> None:
        self.name = name
        self.token = token
        self.sender_id = f"web:{session_of(token)}"
        self.entries: list[Entry] = []
        #: Words that only this person's answers may have.
        self.marks: list[str] = []
        self._http = http
        self._urls = list(urls)

    @property
    def acknowledged(self) -> list[Entry]:
        """The messages that were answered, in the order in which they were sent."""
        return [entry for entry in self.entries if entry.reply is not None]

    @property
    def last(self) -> list[Message]:
        """The answer that came last."""
        return next((entry.reply for entry in reversed(self.entries) if entry.reply), [])

    def note(self, **body: Any) -> Entry:
        """A new message, written down before it is sent."""
        entry = Entry(uuid.uuid4().hex, body)
        self.entries.append(entry)
        return entry

    async def say(self, text: str, patience: float = 60.0) -> list[Message]:
        """Send words until they are answered."""
        return await self.insist(self.note(text=text), patience)

    async def tap(self, payload: str, patience: float = 60.0) -> list[Message]:
        """Send a payload until it is answered."""
        return await self.insist(self.note(payload=payload), patience)

    async def insist(self, entry: Entry, patience: float = 60.0, pause: float = 0.4) -> list:
        """Send a message under its id until it is answered.

        Raises:
            GaveUp: if that takes longer than `patience` seconds.
        """
        begun = time.monotonic()
        while True:
            tried = await self.send(entry)
            if tried.outcome == "answered":
                return tried.reply
            if time.monotonic() - begun > patience:
                raise GaveUp(f"{self.name}: {[each.outcome for each in entry.tries]}")
            await asyncio.sleep(pause)

    async def send(
        self, entry: Entry, timeout: float = SILENT_AFTER, url: str | None = None
    ) -> Try:
        """Send a message once."""
        address = url or self._urls[len(entry.tries) % len(self._urls)]
        begun = time.monotonic()
        status, reply = 0, []
        try:
            async with self._http.post(
                f"{address.rstrip('/')}/webhooks/web/message",
                json={"id": entry.id, **entry.body},
                headers={"Authorization": f"Bearer {self.token}"},
                timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=5.0),
            ) as response:
                status = response.status
                outcome, reply = judged(status, await response.text())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            outcome = "unreachable"
        except asyncio.TimeoutError:
            outcome = "silent"
        except aiohttp.ClientError:
            outcome = "broken_off"
        now = time.monotonic()
        tried = Try(outcome, now - begun, now, reply, status)
        entry.tries.append(tried)
        return tried

    async def fetch(self, path: str, tries: int = 5) -> Any:
        """What the server keeps of the conversation: ``history`` or ``export``."""
        url = f"{self._urls[0].rstrip('/')}/webhooks/web/{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        while True:
            tries -= 1
            try:
                async with self._http.get(url, headers=headers, timeout=_PATIENT) as response:
                    response.raise_for_status()
                    return await response.json()
            except (aiohttp.ClientError, asyncio.TimeoutError):
                # Perhaps it was only just started again.
                if not tries:
                    raise
            await asyncio.sleep(1)


class Ledger:
    """All conversations of a test: ``async with Ledger(url) as ledger``."""

    def __init__(self, *urls: str, verify: bool = True) -> None:
        self.talks: list[Talk] = []
        self._urls = urls
        self._verify = verify

    async def __aenter__(self) -> Ledger:
        # Hundreds at once must cost little: what the clients use of the processors, the servers
        # lack. Servers on this machine are never behind the proxy that the environment may name.
        connector = aiohttp.TCPConnector(limit=500, ssl=self._verify)
        self.http = aiohttp.ClientSession(connector=connector, trust_env=False)
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.http.close()

    async def begin(self, name: str = "", marks: Iterable[str] = ()) -> Talk:
        """Somebody begins a conversation; `marks` are words that no other's answers may have."""
        url = f"{self._urls[0].rstrip('/')}/webhooks/web/session"
        async with self.http.post(url, json={}, timeout=_PATIENT) as response:
            response.raise_for_status()
            opened = await response.json()
        talk = Talk(self.http, self._urls, opened["token"], name or f"person {len(self.talks)}")
        talk.marks = list(marks)
        self.talks.append(talk)
        return talk

    async def audit(self, stored: Sequence[tuple[str, int, str]] | None = None) -> Audit:
        """Hold what was acknowledged against what the server tells, and the database's own rows.

        `stored` are the rows of ``turns``: sender, number and message id.
        """
        audit = Audit(conversations=len(self.talks))
        for talk in self.talks:
            others = [mark for other in self.talks if other is not talk for mark in other.marks]
            export = await talk.fetch("export")
            rows = None
            if stored is not None:
                rows = sorted((row[1], row[2]) for row in stored if row[0] == talk.sender_id)
            audit.take(talk, export, rows, others)
        return audit


@dataclass
class Audit:
    """What became of everybody's messages; all but the first three are to be empty."""

    conversations: int = 0
    acknowledged: int = 0
    retries: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """Everything that went wrong, a line each."""
        return [*self.lost, *self.twice, *self.silent, *self.crossed, *self.disordered]

    @property
    def sentence(self) -> str:
        """The counts, for the table."""
        return (
            f"{self.acknowledged} acknowledged in {self.conversations} conversations,"
            f" {self.retries} sent again; lost {len(self.lost)}, twice {len(self.twice)},"
            f" silent {len(self.silent)}, crossed {len(self.crossed)},"
            f" out of order {len(self.disordered)}"
        )

    def take(
        self,
        talk: Talk,
        export: Message,
        rows: Sequence[tuple[int, str]] | None,
        others: Sequence[str],
    ) -> None:
        """Add one conversation."""
        turns = export["conversation"]
        ids = [turn["message_id"] for turn in turns]
        sent = {entry.id: entry for entry in talk.entries}
        acknowledged = talk.acknowledged
        self.acknowledged += len(acknowledged)
        self.retries += sum(len(entry.tries) - 1 for entry in talk.entries if entry.tries)
        heard = Counter(
            event.get("message_id") for event in export["events"] if event.get("event") == "user"
        )
        for entry in acknowledged:
            if entry.id not in ids:
                self.lost.append(f"{talk.name}: {entry.id} was answered and is not stored")
        for turn in turns:
            entry = sent.get(turn["message_id"])
            if entry is None or not _is_same(entry.body, turn["person"]):
                self.crossed.append(f"{talk.name}: {turn['message_id']} is another's")
                continue
            if ids.count(entry.id) > 1 or heard[entry.id] != 1:
                self.twice.append(f"{talk.name}: {entry.id} was heard {heard[entry.id]} times")
            answers = [each.reply for each in entry.tries if each.outcome == "answered"]
            if any(answer != turn["reply"] for answer in answers):
                self.twice.append(f"{talk.name}: {entry.id} was answered in two ways")
            told = json.dumps(turn["reply"])
            self.crossed += [f"{talk.name} was told {mark}" for mark in others if mark in told]
        for entry in talk.entries:
            if any(each.outcome == "silent" for each in entry.tries):
                self.silent.append(f"{talk.name}: {entry.id} got no answer at all")
        if [entry.id for entry in talk.entries if entry.id in ids] != ids:
            self.disordered.append(f"{talk.name}: stored in another order than sent")
        if rows is not None and list(rows) != list(enumerate(ids, 1)):
            self.disordered.append(f"{talk.name}: the rows are {[row[0] for row in rows]}")


def judged(status: int, body: str) -> tuple[str, list[Message]]:
    """How an attempt ended, and the answer where there is one."""
    if status in (429, 502, 503, 504):
        return "refused", []
    if status != 200:
        return f"status_{status}", []
    try:
        lines = [json.loads(line) for line in body.splitlines() if line.strip()]
    except ValueError:
        return "broken_off", []
    messages = [line for line in lines if "text" in line]
    if not messages or not all(str(message["text"]).strip() for message in messages):
        return "silent", []
    if lines[-1] != {"done": True}:
        return "broken_off", []
    notices = {message.get("notice") for message in messages}
    return ("not_taken" if notices & NOT_TAKEN else "answered"), messages


def session_of(token: str) -> str:
    """The session id inside a token."""
    claims = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sid"])


def _is_same(body: Message, person: Message) -> bool:
    if "payload" in body:
        return body["payload"] == person.get("payload")
    # White space is tidied up before a text is kept.
    return " ".join(str(body["text"]).split()) == " ".join(str(person.get("text")).split())
