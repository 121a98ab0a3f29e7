"""Held-out questions for tests of their evaluation, over the small corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from knowledge.search.documents import Passage
from knowledge.search.evaluation.asking import Answered, Outcomes, Refused
from knowledge.search.evaluation.held_out import Answerable, Unanswerable, Wanted
from knowledge.search.results import Hit
from knowledge.sources import Source

ANSWERABLE: list[dict[str, Any]] = [
    {
        "id": "a1",
        "ask": "is it my bum muscles",
        "documents": ["weak-buttocks"],
        "must_contain": [["gluteal", "buttock"], ["pelvis"]],
        "says": "weak gluteals load the knee",
        "article": True,
        "article_must_contain": [["gluteal"]],
    },
    {
        "id": "a2",
        "ask": "<b>why</b> when the scan is fine",
        "follows": "what is a scan",
        "documents": ["clear-scan"],
    },
]
UNANSWERABLE: list[dict[str, Any]] = [
    {"id": "u1", "ask": "how many ibuprofen can i take", "reason": "ask_pharmacist"},
    {"id": "u2", "ask": "what is the capital of peru", "reason": "out_of_scope"},
]


def held_out_files(
    folder: Path,
    answerable: list[dict[str, Any]] | None = None,
    unanswerable: list[dict[str, Any]] | None = None,
) -> Path:
    """Write a file of each kind and return the folder."""
    folder.mkdir(exist_ok=True)
    for name, rows in (
        ("answerable.yml", ANSWERABLE if answerable is None else answerable),
        ("unanswerable.yml", UNANSWERABLE if unanswerable is None else unanswerable),
    ):
        text = yaml.safe_dump({"about": "Made for a test.", "questions": rows}, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def hit(document: str, text: str = "words", score: float = 0.9) -> Hit:
    """A passage that was found."""
    source = Source(id="guide", name="A guide", year=2024, where="https://example.org")
    passage = Passage(f"{document}#part", document, "Title", "Heading", (), (source,), "", text)
    return Hit(passage, score)


def answered(
    key: str,
    place: int | None,
    confidence: float = 0.9,
    reason: str = "answered",
    document: str = "one",
    follows: str | None = None,
) -> Answered:
    """An answerable question whose right passage stands at a place."""
    question = Answerable(
        id=key,
        ask=f"ask {key}",
        follows=follows,
        documents=frozenset({document}),
        wanted=Wanted((("right",),)),
        says="the fact",
        in_articles=None,
        file="answerable.yml",
    )
    return Answered(question, (hit(document),), place, place, reason, confidence)


def tempted(key: str, given: str, confidence: float = 0.2, wanted: str = "not_covered") -> Refused:
    """An unanswerable question and the reason that was given."""
    question = Unanswerable(key, f"ask {key}", None, wanted, "unanswerable.yml")
    shown = (hit("two", "<i>wrong</i>"),) if given == "answered" else ()
    return Refused(question, shown, given, confidence)


def outcomes() -> Outcomes:
    """Four questions with an answer, four without."""
    return Outcomes(
        (
            answered("a1", 1, 0.9),
            answered("a2", 2, 0.8, document="two"),
            answered("a3", None, 0.7, follows="what came before"),
            answered("a4", 1, 0.3, reason="not_covered"),
        ),
        (
            tempted("u1", "not_covered"),
            tempted("u2", "out_of_scope", 0.1),
            tempted("u3", "ask_pharmacist", 0.0, wanted="ask_pharmacist"),
            tempted("u4", "answered", 0.6, wanted="privacy"),
        ),
    )
