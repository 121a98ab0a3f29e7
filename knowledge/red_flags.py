"""Signs that cannot wait: the rules of red_flags.yml, and what to say when one fires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.address import unknown_forms
from knowledge.answers import ABSENT, Answers
from knowledge.conditions import Condition, holds, names_in, undecided, unknown_names
from knowledge.facts import with_facts
from knowledge.loading import ContentError, load_yaml_with_lines
from knowledge.needed import Fact, known, needed
from knowledge.sources import missing_source
from knowledge.urgency import (
    EMERGENCY,
    LEVELS,
    SAME_DAY,
    at_least,
    most_urgent,
    one_above,
    one_below,
)
from knowledge.vocabulary import load_vocabulary

PATH = Path(__file__).with_name("red_flags.yml")

_TEXT = {"type": "string", "minLength": 3}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "level", "when", "say", "source", "document"],
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z_]+$"},
            "level": {"enum": list(LEVELS[:3])},
            "ask_first": {"type": "boolean"},
            "if_unsure": {"enum": list(LEVELS[:4])},
            "when": {},
            "say": _TEXT,
            "do": _TEXT,
            "who": _TEXT,
            "source": _TEXT,
            "document": _TEXT,
        },
    },
}


@dataclass(frozen=True)
class RedFlag:
    """One rule; ``if_unsure`` is the level that "not sure" leads to.

    ``do`` replaces the words of the level where the flag calls for something else; ``who`` should
    see it before those whom the level names. ``ask_first`` is False for what is acted upon as soon
    as a message looks like it.
    """

    id: str
    level: str
    when: Condition
    say: str
    source: str
    document: str
    if_unsure: str
    do: str | None = None
    who: str | None = None
    ask_first: bool = True


@dataclass(frozen=True)
class RedFlagHit:
    """A red flag found in one message: which one, how urgent, and the words that say so.

    ``suspected`` is one that the message only looks like; the interview asks before it counts.
    """

    id: str
    level: str
    words: str = ""
    suspected: bool = False


@lru_cache(maxsize=1)
def load_red_flags() -> Mapping[str, RedFlag]:
    """Red flag id → rule, in the order of the file.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    rows, lines = load_yaml_with_lines(PATH, SCHEMA)
    problems = []
    for number, row in enumerate(rows):
        problems += missing_source(lines, (number, "source"), row["source"])
        for name in unknown_names(row["when"]):
            problems.append(lines.problem((number, "when"), "not in the vocabulary", name))
        for name in unknown_forms(row.get("do", ""), "emergency_number"):
            problems.append(lines.problem((number, "do"), "no such placeholder", name))
        if "who" in row and row["level"] == EMERGENCY:
            problems.append(lines.problem((number, "who"), "not of an emergency", row["who"]))
        if row["id"] in [earlier["id"] for earlier in rows[:number]]:
            problems.append(lines.problem((number, "id"), "stands there twice", row["id"]))
    if problems:
        raise ContentError(problems)
    return {
        row["id"]: RedFlag(**{**row, "if_unsure": row.get("if_unsure", one_below(row["level"]))})
        for row in rows
    }


def fired(answers: Answers) -> list[RedFlag]:
    """The red flags that the answers settle as present, most urgent first.

    So are those that a message looked like, until an answer settles that they are not.
    """
    # Every level of urgency is told by it, so that a message asks for it a dozen times.
    if "fired" not in answers.found_out:
        facts = known(answers)
        answers.found_out["fired"] = tuple(
            flag
            for flag, facts_needed in _with_needed()
            if facts_needed is None
            or not facts_needed.isdisjoint(facts)
            or flag.id in answers.suspected
            if _is_there(flag, answers)
        )
    return list(answers.found_out["fired"])


@lru_cache(maxsize=1)
def _with_needed() -> tuple[tuple[RedFlag, frozenset[Fact] | None], ...]:
    """Every red flag, most urgent first, with the facts of which one at least makes it fire."""
    return tuple((flag, needed(flag.when)) for flag in _by_urgency())


@lru_cache(maxsize=1)
def _by_urgency() -> tuple[RedFlag, ...]:
    flags = load_red_flags().values()
    return tuple(sorted(flags, key=lambda flag: LEVELS.index(flag.level)))


def _to_ask_about(answers: Answers) -> list[RedFlag]:
    """The red flags that are only suspected, most urgent first."""
    looked_like = (flag for flag in _by_urgency() if flag.id in answers.suspected)
    return [
        flag for flag in looked_like if _is_there(flag, answers) and not is_confirmed(flag, answers)
    ]


def is_confirmed(flag: RedFlag, answers: Answers) -> bool:
    """Whether a flag that is there fires by what was said, or is not to be asked about first."""
    return holds(flag.when, answers) is True or not flag.ask_first


def signs_of(flag: RedFlag) -> tuple[str, ...]:
    """The findings that a rule names, in its order; what belongs to the history is no sign."""
    named = dict.fromkeys(name for group, name in names_in(flag.when) if group == "finding")
    terms = ((name, load_vocabulary().find(name)) for name in named)
    return tuple(name for name, term in terms if term is not None and term.group == "findings")


def _is_there(flag: RedFlag, answers: Answers) -> bool:
    settled = holds(flag.when, answers)
    return settled is True or (settled is None and is_suspected(flag, answers))


def is_suspected(flag: RedFlag, answers: Answers) -> bool:
    """Whether a message looked like this flag, and not every one of its signs was denied since."""
    if flag.id not in answers.suspected:
        return False
    statuses = {answers.status(sign) for sign in signs_of(flag)}
    return statuses != {ABSENT}


def suspected_signs(answers: Answers) -> tuple[str, ...]:
    """The signs of everything that a message looked like, whatever is known of them by now."""
    flags = (flag for flag in load_red_flags().values() if flag.id in answers.suspected)
    return tuple(dict.fromkeys(sign for flag in flags for sign in signs_of(flag)))


def signs_to_ask_about(answers: Answers) -> tuple[str, ...]:
    """Those of which nothing is known, and which would settle what is only suspected."""
    signs = dict.fromkeys(sign for flag in _to_ask_about(answers) for sign in signs_of(flag))
    return tuple(sign for sign in signs if answers.status(sign) is None)


def cannot_wait(findings: Mapping[str, Any]) -> bool:
    """Whether the findings of one message by themselves call for being seen today or at once."""
    return at_least(fired_level(with_facts(Answers(), findings)), SAME_DAY)


def urgent_flags() -> list[RedFlag]:
    """The red flags that cannot wait, in the order of the file."""
    return [flag for flag in load_red_flags().values() if at_least(flag.level, SAME_DAY)]


def fired_emergencies(answers: Answers) -> list[RedFlag]:
    """The red flags of the highest level that have fired; what is only suspected is asked for."""
    emergencies = (flag for flag in fired(answers) if flag.level == EMERGENCY)
    return [flag for flag in emergencies if is_confirmed(flag, answers)]


def suspected_emergencies(answers: Answers) -> list[RedFlag]:
    """The red flags of the highest level that are suspected, and still have to be asked for."""
    return [flag for flag in _to_ask_about(answers) if flag.level == EMERGENCY]


def left_open(answers: Answers) -> list[RedFlag]:
    """The red flags that only an answer of "not sure" keeps from being settled."""
    if "left_open" not in answers.found_out:
        flags = load_red_flags().values()
        open_ones = tuple(flag for flag in flags if undecided(flag.when, answers))
        answers.found_out["left_open"] = open_ones
    return list(answers.found_out["left_open"])


def screen(
    findings: Mapping[str, Any], words: Mapping[str, str] | None = None
) -> RedFlagHit | None:
    """The most urgent red flag that the findings of one message fire on their own.

    Args:
        findings: what understanding made of the message, in the shape of the contract.
        words: finding → the words of the message that stand for it, where known.
    """
    stated = with_facts(Answers(), findings)
    # Of two that are as urgent the one that is sure goes first.
    flags = sorted(
        fired(stated),
        key=lambda flag: (LEVELS.index(flag.level), not is_confirmed(flag, stated)),
    )
    if not flags:
        return None
    heard = [
        phrase
        for name, phrase in (words or {}).items()
        if name == flags[0].id or stated.status(name) == "present"
    ]
    words_heard = ", ".join(dict.fromkeys(heard))
    is_only_suspected = not is_confirmed(flags[0], stated)
    return RedFlagHit(flags[0].id, flags[0].level, words_heard, is_only_suspected)


def fired_level(answers: Answers) -> str:
    """The level that the red flags which have fired ask for."""
    return most_urgent(flag.level for flag in fired(answers))


def confirmed_level(answers: Answers) -> str:
    """The level that the red flags ask for which are there for sure, and not only suspected."""
    return most_urgent(flag.level for flag in fired(answers) if is_confirmed(flag, answers))


def flagged_level(answers: Answers) -> str:
    """The level that the red flags, fired or left open by "not sure", ask for.

    What was left open counts as its ``if_unsure``; beside something that has fired it counts one
    level up, though never for more than the flag itself.
    """
    fired_as = fired_level(answers)
    levels = [fired_as]
    for flag in left_open(answers):
        levels.append(flag.if_unsure)
        if at_least(flag.level, one_above(fired_as)):
            levels.append(one_above(fired_as))
    return most_urgent(levels)
