"""The held-out questions: `answerable*.yml` and `unanswerable*.yml`, any number of either.

Nothing is tuned on them. Which documents may answer a question was judged by reading all of them,
not by searching; what a passage must say was written down before anything was searched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.loading import ROOT, ContentError, Lines, load_yaml_with_lines, problem

HELD_OUT = ROOT / "tests" / "knowledge" / "search" / "held_out"

REASONS = (
    "not_covered",
    "out_of_scope",
    "ask_pharmacist",
    "emergency",
    "instructions",
    "privacy",
)

_TEXT = {"type": "string", "minLength": 1}
_GROUPS = {
    "type": "array",
    "items": {"type": "array", "items": _TEXT, "minItems": 1},
    "minItems": 1,
}
_COMMON: dict[str, Any] = {"id": _TEXT, "ask": _TEXT, "follows": _TEXT}


def _schema(required: Sequence[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["about", "questions"],
        "additionalProperties": False,
        "properties": {
            "about": _TEXT,
            "questions": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["id", "ask", *required],
                    "additionalProperties": False,
                    "properties": {**_COMMON, **properties},
                },
            },
        },
    }


ANSWERABLE_SCHEMA = _schema(
    ["documents"],
    {
        "documents": {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True},
        "must_contain": _GROUPS,
        "says": _TEXT,
        "or_refused": {"enum": list(REASONS)},
        "article": {"type": "boolean"},
        "article_must_contain": _GROUPS,
    },
)
UNANSWERABLE_SCHEMA = _schema(["reason"], {"reason": {"enum": list(REASONS)}})


@dataclass(frozen=True)
class Wanted:
    """What a text must say: of every group at least one word or phrase, or one it begins."""

    groups: tuple[tuple[str, ...], ...]

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        plain = _plain()
        return tuple(
            re.compile(r"(?<!\w)(?:" + "|".join(re.escape(plain(word)) for word in group) + ")")
            for group in self.groups
        )

    def stands_in(self, text: str) -> bool:
        """Whether a text holds a word of every group; case does not matter."""
        said = _plain()(text)
        return all(pattern.search(said) for pattern in self._patterns)


@dataclass(frozen=True)
class Answerable:
    """A question that the documents answer.

    Attributes:
        follows: the question before it, where it is only understood after that.
        documents: ids of those that may answer.
        wanted: what a passage of them must say; None where any passage of them will do.
        says: what a right answer tells, for the reader of the report.
        or_refused: the reason that is as right as an answer, "my foot has gone white" has a
            passage and is an emergency; None for the most.
        in_articles: what a passage of the two source articles must say; None where neither
            answers, or where nothing is said of it.
    """

    id: str
    ask: str
    follows: str | None
    documents: frozenset[str]
    wanted: Wanted | None
    says: str
    in_articles: Wanted | None
    file: str
    or_refused: str | None = None


@dataclass(frozen=True)
class Unanswerable:
    """A question that must be refused, and the reason that the refusal should give."""

    id: str
    ask: str
    follows: str | None
    reason: str
    file: str


@dataclass(frozen=True)
class HeldOut:
    """All held-out questions."""

    answerable: tuple[Answerable, ...]
    unanswerable: tuple[Unanswerable, ...]


def load_held_out(folder: Path = HELD_OUT, documents: Collection[str] | None = None) -> HeldOut:
    """Read every held-out question.

    Args:
        folder: holds the files.
        documents: the ids there are; None where they are not known.

    Raises:
        ContentError: a kind has no file, a file is wrong, an id stands twice, or a document is
            named that there is not.
    """
    problems: list[str] = []
    seen: set[str] = set()
    answerable: list[Answerable] = []
    unanswerable: list[Unanswerable] = []
    for kind, schema in (("answerable", ANSWERABLE_SCHEMA), ("unanswerable", UNANSWERABLE_SCHEMA)):
        paths = sorted(folder.glob(f"{kind}*.yml"))
        if not paths:
            problems.append(problem(folder, 1, (), f"no {kind}*.yml here"))
        for path in paths:
            try:
                data, lines = load_yaml_with_lines(path, schema)
            except ContentError as error:
                problems += error.problems
                continue
            rows = data["questions"]
            problems += _problems(rows, lines, seen, documents)
            if kind == "answerable":
                answerable += [_answerable(row, path.name) for row in rows]
            else:
                unanswerable += [
                    Unanswerable(
                        row["id"], row["ask"], row.get("follows"), row["reason"], path.name
                    )
                    for row in rows
                ]
    if problems:
        raise ContentError(problems)
    return HeldOut(tuple(answerable), tuple(unanswerable))


def _answerable(row: dict[str, Any], file: str) -> Answerable:
    wanted = _wanted(row.get("must_contain"))
    in_articles = _wanted(row.get("article_must_contain")) or wanted
    return Answerable(
        id=row["id"],
        ask=row["ask"],
        follows=row.get("follows"),
        documents=frozenset(row["documents"]),
        wanted=wanted,
        says=row.get("says", ""),
        in_articles=in_articles if row.get("article") else None,
        file=file,
        or_refused=row.get("or_refused"),
    )


def _plain() -> Callable[[str], str]:
    # It comes with a stemmer, which the tests of the dialogue read the questions without.
    from knowledge.search.text import plain

    return plain


def _wanted(groups: Sequence[Sequence[str]] | None) -> Wanted | None:
    return Wanted(tuple(tuple(group) for group in groups)) if groups else None


def _problems(
    rows: Sequence[dict[str, Any]], lines: Lines, seen: set[str], documents: Collection[str] | None
) -> list[str]:
    problems = []
    for number, row in enumerate(rows):
        if row["id"] in seen:
            problems.append(lines.problem(("questions", number, "id"), "taken", row["id"]))
        seen.add(row["id"])
        for place, name in enumerate(row.get("documents", ())):
            if documents is not None and name not in documents:
                keys = ("questions", number, "documents", place)
                problems.append(lines.problem(keys, "no such document", name))
    return problems
