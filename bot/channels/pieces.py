"""Message objects as a messenger shows them: pieces of text with what can be tapped below.

What is said, in which order, and what can be answered is decided here once, for every
messenger; a channel only puts pieces into its service's own form. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.exchange import Message
from bot.payloads import CONFIRMATIONS
from bot.words import Words
from knowledge.questions import NONE, NOT_SURE, SKIP

#: What a channel does itself; no dialogue hears of these.
AGREE, REPORT = "own:agree", "own:report"

#: What can be tapped below a question without answering it.
WHY, MEANING, BACK = ASKS_BACK = ("ask_why", "ask_meaning", "go_back")

#: How one answers: by one of the choices, by several and "done", by a number, by a place.
BUTTONS, ONE, SEVERAL, SCALE, ZONES = "buttons", "one", "several", "scale", "zones"

#: A number is offered as buttons up to so many of them; otherwise it is typed.
MOST_NUMBERS = 11

_SOURCES = re.compile(r"\n\n(Sources?: .+)\Z", re.DOTALL)
_CAN_BE_SKIPPED = ("choice", "number", "text")


@dataclass(frozen=True)
class Choice:
    """Something to tap: its words, what it stands for, and for an option its bare value."""

    label: str
    payload: str
    value: str = ""


@dataclass(frozen=True)
class Control:
    """What can be tapped below a piece.

    ``choices`` are those of the kind; ``alone`` answer by themselves where several may be
    chosen; ``beside`` ask back, go back or pass on. ``question`` is the object of the question,
    empty for plain buttons.
    """

    kind: str
    choices: tuple[Choice, ...]
    alone: tuple[Choice, ...] = ()
    beside: tuple[Choice, ...] = ()
    question: Mapping[str, Any] | None = None

    @property
    def every(self) -> tuple[Choice, ...]:
        """All that can be tapped, in the order to show it."""
        return (*self.choices, *self.alone, *self.beside)


@dataclass(frozen=True)
class Piece:
    """One message of a messenger.

    ``urgent`` must not be missed; ``sources`` and ``progress`` may be shown small. An ``aside``
    is read on by whoever wants to: the details of an ending.
    """

    text: str
    urgent: bool = False
    aside: bool = False
    sources: str = ""
    progress: str = ""
    control: Control | None = None


def pieces_of(messages: Iterable[Message], words: Words) -> list[Piece]:
    """The pieces of an answer, in order.

    Every message has one, but an open question behind something to confirm. Of an answer's
    controls only those can be in force that belong to its last question, or, where nothing is
    asked, its buttons.
    """
    return [_piece(message, words) for message in _to_be_shown(list(messages))]


def _to_be_shown(messages: list[Message]) -> list[Message]:
    """All but an open question behind something to confirm, which it would bury.

    Whoever says no is asked it again.
    """
    buttons = [button for message in messages[:-1] for button in message.get("buttons", ())]
    confirms = any(button["payload"] in CONFIRMATIONS for button in buttons)
    return messages[:-1] if confirms and "question" in messages[-1] else messages


def _piece(message: Message, words: Words) -> Piece:
    text, sources = _without_sources(str(message["text"]))
    question = message.get("question")
    urgent = message.get("notice") == "emergency" or _urgency(message) == "emergency"
    piece = Piece(
        text=text,
        urgent=urgent,
        aside="repeats" in message,
        sources=sources,
        control=_question_control(question, message, words) if question else _buttons(message),
    )
    if question:
        piece = replace(piece, progress=_progress(question, words))
    if message.get("report_url"):
        report = Choice(words.text("utter_messenger_report"), REPORT)
        control = piece.control or Control(BUTTONS, ())
        piece = replace(piece, control=replace(control, beside=(*control.beside, report)))
    return piece


def _urgency(message: Message) -> str | None:
    return (message.get("assessment") or {}).get("urgency")


def _without_sources(text: str) -> tuple[str, str]:
    found = _SOURCES.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def _buttons(message: Message) -> Control | None:
    choices = tuple(
        Choice(button["title"], button["payload"]) for button in message.get("buttons", ())
    )
    return Control(BUTTONS, choices) if choices else None


def _question_control(question: Mapping[str, Any], message: Message, words: Words) -> Control:
    options = tuple(_option(question, option) for option in question.get("options", ()))
    kind, choices = _choices(question, options)
    alone = tuple(
        option for option in options if option.value in (NONE, NOT_SURE) and option not in choices
    )
    # Buttons that stand beside a question and answer it once more are not shown twice.
    known = {choice.payload for choice in options}
    others = tuple(
        Choice(button["title"], button["payload"])
        for button in message.get("buttons", ())
        if button["payload"] not in known
    )
    if kind == ONE:
        choices = (*others, *choices)
    else:
        alone = (*others, *alone)
    return Control(kind, choices, alone, _beside(question, words), question)


def _option(question: Mapping[str, Any], option: Mapping[str, Any]) -> Choice:
    value = str(option["value"])
    return Choice(str(option["label"]), f"{question['id']}={value}", value)


def _choices(
    question: Mapping[str, Any], options: Sequence[Choice]
) -> tuple[str, tuple[Choice, ...]]:
    kind = question.get("kind")
    proper = tuple(option for option in options if option.value not in (NONE, NOT_SURE))
    if kind == "number":
        return SCALE, _numbers(question)
    if kind == "multi":
        return SEVERAL, proper
    if kind == "zones":
        return ZONES, proper
    return ONE, tuple(options)


def _numbers(question: Mapping[str, Any]) -> tuple[Choice, ...]:
    low, high = question.get("min"), question.get("max")
    if low is None or high is None or high - low >= MOST_NUMBERS:
        return ()
    numbers = range(int(low), int(high) + 1)
    return tuple(Choice(str(n), f"{question['id']}={n}", str(n)) for n in numbers)


def _beside(question: Mapping[str, Any], words: Words) -> tuple[Choice, ...]:
    again = question.get("again") is True
    offered = []
    if question.get("why"):
        offered.append(Choice(words.text("utter_messenger_why"), WHY))
    if question.get("meaning"):
        offered.append(Choice(words.text("utter_messenger_meaning"), MEANING))
    if not again and (question.get("progress") or {}).get("answered"):
        offered.append(Choice(words.text("utter_messenger_back"), BACK))
    if again or question.get("kind") in _CAN_BE_SKIPPED:
        label = "utter_messenger_keep" if again else "utter_messenger_skip"
        offered.append(Choice(words.text(label), f"{question['id']}={SKIP}"))
    return tuple(offered)


def _progress(question: Mapping[str, Any], words: Words) -> str:
    state = question.get("progress") or {}
    if not state.get("expected"):
        return ""
    number = int(state.get("answered") or 0) + 1
    expected = str(max(int(state["expected"]), number))
    return words.text("utter_messenger_progress", number=str(number), expected=expected)
