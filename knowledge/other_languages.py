"""Emergencies told in another language: what other_languages.yml lists, and where it is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, load_yaml_with_lines
from knowledge.vocabulary import load_vocabulary

PATH = Path(__file__).with_name("other_languages.yml")

GAP = "…"
_WORDS_IN_GAP = 2
_SHORTEST_STEM = 3
# Before this character no script writes its words together.
_FIRST_UNSPACED = "\u2e80"
_REMEMBERED = 32

_TEXT = {"type": "string", "minLength": 1}
_WORDS = {"type": "array", "minItems": 1, "items": _TEXT}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "say", "phrases"],
        "properties": {
            "name": _TEXT,
            "script": _TEXT,
            "letters": _TEXT,
            "spaced": {"type": "boolean"},
            "common": _WORDS,
            "no_before": _WORDS,
            "no_after": _WORDS,
            "say": {"type": "string", "pattern": r"\{emergency_number\}"},
            "phrases": {"type": "object", "minProperties": 1, "additionalProperties": _WORDS},
        },
    },
}
# Letters that no decomposition makes plain, and those that several alphabets write differently.
_PLAIN = str.maketrans("łøđıʼ’ىةیکہھۃ", "lodi''يهيكههه")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """One language; the keys are explained at the head of the file.

    All words are folded as `fold` does it.
    """

    code: str
    name: str
    say: str
    phrases: Mapping[Words, str]
    script: str | None = None
    letters: frozenset[str] = frozenset()
    spaced: bool = True
    common: frozenset[str] = frozenset()
    no_before: tuple[Words, ...] = ()
    no_after: tuple[Words, ...] = ()

    def is_denied(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the words beside a phrase take it back."""
        return any(tuple(before[-len(no) :]) == no for no in self.no_before) or any(
            tuple(after[: len(no)]) == no for no in self.no_after
        )


_Entry = tuple[Language, Words, str]


@lru_cache(maxsize=1)
def load_languages() -> Mapping[str, Language]:
    """Language code → language, in the order of the file."""
    return read_languages(PATH)


def read_languages(path: Path) -> Mapping[str, Language]:
    """Read a file of languages.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    rows, lines = load_yaml_with_lines(path, SCHEMA)
    problems = [
        lines.problem((code, "phrases", finding), "not in the vocabulary", finding)
        for code, row in rows.items()
        for finding in row["phrases"]
        if load_vocabulary().find(finding) is None
    ]
    if problems:
        raise ContentError(problems)
    return {code: _language(code, row) for code, row in rows.items()}


@dataclass(frozen=True)
class Told:
    """A finding that a text tells of in another language, and the words that do."""

    finding: str
    words: str
    language: Language


@lru_cache(maxsize=_REMEMBERED)
def told_in_other_languages(text: str) -> tuple[Told, ...]:
    """All that a text tells in another language, and does not deny; of the last texts it is kept.

    In a turn the guard, the findings and the answer ask it of the same message.
    """
    words = fold(text)
    found = list(_told(words, _by_first_word(True), " "))
    if max(text, default="") >= _FIRST_UNSPACED:
        found += _told(tuple("".join(words)), _by_first_word(False), "")
    return tuple(found)


def _told(words: Words, by_first: Mapping[str, list[_Entry]], blank: str) -> Iterator[Told]:
    for start, word in enumerate(words):
        for language, phrase, finding in _beginning_with(word, by_first):
            end = _end(phrase, words, start)
            if end is not None and not language.is_denied(words[:start], words[end:]):
                yield Told(finding, blank.join(words[start:end]), language)


def _beginning_with(word: str, by_first: Mapping[str, list[_Entry]]) -> Iterator[_Entry]:
    yield from by_first.get(word, ())
    if not word.isascii():
        for length in range(_SHORTEST_STEM, len(word)):
            yield from by_first.get(word[:length], ())


@lru_cache(maxsize=2)
def _by_first_word(spaced: bool) -> Mapping[str, list[_Entry]]:
    """First word → the phrases that begin with it, so that English text costs next to nothing."""
    found: dict[str, list[_Entry]] = {}
    for language in load_languages().values():
        if language.spaced is spaced:
            for phrase, finding in language.phrases.items():
                found.setdefault(phrase[0], []).append((language, phrase, finding))
    return found


def fold(text: str) -> Words:
    """The words of a text in small letters without accents or punctuation, in any script."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).translate(_PLAIN)
    kept = (_kept(char) for char in plain)
    return tuple("".join(kept).split())


@lru_cache(maxsize=4096)
def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return ""
    return char if category[0] in "LMN" else " "


def _language(code: str, row: Mapping[str, Any]) -> Language:
    spaced = row.get("spaced", True)

    def words(text: str) -> Words:
        return _with_gaps(text) if spaced else tuple("".join(fold(text)))

    phrases = {words(text): finding for finding, each in row["phrases"].items() for text in each}
    nos = {key: tuple(map(words, row.get(key, ()))) for key in ("no_before", "no_after")}
    return Language(
        code=code,
        name=row["name"],
        say=row["say"],
        phrases=phrases,
        script=row.get("script"),
        letters=frozenset(row.get("letters", "")),
        spaced=spaced,
        common=frozenset(word for text in row.get("common", ()) for word in fold(text)),
        **nos,
    )


def _with_gaps(text: str) -> Words:
    parts = [fold(part) for part in text.split(GAP)]
    joined = list(parts[0])
    for part in parts[1:]:
        joined += [GAP, *part]
    return tuple(joined)


def _end(phrase: Words, words: Sequence[str], at: int) -> int | None:
    for number, part in enumerate(phrase):
        if part == GAP:
            rest = phrase[number + 1 :]
            ends = (_end(rest, words, at + skipped) for skipped in range(_WORDS_IN_GAP + 1))
            return next((end for end in ends if end is not None), None)
        if at >= len(words) or not _is_word(part, words[at], number == len(phrase) - 1):
            return None
        at += 1
    return at


def _is_word(part: str, word: str, is_last: bool) -> bool:
    """Whether it is that word; the last may go on, as endings do: "saans phool rahi", "ruka"."""
    return word == part or (is_last and not part.isascii() and word.startswith(part))
