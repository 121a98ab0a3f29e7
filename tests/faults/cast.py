"""The people of the fault tests: each with a story of their own, so that a mix-up would show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.ledger import Ledger, Message, Talk

OPENINGS = (
    "my {side} knee has been aching at the front for {weeks} weeks, worse going down stairs",
    "hi, for {weeks} weeks now i get a dull ache in front of my {side} knee when i sit long",
    "{side} knee, the outer side, sore after running, started about {weeks} weeks ago",
    "the inside of my {side} knee hurts when i kneel, {weeks} weeks so far",
    "i have pain in my {side} groin and {side} knee since {weeks} weeks, mostly on stairs",
    "my {side} hip is stiff and the {side} knee hurts after sitting at my desk, {weeks} weeks",
)
ASIDES = (
    "can i still swim?",
    "should i use heat or ice",
    "what exercises are good for knee pain?",
    "why do you ask?",
    "are you a doctor?",
    "can weak glutes make my knee hurt?",
)
PLAIN = {
    "onset": "gradual",
    "location": "knee_front",
    "triggers": "stairs_down",
    "severity": "4",
    "summary_confirmed": "yes",
}
SUMMARY = "what have you got so far?"


@dataclass(frozen=True)
class Persona:
    """One person: what is theirs alone (age, how long) and how they talk."""

    number: int
    age: int
    weeks: int
    side: str
    opening: str
    aside: str

    @property
    def name(self) -> str:
        """How a failure names them."""
        return f"person {self.number} ({self.age}, {self.weeks} weeks, {self.side})"

    @property
    def mark(self) -> str:
        """A line that only their own summary has."""
        return f"Age: {self.age}"

    def answer(self, question: str) -> Message:
        """The message with which they answer a question."""
        if question == "age":
            return {"text": f"i'm {self.age}"}
        if question == "duration_days":
            return {"text": f"{self.weeks} weeks"}
        own = {"side": self.side, **PLAIN}.get(question, "none")
        return {"payload": f"{question}={own}"}


def personas(count: int) -> list[Persona]:
    """So many people, no two of whom are equally old or hurt for equally long."""
    return [
        Persona(
            number=number,
            age=21 + number,
            weeks=3 + number,
            side=("left", "right")[number % 2],
            opening=OPENINGS[number % len(OPENINGS)].format(
                side=("left", "right")[number % 2], weeks=3 + number
            ),
            aside=ASIDES[number % len(ASIDES)],
        )
        for number in range(count)
    ]


@dataclass
class Course:
    """A persona's way through a conversation of a given number of turns."""

    persona: Persona
    turns: int
    talk: Talk
    said: int = field(default=0)

    @property
    def is_over(self) -> bool:
        """Whether everything was said."""
        return self.said >= self.turns

    def next_message(self) -> Message:
        """What they say next: an aside in the middle, at the end what is known of them."""
        self.said += 1
        if self.said == 1:
            return {"text": self.persona.opening}
        if self.said == self.turns:
            return {"text": SUMMARY}
        if self.said == self.turns // 2:
            return {"text": self.persona.aside}
        question = pending(self.talk.last)
        return self.persona.answer(question) if question else {"text": self.persona.aside}

    async def go_on(self, patience: float = 60.0) -> list[Message]:
        """Say the next thing, until it is answered."""
        return await self.talk.insist(self.talk.note(**self.next_message()), patience)

    def check_summary(self) -> None:
        """What is known at the end is of this person, and of nobody else."""
        told = "\n".join(message["text"] for message in self.talk.last)
        for own in (self.persona.mark, f"Side: {self.persona.side}"):
            assert own in told, f"{self.persona.name}: {told}"


async def gather_cast(ledger: Ledger, count: int, turns: int) -> list[Course]:
    """So many people, each with a conversation begun."""
    return [Course(persona, turns, await ledger.begin(persona.name)) for persona in personas(count)]


def pending(messages: Sequence[Message]) -> str | None:
    """The question that an answer ends with."""
    questions: list[Any] = [m["question"]["id"] for m in messages if "question" in m]
    return str(questions[-1]) if questions else None
