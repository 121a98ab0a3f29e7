"""Passages in any number for measuring search: the real ones, and as many made from them.

A made passage has two real ones for parents. Its vector lies between theirs, moved by noise; its
words are drawn from theirs. So meaning and words are spread as they are in the real ones, but
nobody could read it, and no new word ever comes: the postings of a word grow with the passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from knowledge.search import text
from knowledge.search.documents import Passage
from knowledge.search.stores.files import Content, FileStore, bm25_postings

#: The length of the noise beside that of the vector between the parents.
NOISE = 0.35
FEWEST_WORDS, MOST_WORDS = 50, 110
PER_DOCUMENT = 4
_BATCH = 50_000


class _Words:
    """The words of real passages as numbers."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        said = [text.words(each.for_search) for each in passages]
        self.known = sorted({word for words in said for word in words})
        number = {word: place for place, word in enumerate(self.known)}
        # A word that is no stem of its own, as "the", has none.
        self.stems = [next(iter(text.stems(word)), None) for word in self.known]
        self.counts = np.array([len(words) for words in said])
        self.of = np.zeros((len(said), self.counts.max()), dtype=np.int16)
        for row, words in zip(self.of, said, strict=True):
            row[: len(words)] = [number[word] for word in words]


class Made(Sequence[Passage]):
    """Real passages and then made ones, each put together when it is asked for."""

    def __init__(self, real: Sequence[Passage], words: _Words, count: int, chance: Any) -> None:
        self._real, self._words, self._count = real[:count], words, count
        made = count - len(self._real)
        # Where there are fewer than the real ones, none is made.
        self.parents = chance.integers(0, len(real), size=(made, 2))
        self.share = chance.uniform(0.55, 0.9, size=made).astype(np.float32)
        self._lengths = chance.integers(FEWEST_WORDS, MOST_WORDS + 1, size=made)
        self._said = np.zeros((made, MOST_WORDS), dtype=np.int16)
        for start in range(0, made, _BATCH):
            part = slice(start, min(start + _BATCH, made))
            shape = (part.stop - start, MOST_WORDS)
            first = chance.random(shape) < self.share[part, None]
            parent = np.where(first, self.parents[part, :1], self.parents[part, 1:])
            place = (chance.random(shape) * words.counts[parent]).astype(np.int64)
            self._said[part] = words.of[parent, place]

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        if number < len(self._real):
            return self._real[number]
        made = number - len(self._real)
        parent = self._parent(made)
        document = f"made-{made // PER_DOCUMENT}"
        first = self._parent(made - made % PER_DOCUMENT)
        return Passage(
            id=f"{document}#{made % PER_DOCUMENT}",
            document_id=document,
            title=first.title,
            heading=parent.heading,
            topics=first.topics,
            sources=parent.sources[:1],
            reviewed=parent.reviewed,
            text=" ".join(self._words.known[word] for word in self.said(made)),
        )

    def said(self, made: int) -> np.ndarray:
        """Return the numbers of the words of a made passage."""
        return self._said[made, : self._lengths[made]]

    def stems(self) -> Iterator[list[str]]:
        """Yield the stems of each passage."""
        for each in self._real:
            yield text.stems(each.for_search)
        stems = self._words.stems
        for made in range(len(self) - len(self._real)):
            yield [stem for word in self.said(made) if (stem := stems[word]) is not None]

    def word_counts(self) -> dict[str, int]:
        """Return how often each word stands in all of them."""
        inside = np.arange(MOST_WORDS) < self._lengths[:, None]
        counts = np.bincount(self._said[inside], minlength=len(self._words.known))
        for number, count in enumerate(self._words.counts[: len(self._real)]):
            np.add.at(counts, self._words.of[number, :count], 1)
        return {word: int(n) for word, n in zip(self._words.known, counts, strict=True) if n}

    def _parent(self, made: int) -> Passage:
        # Where something is made there are all the real ones.
        return self._real[self.parents[made, 0]]


def make(real: FileStore, count: int) -> Content:
    """Return the content of an index of `count` passages, the real ones first, none with questions.

    Args:
        real: the index of this installation.
        count: of passages; at most as many as there are real ones are real.
    """
    chance = np.random.default_rng(count)
    passages = Made(real.passages[:], _Words(real.passages[:]), count, chance)
    stems = passages.stems()
    postings = bm25_postings(stems)
    return Content(
        encoder=real.encoder,
        passages=passages,
        vectors=_vectors(real.vectors[: len(real.passages)], passages, chance),
        owners=np.arange(count),
        postings=postings,
        word_counts=passages.word_counts(),
        stem_passages={stem: len(units) for stem, (units, _) in postings.items()},
    )


def _vectors(real: np.ndarray, passages: Made, chance: Any) -> np.ndarray:
    count, dimension = len(passages), real.shape[1]
    vectors = np.empty((count, dimension), dtype=np.float32)
    vectors[: len(real)] = real[:count]
    spread = real - real.mean(axis=0)
    for start in range(0, len(passages.parents), _BATCH):
        parents, share = passages.parents[start : start + _BATCH], passages.share[start:]
        share = share[: len(parents), None]
        between = share * real[parents[:, 0]] + (1 - share) * real[parents[:, 1]]
        # Not the same in every direction, but with the spread of the real ones.
        noise = chance.standard_normal((len(parents), len(real)), dtype=np.float32) @ spread
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        made = between / np.linalg.norm(between, axis=1, keepdims=True) + noise
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        vectors[len(real) + start :][: len(made)] = made
    return vectors
