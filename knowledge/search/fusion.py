"""One score a passage from several: nearness of meaning, shared words, what it sounds like.

Pure functions on plain numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from knowledge.search.stores.base import Match

#: A passage is as near as its own text and the nearest way of asking are on the average.
WAYS = 0.5
#: A way of asking for another passage of its document speaks for a passage too, by so much less.
OTHER_PASSAGE = 0.1
#: How far a document is lifted that what is like the question asked for, by the logarithm of its
#: share; how far a passage besides; and the share below which none is lifted less.
SOUNDS, SOUNDS_PASSAGE, LEAST_SOUND = 0.5, 0.2, 1e-3


def by_meaning(near: Iterable[Match], document: Callable[[int], str]) -> dict[int, float]:
    """Return how near each passage is in meaning: to its text, and to the ways of asking for it.

    Args:
        near: the nearest units, cosines as scores.
        document: the document of a passage.
    """
    matches = list(near)
    texts: dict[int, float] = {}
    ways: dict[int, float] = {}
    of_document: dict[str, float] = {}
    for match in matches:
        if not match.is_question:
            texts[match.passage] = match.score
            continue
        ways[match.passage] = max(match.score, ways.get(match.passage, match.score))
        key = document(match.passage)
        of_document[key] = max(match.score, of_document.get(key, match.score))
    # What is not among the nearest is no nearer than the last of them.
    floor = min((match.score for match in matches), default=0.0)
    found = {}
    for number in texts.keys() | ways.keys():
        own = texts.get(number, floor)
        others = of_document.get(document(number), floor + OTHER_PASSAGE) - OTHER_PASSAGE
        # Of many passages no ways of asking are searched: then their text stands alone.
        way = max(ways.get(number, floor), others) if document(number) in of_document else own
        found[number] = (1 - WAYS) * own + WAYS * way
    return found


def by_words(found: Iterable[Match]) -> dict[int, float]:
    """Return the best score of each passage's units."""
    best: dict[int, float] = {}
    for match in found:
        best[match.passage] = max(match.score, best.get(match.passage, match.score))
    return best


def fuse(
    meaning: Mapping[int, float], word: Mapping[int, float], dense_weight: float
) -> dict[int, float]:
    """Return one score a passage from two, each scaled to 0–1 over what was found."""
    dense, lexical = _scaled(meaning), _scaled(word, floor=0.0)
    return {
        number: dense_weight * dense.get(number, 0.0) + (1 - dense_weight) * lexical.get(number, 0)
        for number in dense.keys() | lexical.keys()
    }


def lift(of_document: float, of_passage: float) -> float:
    """Return what a passage gains by how much of what is like a question asked for it."""
    document, passage = (max(each, LEAST_SOUND) for each in (of_document, of_passage))
    return SOUNDS * math.log(document / LEAST_SOUND) + SOUNDS_PASSAGE * math.log(
        passage / LEAST_SOUND
    )


def _scaled(scores: Mapping[int, float], floor: float | None = None) -> dict[int, float]:
    if not scores:
        return {}
    low = min(scores.values()) if floor is None else floor
    high = max(scores.values())
    if high <= low:
        return dict.fromkeys(scores, 1.0)
    return {number: (score - low) / (high - low) for number, score in scores.items()}
