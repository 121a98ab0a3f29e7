"""Makes docs/safety/hazard-log.md from docs/safety/hazards.yml.

Run as `python -m scripts.hazard_log` after an edit; with ``--check`` nothing is written, and it
ends with 1 where the page is not up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.loading import ROOT, ContentError, Lines, load_yaml_with_lines

FOLDER = ROOT / "docs" / "safety"
PATH = FOLDER / "hazards.yml"
PAGE = FOLDER / "hazard-log.md"

OPEN = ("open", "deployer")

_TEXT = {"type": "string", "minLength": 3}
_TEXTS = {"type": "array", "minItems": 1, "items": _TEXT}
_WORDS = {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}
_RATING = {
    "type": "object",
    "additionalProperties": False,
    "required": ["severity", "likelihood"],
    "properties": {"severity": _TEXT, "likelihood": _TEXT},
}
_HAZARD: dict[str, Any] = {
    "id": {"type": "string", "pattern": "^H[1-9][0-9]*$"},
    "hazard": _TEXT,
    "cause": _TEXT,
    "effect": _TEXT,
    "before": _RATING,
    "after": _RATING,
    "control": _TEXTS,
    "where": _TEXTS,
    "shown_by": _TEXTS,
    "residual": _TEXT,
    "status": _TEXT,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["scales", "hazards"],
    "properties": {
        "scales": {
            "type": "object",
            "additionalProperties": False,
            "required": ["severity", "likelihood", "risk", "status"],
            "properties": {
                "severity": _WORDS,
                "likelihood": _WORDS,
                "risk": {"type": "object", "additionalProperties": _TEXTS},
                "status": _WORDS,
            },
        },
        "hazards": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": list(_HAZARD),
                "properties": {**_HAZARD, "to_do": _TEXT},
            },
        },
    },
}


@dataclass(frozen=True)
class Rating:
    """How bad and how likely, in words of the scales."""

    severity: str
    likelihood: str


@dataclass(frozen=True)
class Hazard:
    """One row of the log; the keys are explained at the head of hazards.yml."""

    id: str
    hazard: str
    cause: str
    effect: str
    before: Rating
    after: Rating
    control: tuple[str, ...]
    where: tuple[str, ...]
    shown_by: tuple[str, ...]
    residual: str
    status: str
    to_do: str | None = None


@dataclass(frozen=True)
class Scales:
    """Each word and what it means, the least first; ``risk`` has a row for each severity."""

    severity: Mapping[str, str]
    likelihood: Mapping[str, str]
    risk: Mapping[str, Sequence[str]]
    status: Mapping[str, str]

    def risk_of(self, rating: Rating) -> str:
        """The risk that a severity and a likelihood come to."""
        return self.risk[rating.severity][list(self.likelihood).index(rating.likelihood)]


@dataclass(frozen=True)
class Log:
    """The hazard log."""

    scales: Scales
    hazards: tuple[Hazard, ...]


def load_log(path: Path = PATH) -> Log:
    """Read the hazards.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, lines = load_yaml_with_lines(path, SCHEMA)
    problems = [*_scale_problems(data["scales"], lines)]
    for number, row in enumerate(data["hazards"]):
        problems += _row_problems(number, row, data["scales"], lines)
    if problems:
        raise ContentError(problems)
    return Log(Scales(**data["scales"]), tuple(_hazard(row) for row in data["hazards"]))


def _scale_problems(scales: Mapping[str, Any], lines: Lines) -> Iterator[str]:
    if list(scales["risk"]) != list(scales["severity"]):
        yield lines.problem(("scales", "risk"), "needs a row for each severity, in its order")
    for severity, row in scales["risk"].items():
        if len(row) != len(scales["likelihood"]):
            yield lines.problem(("scales", "risk", severity), "needs a word for each likelihood")


def _row_problems(
    number: int, row: Mapping[str, Any], scales: Mapping[str, Any], lines: Lines
) -> Iterator[str]:
    at = ("hazards", number)
    if row["id"] != f"H{number + 1}":
        yield lines.problem((*at, "id"), f"must be H{number + 1}: all in order", row["id"])
    for when in ("before", "after"):
        for scale, word in row[when].items():
            if word not in scales[scale]:
                yield lines.problem((*at, when, scale), "not on the scale", word)
    if row["status"] not in scales["status"]:
        yield lines.problem((*at, "status"), "not on the scale", row["status"])
    if (row["status"] in OPEN) != ("to_do" in row):
        yield lines.problem((*at, "status"), f"to_do goes with {' and '.join(OPEN)} only")


def _hazard(row: Mapping[str, Any]) -> Hazard:
    ratings = {when: Rating(**row[when]) for when in ("before", "after")}
    several = {name: tuple(row[name]) for name in ("control", "where", "shown_by")}
    return Hazard(**{**row, **ratings, **several})


def render(log: Log) -> str:
    """The page: what the words mean, an overview, then each hazard."""
    return "\n".join([*_head(log.scales), *_overview(log), *_details(log)]).rstrip() + "\n"


def _head(scales: Scales) -> list[str]:
    likelihoods = list(scales.likelihood)
    return [
        "# Hazard log",
        "",
        "<!-- Made from hazards.yml by: .build/actions/bin/python -m scripts.hazard_log -->",
        "",
        "**No clinician and no clinical safety officer has signed off this log.** Severity and "
        "likelihood are the judgement of engineers, not measurements; nobody qualified has "
        "accepted any of these risks. Back to the [safety case](README.md).",
        "",
        "This page is made from [hazards.yml](hazards.yml). Edit that, then run "
        "`.build/actions/bin/python -m scripts.hazard_log` (after `make setup`); a test fails "
        "while the page is out of date.",
        "",
        "## What the words mean",
        "",
        "The scales are our own. A clinical safety officer will want to put theirs in their place.",
        "",
        *_table(["severity", "what it means"], scales.severity.items()),
        *_table(["likelihood", "how often, with one clinic using it"], scales.likelihood.items()),
        *_table(
            ["risk", *likelihoods], [[severity, *row] for severity, row in scales.risk.items()]
        ),
        *_table(["status", "what it means"], scales.status.items()),
    ]


def _overview(log: Log) -> list[str]:
    rows = [
        [
            f"[{one.id}](#{one.id.lower()})",
            one.hazard,
            log.scales.risk_of(one.before),
            log.scales.risk_of(one.after),
            one.status,
        ]
        for one in log.hazards
    ]
    headings = ["#", "hazard", "risk without control", "risk with control", "status"]
    return ["## Overview", "", *_table(headings, rows)]


def _details(log: Log) -> Iterator[str]:
    for one in log.hazards:
        yield from (f'<a id="{one.id.lower()}"></a>', "", f"### {one.id}: {one.hazard}", "")
        rows = [
            ("cause", one.cause),
            ("effect", one.effect),
            ("without control", _rated(one.before, log.scales)),
            ("control", "<br>".join(one.control)),
            ("where", "<br>".join(_link(path) for path in one.where)),
            ("shown by", "<br>".join(_evidence(reference) for reference in one.shown_by)),
            ("with control", _rated(one.after, log.scales)),
            ("what is left", one.residual.strip()),
            ("status", one.status if one.to_do is None else f"{one.status}: {one.to_do}"),
        ]
        yield from _table(["", ""], rows)


def _rated(rating: Rating, scales: Scales) -> str:
    return f"{rating.severity}, {rating.likelihood}: risk **{scales.risk_of(rating)}**"


def _table(headings: Sequence[str], rows: Any) -> list[str]:
    lines = [headings, ["---"] * len(headings), *rows]
    return [f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines] + [""]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _link(path: str) -> str:
    return f"[{path}](../../{path})"


def _evidence(reference: str) -> str:
    """A test as a link to its file, with its name as a sentence."""
    path, _, name = reference.partition("::")
    words = name.removeprefix("test_").replace("_", " ")
    return f"{_link(path)}: {words}" if name else _link(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m scripts.hazard_log", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if not up to date")
    chosen = parser.parse_args(arguments)
    try:
        page = render(load_log())
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    if not chosen.check:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{PAGE.name} is not up to date: python -m scripts.hazard_log", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
