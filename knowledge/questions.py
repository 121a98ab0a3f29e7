"""The questions of the interview, read from questions.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.answers import MANY_VALUED, STATUSES
from knowledge.conditions import Condition, unknown_names
from knowledge.hip_part import HIP, HIP_AND_KNEE
from knowledge.loading import ContentError, Lines, load_yaml_with_lines
from knowledge.red_flags import load_red_flags, signs_of
from knowledge.sources import missing_source
from knowledge.vocabulary import load_vocabulary

PATH = Path(__file__).with_name("questions.yml")

# How a message answers a question: with a value, or with one of these.
VALUE, NONE, NOT_SURE, SKIP = "value", "none", "not_sure", "skip"
# In the place of an answer: the question is to be put once more, the old answer stands so long.
# Behind it stands how it was answered before: "again:not_sure".
AGAIN = "again"
# The mark of a list of signs answered with "not sure": about which of them, is asked next.
DOUBTED = "doubted"
# The mark of a list of which some signs were told in words: about the others is asked next.
PARTLY = "partly"
# The mark of a list answered with "a bit" or a bare "yes": which of it, is asked next.
WHICH = "which"
MARKS = (
    AGAIN,
    *(f"{AGAIN}:{how}" for how in (VALUE, NONE, NOT_SURE, SKIP)),
    DOUBTED,
    PARTLY,
    WHICH,
    HIP,
    HIP_AND_KNEE,
)
YES, NO = "yes", "no"
#: In the place of a question's id: what stands behind it is the question to put once more.
CHANGE = "change"
# The question about what a message only looked like, and the one that ends the interview.
SUSPECTED = "suspected_signs"
SUMMARY = "summary_confirmed"

_QUESTIONS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "kind", "why", "source"],
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z_]+$"},
            "kind": {"enum": ["yes_no", "choice", "multi", "number", "zones", "text"]},
            "mandatory": {"type": "boolean"},
            "when": {},
            "known_when": {},
            "options": {
                "type": "array",
                "items": {
                    "anyOf": [
                        {"type": "string"},
                        {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["value"],
                            "properties": {
                                "value": {"type": "string"},
                                "label": {"type": "string"},
                                "when": {},
                                "sets": {"type": "object"},
                            },
                        },
                    ]
                },
            },
            "offers": {"enum": ["suspected"]},
            "about": {"type": "string"},
            "ask_anyway": {"type": "array", "items": {"type": "string"}},
            "called": {"type": "array", "items": {"type": "string", "pattern": "^[a-z ]+$"}},
            "unit": {"type": "string"},
            "min": {"type": "number"},
            "max": {"type": "number"},
            "why": {"type": "string", "minLength": 20},
            "meaning": {"type": "string", "minLength": 20},
            "source": {"type": ["string", "null"]},
        },
    },
}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["labels", "questions"],
    "properties": {
        "labels": {
            "type": "object",
            "additionalProperties": {"type": "string", "minLength": 1},
            "required": [YES, NO, NONE, NOT_SURE],
        },
        "questions": _QUESTIONS,
    },
}


@dataclass(frozen=True)
class Option:
    """One choice of a question; ``sets`` maps a slot to what choosing it puts there.

    In the place of a slot ``absent`` names the signs that are then known not to be there.
    """

    value: str
    label: str
    help: str | None = None
    when: Condition = "always"
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question; its id is the name of the slot it asks for.

    ``about`` names what it asks for, as in "you were not sure about …"; ``called`` are the
    words by which people come back to it; ``meaning`` is what it asks for, in more words.
    ``ask_anyway`` are the options that are asked for when an answer in words named only others.
    """

    id: str
    kind: str
    why: str
    source: str | None
    mandatory: bool = False
    when: Condition = "always"
    known_when: Condition | None = None
    choices: tuple[Option, ...] = ()
    about: str | None = None
    meaning: str | None = None
    called: tuple[str, ...] = ()
    ask_anyway: tuple[str, ...] = ()
    unit: str | None = None
    min: float | None = None
    max: float | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """The canonical values one may choose."""
        return tuple(choice.value for choice in self.choices)

    @property
    def takes_several(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.kind in ("multi", "zones")

    def choice(self, value: str) -> Option:
        """The option with this value.

        Raises:
            KeyError: when the question does not offer it.
        """
        for choice in self.choices:
            if choice.value == value:
                return choice
        raise KeyError(value)


def load_questions() -> Mapping[str, Question]:
    """Question id → question, in the order of asking.

    Raises:
        ContentError: naming the file, the key and the value at fault.
    """
    return _load()[0]


def is_changeable(question_id: str | None) -> bool:
    """Whether an answer to this can be changed by itself.

    What a message only looked like is gone once it is answered, and to confirm is no answer.
    """
    return question_id in load_questions() and question_id not in (SUSPECTED, SUMMARY)


def put_again(how: str | None) -> str:
    """The mark of a question that is put once more, for one that was answered like this."""
    before = answered_before(how) if is_put_again(how) else how
    return f"{AGAIN}:{before}" if before in (VALUE, NONE, NOT_SURE, SKIP) else AGAIN


def is_put_again(how: str | None) -> bool:
    """Whether this stands for a question that is put once more."""
    return (how or "").partition(":")[0] == AGAIN


def answered_before(how: str | None) -> str | None:
    """How a question was answered that is put once more; ``None`` where it was not."""
    return (how or "").partition(":")[2] or None


def plain_option(value: str) -> dict[str, str]:
    """One of the options that are the same everywhere (yes, no, none, not_sure), with its words."""
    return {"value": value, "label": _load()[1][value]}


@lru_cache(maxsize=1)
def _load() -> tuple[Mapping[str, Question], Mapping[str, str]]:
    data, lines = load_yaml_with_lines(PATH, SCHEMA)
    rows = data["questions"]
    problems = [
        problem for number, row in enumerate(rows) for problem in _problems(lines, number, row)
    ]
    ids = [row["id"] for row in rows]
    problems += [
        lines.problem(
            ("questions", number, "id"), "the same question stands there twice", ids[number]
        )
        for number in range(len(ids))
        if ids[number] in ids[:number]
    ]
    if problems:
        raise ContentError(problems)
    return {row["id"]: _question(row) for row in rows}, data["labels"]


def _problems(lines: Lines, number: int, row: Mapping[str, Any]) -> list[str]:
    """What the schema cannot see: names outside the vocabulary, sources that are not there."""
    problems = missing_source(lines, ("questions", number, "source"), row["source"])
    conditions: list[tuple[tuple[str | int, ...], Condition]]
    conditions = [
        (("questions", number, key), row[key]) for key in ("when", "known_when") if key in row
    ]
    for place, item in enumerate(row.get("options", ())):
        option = _as_row(item)
        option_keys: tuple[str | int, ...] = ("questions", number, "options", place)
        if "when" in option:
            conditions.append(((*option_keys, "when"), option["when"]))
        if "label" not in option and load_vocabulary().find(option["value"]) is None:
            problems.append(
                lines.problem(
                    option_keys, "neither in the vocabulary nor with a label", option["value"]
                )
            )
    listed = {_as_row(item)["value"] for item in row.get("options", ())}
    problems += [
        lines.problem(("questions", number, "ask_anyway", place), "not among the options", name)
        for place, name in enumerate(row.get("ask_anyway", ()))
        if name not in listed
    ]
    for keys, condition in conditions:
        problems += [
            lines.problem(keys, "not in the vocabulary", n) for n in unknown_names(condition)
        ]
    return problems


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=row["id"],
        kind=row["kind"],
        why=" ".join(row["why"].split()),
        source=row["source"],
        mandatory=row.get("mandatory", False),
        when=row.get("when", "always"),
        known_when=row.get("known_when"),
        choices=tuple(_option(row["id"], _as_row(item)) for item in _options_of(row)),
        about=row.get("about"),
        meaning=" ".join(row["meaning"].split()) if "meaning" in row else None,
        called=tuple(row.get("called", ())),
        ask_anyway=tuple(row.get("ask_anyway", ())),
        unit=row.get("unit"),
        min=row.get("min"),
        max=row.get("max"),
    )


def _options_of(row: Mapping[str, Any]) -> Iterable[str | Mapping[str, Any]]:
    """The options as the file lists them, or every sign that can be suspected."""
    if row.get("offers") is None:
        return row.get("options", ())
    return dict.fromkeys(sign for flag in load_red_flags().values() for sign in signs_of(flag))


def _option(question_id: str, row: Mapping[str, Any]) -> Option:
    value = row["value"]
    term = load_vocabulary().find(value)
    if term is not None and term.group in STATUSES:
        default: dict[str, Any] = {term.group: [value]}
    elif question_id in MANY_VALUED:
        default = {question_id: [value]}
    else:
        default = {question_id: value}
    return Option(
        value=value,
        label=row.get("label") or (term.label if term else value),
        help=term.help if term else None,
        when=row.get("when", "always"),
        sets=row.get("sets", default),
    )


def _as_row(item: str | Mapping[str, Any]) -> Mapping[str, Any]:
    return {"value": item} if isinstance(item, str) else item
