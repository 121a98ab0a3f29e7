"""What each way of finding adds: the same questions with some of the ways switched off.

The switches are in the store, so that what serves is measured as it is and has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from knowledge.search.evaluation.asking import Answered, place
from knowledge.search.evaluation.held_out import Answerable
from knowledge.search.evaluation.measures import DEPTH, ranking
from knowledge.search.guess import Guess
from knowledge.search.retrieve import Search
from knowledge.search.store import Match, Store

_ALL = 1_000_000


@dataclass(frozen=True)
class Way:
    """Which ways of finding are on; `questions` is what people asked, searched or remembered."""

    title: str
    meaning: bool = True
    words: bool = True
    questions: bool = True


SERVES = Way("both, as it serves")
WAYS = (
    SERVES,
    Way("words (BM25) and what it sounds like", meaning=False),
    Way("meaning (embedding) and what it sounds like", words=False),
    Way("both, without any ways of asking", questions=False),
    Way("words alone, without any ways of asking", meaning=False, questions=False),
    Way("meaning alone, without any ways of asking", words=False, questions=False),
)


class _Narrowed:
    """A store in which only some ways of finding find anything; all else is as it was."""

    def __init__(self, store: Store, way: Way) -> None:
        self._store = store
        self._way = way

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @property
    def guess(self) -> Guess | None:
        """What questions sound like, which is known of the ways of asking alone."""
        return self._store.guess if self._way.questions else None

    def nearest(self, vector: np.ndarray, count: int) -> list[Match]:
        """Return the units nearest in meaning to a unit vector, cosine as the score."""
        if not self._way.meaning:
            return []
        return self._kept(self._store.nearest(vector, self._enough(count)), count)

    def lexical(self, stems: Sequence[str], count: int) -> list[Match]:
        """Return the units that share stems, BM25 as the score."""
        if not self._way.words:
            return []
        return self._kept(self._store.lexical(stems, self._enough(count)), count)

    def _enough(self, count: int) -> int:
        return count if self._way.questions else _ALL

    def _kept(self, found: list[Match], count: int) -> list[Match]:
        kept = found if self._way.questions else [each for each in found if not each.is_question]
        return kept[:count]


def narrowed(store: Store, way: Way) -> Store:
    """Return a store in which only some ways of finding find anything."""
    return cast(Store, _Narrowed(store, way))


def compare(search: Search, served: Sequence[Answered]) -> list[dict[str, Any]]:
    """Return the figures of each way, the one that serves first, JSON-ready.

    `won` counts the questions whose first passage is right this way and not the way that serves,
    `lost` the other way round.

    Args:
        search: the one that serves.
        served: what it found; questions that follow another are left out, as more than finding
            decides about them.
    """
    rows = []
    alone = [row for row in served if row.question.follows is None]
    for way in WAYS:
        one = Search(narrowed(search.store, way), search.encoder)
        places = [row.place if way == SERVES else _place(one, row.question) for row in alone]
        pairs = list(zip(places, (row.place for row in alone), strict=True))
        rows.append(
            {
                "way": way.title,
                **ranking(places),
                "won": sum(here == 1 != there for here, there in pairs),
                "lost": sum(there == 1 != here for here, there in pairs),
            }
        )
    return rows


def _place(search: Search, question: Answerable) -> int | None:
    return place(search.rank(question.ask, DEPTH), question.wanted, question.documents)
