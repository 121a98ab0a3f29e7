"""One card held as a conversation over the web API, and how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.evaluation.vignettes.cards import Card
from bot.evaluation.vignettes.patient import answer
from bot.shell_client import Message, Said

#: Nobody goes on for longer; an interview has at most 16 questions.
MOST_TURNS = 40
#: What a question has that asks about a part of a list already put.
PARTS = ("about_doubt", "about_rest", "about_which")
#: What the question how it began (`onset`) asks where it is known to have come on all at once.
WHETHER_INJURED = "injury"
#: What the question where it hurts (`location`) asks of a hip of which no part was told.
PART_OF_HIP = "part_of_hip"


class Client(Protocol):
    """One conversation with the bot."""

    def begin(self) -> list[Message]:
        """Begin it; the greeting."""

    def send(self, said: Said) -> Iterable[Message]:
        """Say something; the answer's message objects."""


@dataclass(frozen=True)
class Outcome:
    """How a conversation ended.

    ``level`` is ``None`` where there was no ending, ``asked`` the questions in the order in which
    they were put, ``followed_up`` the lists of which only a part was asked about afterwards (the
    signs not told yet, which of them are in doubt or meant by "a bit"), and ``said`` the
    conversation as (who, words).
    """

    card: Card
    level: str | None
    red_flags: tuple[str, ...]
    patterns: tuple[str, ...]
    asked: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    followed_up: tuple[str, ...] = ()

    @property
    def questions(self) -> int:
        """How many different questions were put, the summary among them."""
        return len(set(self.asked))

    @property
    def put_again(self) -> tuple[str, ...]:
        """The questions that were put more than once."""
        return tuple(name for name, times in Counter(self.asked).items() if times > 1)


def hold(card: Card, client: Client) -> Outcome:
    """Hold the conversation of one card to its end."""
    client.begin()
    said: list[tuple[str, str]] = []
    asked: list[str] = []
    followed_up: list[str] = []
    words = Said(text=card.opening)
    messages: list[Message] = []
    for _ in range(MOST_TURNS):
        said.append(("person", words.text or words.payload or ""))
        messages = [message for message in client.send(words) if not message.get("done")]
        said += [("bot", message.get("text") or "") for message in messages if "text" in message]
        question = _question(messages)
        if question is None:
            break
        name = _name(question)
        is_part = any(question.get(part) for part in PARTS)
        # Where both joints were asked about and the knee alone was told, the hip is the rest.
        is_part = is_part or (name == PART_OF_HIP and name in asked)
        (followed_up if is_part else asked).append(name)
        words = answer(card, question, (asked + followed_up).count(name))
    ending = _ending(messages)
    return Outcome(
        card=card,
        level=ending.get("urgency"),
        red_flags=tuple(ending.get("red_flags") or ()),
        patterns=tuple(pattern["id"] for pattern in ending.get("patterns") or ()),
        asked=tuple(asked),
        followed_up=tuple(followed_up),
        said=tuple(said),
    )


def _name(question: Mapping[str, Any]) -> str:
    """What a question counts as: one that asks something else than its id says has another name."""
    if question.get("about_injury"):
        return WHETHER_INJURED
    is_of_hip = question.get("about_hip") or question.get("about_hip_and_knee")
    return PART_OF_HIP if is_of_hip else str(question["id"])


def _question(messages: Iterable[Message]) -> Mapping[str, Any] | None:
    """The question that the answer ends with."""
    found = [message["question"] for message in messages if "question" in message]
    return found[-1] if found else None


def _ending(messages: Iterable[Message]) -> Mapping[str, Any]:
    """The last assessment of the answer that ended the conversation."""
    if _question(messages) is not None:
        return {}
    found = [message["assessment"] for message in messages if "assessment" in message]
    return found[-1] if found else {}
