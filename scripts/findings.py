"""What `make doctor` finds, and how it asks the services."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from scripts.readiness import DIRECT

FINE, WRONG, OFF = "\u2713", "\u2717", "-"

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Finding:
    """One line: whether it is fine, wrong or not set up, about what, and what to do."""

    mark: str
    subject: str
    said: str

    def __str__(self) -> str:
        return f"{self.mark} {self.subject}: {self.said}"


@dataclass(frozen=True)
class Answered:
    """What a service answered: the status, the JSON (``{}`` if there is none) and the headers."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]


def call(url: str, headers: Mapping[str, str], data: bytes | None = None) -> Answered:
    """Ask a service; one on this machine never through the proxy that the environment names.

    Raises:
        OSError: if it cannot be reached.
    """
    try:
        return _called(url, headers, data)
    except (HTTPException, ValueError):
        # Their texts quote the address, in which a token may stand.
        raise ConnectionError("this is no address that can be asked") from None


def reason_of(error: OSError) -> str:
    """Why something cannot be reached, in a few words."""
    return str(getattr(error, "reason", None) or error.strerror or type(error).__name__)


def _called(url: str, headers: Mapping[str, str], data: bytes | None) -> Answered:
    request = urllib.request.Request(url, data=data, headers=dict(headers))
    is_here = urlsplit(url).hostname in _LOOPBACK
    opener = DIRECT if is_here else urllib.request.build_opener()
    try:
        with opener.open(request, timeout=10) as response:
            return Answered(response.status, _object(response.read()), dict(response.headers))
    except urllib.error.HTTPError as error:
        return Answered(error.code, _object(error.read()), dict(error.headers))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
