"""Inline keyboards, which themselves remember what was ticked. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.channels.telegram import callbacks
from bot.channels.telegram.callbacks import TOGGLE
from knowledge.areas import BOTH, MIDDLE, SIDES, with_side
from knowledge.questions import NOT_SURE

TICK = "✓ "


@dataclass(frozen=True)
class Button:
    """A button: its words and what it sends back."""

    label: str
    data: str

    @property
    def is_ticked(self) -> bool:
        """Whether it is an option that was chosen."""
        return self.data.startswith(TOGGLE) and self.label.startswith(TICK)

    @property
    def words(self) -> str:
        """The words without the tick."""
        return self.label.removeprefix(TICK)


#: A keyboard, row by row.
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Answer:
    """A tap that is an answer: the payload, and the words for what was chosen."""

    payload: str
    label: str


@dataclass(frozen=True)
class Shown:
    """A tap that only changes the keyboard; ``asks_side`` where the side is to be told next."""

    rows: Rows
    asks_side: bool = False


@dataclass(frozen=True)
class NothingTicked:
    """Somebody was done before anything was ticked."""


def tapped(rows: Rows, data: str, sides: Mapping[str, str]) -> Answer | Shown | NothingTicked:
    """What a tap on a keyboard comes to; ``sides`` are the words for left, right and both."""
    meaning = callbacks.read(data)
    if meaning.kind == callbacks.TOGGLE:
        return Shown(_toggled(rows, data))
    if meaning.kind in ("", callbacks.DIGEST):
        return Answer(meaning.value, _label(rows, data))
    ticked = [button for button in _every(rows) if button.is_ticked]
    if not ticked:
        return NothingTicked()
    if meaning.kind == callbacks.PLACES and any(_lacks_side(button) for button in ticked):
        return Shown(_with_sides(rows, ticked, meaning.value, sides), asks_side=True)
    values = [_value(button, meaning.side) for button in ticked]
    words = [_words(button, meaning.side) for button in ticked]
    return Answer(f"{meaning.value}={','.join(values)}", ", ".join(words))


def asked_about(rows: Rows) -> str:
    """The places of which the side is to be told, in words."""
    return ", ".join(b.words for b in _every(rows) if b.is_ticked and _lacks_side(b))


def _toggled(rows: Rows, data: str) -> Rows:
    return tuple(
        tuple(_flipped(button) if button.data == data else button for button in row) for row in rows
    )


def _flipped(button: Button) -> Button:
    return replace(button, label=button.words if button.is_ticked else TICK + button.label)


def _with_sides(
    rows: Rows, ticked: Iterable[Button], question_id: str, sides: Mapping[str, str]
) -> Rows:
    """The sides, the places that were ticked, and whatever stands below the places."""
    asked = tuple(
        Button(label, callbacks.of_side(side, question_id)) for side, label in sides.items()
    )
    # "Not sure" was about the places.
    unsure = f"{question_id}={NOT_SURE}"
    kept = [row for row in rows if all(_stands_beside(b) and b.data != unsure for b in row)]
    return (asked, *((button,) for button in ticked), *kept)


def _stands_beside(button: Button) -> bool:
    return callbacks.read(button.data).kind in ("", callbacks.DIGEST)


def _lacks_side(button: Button) -> bool:
    value = button.data[1:]
    return "@" not in value and value not in MIDDLE


def _value(button: Button, side: str) -> str:
    return f"{button.data[1:]}@{side}" if side and _lacks_side(button) else button.data[1:]


def _words(button: Button, side: str) -> str:
    is_told = side in (*SIDES, BOTH) and _lacks_side(button)
    return with_side(button.words, side) if is_told else button.words


def _label(rows: Rows, data: str) -> str:
    return next((button.words for button in _every(rows) if button.data == data), "")


def _every(rows: Rows) -> Iterator[Button]:
    return (button for row in rows for button in row)
