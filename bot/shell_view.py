"""Message objects as things that rich can print. Pure functions: nothing is printed here.

Texts go through `Text`, never through rich's markup, so that brackets in them stay brackets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.shell_client import Message
from bot.shell_ending import assessment_view, passages_view
from bot.shell_input import OWN, SPOKEN, Pending, last
from bot.shell_words import in_words, listed

REPORT = "/report saves a report of this check that you can show to a professional"
HINTS = {
    "multi": "one number or several (1,3), or your own words",
    "zones": "one number or several (1,3), or your own words",
    "choice": "a number, or your own words",
    "yes_no": "a number, or your own words",
    "text": "your own words",
}


def message_view(message: Message) -> RenderableType | None:
    """One message object, without its choices; None if it has nothing to show."""
    if message.get("repeats"):
        return None  # the assessment before it was shown whole
    parts: list[RenderableType] = []
    text = str(message.get("text") or "").strip()
    if text:
        parts.append(_words(text, message.get("notice")))
    if message.get("assessment"):
        parts.append(assessment_view(message["assessment"]))
    if message.get("passages"):
        parts.append(passages_view(message["passages"], said=text))
    if message.get("report_url"):
        parts.append(Text(REPORT, style="dim"))
    return Group(*parts) if parts else None


def _words(text: str, notice: str | None) -> RenderableType:
    if notice == "emergency":
        return Panel(Text(text, style="bold"), title="Emergency", border_style="red")
    if notice in ("not_processed", "limit"):
        return Text(text, style="yellow")
    return Text(text, style="bright_blue")


def choices_view(
    messages: Sequence[Message], pending: Pending, brief: bool = False
) -> RenderableType | None:
    """The numbered choices under an answer, and how to answer; None if nothing is asked.

    If `brief`, without what each choice means, for a question that is put once more.
    """
    question = last(messages, "question")
    if not pending.choices and not question:
        return None
    table = Table.grid(padding=(0, 1))
    for number, choice in enumerate(pending.choices, 1):
        show_help = choice.help and not brief
        row = [Text(f"{number:>3}", style="bold cyan"), Text(choice.label)]
        table.add_row(*row, *([Text(choice.help, style="dim")] if show_help else []))
    hint = Text(_hint(question or {}), style="dim")
    return Group(Padding(table, (0, 0, 0, 1)), hint) if pending.choices else hint


def _hint(question: Mapping[str, Any]) -> str:
    kind = question.get("kind")
    if kind == "number":
        low, high, unit = (question.get(key) for key in ("min", "max", "unit"))
        span = f" from {low} to {high}" if low is not None and high is not None else ""
        hint = f"a number{f' of {unit}' if unit else ''}{span}, or your own words"
    else:
        hint = HINTS.get(str(kind), "a number, or your own words")
    progress = question.get("progress") or {}
    number = int(progress.get("answered") or 0) + 1
    expected = int(progress.get("expected") or 0)
    place = f"Question {number} of about {max(number, expected)}: " if expected else ""
    more = " \u00b7 /why /meaning /skip /back" if question else ""
    return f"  {place}{hint}{more}"


def debug_view(debug: Mapping[str, Any] | None) -> RenderableType:
    """What the server understood and did in the last turn."""
    if not debug:
        return Text(
            "No details came with the last turn: the server gives them with PATELLA_DEBUG=1.",
            style="yellow",
        )
    table = Table.grid(padding=(0, 2))
    for key in ("intent", "asked", "red_flag"):
        table.add_row(Text(key, style="bold"), Text(in_words(debug.get(key))))
    for key in ("findings", "slots"):
        table.add_row(Text(key, style="bold"), _pairs(debug.get(key)))
    found = [
        f"{one.get('id')}  {in_words(one.get('score'))}  {one.get('title') or ''}".rstrip()
        if isinstance(one, Mapping)
        else str(one)
        for one in listed(debug.get("passages"))
    ]
    table.add_row(Text("passages", style="bold"), Text("\n".join(found) or "\u2013"))
    return Group(Rule("last turn", style="dim"), table, Rule(style="dim"))


def _pairs(pairs: Any) -> Text:
    if not isinstance(pairs, Mapping):
        return Text(in_words(pairs))
    # "Not asked" says nothing; False and 0 do.
    told = {key: value for key, value in pairs.items() if value not in (None, [], {}, "")}
    return Text("\n".join(f"{key} = {in_words(value)}" for key, value in told.items()) or "\u2013")


def help_view() -> RenderableType:
    """The commands, and how else to answer."""
    table = Table.grid(padding=(0, 2))
    for name, (_, what) in SPOKEN.items():
        table.add_row(Text(name, style="bold cyan"), what)
    for name, what in OWN.items():
        table.add_row(Text(name, style="bold cyan"), what)
    return Group(
        Text("Write as you would speak. Where choices have numbers, a number (or 1,3) picks."),
        Padding(table, (0, 0, 0, 2)),
    )
