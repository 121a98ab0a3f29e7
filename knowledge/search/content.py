"""What an index is made of: vectors, words, and what people who ask like that mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from knowledge.answer import sentences
from knowledge.search import text
from knowledge.search.documents import Passage
from knowledge.search.guess import can_learn, is_known, learn
from knowledge.search.reuse import Embed, Probe, Say, Units, embedded
from knowledge.search.stores.files import Content, bm25_postings

#: From how many questions on a word is known that stands in no passage.
LEAST_ASKED = 3


@dataclass(frozen=True)
class Made:
    """The content of an index, and what got a vector for it."""

    content: Content
    units: Units


def make_content(
    passages: Sequence[Passage],
    refused: Mapping[str, Sequence[str]],
    encoder: str,
    embed: Embed,
    before: Mapping[str, np.ndarray],
    say: Say,
    probe: Probe | None = None,
    tell_apart: bool = True,
) -> Made:
    """Return what an index of some passages is made of.

    Args:
        passages: document by document.
        refused: reason → questions that no document answers.
        encoder: fingerprint of the model behind `embed`.
        embed: see `Embed`; called only with texts that have no vector yet.
        before: vectors that are there already, by the keys of their texts.
        say: told about progress, a line at a time.
        probe: see `Probe`; without it what questions sound like is learned from vectors alone.
        tell_apart: whether what questions sound like is learned where it can be.
    """
    asked = ways_of_asking(passages)
    reasons = [f"!{reason}" for reason, each in refused.items() for _ in each]
    is_told_apart = tell_apart and can_learn([*map(str, range(len(passages))), *reasons])
    # What people who ask like that mean is found out by the guess. Searched as well, so many ways
    # of asking would crowd out the passages.
    is_remembered = [is_told_apart and is_known(passages[numbers[0]]) for _, numbers in asked]
    remembered = list(compress(asked, is_remembered))
    searched = [each for each, is_out in zip(asked, is_remembered, strict=True) if not is_out]
    of_refused = [each for told in refused.values() for each in told] if is_told_apart else []
    units = Units(
        [passage.for_search for passage in passages],
        [way for way, _ in searched],
        [*(way for way, _ in remembered), *of_refused],
    )
    of_passages, of_searched, of_remembered = embedded(units, embed, before, say)
    vectors = np.concatenate([of_passages, of_searched])
    owners = [*range(len(passages)), *_nearest_owners(searched, of_searched, of_passages)]
    guess = None
    if is_told_apart:
        texts = [*units.passages, *units.questions, *units.remembered]
        say(f"index: learning what {len(texts)} ways of asking sound like")
        others = _nearest_owners(remembered, of_remembered, of_passages)
        labels = [*map(str, [*owners, *others]), *reasons]
        are_asked = [
            *_are_asked(passages, [*owners, *others]),
            *(True for _ in reasons),
        ]
        guess = learn(texts, np.concatenate([vectors, of_remembered]), labels, probe, are_asked)
    held = [set(text.stems(" ".join((p.for_search, *p.ways)))) for p in passages]
    content = Content(
        encoder=encoder,
        passages=passages,
        vectors=vectors,
        owners=owners,
        postings=bm25_postings(text.stems(each) for each in (*units.passages, *units.questions)),
        word_counts=known_words(units.passages, [way for way, _ in asked]),
        stem_passages=Counter(stem for each in held for stem in each),
        guess=guess,
    )
    return Made(content, units)


def _are_asked(passages: Sequence[Passage], owners: Sequence[int]) -> list[bool]:
    """Return which texts people ask in: those of passages of which it is known how they do.

    Where that is known of none, all count.
    """
    known = [is_known(passage) for passage in passages]
    return [not any(known) or known[owner] for owner in owners]


def _nearest_owners(
    asked: Sequence[tuple[str, list[int]]], vectors: np.ndarray, of_passages: np.ndarray
) -> list[int]:
    """Return which of the passages that each way of asking may be about is nearest to it.

    Args:
        asked: as `ways_of_asking` returns them.
        vectors: theirs, and perhaps more after them.
        of_passages: those of the passages.
    """
    return [
        max(numbers, key=lambda number: float(of_passages[number] @ vector))
        for (_, numbers), vector in zip(asked, vectors[: len(asked)], strict=True)
    ]


def known_words(texts: Sequence[str], questions: Sequence[str]) -> Counter[str]:
    """Return the words that spelling is mended to, and how often each stands there.

    People misspell in the questions too: what stands there alone is known from the third time on.
    """
    known = Counter(word for each in texts for word in text.words(each))
    asked = Counter(word for each in questions for word in text.words(each))
    known.update({word: n for word, n in asked.items() if word in known or n >= LEAST_ASKED})
    return known


def ways_of_asking(passages: Sequence[Passage]) -> list[tuple[str, list[int]]]:
    """Return what else leads to a passage, each once, with the passages that it may be about.

    Those are its heading, the ways of asking for it, and the questions of its document; where
    nobody wrote any down, as with documents of one's own, each of its sentences.
    """
    found: dict[str, list[int]] = {}
    of_document: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        of_document.setdefault(passage.document_id, []).append(number)
        others = passage.asked if passage.ways else _sentences(passage)
        for way in (f"{passage.title}: {passage.heading}", *others):
            found.setdefault(way, [number])
    for numbers in of_document.values():
        for question in passages[numbers[0]].questions:
            found.setdefault(question, numbers)
    return list(found.items())


def _sentences(passage: Passage) -> list[str]:
    """Return each sentence under its heading; none where the passage has only one."""
    spans = sentences(passage.text)
    if len(spans) < 2:
        return []
    return [f"{passage.heading}. {passage.text[begin:end]}" for begin, end in spans]
