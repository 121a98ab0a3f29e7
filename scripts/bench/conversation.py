"""The reference conversation: one person from a greeting to an ending, the same for both bots.

It is held with Patella once, typed and not tapped; what was said then is what both bots hear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.bench.bots import BenchFailed
from scripts.bench.talk import Talk

FILE = Path(__file__).with_name("conversation.yml")
GREETING, OPENING, ANSWER, QUESTION, ENDING = "greeting", "opening", "answer", "question", "ending"
#: Kind of message → how a page calls it.
KINDS = {
    GREETING: "greeting",
    OPENING: "free-text opening",
    ANSWER: "answer to a question",
    QUESTION: "question with retrieval",
    ENDING: "ending",
}
#: Where the interview has no end by then, something is wrong.
MOST_TURNS = 40


@dataclass(frozen=True)
class Turn:
    """A message, and as what it is counted."""

    kind: str
    text: str


@dataclass(frozen=True)
class Plan:
    """What is typed when; `answers` are by the id of the question."""

    greeting: str
    opening: str
    question: str
    after: int
    answers: dict[str, str]
    otherwise: str


def plan(file: Path = FILE) -> Plan:
    """Read the plan."""
    return Plan(**yaml.safe_load(file.read_text(encoding="utf-8")))


def next_turn(of: Plan, said: Sequence[Turn], last: Sequence[dict[str, Any]]) -> Turn:
    """Return what is typed next, after the messages with which the last one was answered.

    Raises:
        BenchFailed: if nothing is asked, or too much has been.
    """
    if not said:
        return Turn(GREETING, of.greeting)
    if len(said) == 1:
        return Turn(OPENING, of.opening)
    kinds = [turn.kind for turn in said]
    if kinds.count(ANSWER) == of.after and QUESTION not in kinds:
        return Turn(QUESTION, of.question)
    asked = [message["question"]["id"] for message in last if "question" in message]
    if not asked or len(said) >= MOST_TURNS:
        raise BenchFailed(
            f"the reference conversation has no end after {len(said)} messages, the last of which"
            f" is {said[-1].text!r}: does {FILE.name} still fit the interview?"
        )
    return Turn(ANSWER, of.answers.get(asked[-1], of.otherwise))


def check(turn: Turn, messages: Sequence[dict[str, Any]]) -> None:
    """Make sure that an answer is of the kind as which it is counted.

    Raises:
        BenchFailed: if it is not.
    """
    wanted = {OPENING: "question", ANSWER: "question", QUESTION: "passages"}
    part = wanted.get(turn.kind)
    if part and not any(message.get(part) for message in messages):
        raise BenchFailed(f"{turn.text!r} ({turn.kind}) was answered without {part}")


async def hold(talk: Talk, of: Plan) -> list[Turn]:
    """Hold the conversation with Patella until it has an assessment; what was said.

    Raises:
        BenchFailed: if it gets to none.
    """
    await talk.begin()
    said: list[Turn] = []
    last: list[dict[str, Any]] = []
    while True:
        turn = next_turn(of, said, last)
        heard = await talk.say(turn.text)
        if heard.messages is None:
            raise BenchFailed(f"{turn.text!r} was not answered (status {heard.status})")
        last = heard.messages
        is_over = any("assessment" in message for message in last)
        said.append(Turn(ENDING, turn.text) if is_over else turn)
        check(said[-1], last)
        if is_over:
            return said
