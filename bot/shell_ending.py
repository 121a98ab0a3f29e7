"""The ending of a check, and passages of the knowledge base, as things that rich can print.

Pure functions: nothing is printed here. Texts go through `Text`, never through rich's markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.shell_client import Message
from bot.shell_words import listed, source_name, text_of, with_source
from knowledge.report.words import load_words
from knowledge.urgency import load_urgency

#: Colours of each urgency: of its name, and of the frame.
STYLES = {
    "emergency": ("bold white on red", "red"),
    "same_day": ("bold red", "red"),
    "within_days": ("bold yellow", "yellow"),
    "routine": ("bold cyan", "cyan"),
    "self_care": ("bold green", "green"),
}
#: The parts whose sources are told together, below them.
ADVICE = ("speaks_against", "expect", "meanwhile", "cautions", "safety_net")


def assessment_view(assessment: Mapping[str, Any]) -> RenderableType:
    """The ending: urgency on top, then what to do, why, what to expect and what helps."""
    level = str(assessment.get("urgency"))
    style, border = STYLES.get(level, ("bold", "white"))
    label = str(assessment.get("urgency_label") or _label(level))
    headings = load_words().headings
    parts: list[RenderableType] = [Text(f" {label} ", style=style)]
    number = assessment.get("emergency_number")
    if level == "emergency" and number:
        parts.append(Text(f"Call {number}", style="bold red"))

    def told(key: str, heading: str = "", in_words: Callable[[Any], str] = text_of) -> None:
        items = [in_words(item) for item in listed(assessment.get(key))]
        parts.extend(_section(headings[heading or key], items))

    told("when")
    told("who_to_see")
    told("reasons", "why", _reason)
    told("speaks_against")
    if level != "emergency":
        parts += _section(headings["patterns"], _patterns(assessment.get("patterns")))
    told("expect")
    told("meanwhile")
    told("cautions")
    told("safety_net")
    if level == "emergency":
        # What to do must not scroll out of sight under what can be read later.
        if assessment.get("passages"):
            parts += ["", Text("/passages shows what there is to read about it", style="dim")]
    else:
        told("summary")
        parts += _sources(assessment)
        if assessment.get("passages"):
            parts += ["", passages_view(assessment["passages"])]
    if assessment.get("disclaimer"):
        parts += ["", Text(str(assessment["disclaimer"]), style="italic dim")]
    return Panel(Group(*parts), title="Assessment", border_style=border)


def _label(level: str) -> str:
    """What an urgency is called where the message does not say it; an unknown one as it is."""
    known = load_urgency().levels.get(level)
    return known.label if known else level


def _reason(reason: Any) -> str:
    """A reason, where it comes from, and the answers that it rests on."""
    answers = "; ".join(listed(reason.get("answers"))) if isinstance(reason, Mapping) else ""
    told = load_words().notes["told"].format(answers=answers) if answers else ""
    return with_source(reason) + (f"\n  {told}" if told else "")


def _sources(assessment: Mapping[str, Any]) -> list[RenderableType]:
    """Where the advice comes from, each source once."""
    items = [item for key in ADVICE for item in listed(assessment.get(key))]
    names = [source_name(item.get("source")) for item in items if isinstance(item, Mapping)]
    return _section(load_words().headings["sources"], list(dict.fromkeys(names)))


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
        for key in ("supporting", "against"):
            told = "; ".join(text_of(one) for one in listed(pattern.get(key)))
            line += f"\n  {load_words().headings[key]}: {told}" if told else ""
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
        if whole or not (_contains(said, text) or _quotes(said, text)):
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


def _quotes(said: str, text: str, least: int = 40) -> bool:
    """Whether a paragraph of what was said is cut from a text."""
    paragraphs = (each.strip() for each in said.split("\n\n"))
    return any(len(each) >= least and _contains(text, each) for each in paragraphs)


def _beginning(text: str, most: int = 200) -> str:
    """The first words, and where the rest is."""
    if len(text) <= most + 40:
        return text
    return f"{text[:most].rsplit(' ', 1)[0]} \u2026 (/passages shows all of it)"
