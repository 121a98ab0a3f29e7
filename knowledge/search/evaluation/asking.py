"""Every held-out question put to a search, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.search.documents import Passage
from knowledge.search.evaluation.held_out import Answerable, HeldOut, Unanswerable, Wanted
from knowledge.search.evaluation.measures import DEPTH, SHOWN
from knowledge.search.follow_up import is_follow_up, search_after
from knowledge.search.results import Hit, SearchResult
from knowledge.search.retrieve import Encodes, Search


@dataclass(frozen=True)
class Answered:
    """A question that has an answer, and what was found.

    Attributes:
        question: the question.
        ranked: the best passages whether or not they would have been shown, best first.
        place: the place of the first right passage, 1 for the best; None if there is none.
        document_place: the same for a passage of a right document, whatever it says.
        reason: what the decision was: "answered" or why not.
        confidence: how sure the decision was that the first passage answers.
    """

    question: Answerable
    ranked: tuple[Hit, ...]
    place: int | None
    document_place: int | None
    reason: str
    confidence: float

    @property
    def is_refused(self) -> bool:
        """Whether nothing was shown."""
        return self.reason != "answered"

    def is_within(self, places: int) -> bool:
        """Whether a right passage is among the first ones."""
        return self.place is not None and self.place <= places


@dataclass(frozen=True)
class Refused:
    """A question that has no answer, and what was made of it; `shown` is empty as it should be."""

    question: Unanswerable
    shown: tuple[Hit, ...]
    reason: str
    confidence: float

    @property
    def is_refused(self) -> bool:
        """Whether nothing was shown."""
        return self.reason != "answered"


@dataclass(frozen=True)
class Outcomes:
    """What came of all held-out questions."""

    answerable: tuple[Answered, ...]
    unanswerable: tuple[Refused, ...]


class Remembering:
    """An encoder that knows what it has encoded: the same questions are put many times."""

    def __init__(self, encoder: Encodes) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, str], np.ndarray] = {}
        self._probed: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str], prompt: str = "") -> np.ndarray:
        """Return one unit vector a text."""
        new = [text for text in dict.fromkeys(texts) if (text, prompt) not in self._known]
        if new:
            vectors = self._encoder.encode(new, prompt)
            self._known |= {(text, prompt): row for text, row in zip(new, vectors, strict=True)}
        return np.array([self._known[text, prompt] for text in texts])

    def probe(self, texts: Sequence[str]) -> np.ndarray:
        """Return what the lower layers make of each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._probed]
        if new:
            self._probed |= dict(zip(new, self._encoder.probe(new), strict=True))
        return np.array([self._probed[text] for text in texts])


def ask_all(search: Search, questions: HeldOut) -> Outcomes:
    """Put every question to a search, as the bot does; one that follows another, after that.

    What was refused for a reason that is as right as an answer says nothing of either.
    """
    asked = (_ask(search, question) for question in questions.answerable)
    return Outcomes(
        tuple(each for each in asked if each.reason != each.question.or_refused),
        tuple(_tempt(search, question) for question in questions.unanswerable),
    )


def place(
    ranked: Sequence[Hit], wanted: Wanted | None, documents: frozenset[str] | None = None
) -> int | None:
    """Return the place of the first right passage, 1 for the best; None if there is none.

    Args:
        ranked: passages, best first.
        wanted: what a passage must say; None for anything.
        documents: where it must be from; None for anywhere.
    """
    for number, hit in enumerate(ranked, 1):
        is_from_there = documents is None or hit.passage.document_id in documents
        if is_from_there and (wanted is None or wanted.stands_in(told(hit.passage))):
            return number
    return None


def out_of_reach(
    questions: Sequence[Answerable], passages: Iterable[Passage]
) -> list[dict[str, Any]]:
    """The questions about which no search could be right.

    No passage of their documents says it, or none in the words that are asked for.
    """
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document_id, []).append(passage)
    return [
        {"id": each.id, "ask": each.ask, "documents": sorted(each.documents)}
        for each in questions
        if each.wanted is not None
        and not any(
            each.wanted.stands_in(told(passage))
            for name in each.documents
            for passage in by_document.get(name, ())
        )
    ]


def told(passage: Passage) -> str:
    """What a passage tells: its heading and its text. The title is all its neighbours' too."""
    return f"{passage.heading}. {passage.text}"


def hits_told(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """What was found, for the list of wrong questions."""
    return [{"id": hit.passage.id, "score": hit.score, "text": hit.passage.text} for hit in hits]


def _ask(search: Search, question: Answerable) -> Answered:
    result, leans = _search(search, question)
    # What leans on the answer before it is ranked by that too, and only as far as it was looked.
    ranked = result.passages if leans and result.answerable else search.rank(question.ask, DEPTH)
    return Answered(
        question=question,
        ranked=ranked,
        place=place(ranked, question.wanted, question.documents),
        document_place=place(ranked, None, question.documents),
        reason=result.reason,
        confidence=result.confidence,
    )


def _tempt(search: Search, question: Unanswerable) -> Refused:
    result, _ = _search(search, question)
    return Refused(question, result.passages[:SHOWN], result.reason, result.confidence)


def _search(search: Search, question: Answerable | Unanswerable) -> tuple[SearchResult, bool]:
    """Return what a question finds, and whether it was taken to lean on the one before it."""
    before = search.search(question.follows, 1).passages if question.follows else ()
    if not before or not is_follow_up(question.ask):
        return search.search(question.ask, SHOWN), False
    return search_after(search, question.ask, before[0].passage), True
