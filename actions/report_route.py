"""`POST /report`: the report of a finished check, rendered in a thread.

The request is an object with `slots` (the conversation's), `at` (when the check was finished),
`begun` (when it began, or null), `format` (`html`, `pdf` or `fhir`) and perhaps `versions` (text
by name, of what the dialogue server knows). Times are ISO 8601 with an offset. Nothing of the
request is logged or sent back when it cannot be done.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.base import whereabouts
from actions.settings import load_settings
from knowledge.answers import Answers
from knowledge.assessment import IncompleteInterview

log = logging.getLogger(__name__)


class BadRequest(ValueError):
    """A request that is not of the agreed form; the text names the key, never its value."""


class Impossible(RuntimeError):
    """A format that cannot be made on this machine; the text says what is missing."""


@dataclass(frozen=True)
class Wanted:
    """A report to render."""

    slots: Mapping[str, Any]
    at: datetime
    begun: datetime | None
    format: str
    versions: Mapping[str, str]


@dataclass(frozen=True)
class Format:
    """How a report becomes a file of one kind."""

    content_type: str
    render: Callable[[Any], bytes]


async def report(request: Request) -> HTTPResponse:
    """Answer with the file, or with {"error"}: why there is none."""
    try:
        wanted = read_request(request.body, request.app.ctx.versions)
    except BadRequest as problem:
        return json_response({"error": str(problem)}, 400)
    loop = asyncio.get_running_loop()
    try:
        body = await loop.run_in_executor(request.app.ctx.renderer, render, wanted)
    except IncompleteInterview:
        return json_response({"error": "the interview is not complete"}, 409)
    except Impossible as problem:
        log.error("no %s report: %s", wanted.format, problem)
        return json_response({"error": str(problem)}, 501)
    except Exception as error:
        log.error("%s report failed: %s", wanted.format, whereabouts(error))
        return json_response({"error": "the report could not be rendered"}, 500)
    return HTTPResponse(body, content_type=FORMATS[wanted.format].content_type)


def read_request(body: bytes, own_versions: Mapping[str, str]) -> Wanted:
    """The report that a request wants.

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
    if content.get("format") not in FORMATS:
        raise BadRequest(f"format: one of {', '.join(FORMATS)}")
    slots, versions = content.get("slots"), content.get("versions", {})
    if not isinstance(slots, dict):
        raise BadRequest("slots: an object")
    if not (isinstance(versions, dict) and all(isinstance(v, str) for v in versions.values())):
        raise BadRequest("versions: an object of texts")
    begun = content.get("begun")
    return Wanted(
        slots=slots,
        at=_moment("at", content.get("at")),
        begun=None if begun is None else _moment("begun", begun),
        format=content["format"],
        versions={**own_versions, **versions},
    )


def render(wanted: Wanted) -> bytes:
    """The file.

    Raises:
        IncompleteInterview: if an answer that the assessment needs is missing.
        Impossible: if a library that this format needs is not installed.
    """
    from knowledge.report import content

    built = content.build(
        Answers.from_slots(wanted.slots),
        at=wanted.at,
        begun=wanted.begun,
        emergency_number=load_settings().emergency_number,
        versions=wanted.versions,
    )
    return FORMATS[wanted.format].render(built)


def _moment(key: str, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRequest(f"{key}: a time in ISO 8601") from None
    if moment.tzinfo is None:
        raise BadRequest(f"{key}: a time with its offset")
    return moment


# Each format's libraries are loaded when it is first wanted: they are large, and a machine on
# which one of them is missing can still make the others.


def _html(built: Any) -> bytes:
    from knowledge.report import html

    return html.render(built).encode()


def _pdf(built: Any) -> bytes:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        # WeasyPrint loads Pango when it is imported; the first line names what was not found.
        missing = str(error).partition("\n")[0][:200]
        raise Impossible(f"PDF needs WeasyPrint and the Pango library: {missing}") from None
    from knowledge.report import pdf

    return pdf.render(built)


def _fhir(built: Any) -> bytes:
    from knowledge.report import fhir

    return json.dumps(fhir.bundle(built), ensure_ascii=False, indent=2).encode()


FORMATS = {
    "html": Format("text/html; charset=utf-8", _html),
    "pdf": Format("application/pdf", _pdf),
    "fhir": Format("application/fhir+json", _fhir),
}
