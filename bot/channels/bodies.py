"""Reading the body of a message request, with errors a person can understand."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.payloads import is_payload

MOST_BYTES = 8 * 1024

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Refused(Exception):
    """A request that is not carried out.

    ``code`` is for programs; ``text`` says what is wrong in plain words.
    """

    def __init__(self, status: int, code: str, text: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.text = text
        self.retry_after = retry_after


@dataclass(frozen=True)
class Body:
    """What a client sends: its id for the message, and either text or payload.

    ``consent`` is false where the person has not agreed yet to anything being kept.
    """

    id: str
    text: str | None
    payload: str | None
    debug: bool = False
    consent: bool = True


def read_body(content_type: str | None, data: bytes) -> Body:
    """The message in a request.

    Raises:
        Refused: if it is not JSON, too large, or not of the agreed form.
    """
    fields = read_json(content_type, data)
    unknown = sorted(set(fields) - {"id", "text", "payload", "debug", "consent"})
    if unknown:
        raise _bad(f"I do not know the field {unknown[0]!r}.")
    message_id = fields.get("id")
    if not isinstance(message_id, str) or not _ID.fullmatch(message_id):
        raise _bad('"id" must be 1 to 64 letters, digits, "_" or "-".')
    text, payload = fields.get("text"), fields.get("payload")
    if (text is None) == (payload is None):
        raise _bad('Send either "text" or "payload".')
    if text is not None and not isinstance(text, str):
        raise _bad('"text" must be a string.')
    if payload is not None and not (isinstance(payload, str) and is_payload(payload)):
        raise _bad('"payload" must be the payload of a button or "<question>=<value>".')
    switches = {"debug": False, "consent": True}
    for name, default in switches.items():
        switches[name] = fields.get(name, default)
        if not isinstance(switches[name], bool):
            raise _bad(f'"{name}" must be true or false.')
    return Body(message_id, text, payload, **switches)


def read_json(content_type: str | None, data: bytes) -> dict[str, Any]:
    """The JSON object in a request.

    Raises:
        Refused: if there is none, or it is too large.
    """
    if (content_type or "").split(";")[0].strip().lower() != "application/json":
        raise Refused(415, "unsupported_media_type", "Send JSON (application/json).")
    if len(data) > MOST_BYTES:
        raise Refused(413, "too_large", "That message is too long.")
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        raise _bad("That is not valid JSON.") from None
    if not isinstance(fields, dict):
        raise _bad("Send a JSON object.")
    return fields


def _bad(text: str) -> Refused:
    return Refused(400, "bad_request", text)
