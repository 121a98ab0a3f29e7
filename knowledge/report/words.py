"""The words of the report: those of words.yml, and how a question was put."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.address import address_of, forms
from knowledge.answers import Answers
from knowledge.loading import ROOT, ContentError, load_yaml, load_yaml_with_lines
from knowledge.questions import Question, load_questions
from knowledge.vocabulary import load_vocabulary

PATH = Path(__file__).with_name("words.yml")
DOMAIN = ROOT / "domain.yml"

_TEXT = {"type": "string", "minLength": 2}
_NAMES = {"type": "array", "items": _TEXT}


def _texts(*names: str) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(names),
        "properties": {name: _TEXT for name in names},
    }


_OUTCOMES = ("none", "not_sure", "skip", "again", "open", "rest")
_TOLD = ("before_onset", "last_weeks", "since_onset")
_TIMELINE = ("began", "before", "lately", "since", "check", "onset", "onset_unknown_when")
_DATES = ("no_onset", "about", "between")
_NEXT = ("next", "safety_net", "expect", "meanwhile", "cautions", "speaks_against")
_SIGNS = ("signs", "found", "history", "absent", "unsure", "skipped")
_HEADINGS = (
    *("title", "when", "who_to_see", "why", "where", "pain", "timeline", *_SIGNS),
    *("patterns", "pattern", "strength", "supporting", "against", *_NEXT, "summary"),
    *("answers", "question", "answer", "open", "not_asked", "sources"),
)
_NOTES = (
    *("age", "no_age", "assessed", "nobody_examined", "ended_early", "suspected", "told"),
    *("by_itself", "none_told", "nothing", "nothing_told", "no_diagnosis", "no_pattern"),
    *("order", "unasked"),
)
_SECTIONS = ("about", "outcomes", "pain", "timeline", "questions", "picture", "headings", "notes")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_SECTIONS),
    "properties": {
        "about": _texts("unknown", "self", "child", "parent", "partner", "other", "named"),
        "outcomes": _texts("present", "absent", "uncertain", "untold", *_OUTCOMES),
        "pain": _texts("location", "side", "severity", "quality", "triggers", "elsewhere"),
        "timeline": {
            "type": "object",
            "additionalProperties": False,
            "required": [*_TIMELINE, *_DATES, *_TOLD],
            "properties": {
                **{name: _TEXT for name in (*_TIMELINE, *_DATES)},
                **{name: _NAMES for name in _TOLD},
            },
        },
        "questions": {"type": "object", "additionalProperties": _TEXT},
        "picture": _texts("none", "marked", "one_side", "no_side", "both", "back"),
        "headings": _texts(*_HEADINGS),
        "notes": _texts(*_NOTES),
    },
}


@dataclass(frozen=True)
class Words:
    """The words of the report, by section and key; see words.yml."""

    about: Mapping[str, str]
    outcomes: Mapping[str, str]
    pain: Mapping[str, str]
    timeline: Mapping[str, Any]
    questions: Mapping[str, str]
    picture: Mapping[str, str]
    headings: Mapping[str, str]
    notes: Mapping[str, str]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """Read words.yml.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, lines = load_yaml_with_lines(PATH, SCHEMA)
    problems = [
        lines.problem(("timeline", key, number), "not in the vocabulary", name)
        for key in _TOLD
        for number, name in enumerate(data["timeline"][key])
        if load_vocabulary().find(name) is None
    ]
    problems += [
        lines.problem(("questions", name), "no such question", name)
        for name in data["questions"]
        if name not in load_questions()
    ]
    if problems:
        raise ContentError(problems)
    return Words(**data)


def whom(answers: Answers) -> str:
    """Whom the answers are about."""
    about = load_words().about
    if answers.is_about_self:
        return about[answers.who or "unknown"]
    if answers.relation:
        return about["named"].format(relation=answers.relation)
    return about[answers.who or "other"]


def question_text(question: Question, answers: Answers) -> str:
    """How a question was put, as domain.yml words it for whom the answers are about.

    Where that is not to be had, it is what the question asks for.
    """
    own = load_words().questions.get(question.id)
    if own:
        return own
    said = _said_in_domain(question.id, answers)
    if said:
        return said
    about = question.about or question.id.replace("_", " ")
    return about[:1].upper() + about[1:]


def _said_in_domain(question_id: str, answers: Answers) -> str | None:
    text = load_question_texts().get(question_id)
    if text is None:
        return None
    known = forms(address_of(answers))
    filled = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], "…"), text)
    return " ".join(filled.split())


@lru_cache(maxsize=1)
def load_question_texts() -> Mapping[str, str]:
    """Question id → its wording in domain.yml; none where there is no such file.

    Of several wordings it is the one that holds always.
    """
    if not DOMAIN.exists():
        return {}
    responses = load_yaml(DOMAIN).get("responses") or {}
    return {
        name.removeprefix("utter_ask_"): row["text"]
        for name, rows in responses.items()
        if name.startswith("utter_ask_")
        for row in rows
        if row.get("text") and not row.get("condition") and not row.get("channel")
    }
