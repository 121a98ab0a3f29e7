"""What an ending says besides how soon to be seen: the rules of ending.yml. Pure functions.

Which entries are said depends on the answers, the level of urgency, the red flags and the
patterns, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.answers import Answers
from knowledge.conditions import Condition, holds, possible, undecided, unknown_names
from knowledge.grounds import grounds
from knowledge.loading import ContentError, Lines, load_yaml_with_lines
from knowledge.patterns import load_patterns
from knowledge.red_flags import RedFlag, left_open, load_red_flags
from knowledge.sources import missing_source
from knowledge.urgency import EMERGENCY, LEVELS, ROUTINE, SAME_DAY, SELF_CARE, WITHIN_DAYS, Cited

PATH = Path(__file__).with_name("ending.yml")
DOCUMENTS = Path(__file__).with_name("documents")

SECTIONS = ("speaks_against", "expect", "today", "meanwhile", "cautions")
# Advice on what to do oneself has no place beside these.
UNHURRIED = (WITHIN_DAYS, ROUTINE, SELF_CARE)
NAMES = "{names}"

_TEXT = {"type": "string", "minLength": 3}
_IDS = {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": "^[a-z_]+$"}}
_KEYS: dict[str, Any] = {
    "text": _TEXT,
    "source": _TEXT,
    "document": _TEXT,
    "topic": {"type": "string", "pattern": "^[a-z_]+$"},
    "when": {},
    "not_when": {},
    "flags": _IDS,
    "patterns": _IDS,
    "if_unsure": {"type": "boolean"},
    "read_first": {"type": "boolean"},
}


def _section(required: Iterable[str], levels: Iterable[str] = ()) -> dict[str, Any]:
    """The schema of a section; without ``levels`` its entries may not name any."""
    allowed = {"type": "array", "minItems": 1, "items": {"enum": list(levels)}}
    return {
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["text", "source", *required],
            "properties": {**_KEYS, **({"levels": allowed} if levels else {})},
        },
    }


SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["most", *SECTIONS],
    "properties": {
        "most": {
            "type": "object",
            "additionalProperties": False,
            "required": list(SECTIONS),
            "properties": {name: {"type": "integer", "minimum": 1} for name in SECTIONS},
        },
        "speaks_against": _section(["when", "flags"]),
        "expect": _section(["topic"], LEVELS),
        "today": _section(["topic"]),
        "meanwhile": _section(["topic", "levels"], UNHURRIED),
        "cautions": _section(["topic", "levels", "when"], LEVELS),
    },
}


@dataclass(frozen=True)
class Entry:
    """One thing that may be said, and when; every condition that it names has to be met."""

    text: str
    source: str
    document: str | None = None
    topic: str | None = None
    levels: tuple[str, ...] = LEVELS
    when: Condition = "always"
    not_when: Condition | None = None
    flags: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    if_unsure: bool = False
    read_first: bool = False


@dataclass(frozen=True)
class Advice(Cited):
    """A sentence of the ending, its source, and the topic that says more."""

    document: str | None = None
    read_first: bool = False


@dataclass(frozen=True)
class Case:
    """What decides on an ending.

    Attributes:
        answers: what was answered.
        level: how urgent that is.
        flags: the red flags that fired, most urgent first.
        patterns: the ids of the patterns that are named.
    """

    answers: Answers
    level: str
    flags: tuple[RedFlag, ...] = ()
    patterns: frozenset[str] = frozenset()

    @property
    def leading(self) -> set[str]:
        """The ids of the most urgent red flags: what is done goes by them."""
        return {flag.id for flag in self.flags if flag.level == self.flags[0].level}


@dataclass(frozen=True)
class Ending:
    """What is said, each part in the order in which it is told."""

    speaks_against: tuple[Advice, ...] = ()
    expect: tuple[Advice, ...] = ()
    meanwhile: tuple[Advice, ...] = ()
    cautions: tuple[Advice, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The topics behind it: what to be careful with first, then what can be done."""
        parts = (self.cautions, self.meanwhile, self.expect)
        told = sorted((one for part in parts for one in part), key=lambda one: not one.read_first)
        return tuple(dict.fromkeys(advice.document for advice in told if advice.document))


@dataclass(frozen=True)
class Book:
    """All entries by section, and how many of each are said at most."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)


def ending_for(case: Case) -> Ending:
    """What to say besides how soon to be seen.

    In an emergency nothing is said of what to do meanwhile, and nothing that speaks against it.
    """
    book = load_ending()
    is_emergency = case.level == EMERGENCY
    meanwhile = "today" if case.level == SAME_DAY else "meanwhile"
    return Ending(
        speaks_against=() if is_emergency else _said("speaks_against", book, case),
        expect=_said("expect", book, case),
        meanwhile=() if is_emergency else _said(meanwhile, book, case),
        cautions=_said("cautions", book, case),
    )


def _said(section: str, book: Book, case: Case) -> tuple[Advice, ...]:
    """The entries of a section that fit, one for each topic, in words."""
    fits = _is_unclouded if section == "speaks_against" else _fits
    chosen: dict[str, Advice] = {}
    for entry in book.entries[section]:
        topic = entry.topic or entry.text
        if topic not in chosen and fits(entry, case) and (text := _text(entry, case)):
            chosen[topic] = Advice(text, entry.source, entry.document, entry.read_first)
    return tuple(chosen.values())[: book.most[section]]


def _fits(entry: Entry, case: Case) -> bool:
    if case.level not in entry.levels:
        return False
    if entry.flags and not case.leading & set(entry.flags):
        return False
    if entry.patterns and not case.patterns & set(entry.patterns):
        return False
    return _is_met(entry, case.answers)


def _is_unclouded(entry: Entry, case: Case) -> bool:
    """Whether answers speak against something of which nothing else says that it may be so."""
    flags = {flag.id for flag in (*case.flags, *left_open(case.answers))}
    clouded = flags | set(case.answers.suspected)
    return not clouded & set(entry.flags) and _is_met(entry, case.answers)


def _is_met(entry: Entry, answers: Answers) -> bool:
    if entry.not_when is not None and possible(entry.not_when, answers):
        return False
    if holds(entry.when, answers) is True:
        return True
    return entry.if_unsure and undecided(entry.when, answers)


def _text(entry: Entry, case: Case) -> str:
    """The words of an entry; none where it names answers and there are none to name."""
    if NAMES not in entry.text:
        return entry.text
    raised_by = grounds(entry.when, case.answers, entry.if_unsure)
    names = "; ".join(line[:1].lower() + line[1:] for line in raised_by)
    return entry.text.replace(NAMES, names) if names else ""


@lru_cache(maxsize=1)
def load_ending() -> Book:
    """Read ending.yml.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    return read_ending(PATH)


def read_ending(path: Path) -> Book:
    """Read and check a file of endings.

    Raises:
        ContentError: see `load_ending`.
    """
    data, lines = load_yaml_with_lines(path, SCHEMA)
    problems = [
        problem
        for section in SECTIONS
        for number, row in enumerate(data[section])
        for problem in _problems((section, number), row, lines)
    ]
    if problems:
        raise ContentError(problems)
    entries = {name: tuple(_entry(row) for row in data[name]) for name in SECTIONS}
    return Book(entries, data["most"])


def _entry(row: Mapping[str, Any]) -> Entry:
    lists = {key: tuple(row[key]) for key in ("levels", "flags", "patterns") if key in row}
    return Entry(**{**row, **lists})


def _problems(keys: tuple[str | int, ...], row: Mapping[str, Any], lines: Lines) -> list[str]:
    """What an entry names that is nowhere to be found."""
    problems = missing_source(lines, (*keys, "source"), row["source"])
    document = row.get("document")
    if document and not (DOCUMENTS / f"{document}.md").is_file():
        where = (*keys, "document")
        problems.append(lines.problem(where, "no such topic in knowledge/documents", document))
    for key in ("when", "not_when"):
        unknown = unknown_names(row[key]) if key in row else []
        problems += [lines.problem((*keys, key), "not in the vocabulary", name) for name in unknown]
    known = {
        "flags": set(load_red_flags()),
        "patterns": {pattern.id for pattern in load_patterns().patterns},
    }
    for key, ids in known.items():
        problems += [
            lines.problem((*keys, key), "there is no such id", name)
            for name in row.get(key, ())
            if name not in ids
        ]
    return problems
