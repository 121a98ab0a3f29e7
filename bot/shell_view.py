"""Message objects as things that rich can print. Pure functions: nothing is printed here.

Texts go through `Text`, never through rich's markup, so that brackets in them stay brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.shell_client import Message
from bot.shell_input import OWN, SPOKEN, Pending, last

#: Colour and words of each urgency; the server's own label is used where it sends one.
URGENCY = {
    "emergency": ("bold white on red", "Emergency"),
    "same_day": ("bold red", "To be seen today"),
    "within_days": ("bold yellow", "To be seen within days"),
    "routine": ("bold cyan", "Routine appointment"),
    "self_care": ("bold green", "Self-care"),
}
BORDER = {
    "emergency": "red",
    "same_day": "red",
    "within_days": "yellow",
    "routine": "cyan",
    "self_care": "green",
}
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


def assessment_view(assessment: Mapping[str, Any]) -> RenderableType:
    """The ending: urgency on top, then what to do, why, and what it rests on."""
    level = str(assessment.get("urgency"))
    style, label = URGENCY.get(level, ("bold", level))
    label = str(assessment.get("urgency_label") or label)
    parts: list[RenderableType] = [Text(f" {label} ", style=style)]
    number = assessment.get("emergency_number")
    if level == "emergency" and number:
        parts.append(Text(f"Call {number}", style="bold red"))
    for title, key in (
        ("Who to see", "who_to_see"),
        ("When", "when"),
        ("When to get help sooner", "safety_net"),
    ):
        parts += _section(title, [text_of(item) for item in listed(assessment.get(key))])
    reasons = [_with_source(one) for one in listed(assessment.get("reasons"))]
    if level == "emergency":
        # What to do must not scroll out of sight under what can be read later.
        parts += _section("Why I say this", reasons)
        if assessment.get("passages"):
            parts += ["", Text("/passages shows what there is to read about it", style="dim")]
    else:
        parts += _section("What your answers fit with", _patterns(assessment.get("patterns")))
        parts += _section("Why I say this", reasons)
        told = [text_of(one) for one in listed(assessment.get("summary"))]
        parts += _section("What you told me", told)
        if assessment.get("passages"):
            parts += ["", passages_view(assessment["passages"])]
    if assessment.get("disclaimer"):
        parts += ["", Text(str(assessment["disclaimer"]), style="italic dim")]
    return Panel(Group(*parts), title="Assessment", border_style=BORDER.get(level, "white"))


def _section(title: str, items: list[str]) -> list[RenderableType]:
    items = [item for item in items if item]
    if not items:
        return []
    body: list[RenderableType] = [_bullet(item) for item in items]
    if len(items) == 1:
        body = [Text(items[0])]
    return ["", Text(title, style="bold"), *body]


def _bullet(text: str) -> RenderableType:
    # A table keeps the second line of a long item under its first, not under the bullet.
    table = Table.grid(padding=(0, 1))
    table.add_row("\u2022", Text(text))
    return table


def _patterns(patterns: Any) -> list[str]:
    lines = []
    for pattern in listed(patterns):
        strength = str(pattern.get("strength") or "").replace("_", " ")
        line = f"{pattern.get('label')}{f' ({strength})' if strength else ''}"
        for name, key in (("for", "supporting"), ("against", "against")):
            told = "; ".join(text_of(one) for one in listed(pattern.get(key)))
            line += f"\n  {name}: {told}" if told else ""
        lines.append(line)
    return lines


def passages_view(
    passages: Iterable[Mapping[str, Any]], said: str = "", whole: bool = False
) -> RenderableType:
    """Passages of the knowledge base, each with where it comes from.

    Unless `whole`, only their beginnings, and nothing of what the bot has just `said`.
    """
    parts: list[RenderableType] = [Text("From the knowledge base", style="bold")]
    for number, passage in enumerate(passages, 1):
        parts.append(Text(f"[{number}] {passage.get('title')}", style="magenta"))
        text = str(passage.get("text") or "").strip()
        body = []
        if whole or not _contains(said, text):
            body.append(Text(text if whole else _beginning(text)))
        if source := source_name(passage.get("source")):
            body.append(Text(f"Source: {source}", style="dim"))
        parts.append(Padding(Group(*body), (0, 0, 0, 4)))
    return Group(*parts)


def passages_of(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Every passage that an answer carries, also inside an assessment, once each."""
    found: dict[str, dict[str, Any]] = {}
    for message in messages:
        inside = (message.get("assessment") or {}).get("passages") or []
        for passage in [*(message.get("passages") or []), *inside]:
            found.setdefault(str(passage.get("id")), passage)
    return list(found.values())


def _contains(said: str, text: str) -> bool:
    return " ".join(text.split()) in " ".join(said.split())


def _beginning(text: str, most: int = 200) -> str:
    """The first words, and where the rest is."""
    if len(text) <= most + 40:
        return text
    return f"{text[:most].rsplit(' ', 1)[0]} \u2026 (/passages shows all of it)"


def debug_view(debug: Mapping[str, Any] | None) -> RenderableType:
    """What the server understood and did in the last turn."""
    if not debug:
        return Text(
            "No details came with the last turn: the server gives them with PATELLA_DEBUG=1.",
            style="yellow",
        )
    table = Table.grid(padding=(0, 2))
    for key in ("intent", "asked", "red_flag"):
        table.add_row(Text(key, style="bold"), Text(_value(debug.get(key))))
    for key in ("findings", "slots"):
        table.add_row(Text(key, style="bold"), _pairs(debug.get(key)))
    found = [
        f"{one.get('id')}  {_value(one.get('score'))}  {one.get('title') or ''}".rstrip()
        if isinstance(one, Mapping)
        else str(one)
        for one in listed(debug.get("passages"))
    ]
    table.add_row(Text("passages", style="bold"), Text("\n".join(found) or "\u2013"))
    return Group(Rule("last turn", style="dim"), table, Rule(style="dim"))


def _pairs(pairs: Any) -> Text:
    if not isinstance(pairs, Mapping):
        return Text(_value(pairs))
    # "Not asked" says nothing; False and 0 do.
    told = {key: value for key, value in pairs.items() if value not in (None, [], {}, "")}
    return Text("\n".join(f"{key} = {_value(value)}" for key, value in told.items()) or "\u2013")


def _value(value: Any) -> str:
    if value is None:
        return "\u2013"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
    return str(value)


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


def listed(value: Any) -> list[Any]:
    """A value that may be missing, single or a list, as a list."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def text_of(item: Any) -> str:
    """The text of something that is a text, carries one, or is a label with a value."""
    if not isinstance(item, Mapping):
        return str(item)
    if item.get("label") and item.get("value") is not None:
        return f"{item['label']}: {_value(item['value'])}"
    return str(item.get("text") or item.get("label") or "")


def _with_source(item: Any) -> str:
    source = source_name(item.get("source")) if isinstance(item, Mapping) else ""
    return f"{text_of(item)}{f' ({source})' if source else ''}"


def source_name(source: Any) -> str:
    """One source or several as "name, year (where)"."""
    names = []
    for one in listed(source):
        if not isinstance(one, Mapping):
            names.append(str(one))
            continue
        name = ", ".join(str(one[key]) for key in ("name", "year") if one.get(key))
        names.append(f"{name} ({one['where']})" if one.get("where") else name)
    return "; ".join(names)
