"""Pieces of an answer as messages of Telegram: marked-up text and an inline keyboard. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.channels.pieces import ONE, SCALE, SEVERAL, ZONES, Choice, Control, Piece
from bot.channels.splitting import split
from bot.channels.telegram import callbacks
from bot.channels.telegram.keyboards import TICK, Button, Rows
from knowledge.areas import BOTH, MIDDLE, SIDES, with_side

#: The longest text, counted as Telegram does: in UTF-16 units, without the mark-up.
MOST_UNITS = 4096
#: What is kept free below a text with a keyboard, for the answer that is then shown there.
ROOM_FOR_ANSWER = 400

WARNING = "\u26a0\ufe0f "

#: Short answers stand side by side; so many characters in a row are readable on a phone.
_ROW_CHARACTERS = 28
_MOST_IN_A_ROW = 4
_NUMBERS_IN_A_ROW = 6

_HEADING = re.compile(r"\A([^\n]{1,100}:)\n")


@dataclass(frozen=True)
class Part:
    """One message. ``plain`` is what stands in ``html``; ``with_map`` has the picture above it."""

    html: str
    plain: str
    rows: Rows = ()
    with_map: bool = False


@dataclass(frozen=True)
class _Block:
    text: str
    before: str = ""
    after: str = ""

    @property
    def html(self) -> str:
        return self.before + escape(self.text, quote=False) + self.after


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def render(pieces: Sequence[Piece], done: str) -> list[Part]:
    """The messages for a piece, or for asides that follow one another.

    ``done`` are the words on the button below a list of which several may be chosen.
    """
    # The last of the details says when to get help sooner: that is read without unfolding it.
    blocks = [block for piece in pieces[:-1] for block in _blocks(piece, is_last=False)]
    blocks += _blocks(pieces[-1], is_last=True)
    control = pieces[-1].control
    most = MOST_UNITS - ROOM_FOR_ANSWER if control else MOST_UNITS
    parts = [_part(together) for together in _packed(blocks, most)]
    if control is None or not parts:
        return parts
    *others, last = parts
    rows = keyboard(control, done)
    return [*others, Part(last.html, last.plain, rows, with_map=control.kind == ZONES)]


def _blocks(piece: Piece, is_last: bool) -> list[_Block]:
    if piece.aside:
        return _aside(piece, "<blockquote>" if is_last else "<blockquote expandable>")
    text = WARNING + piece.text if piece.urgent else piece.text
    blocks = [_Block(text, "<b>", "</b>") if piece.urgent else _Block(text)]
    small = (piece.sources, piece.progress)
    return [*blocks, *(_Block(each, "<i>", "</i>") for each in small if each)]


def _aside(piece: Piece, before: str) -> list[_Block]:
    """Under its heading, folded up if it is expandable: whoever wants to read on opens it."""
    heading = _HEADING.match(piece.text)
    after = "</blockquote>"
    text = piece.text[heading.end() :] if heading else piece.text
    text = f"{text}\n\n{piece.sources}" if piece.sources else text
    blocks = [_Block(heading[1], "<b>", "</b>")] if heading else []
    return [*blocks, _Block(text, before, after)]


def _packed(blocks: Iterable[_Block], most: int) -> list[list[_Block]]:
    """The blocks in as few messages as they fit into, in order."""
    packed: list[list[_Block]] = []
    room = 0
    for block in blocks:
        for text in split(block.text, most, units):
            cut = _Block(text, block.before, block.after)
            needed = units(text) + 2
            if needed > room:
                packed.append([])
                room = most + 2
            packed[-1].append(cut)
            room -= needed
    return packed


def _part(blocks: Sequence[_Block]) -> Part:
    html = plain = ""
    for before, block in zip((None, *blocks[:-1]), blocks, strict=True):
        gap = "" if before is None else _gap(before, block)
        html += gap + block.html
        plain += gap + block.text
    return Part(html, plain)


def _gap(before: _Block, after: _Block) -> str:
    is_under_heading = before.before == "<b>" and after.before.startswith("<blockquote")
    return "\n" if is_under_heading else "\n\n"


def keyboard(control: Control, done: str) -> Rows:
    """The rows of buttons for what can be tapped."""
    return (*_choices(control, done), *_in_rows(control.alone), *_in_rows(control.beside))


def _choices(control: Control, done: str) -> Rows:
    question = control.question or {}
    if control.kind == SCALE:
        numbers = [_button(choice) for choice in control.choices]
        return tuple(
            tuple(numbers[at : at + _NUMBERS_IN_A_ROW])
            for at in range(0, len(numbers), _NUMBERS_IN_A_ROW)
        )
    if control.kind == ONE and question.get("kind") == "yes_no":
        return _in_rows(control.choices)
    if control.kind not in (SEVERAL, ZONES):
        return tuple((_button(choice),) for choice in control.choices)
    places = control.kind == ZONES
    data = callbacks.of_done(str(question["id"]), places=places)
    options = [
        _place(choice, question) if places else _option(choice) for choice in control.choices
    ]
    return (*((option,) for option in options), (Button(done, data),))


def _option(choice: Choice) -> Button:
    return Button(choice.label, callbacks.of_option(choice.value))


def _place(choice: Choice, question: Mapping[str, Any]) -> Button:
    """A place, with the side that was marked or is known, ticked if it was marked."""
    marked = dict(value.partition("@")[::2] for value in question.get("chosen", ()))
    known = question.get("side") if question.get("side") in (*SIDES, BOTH) else ""
    differ = len({side for place, side in marked.items() if place not in MIDDLE}) > 1
    side = marked.get(choice.value) or ("" if differ else known)
    value = f"{choice.value}@{side}" if side and choice.value not in MIDDLE else choice.value
    label = choice.label
    if choice.value in marked:
        # Each of them may be on another side.
        label = TICK + with_side(label, marked[choice.value] or None)
    return Button(label, callbacks.of_option(value))


def _in_rows(choices: Iterable[Choice]) -> Rows:
    """Short ones side by side, long ones each by itself."""
    rows: list[list[Button]] = []
    for choice in choices:
        row = rows[-1] if rows else []
        length = sum(len(button.label) for button in row) + len(choice.label)
        if not row or len(row) == _MOST_IN_A_ROW or length > _ROW_CHARACTERS:
            rows.append([])
        rows[-1].append(_button(choice))
    return tuple(tuple(row) for row in rows)


def _button(choice: Choice) -> Button:
    return Button(choice.label, callbacks.of_payload(choice.payload))
