"""`POST /report`: the report of a finished check, rendered in a thread.

The request is an object with `slots` (the conversation's), `at` (when the check was finished),
`begun` (when it began, or null), `format` (`html`, `pdf` or `fhir`) and perhaps `versions` (text
by name, of what the dialogue server knows). Times are ISO 8601 with an offset. Nothing of the
request is logged or sent back when it cannot be done.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.report_cache import KEEP_SECONDS, ReportCache
from actions.report_formats import Format, Impossible
from actions.settings import load_settings
from knowledge.answers import Answers
from knowledge.assessment import IncompleteInterview
from knowledge.failure import whereabouts

log = logging.getLogger(__name__)


class BadRequest(ValueError):
    """A request that is not of the agreed form; the text names the key, never its value."""


@dataclass(frozen=True)
class Wanted:
    """A report to render."""

    slots: Mapping[str, Any]
    at: datetime
    begun: datetime | None
    format: str
    versions: Mapping[str, str]

    @property
    def key(self) -> str:
        """A digest of all that a report depends on; nothing of the answers can be read from it."""
        told = [dict(self.slots), self.at, self.begun, self.format, dict(self.versions)]
        text = json.dumps(told, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


class ReportRoute:
    """Answers requests for reports; ``versions`` are printed in each of them."""

    def __init__(self, formats: Mapping[str, Format], versions: Mapping[str, str]) -> None:
        self._formats = formats
        self._versions = versions
        # One at a time. Laying out a PDF takes more than half a second of the interpreter, which
        # conversations share: more threads would make no report sooner and every answer later.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="report")
        self._cache = ReportCache()

    async def answer(self, request: Request) -> HTTPResponse:
        """The file, or {"error"}: why there is none."""
        try:
            wanted = read_request(request.body, self._formats)
        except BadRequest as problem:
            return _refusal(400, str(problem))
        loop = asyncio.get_running_loop()
        try:
            body = await loop.run_in_executor(self._thread, self._find, wanted)
        except IncompleteInterview:
            return _refusal(409, "the interview is not complete")
        except Impossible as problem:
            log.error("no %s report: %s", wanted.format, problem)
            return _refusal(501, str(problem))
        except Exception as error:
            log.error("%s report failed: %s", wanted.format, whereabouts(error))
            return _refusal(500, "the report could not be rendered")
        # Also where nobody asks for another report, which would drop it as well.
        loop.call_later(KEEP_SECONDS + 1, self._thread.submit, self._cache.forget_old)
        return HTTPResponse(body, content_type=self._formats[wanted.format].content_type)

    def _find(self, wanted: Wanted) -> bytes:
        # In the thread as well, so that of two equal requests the second finds what the first made.
        return self._cache.get(wanted.key, lambda: self._render(wanted))

    def _render(self, wanted: Wanted) -> bytes:
        from knowledge.report import content

        report = content.build(
            Answers.from_slots(wanted.slots),
            at=wanted.at,
            begun=wanted.begun,
            emergency_number=load_settings().emergency_number,
            versions={**self._versions, **wanted.versions},
        )
        return self._formats[wanted.format].render(report)


def read_request(body: bytes, formats: Collection[str]) -> Wanted:
    """The report that a request wants, in one of the formats.

    Raises:
        BadRequest: if the body is not of the agreed form.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        # The parser's own words quote what it could not read.
        raise BadRequest("the body is no JSON") from None
    if not isinstance(content, dict):
        raise BadRequest("the body is no object")
    slots, form = content.get("slots"), content.get("format")
    begun, versions = content.get("begun"), content.get("versions", {})
    if not isinstance(form, str) or form not in formats:
        raise BadRequest(f"format: one of {', '.join(formats)}")
    if not isinstance(slots, dict):
        raise BadRequest("slots: an object")
    if not isinstance(versions, dict) or not all(isinstance(v, str) for v in versions.values()):
        raise BadRequest("versions: an object of texts")
    return Wanted(
        slots=slots,
        at=_moment("at", content.get("at")),
        begun=None if begun is None else _moment("begun", begun),
        format=form,
        versions=versions,
    )


def _moment(key: str, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRequest(f"{key}: a time in ISO 8601") from None
    if moment.tzinfo is None:
        raise BadRequest(f"{key}: a time with its offset")
    return moment


def _refusal(status: int, error: str) -> HTTPResponse:
    return json_response({"error": error}, status)
