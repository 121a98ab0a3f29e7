"""The web API as the terminal client uses it: a session, messages out, message objects in."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

Message = dict[str, Any]

#: A turn has its own, shorter limits in the server; this one is for a server that hangs.
SECONDS = httpx.Timeout(60, connect=5)

UNREACHABLE = "The server cannot be reached, so your message was not processed."
CUT_SHORT = "The answer broke off, so it is not certain that your message was processed."
NO_REPORT = "The server cannot be reached, so there is no report. Please try again in a moment."
EXPIRED = "That conversation is over for the server; a new one begins here."


@dataclass(frozen=True)
class Said:
    """What the person says: words, or the payload of what they chose."""

    text: str | None = None
    payload: str | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def body(self, debug: bool) -> dict[str, Any]:
        """The request's JSON."""
        said = {"text": self.text} if self.payload is None else {"payload": self.payload}
        return {"id": self.id, **said, **({"debug": True} if debug else {})}


@dataclass(frozen=True)
class Fetched:
    """A file from the server, and what the server would call it."""

    body: bytes
    name: str


class NoFile(Exception):
    """The server gave no file; the text says why."""


class Unavailable(Exception):
    """No conversation can be begun; the text says why."""


class Client:
    """One conversation over HTTP. What goes wrong in a turn comes back as a message too."""

    def __init__(self, http: httpx.Client, debug: bool = False) -> None:
        self._http = http
        self._debug = debug
        self._token = ""

    def begin(self) -> list[Message]:
        """Begins a conversation; the greeting."""
        try:
            response = self._http.post("webhooks/web/session")
            answer = response.json() if response.is_success else {}
            self._token = answer["token"]
        except httpx.HTTPError as error:
            raise Unavailable(f"No server answers at {self._http.base_url} ({error}).") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable(
                f"{self._http.base_url} gave no session (status {response.status_code}):"
                " is it Patella's server?"
            ) from error
        return list(answer.get("messages") or [])

    def send(self, said: Said) -> Iterator[Message]:
        """Sends a message; yields the answer's message objects as they come, then `done`."""
        request = self._http.build_request(
            "POST",
            "webhooks/web/message",
            json=said.body(self._debug),
            headers={"Authorization": f"Bearer {self._token}"},
        )
        try:
            response = self._http.send(request, stream=True)
        except httpx.HTTPError:
            yield from not_processed(UNREACHABLE)
            return
        try:
            if response.status_code == 401:
                yield from self._renewed()
            elif response.is_success:
                yield from parsed(response.iter_lines())
            else:
                response.read()
                yield from refused(response)
        except httpx.HTTPError:
            yield from not_processed(CUT_SHORT)
        finally:
            response.close()

    def report(self, form: str) -> Fetched:
        """The report of the finished check in one of the formats.

        Raises:
            NoFile: if there is none.
        """
        try:
            response = self._http.get(
                "webhooks/web/report",
                params={"format": form},
                headers={"Authorization": f"Bearer {self._token}"},
            )
        except httpx.HTTPError:
            raise NoFile(NO_REPORT) from None
        if not response.is_success:
            raise NoFile(words_of(response) or NO_REPORT)
        disposition = response.headers.get("Content-Disposition", "")
        named = re.search(r'filename="([^"]+)"', disposition)
        return Fetched(response.content, named[1] if named else f"patella-report.{form}")

    def _renewed(self) -> Iterator[Message]:
        """A new conversation in place of one whose token is not taken any more."""
        try:
            greeting = self.begin()
        except Unavailable as problem:
            yield from not_processed(str(problem))
            return
        yield {"text": EXPIRED, "notice": "not_processed"}
        yield from greeting
        yield {"done": True}


def parsed(lines: Iterator[str]) -> Iterator[Message]:
    """Message objects out of NDJSON; an answer that ends without `done` is not whole."""
    for line in lines:
        if not line.strip():
            continue
        try:
            message = json.loads(line)
        except ValueError:
            break
        yield message
        if message.get("done"):
            return
    yield from not_processed(CUT_SHORT)


def refused(response: httpx.Response) -> Iterator[Message]:
    """The server's own words for a message that it did not take."""
    try:
        answer = response.json()
        text = str(answer["text"])
        code = str(answer.get("error", response.status_code))
    except (ValueError, KeyError, TypeError, AttributeError):
        text = f"The server could not process this message (status {response.status_code})."
        code = str(response.status_code)
    # What was malformed or too long stays so; anything else is worth another try.
    notice = "limit" if response.status_code in (400, 413, 422) else "not_processed"
    yield {"text": text, "notice": notice, "error": code}
    yield {"done": True}


def words_of(response: httpx.Response) -> str | None:
    """What the server says in plain words about a request that it did not carry out."""
    try:
        text = response.json()["text"]
    except (ValueError, KeyError, TypeError):
        return None
    return text if isinstance(text, str) else None


def not_processed(text: str) -> Iterator[Message]:
    """The end of an answer that did not come, or not whole."""
    yield {"text": text, "notice": "not_processed"}
    yield {"done": True}
