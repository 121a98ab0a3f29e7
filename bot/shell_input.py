"""What a line typed at the terminal means: words, a choice by number, or a command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.shell_client import Message, Said

#: Answers that stand alone in a question that takes several.
ALONE = ("none", "not_sure")

NUMBERS = re.compile(r"\d{1,2}(?:\s*[,;+ ]\s*\d{1,2})*\s*[,.]?")

#: Commands that only say something to the bot, with a payload of the contract.
SPOKEN = {
    "/why": ("ask_why", "why this is asked"),
    "/meaning": ("ask_meaning", "what the question means"),
    "/repeat": ("repeat", "ask it again"),
    "/back": ("go_back", "go back to the last question"),
    "/skip": ("skip", "leave this question out"),
    "/summary": ("show_summary", "what you have said so far"),
    "/stop": ("stop", "stop the questions"),
    "/restart": ("restart", "begin again"),
}
#: Commands that the client itself carries out.
OWN = {
    "/again": "send the last message again (if it was not processed)",
    "/debug": "what was understood in the last turn: intent, slots, passages",
    "/passages": "the passages of the last answer in full, with their sources",
    "/report": "save the report here once the check is done (/report html or fhir, and a name)",
    "/help": "this list",
    "/quit": "leave (Ctrl-D does, too)",
}
COMMANDS = (*SPOKEN, *OWN)
ALIASES = {
    "/exit": "/quit",
    "/sources": "/passages",
    "/bye": "/quit",
    "/?": "/help",
    "/undo": "/back",
}


@dataclass(frozen=True)
class Choice:
    """Something that can be picked by its number."""

    label: str
    payload: str
    help: str = ""
    #: The bare value of a question's option; None for a button, which stands alone.
    value: str | None = None


@dataclass(frozen=True)
class Pending:
    """What the last answer lets the person pick from."""

    choices: tuple[Choice, ...] = ()
    question: str | None = None
    several: bool = False


@dataclass(frozen=True)
class Command:
    """A command that the client itself carries out, and the words that follow it."""

    name: str
    words: str = ""


@dataclass(frozen=True)
class Problem:
    """A line that cannot be sent, and why."""

    text: str


Line = Said | Command | Problem | None


def pending_of(messages: Sequence[Message]) -> Pending:
    """What the messages of one answer leave to pick from: the last question and its buttons."""
    question = next((m["question"] for m in reversed(messages) if m.get("question")), None)
    buttons: list[Message] = next(
        (m["buttons"] for m in reversed(messages) if m.get("buttons")), []
    )
    choices = _options(question) if question else []
    offered = {choice.payload for choice in choices}
    choices += [
        Choice(button["title"], button["payload"])
        for button in buttons
        if button["payload"] not in offered
    ]
    if not question:
        return Pending(tuple(choices))
    return Pending(tuple(choices), question["id"], question.get("kind") in ("multi", "zones"))


def last(messages: Sequence[Message], key: str) -> Any:
    """What the last message that has something under `key` has there; None if none has."""
    return next((message[key] for message in reversed(messages) if message.get(key)), None)


def _options(question: Mapping[str, Any]) -> list[Choice]:
    """A question's options. Where a number is asked for, a number is an answer, not a pick."""
    if question.get("kind") in ("number", "text"):
        return []
    return [
        Choice(
            str(option["label"]),
            f"{question['id']}={option['value']}",
            str(option.get("help") or ""),
            str(option["value"]),
        )
        for option in question.get("options") or []
    ]


def read_line(line: str, pending: Pending) -> Line:
    """What a typed line means; None for an empty one."""
    text = line.strip()
    if not text:
        return None
    if text.startswith("/"):
        return _command(text)
    if pending.choices and NUMBERS.fullmatch(text):
        return _pick([int(number) for number in re.findall(r"\d+", text)], pending)
    return Said(text=text)


def _command(text: str) -> Line:
    first, *rest = text.split(maxsplit=1)
    name = ALIASES.get(first.lower(), first.lower())
    if name in SPOKEN:
        return Said(payload=SPOKEN[name][0])
    if name in OWN:
        return Command(name, *rest)
    close = get_close_matches(name, COMMANDS, n=1)
    meant = f" Did you mean {close[0]}?" if close else ""
    return Problem(f"There is no command {name}.{meant} /help lists them.")


def _pick(numbers: list[int], pending: Pending) -> Line:
    """The payload of the choices with these numbers."""
    last = len(pending.choices)
    if wrong := [number for number in numbers if not 1 <= number <= last]:
        return Problem(f"There is no {wrong[0]} here: pick from 1 to {last}, or answer in words.")
    picked = [pending.choices[number - 1] for number in dict.fromkeys(numbers)]
    if len(picked) == 1:
        return Said(payload=picked[0].payload)
    if not pending.several or any(choice.value is None for choice in picked):
        return Problem("Only one can be picked here. Type its number, or answer in words.")
    alone = [choice for choice in picked if choice.value in ALONE]
    if alone:
        return Problem(f"\u201c{alone[0].label}\u201d does not go together with another answer.")
    return Said(payload=f"{pending.question}=" + ",".join(str(choice.value) for choice in picked))


def read_transcript(lines: Iterable[str]) -> Iterator[str]:
    """The person's lines in a transcript: no comments, no empty lines, no "> " in front."""
    for line in lines:
        text = line.strip()
        if text.startswith("#"):
            continue
        text = re.sub(r"^>\s*", "", text)
        if text:
            yield text


def read_transcript_line(line: str, pending: Pending) -> Line:
    """Like a typed line; besides, `payload: x` sends that payload."""
    if payload := re.fullmatch(r"payload:\s*(\S.*)", line.strip()):
        return Said(payload=payload[1].strip())
    return read_line(line, pending)


def read_json_line(line: str, _: Pending) -> Line:
    """A line of JSON mode: an object with `text` or `payload` and perhaps `id`, or plain text."""
    text = line.strip()
    if not text:
        return None
    if not text.startswith("{"):
        return Said(text=text)
    try:
        row = json.loads(text)
    except ValueError as error:
        return Problem(f"not valid JSON: {error}")
    given = [key for key in ("text", "payload") if isinstance(row.get(key), str)]
    if len(given) != 1:
        return Problem("give either text or payload, as a string")
    identity = {"id": row["id"]} if isinstance(row.get("id"), str) else {}
    return Said(**{given[0]: row[given[0]]}, **identity)
