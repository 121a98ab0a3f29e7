"""The word rules of rules.yml: which questions are not for the documents, whatever these hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, load_yaml_with_lines
from knowledge.search import text

RULES = Path(__file__).with_name("rules.yml")

#: Reasons that a rule may give.
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
RULES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["lists", "rules"],
    "additionalProperties": False,
    "properties": {
        "lists": {
            "type": "object",
            "required": [SPELT],
            "propertyNames": {"pattern": "^[a-z_]+$"},
            "additionalProperties": _TEXTS,
        },
        "rules": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["reason", "says"],
                "additionalProperties": False,
                "properties": {"reason": {"enum": list(REASONS)}, "says": _TEXTS, "unless": _TEXTS},
            },
        },
    },
}

_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Rule:
    """One reason, with what says it and what makes it another question after all."""

    reason: str
    says: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def fits(self, said: str) -> bool:
        """Whether a message, made plain by `Rules.plain`, is for this rule."""
        return bool(self.says.search(said)) and not (self.unless and self.unless.search(said))


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
def load_rules(path: Path = RULES) -> Rules:
    """Read rules.yml.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, lines = load_yaml_with_lines(path, RULES_SCHEMA)
    lists = {name: _one_of(phrases) for name, phrases in data["lists"].items()}
    problems: list[str] = []
    rules: list[Rule] = []
    for number, row in enumerate(data["rules"]):
        found: dict[str, re.Pattern[str]] = {}
        for key in ("says", "unless"):
            wanted = list(row.get(key, ()))
            for place, pattern in enumerate(wanted):
                wrong = _fault(pattern, lists)
                if wrong:
                    at = ("rules", number, key, place)
                    problems.append(lines.problem(at, wrong, pattern))
                    wanted[place] = "x^"
            if wanted:
                found[key] = _any_of(wanted, lists)
        rules.append(Rule(row["reason"], **found))
    if problems:
        raise ContentError(problems)
    names = (name for name in data["lists"][SPELT] if len(name) >= LEAST_SPELT and name.isalpha())
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
