"""What an index is made of: vectors, words, and what people who ask like that mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answer import sentences
from knowledge.search import text
from knowledge.search.documents import Passage
from knowledge.search.guess import can_learn, learn
from knowledge.search.reuse import Embed, Probe, Say, Units, embedded
from knowledge.search.stores.files import Content, bm25_postings

#: From how many questions on a word is known that stands in no passage.
LEAST_ASKED = 3


@dataclass(frozen=True)
class Made:
    """The content of an index, what got a vector for it, and the vectors of what is refused."""

    content: Content
    units: Units
    refused: np.ndarray


def make_content(
    passages: Sequence[Passage],
    refused: Mapping[str, Sequence[str]],
    encoder: str,
    embed: Embed,
    before: Mapping[str, np.ndarray],
    say: Say,
    probe: Probe | None = None,
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
    """
    asked = ways_of_asking(passages)
    units = Units(
        [passage.for_search for passage in passages],
        [each for each, _ in asked],
        [question for each in refused.values() for question in each],
    )
    of_passages, of_questions, of_refused = embedded(units, embed, before, say)
    nearest = [
        max(numbers, key=lambda number: float(of_passages[number] @ vector))
        for (_, numbers), vector in zip(asked, of_questions, strict=True)
    ]
    owners = [*range(len(passages)), *nearest]
    labels = [str(number) for number in owners]
    labels += [f"!{reason}" for reason, each in refused.items() for _ in each]
    held = [set(text.stems(" ".join((p.for_search, *p.ways)))) for p in passages]
    texts = [*units.passages, *units.questions, *units.refused]
    say(f"index: learning to tell {len(passages)} passages apart")
    probed = probe(texts) if probe and can_learn(labels) else None
    content = Content(
        encoder=encoder,
        passages=passages,
        vectors=np.concatenate([of_passages, of_questions]),
        owners=owners,
        postings=bm25_postings(text.stems(each) for each in (*units.passages, *units.questions)),
        word_counts=known_words(units.passages, units.questions),
        stem_passages=Counter(stem for each in held for stem in each),
        guess=learn(np.concatenate([of_passages, of_questions, of_refused]), labels, probed),
    )
    return Made(content, units, of_refused)


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
