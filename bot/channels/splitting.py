"""Long texts in parts that a service takes, cut where one would pause. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

#: Where to cut, the best first; a part that would be shorter than half is not worth it.
_PAUSES = ("\n\n", "\n", " ")


def split(text: str, most: int, size: Callable[[str], int] = len) -> list[str]:
    """The text in parts of at most `most`, as `size` counts; empty ones are left out.

    A word is broken only if it is longer than a part by itself.
    """
    parts = []
    rest = text.strip()
    while size(rest) > most:
        part = _first(rest, most, size)
        parts.append(part.rstrip())
        rest = rest[len(part) :].lstrip()
    return [*parts, rest] if rest else parts


def shorten(text: str, most: int) -> str:
    """The text in at most `most` characters, ending in "…" where something is left out."""
    if len(text) <= most:
        return text
    return _first(text, most - 1, len).rstrip() + "…"


def _first(text: str, most: int, size: Callable[[str], int]) -> str:
    fits = _fitting(text, most, size)
    # One more, since a pause right behind the part is one, too.
    head = text[: fits + 1]
    for pause in _PAUSES:
        at = head.rfind(pause, fits // 2)
        if at > 0:
            return text[:at]
    at = max(head.rfind(" "), head.rfind("\n"))
    return text[:at] if at > 0 else text[: max(fits, 1)]


def _fitting(text: str, most: int, size: Callable[[str], int]) -> int:
    """How many characters from the beginning fit; sizes only grow with the text."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[:middle]) <= most:
            low = middle
        else:
            high = middle - 1
    return low
