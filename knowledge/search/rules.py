"""The word rules of rules/: which questions are not for the documents, whatever these hold.

A file of rules has the name of the reason that they give; lists.yml holds phrases that they speak
of. A pattern is a regular expression that matches whole words of a message as `plain` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, load_yaml_with_lines
from knowledge.search import text

FOLDER = Path(__file__).with_name("rules")

#: The reasons in the order in which they are tried: the first whose rule fits decides.
REASONS = (
    "emergency",
    "instructions",
    "privacy",
    "ask_pharmacist",
    "not_covered",
    "out_of_scope",
)
#: The list whose names are also known with one slip of the pen, and from how many letters on.
SPELT = "drug"
LEAST_SPELT = 7
#: Long lists that many patterns speak of. A message is also read with a mark in place of each of
#: their phrases, because patterns that hold them all again take half a second to compile.
MARKED = ("drug", "known_drug", "thinner", "remedy", "pill", "supplement")

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1}
LISTS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [SPELT],
    "propertyNames": {"pattern": "^[a-z_]+$"},
    "additionalProperties": _TEXTS,
}
RULES_SCHEMA: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["says"],
        "additionalProperties": False,
        "properties": {
            "says": _TEXTS,
            "least": {"type": "integer", "minimum": 1},
            "beside": _TEXTS,
            "unless": _TEXTS,
        },
    },
}

_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Rule:
    """What says it, how many of these at least, beside what, and what makes it another question."""

    reason: str
    says: tuple[re.Pattern[str], ...]
    least: int = 1
    beside: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def fits(self, readings: Sequence[str]) -> bool:
        """Whether a message, as `Rules.readings` gives it, is for this rule."""
        if sum(_is_in(each, readings) for each in self.says) < self.least:
            return False
        if self.beside and not _is_in(self.beside, readings):
            return False
        return not (self.unless and _is_in(self.unless, readings))


@dataclass(frozen=True)
class Rules:
    """All word rules in their order, and the words that are known although misspelt."""

    rules: tuple[Rule, ...]
    spelt: Mapping[str, int]
    marks: Mapping[str, str]
    marked: re.Pattern[str]

    def reason_for(self, question: str) -> str | None:
        """Return the reason why a question is not for the documents, None where it may be."""
        readings = self.readings(question)
        return next((rule.reason for rule in self.rules if rule.fits(readings)), None)

    def readings(self, question: str) -> tuple[str, ...]:
        """Return a question as the patterns read it, and with marks where it names a medicine."""
        said = plain(text.correct(question, self.spelt))
        marked = self.marked.sub(lambda match: self.marks[match.group()], said)
        return (said,) if marked == said else (said, marked)


@lru_cache(maxsize=4)
def load_rules(folder: Path = FOLDER) -> Rules:
    """Read the rules of a folder.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    phrases, _ = load_yaml_with_lines(folder / "lists.yml", LISTS_SCHEMA)
    marks, lists = _marks(phrases)
    lists |= {name: _one_of(each) for name, each in phrases.items() if name not in MARKED}
    problems: list[str] = []
    rules: list[Rule] = []
    for reason in REASONS:
        rows, lines = load_yaml_with_lines(folder / f"{reason}.yml", RULES_SCHEMA)
        for number, row in enumerate(rows):
            try:
                rules.append(_rule(reason, row, lists))
            except (KeyError, re.error):
                # Only now is every pattern looked at by itself: reading them twice takes time.
                problems += [
                    lines.problem((number, key, place), fault, pattern)
                    for key in ("says", "beside", "unless")
                    for place, pattern in enumerate(row.get(key, ()))
                    if (fault := _fault(pattern, lists))
                ]
    if problems:
        raise ContentError(problems)
    names = (name for name in phrases[SPELT] if len(name) >= LEAST_SPELT and name.isalpha())
    marked = re.compile(rf"(?<!\w){_one_of(marks)}(?!\w)")
    return Rules(tuple(rules), dict.fromkeys(names, 1), marks, marked)


def plain(question: str) -> str:
    """Return words in lower case without apostrophes, the ends of sentences standing alone.

    A figure and its unit stand apart, "400mg" as "400 mg"; a question mark ends the last sentence
    where somebody wrote one.
    """
    said = text.plain(question).replace("'", "").replace("&", " and ").replace("+", " and ")
    said = re.sub(r"(\d)(?=[a-z])", r"\1 ", said)
    said = re.sub(r"[.!;:\n]+", " . ", said)
    said = re.sub(r"\?+", " ? ", said)
    said = re.sub(r"[^\w.? ]+|_", " ", said)
    return " ".join(said.split())


def _marks(phrases: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the mark of each phrase, and the pattern of marks that stands for each list."""
    of: dict[str, set[str]] = {}
    for name in MARKED:
        for phrase in phrases.get(name, ()):
            of.setdefault(phrase, set()).add(name)
    kinds = sorted({tuple(sorted(names)) for names in of.values()})
    tokens = {kind: f"mark{number}" for number, kind in enumerate(kinds)}
    marks = {phrase: tokens[tuple(sorted(names))] for phrase, names in of.items()}
    lists = {
        name: _one_of([token for kind, token in tokens.items() if name in kind])
        for name in MARKED
        if name in phrases
    }
    return marks, lists


def _is_in(pattern: re.Pattern[str], readings: Sequence[str]) -> bool:
    return any(pattern.search(said) for said in readings)


def _rule(reason: str, row: Mapping[str, Any], lists: Mapping[str, str]) -> Rule:
    least = row.get("least", 1)
    # One pattern is quicker than many where it does not matter how many of them are said.
    says = [row["says"]] if least == 1 else [[each] for each in row["says"]]
    return Rule(
        reason,
        tuple(_any_of(each, lists) for each in says),
        least,
        _any_of(row["beside"], lists) if "beside" in row else None,
        _any_of(row["unless"], lists) if "unless" in row else None,
    )


def _fault(pattern: str, lists: Mapping[str, str]) -> str | None:
    unknown = [name for name in _NAMED.findall(pattern) if name not in lists]
    if unknown:
        return f"no list {unknown[0]}"
    try:
        re.compile(_filled(pattern, lists))
    except re.error as error:
        return f"no regular expression: {error}"
    return None


def _any_of(patterns: Sequence[str], lists: Mapping[str, str]) -> re.Pattern[str]:
    joined = "|".join(_filled(pattern, lists) for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def _filled(pattern: str, lists: Mapping[str, str]) -> str:
    return _NAMED.sub(lambda match: lists[match.group(1)], pattern)


def _one_of(phrases: Iterable[str]) -> str:
    longest_first = sorted(set(phrases), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"
