"""The words Patella understands and shows, read from vocabulary.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, Lines, key_path, load_yaml_with_lines

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
        "instead_of": _WORDS,
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
        instead_of: more general values that are not meant where this one is.
    """

    value: str
    group: str
    label: str
    help: str | None = None
    phrases: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    normal: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()


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

    def instead_of(self, value: str) -> tuple[str, ...]:
        """The more general values that are not meant where a value is; none for other words."""
        term = self.find(value)
        return term.instead_of if term is not None else ()

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
    data, lines = load_yaml_with_lines(path, SCHEMA)
    terms: dict[str, Term] = {}
    problems: list[str] = []
    for group, rows in data["groups"].items():
        for value, row in rows.items():
            if value in terms:
                keys = ("groups", group, value)
                problems.append(lines.problem(keys, "value is also in another group", value))
            terms[value] = Term(value=value, group=group, **_lists_as_tuples(row))
    shared = tuple(Shared(**_lists_as_tuples(row)) for row in data.get("shared", ()))
    problems += _unknown_shared(lines, shared, terms)
    problems += _unknown_general(lines, terms)
    decoys = tuple(data.get("decoys", ()))
    problems += _phrases_given_twice(lines, terms, shared, decoys)
    if problems:
        raise ContentError(problems)
    return Vocabulary(terms, shared, decoys)


def _lists_as_tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(item) if isinstance(item, list) else item for key, item in row.items()}


def _unknown_shared(
    lines: Lines, shared: tuple[Shared, ...], terms: Mapping[str, Term]
) -> list[str]:
    return [
        lines.problem(("shared", number, "values"), "value is in no group", value)
        for number, row in enumerate(shared)
        for value in row.values
        if value not in terms
    ]


def _unknown_general(lines: Lines, terms: Mapping[str, Term]) -> list[str]:
    return [
        lines.problem(
            ("groups", term.group, term.value, "instead_of"), "value is in no group", value
        )
        for term in terms.values()
        for value in term.instead_of
        if value not in terms
    ]


def _phrases_given_twice(
    lines: Lines,
    terms: Mapping[str, Term],
    shared: tuple[Shared, ...],
    decoys: tuple[str, ...],
) -> list[str]:
    rows: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        (("groups", term.group, term.value), (*term.phrases, *term.patterns, *term.normal))
        for term in terms.values()
    ]
    rows += [(("shared", n), (*row.phrases, *row.patterns)) for n, row in enumerate(shared)]
    rows.append((("decoys",), decoys))
    owners: dict[str, tuple[str | int, ...]] = {}
    problems = []
    for keys, phrases in rows:
        for phrase in phrases:
            first = owners.setdefault(" ".join(phrase.lower().split()), keys)
            if first != keys:
                told = f"phrase stands under {key_path(first)} already"
                problems.append(lines.problem(keys, told, phrase))
    return problems
