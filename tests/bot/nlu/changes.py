"""Changes to a message that should leave its meaning as it is; all of them are deterministic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

DATA: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("metamorphic.yml").read_text(encoding="utf-8")
)

Change = Callable[[str], str]

#: Words of fewer letters are typed right.
LONG_WORD = 6
_SLOT = re.compile(r"\{([^}]+)\}")
_LONG = re.compile(rf"(?<![\w'-])[a-z]{{{LONG_WORD},}}(?![\w'-])")
_FIRST = {name: name for name in ("i", "i'm", "i've", "my", "me", "myself")}
_HE = ("he", "he's", "he's", "his", "him", "himself")
_SHE = ("she", "she's", "she's", "her", "her", "herself")


def as_self(template: str) -> str:
    """Return a message of the first person."""
    return _SLOT.sub(lambda slot: _FIRST.get(slot[1], slot[1].split("|")[0]), template)


def as_other(template: str, pronouns: tuple[str, ...], noun: str | None = None) -> str:
    """Return the same of somebody else, who is named at first where there is a noun."""
    later = dict(zip(_FIRST, pronouns, strict=True))
    forms = (noun, f"{noun} is", f"{noun} has", f"{noun}'s", noun, noun)
    named = dict(zip(_FIRST, forms, strict=True)) if noun else later
    said = []

    def fill(slot: re.Match[str]) -> str:
        if slot[1] not in later:
            return slot[1].split("|")[-1]
        said.append(slot[1])
        return str((named if len(said) == 1 else later)[slot[1]])

    return _SLOT.sub(fill, template)


PERSONS: Mapping[str, Change] = {
    "he": lambda template: as_other(template, _HE),
    "she": lambda template: as_other(template, _SHE),
    "my dad": lambda template: as_other(template, _HE, "my dad"),
    "my wife": lambda template: as_other(template, _SHE, "my wife"),
}


def _slipped(kind: str, only: int | None = None) -> Change:
    """Return what makes a slip inside every long word, at a place that the word decides.

    With ``only`` it is made in the long word of that number alone.
    """

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        at = 1 + crc32(word.encode()) % (len(word) - 3)
        if kind == "swapped":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + (word[at] * 2 if kind == "doubled" else "") + word[at + 1 :]

    def change(text: str) -> str:
        words = list(_LONG.finditer(text))
        for match in reversed(words if only is None else words[only : only + 1]):
            text = text[: match.start()] + slip(match) + text[match.end() :]
        return text

    return change


_SLIPS = ("swapped", "doubled", "dropped")
TYPOS: Mapping[str, Change] = {
    f"a letter {kind} in long word {number + 1}": _slipped(kind, number)
    for kind in _SLIPS
    for number in range(3)
}
#: A slip in every long word.
HEAVY_TYPOS: Mapping[str, Change] = {f"a letter {kind} all over": _slipped(kind) for kind in _SLIPS}


def without_punctuation(text: str) -> str:
    """Return the words without signs between them, and without apostrophes."""
    text = re.sub(r"['’]", "", text)
    return re.sub(r"(?<!\d)[.,;:!?]|[.,;:!?](?!\d)", "", text)


def with_emoji(text: str) -> str:
    """Return the text with pictures before, inside and after it."""
    words = text.split()
    middle = len(words) // 2
    return " ".join(["😩", *words[:middle], "🦵", *words[middle:], "😭🙏"])


def mirrored(text: str) -> str:
    """Return the text with left and right changed over."""
    other = {"left": "right", "right": "left"}
    # "all right" has no side.
    return re.sub(r"(?<!all )\b(left|right)\b", lambda match: other[match[0]], text)


def american(text: str) -> str:
    """Return the text in American words and spelling."""
    words = DATA["american"]
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")
    return pattern.sub(lambda match: words[match[0]], text)


#: What changes nothing of what is found.
LOOKS: Mapping[str, Change] = {
    "upper case": str.upper,
    "capitals": str.title,
    "no punctuation": without_punctuation,
    "more punctuation": lambda text: f"{text.replace(', ', '... ')}!!!",
    "emoji": with_emoji,
    "greeting": lambda text: f"hi there, {text}",
    "another greeting": lambda text: f"Good morning doctor. {text}",
    "left and right": mirrored,
}

#: What may change the wording of what is found, but not how urgent it is.
MANNERS: Mapping[str, Change] = {
    **TYPOS,
    "thanks": lambda text: f"{text}. thanks in advance for any help",
    "please": lambda text: f"please can you help, {text}",
    "american": american,
    "talk before": lambda text: f"{DATA['talk'][0]} {text}",
    "talk after": lambda text: f"{text}. {DATA['talk'][1]}",
    "talk around": lambda text: f"{DATA['talk'][1]} {text}. {DATA['talk'][2]}",
}
