"""What goes into one step of the interview, and what comes out: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.answers import Answers

ASK_CORRECTION = "utter_ask_correction"


@dataclass(frozen=True)
class Heard:
    """What understanding made of one message; ``findings`` has the shape of the contract.

    ``is_aside`` says that the message was answered elsewhere and need not answer the question,
    ``is_tap`` that it came from a button or a list and not from words. ``text`` is what was
    typed, empty for a tap. ``named`` is the question that a button asks to have put again.
    ``was_asked_what_to_change`` says that it comes right after that was asked.
    """

    moves: tuple[str, ...] = ()
    findings: Mapping[str, Any] = field(default_factory=dict)
    is_aside: bool = False
    is_tap: bool = False
    text: str = ""
    named: str | None = None
    was_asked_what_to_change: bool = False


@dataclass(frozen=True)
class Interview:
    """Where an interview stands: the answers, the pending question and the way back.

    ``trail`` holds, oldest first, each question answered, with the slots that the answer
    changed as they were ``before`` it and ``after``; the last row may be of no question but of
    what was said by the way. ``misses`` counts the messages in a row
    that answered nothing.
    """

    answers: Answers = field(default_factory=Answers)
    pending: str | None = None
    trail: tuple[Mapping[str, Any], ...] = ()
    misses: int = 0


@dataclass(frozen=True)
class Notice:
    """Something to say before the next question: a response of domain.yml and its values."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What one message led to; ``question`` is the next one, or ``None`` when there is none."""

    interview: Interview
    question: str | None
    notices: tuple[Notice, ...] = ()
    #: Somebody took an emergency back without saying what is right, and was told how to.
    is_put_right_next: bool = False

    @property
    def asks_what_to_change(self) -> bool:
        """Whether the person is asked what to change, so that what comes next is a correction."""
        is_asked = any(notice.response == ASK_CORRECTION for notice in self.notices)
        return is_asked or self.is_put_right_next
