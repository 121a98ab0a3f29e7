"""A message as the turn hands it over: text, the pending question, the payload of a button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.nlu.extract.findings import Pending, Shown, empty
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.payload import findings_of, read_payload
from bot.nlu.extract.picks import by_label
from bot.nlu.extract.understanding import Reading, read_text
from knowledge.questions import load_questions


def read_by_rules(
    text: str,
    asked: str | None = None,
    payload: str | None = None,
    today: date | None = None,
    offered: Sequence[str] = (),
) -> Reading:
    """Return what the rules make of a message.

    Args:
        text: what was typed; ignored when a button was tapped.
        asked: the id of the pending question.
        payload: the payload of the tapped button.
        today: the day that "since Monday" is counted from; by default the real one.
        offered: what the pending question offered, in the order shown; all of it where not told.
    """
    pending = pending_question(asked, offered)
    if payload is None:
        typed = read_payload(typed_payload(text, pending) or "")
        if typed is None:
            return read_text(text, asked, pending, today)
        said = dict.fromkeys(typed.values, normalise(text))
        return Reading(findings_of(typed, pending), said)
    parts = read_payload(payload)
    if parts is None:
        return Reading(empty())
    return Reading(findings_of(parts, pending_question(parts.name)))


def typed_payload(text: str, pending: Pending | None) -> str | None:
    """Return the payload of the buttons whose words were typed and nothing else, if they were.

    "Several sore or swollen joints" is that option, and no swelling besides.
    """
    values = by_label(text, pending) if pending is not None and pending.kind != "yes_no" else []
    return f"{pending.id}={','.join(values)}" if pending is not None and values else None


def pending_question(asked: str | None, offered: Sequence[str] = ()) -> Pending | None:
    """Return the question of that id as it was shown, ``None`` where there is none."""
    question = load_questions().get(asked) if asked else None
    if question is None:
        return None
    shown = [value for value in offered if value in question.options]
    return Shown(question, tuple(shown) or question.options)
