"""A message as the turn hands it over: text, the pending question, the payload of a button."""

from __future__ import annotations

from datetime import date

from bot.nlu.extract.findings import Pending, empty
from bot.nlu.extract.payload import findings_of, read_payload
from bot.nlu.extract.understanding import Reading, read_text
from knowledge.questions import load_questions


def read_by_rules(
    text: str,
    asked: str | None = None,
    payload: str | None = None,
    today: date | None = None,
) -> Reading:
    """Return what the rules make of a message.

    Args:
        text: what was typed; ignored when a button was tapped.
        asked: the id of the pending question.
        payload: the payload of the tapped button.
        today: the day that "since Monday" is counted from; by default the real one.
    """
    if payload is None:
        return read_text(text, asked, pending_question(asked), today)
    parts = read_payload(payload)
    if parts is None:
        return Reading(empty())
    return Reading(findings_of(parts, pending_question(parts.name)))


def pending_question(asked: str | None) -> Pending | None:
    """Return the question of that id, ``None`` where there is none."""
    return load_questions().get(asked) if asked else None
