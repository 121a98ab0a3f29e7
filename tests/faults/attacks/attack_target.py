"""The servers that are attacked, and what somebody can do to them from outside."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.fakes.slack_api import BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.telegram_api import TOKEN, FakeTelegram
from tests.servers import Servers, running_servers

ACTIONS_SECRET = "an-action-server-that-asks-for-it-0123456789"

#: Words of Rasa, of its web server, of a database or of Python that nobody is to read.
LEAKS = re.compile(
    r"Traceback|File \"|NoneType|sqlalchemy|sqlite|psycopg|site-packages|\brasa\b|\bsanic\b"
    r"|\butter_|\baction_[a-z]|validate_intake|\.py\b",
    re.IGNORECASE,
)

SECONDS = 60.0


@dataclass(frozen=True)
class Target:
    """Both servers, and the services that they believe to talk to."""

    servers: Servers
    telegram: FakeTelegram
    slack: FakeSlack

    @property
    def url(self) -> str:
        """Where the dialogue server listens, with a slash at the end."""
        return self.servers.url

    def http(self) -> httpx.Client:
        """A client of nobody's, for requests without a session."""
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False)

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What is in the database."""
        with closing(sqlite3.connect(self.servers.var / "conversations.db")) as database:
            return database.execute(query, values).fetchall()

    def turns(self) -> int:
        """How many turns are kept."""
        return int(self.rows("select count(*) from turns")[0][0])

    def settle(self) -> None:
        """Until everything that the services have brought is carried out."""
        deadline = time.monotonic() + SECONDS
        while self.rows("select count(*) from deliveries where body is not null") != [(0,)]:
            assert time.monotonic() < deadline, self.servers.logs()[-5000:]
            time.sleep(0.02)


@contextmanager
def running_target(telegram: FakeTelegram, slack: FakeSlack, **settings: str) -> Iterator[Target]:
    """The target, ready; `settings` are environment variables on top of ours."""
    with running_servers(
        PATELLA_TELEGRAM_TOKEN=TOKEN,
        PATELLA_TELEGRAM_URL="https://patella.example",
        PATELLA_TELEGRAM_API=telegram.url,
        PATELLA_SLACK_BOT_TOKEN=BOT_TOKEN,
        PATELLA_SLACK_SIGNING_SECRET=SIGNING_SECRET,
        PATELLA_SLACK_API=slack.url + "api/",
        PATELLA_ACTIONS_SECRET=ACTIONS_SECRET,
        PATELLA_MOST_TURNS="100000",
        **settings,
    ) as servers:
        telegram.deliver_to = servers.url.rstrip("/")
        telegram.wait_for(lambda: telegram.webhook["url"])
        yield Target(servers, telegram, slack)


def lines_of(response: httpx.Response) -> list[dict[str, Any]]:
    """The message objects of an answer, without the closing line."""
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert lines[-1] == {"done": True}
    return lines[:-1]


def complaint(status: int, text: str, sent: str = "") -> str | None:
    """What is wrong with a response to whatever was sent; ``None`` if nothing is."""
    if not 200 <= status < 500:
        return f"status {status}"
    told = text.replace(sent, "").replace(json.dumps(sent)[1:-1], "") if sent else text
    leak = LEAKS.search(told)
    return f"tells {leak[0]!r}" if leak else None


def answer_complaint(response: httpx.Response, sent: str = "") -> str | None:
    """What is wrong with the answer to a message, be it taken or refused."""
    wrong = complaint(response.status_code, response.text, sent)
    if wrong or response.status_code != 200:
        return wrong
    messages = lines_of(response)
    if not messages or not all(message["text"].strip() for message in messages):
        return "an empty answer"
    failed = "not_processed" in [message.get("notice") for message in messages]
    return "not processed" if failed else None


def raw(url: str, request: bytes, seconds: float = 10.0) -> tuple[int, str]:
    """Send bytes as they are; the status of the answer (0: the connection was closed) and all."""
    at = urlsplit(url)
    answer = b""
    with closing(socket.create_connection((at.hostname, at.port), seconds)) as connection:
        connection.sendall(request)
        try:
            while chunk := connection.recv(65536):
                answer += chunk
        except (TimeoutError, ConnectionError):
            pass
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(found[1]) if found else 0, answer.decode("utf-8", "replace")
