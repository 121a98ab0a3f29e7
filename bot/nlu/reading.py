"""A message as the turn hands it over, read by the rules and the recogniser together."""

from __future__ import annotations

from bot.nlu.extract.findings import Findings, empty
from bot.nlu.extract.message import pending_question
from bot.nlu.extract.payload import findings_of, read_payload
from bot.nlu.extract.understanding import read_text
from bot.nlu.learned.fusion import fuse
from bot.nlu.learned.recogniser import load_recogniser, recognise

# So short an answer to a question means what the question makes of it.
_SHORT_ANSWER = 3


def read_message(
    text: str, asked: str | None = None, payload: str | None = None
) -> tuple[Findings, dict[str, str]]:
    """Return the findings of a message and the words that stand for each.

    Args:
        text: what was typed; ignored when a button was tapped.
        asked: the id of the pending question.
        payload: the payload of the tapped button.
    """
    if payload is not None:
        parts = read_payload(payload)
        if parts is None:
            return empty(), {}
        return findings_of(parts, pending_question(parts.name)), {}
    reading = read_text(text, asked, pending_question(asked))
    words = text.split()
    if len(words) < 2 or (asked is not None and len(words) <= _SHORT_ANSWER):
        return reading.findings, reading.words
    recognised = recognise(text, load_recogniser())
    return fuse(reading.findings, reading.words, reading.set_aside, recognised)
