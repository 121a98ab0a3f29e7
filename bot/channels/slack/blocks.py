"""Slack's blocks and elements, within its limits. Pure functions.

The limits are those of Slack's reference: what is over them, Slack refuses as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.channels.pieces import Choice
from bot.channels.splitting import shorten, split

Block = dict[str, Any]

MOST_BLOCKS = 50
MOST_SECTION = 3000
MOST_CONTEXT = 2000
MOST_LABEL = 75
MOST_VALUE = 2000
MOST_OPTION_VALUE = 150
MOST_CHECKBOXES = 10
MOST_OPTIONS = 100
#: A row of more buttons is taken, but is wider than a telephone.
IN_A_ROW = 5

#: Signs that Slack may take for formatting, and lines that it would show as a quotation.
_FORMATTING = ("*", "_", "~", "`")


def escape(text: str) -> str:
    """Words as Slack wants them where it looks for links and mentions."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sections(text: str, is_bold: bool = False, is_long: bool = False) -> list[Block]:
    """Paragraphs; those that are not ``is_long`` are never folded by Slack."""
    room = 2 * text.count("\n") + 2 if is_bold else 0
    found = split(text, MOST_SECTION - room, lambda part: len(escape(part)))
    made: list[Block] = [{"type": "section", "text": _text(part, is_bold)} for part in found]
    return made if is_long else [{**block, "expand": True} for block in made]


def context(text: str) -> list[Block]:
    """Small print."""
    parts = split(text, MOST_CONTEXT, lambda part: len(escape(part)))
    return [{"type": "context", "elements": [_text(part)]} for part in parts]


def _text(text: str, is_bold: bool = False) -> dict[str, Any]:
    if _is_formatting(text):
        return {"type": "plain_text", "text": text, "emoji": False}
    lines = escape(text).splitlines()
    marked = [f"*{line}*" if is_bold and line.strip() else line for line in lines]
    return {"type": "mrkdwn", "text": "\n".join(marked)}


def _is_formatting(text: str) -> bool:
    """Whether Slack might show these words other than as they are."""
    quotes = any(line.startswith(">") for line in text.splitlines())
    return quotes or any(sign in text for sign in _FORMATTING)


def label(text: str) -> dict[str, Any]:
    """The words on something to tap."""
    return {"type": "plain_text", "text": shorten(text, MOST_LABEL), "emoji": False}


def button(choice: Choice, action_id: str, style: str = "") -> Block:
    """A button; its value is the payload of the choice."""
    made = {
        "type": "button",
        "action_id": action_id,
        "text": label(choice.label),
        "value": choice.payload[:MOST_VALUE],
    }
    return {**made, "style": style} if style else made


def rows(elements: Sequence[Block]) -> list[Block]:
    """Elements in rows."""
    return [
        {"type": "actions", "elements": list(elements[begin : begin + IN_A_ROW])}
        for begin in range(0, len(elements), IN_A_ROW)
    ]


def option(text: str, value: str) -> dict[str, Any]:
    """One entry of a list."""
    return {"text": label(text), "value": value[:MOST_OPTION_VALUE]}


def checkboxes(action_id: str, options: Sequence[Block], chosen: Iterable[Block]) -> Block:
    """Boxes to tick, at most ten."""
    return _choice_of("checkboxes", action_id, options, initial_options=list(chosen))


def multi_select(
    action_id: str, options: Sequence[Block], chosen: Iterable[Block], hint: str
) -> Block:
    """A list to mark several entries of; Slack takes it beside a section only."""
    return _choice_of("multi_static_select", action_id, options, hint, initial_options=list(chosen))


def select(
    action_id: str, options: Sequence[Block], hint: str, chosen: Block | None = None
) -> Block:
    """A list to choose one entry of."""
    return _choice_of("static_select", action_id, options, hint, initial_option=chosen)


def _choice_of(
    kind: str, action_id: str, options: Sequence[Block], hint: str = "", **chosen: Any
) -> Block:
    made: Block = {"type": kind, "action_id": action_id, "options": list(options[:MOST_OPTIONS])}
    if hint:
        made["placeholder"] = label(hint)
    # Slack refuses an empty preselection.
    return {**made, **{name: value for name, value in chosen.items() if value}}
