"""Reports of finished checks, which the action server renders: it has the libraries."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from bot.action_endpoint import headers_for
from bot.failure import whereabouts

log = logging.getLogger("patella.reports")

#: The formats and how their files end.
SUFFIXES = {"html": "html", "pdf": "pdf", "fhir": "json"}

#: Why there can be no report: the status for programs and the response for people.
REASONS = {
    "not_finished": (409, "utter_report_not_finished"),
    "not_possible": (501, "utter_report_not_possible"),
    "not_available": (503, "utter_report_not_available"),
}


@dataclass(frozen=True)
class FinishedCheck:
    """A check that came to its end.

    ``slots`` are the conversation's, ``at`` is when it was assessed and ``begun`` when the
    person first spoke, both in unix seconds.
    """

    slots: Mapping[str, Any]
    at: float
    begun: float | None


@dataclass(frozen=True)
class ReportFile:
    """A report as a file."""

    body: bytes
    content_type: str
    name: str


class NoReport(Exception):
    """There is no report: ``status`` and ``code`` for programs, ``response`` for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.status, self.response = REASONS[code]


class ActionServerReports:
    """Has reports rendered at ``url`` within ``seconds``; ``versions`` are printed in them.

    With a ``secret`` it is shown with each call.
    """

    def __init__(
        self, url: str, seconds: float, versions: Mapping[str, str], secret: str | None = None
    ) -> None:
        self._secret = secret
        self._url = url
        self._seconds = seconds
        self._versions = versions

    async def render(self, check: FinishedCheck, form: str) -> ReportFile:
        """The report of a check in one of the formats.

        Raises:
            NoReport: if an answer is open again, the format cannot be made there, or no
                proper answer comes in time.
        """
        at = local_time(check.at)
        call = {
            "slots": dict(check.slots),
            "at": at.isoformat(),
            "begun": None if check.begun is None else local_time(check.begun).isoformat(),
            "format": form,
            "versions": dict(self._versions),
        }
        status, content_type, body = await self._call(call)
        if status == 409:
            raise NoReport("not_finished")
        if status == 501:
            raise NoReport("not_possible")
        if status != 200 or not body:
            log.warning("no %s report: the action server answered %s", form, status)
            raise NoReport("not_available")
        return ReportFile(body, content_type, f"patella-report-{at:%Y-%m-%d}.{SUFFIXES[form]}")

    async def _call(self, call: Mapping[str, Any]) -> tuple[int, str, bytes]:
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._url, json=call, headers=headers_for(self._secret)) as response,
            ):
                body = await response.read()
                return response.status, response.headers.get("Content-Type", ""), body
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            log.warning("no %s report: %s", call["format"], whereabouts(error))
            raise NoReport("not_available") from None


def local_time(seconds: float) -> datetime:
    """A moment in the clinic's own time, which is taken to be this machine's."""
    return datetime.fromtimestamp(seconds).astimezone().replace(microsecond=0)
