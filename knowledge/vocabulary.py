"""The words Patella understands and shows, read from vocabulary.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, load_yaml

PATH = Path(__file__).with_name("vocabulary.yml")

_WORDS = {"type": "array", "items": {"type": "string", "minLength": 1}}
_TERM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["label", "help"],
    "properties": {
        "label": {"type": "string", "minLength": 1},
        "help": {"type": ["string", "null"], "minLength": 1},
        "phrases": _WORDS,
        "bare": _WORDS,
        "patterns": _WORDS,
        "normal": _WORDS,
    },
}
_SHARED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["values"],
    "properties": {
        "values": {**_WORDS, "minItems": 2},
        "phrases": _WORDS,
        "patterns": _WORDS,
    },
}
_GROUP_NAMES = (
    "who",
    "side",
    "location",
    "triggers",
    "quality",
    "onset",
    "injury",
    "findings",
    "history",
)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["groups"],
    "properties": {
        "groups": {
            "type": "object",
            "additionalProperties": False,
            "required": list(_GROUP_NAMES),
            "properties": {
                name: {"type": "object", "additionalProperties": _TERM} for name in _GROUP_NAMES
            },
        },
        "shared": {"type": "array", "items": _SHARED},
        "decoys": _WORDS,
    },
}


@dataclass(frozen=True)
class Term:
    """One canonical value, the words shown for it and the words it is known by.

    Attributes:
        value: the canonical name, unique in the whole vocabulary.
        group: the group it belongs to, such as ``findings``.
        label: short text for buttons and summaries.
        help: the answer to "what does that mean?"; ``None`` where the label says it all.
        phrases: how people say it.
        bare: words that mean it only in context.
        patterns: phrases with gaps (``…``) and alternatives (``(a|b)``).
        normal: patterns of what says that it is not so ("can walk fine").
    """

    value: str
    group: str
    label: str
    help: str | None = None
    phrases: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    normal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shared:
    """Phrases that state several values at once."""

    values: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """All terms by canonical value, in the order of the file.

    Attributes:
        terms: canonical value → term.
        shared: phrases that state several values.
        decoys: words that look like a finding and are none.
    """

    terms: Mapping[str, Term]
    shared: tuple[Shared, ...] = ()
    decoys: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def group(self, name: str) -> tuple[Term, ...]:
        """The terms of a group, in the order of the file."""
        return tuple(term for term in self if term.group == name)

    def term(self, value: str) -> Term:
        """The term of a canonical value.

        Raises:
            KeyError: for a value that is not in the vocabulary.
        """
        return self.terms[value]

    def find(self, value: str) -> Term | None:
        """The term of a canonical value, or ``None``."""
        return self.terms.get(value)

    def label(self, value: str) -> str:
        """The words to show for a canonical value.

        Raises:
            KeyError: for a value that is not in the vocabulary.
        """
        return self.terms[value].label


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary of Patella.

    Raises:
        ContentError: naming the file, the key and the value at fault.
    """
    return read_vocabulary(PATH)


def read_vocabulary(path: Path) -> Vocabulary:
    """Read and check a vocabulary file.

    Raises:
        ContentError: see `load_vocabulary`.
    """
    data = load_yaml(path, SCHEMA)
    terms: dict[str, Term] = {}
    problems: list[str] = []
    for group, rows in data["groups"].items():
        for value, row in rows.items():
            if value in terms:
                problems.append(_problem(path, group, value, "value is also in another group"))
            terms[value] = Term(value=value, group=group, **_lists_as_tuples(row))
    shared = tuple(Shared(**_lists_as_tuples(row)) for row in data.get("shared", ()))
    problems += _unknown_shared(path, shared, terms)
    decoys = tuple(data.get("decoys", ()))
    problems += _phrases_given_twice(path, terms, shared, decoys)
    if problems:
        raise ContentError(problems)
    return Vocabulary(terms, shared, decoys)


def _lists_as_tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(item) if isinstance(item, list) else item for key, item in row.items()}


def _unknown_shared(path: Path, shared: tuple[Shared, ...], terms: Mapping[str, Term]) -> list[str]:
    return [
        _problem(path, "shared", value, "value is in no group")
        for row in shared
        for value in row.values
        if value not in terms
    ]


def _phrases_given_twice(
    path: Path,
    terms: Mapping[str, Term],
    shared: tuple[Shared, ...],
    decoys: tuple[str, ...],
) -> list[str]:
    owners: dict[str, str] = {}
    problems = []
    rows = [(term.value, (*term.phrases, *term.patterns, *term.normal)) for term in terms.values()]
    rows += [("+".join(row.values), (*row.phrases, *row.patterns)) for row in shared]
    rows.append(("decoys", decoys))
    for owner, phrases in rows:
        for phrase in phrases:
            first = owners.setdefault(" ".join(phrase.lower().split()), owner)
            if first != owner:
                problems.append(
                    _problem(path, owner, phrase, f"phrase stands under {first!r} already")
                )
    return problems


def _problem(path: Path, key: str, value: str, what: str) -> str:
    return f"{path.name}: {key}: {what} (value {value!r})"
