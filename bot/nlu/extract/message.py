"""A message as the turn hands it over: text, the pending question, the payload of a button."""

from __future__ import annotations

from functools import lru_cache

from bot.nlu.extract.findings import Findings, Pending, empty
from bot.nlu.extract.payload import findings_of, read_payload
from bot.nlu.extract.understanding import understand, understand_with_words
from knowledge.questions import load_questions


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
    return understand_with_words(text, asked, pending_question(asked))


def screenable(text: str) -> Findings:
    """Return the findings of a plain text with ``words``, for looking for red flags in it."""
    findings, words = understand_with_words(text)
    return {**findings, "words": words}


def pending_question(asked: str | None) -> Pending | None:
    """Return the question of that id, ``None`` where there is none."""
    return load_questions().get(asked) if asked else None


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Build the matchers and the lexicon before the first message comes."""
    understand("my left knee hurts when i go downstairs")
