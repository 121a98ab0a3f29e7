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

    def fits(self, said: str) -> bool:
        """Whether a message, made plain by `Rules.plain`, is for this rule."""
        if sum(bool(each.search(said)) for each in self.says) < self.least:
            return False
        if self.beside and not self.beside.search(said):
            return False
        return not (self.unless and self.unless.search(said))


@dataclass(frozen=True)
class Rules:
    """All word rules in their order, and the words that are known although misspelt."""

    rules: tuple[Rule, ...]
    spelt: Mapping[str, int]

    def reason_for(self, question: str) -> str | None:
        """Return the reason why a question is not for the documents, None where it may be."""
        said = self.plain(question)
        return next((rule.reason for rule in self.rules if rule.fits(said)), None)

    def plain(self, question: str) -> str:
        """Return a question as the patterns read it."""
        return plain(text.correct(question, self.spelt))


@lru_cache(maxsize=4)
def load_rules(folder: Path = FOLDER) -> Rules:
    """Read the rules of a folder.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    phrases, _ = load_yaml_with_lines(folder / "lists.yml", LISTS_SCHEMA)
    lists = {name: _one_of(each) for name, each in phrases.items()}
    problems: list[str] = []
    rules: list[Rule] = []
    for reason in REASONS:
        rows, lines = load_yaml_with_lines(folder / f"{reason}.yml", RULES_SCHEMA)
        for number, row in enumerate(rows):
            wrong = [
                lines.problem((number, key, place), fault, pattern)
                for key in ("says", "beside", "unless")
                for place, pattern in enumerate(row.get(key, ()))
                if (fault := _fault(pattern, lists))
            ]
            problems += wrong
            if not wrong:
                rules.append(_rule(reason, row, lists))
    if problems:
        raise ContentError(problems)
    names = (name for name in phrases[SPELT] if len(name) >= LEAST_SPELT and name.isalpha())
    return Rules(tuple(rules), dict.fromkeys(names, 1))


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
