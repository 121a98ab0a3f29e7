"""Retrieval: the passages that answer a question, or an honest reason why there are none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol

import numpy as np

from knowledge.search import fusion, text
from knowledge.search.documents import Passage
from knowledge.search.encoder import load_encoder
from knowledge.search.guess import Sounds, is_known
from knowledge.search.refuse import (
    Calibration,
    Features,
    as_features,
    confidence,
    judge,
    load_calibration,
    refused_by_rule,
)
from knowledge.search.rerank import READ_AGAIN, Reranks, load_reranker
from knowledge.search.results import Encoded, Hit, SearchResult
from knowledge.search.sentences import SentenceVectors, read_sentences
from knowledge.search.spelling import Speller
from knowledge.search.store import IndexMissingError, KeptStore, Store, load_store
from knowledge.search.stores.files import FileStore

CANDIDATES = 400
DENSE_WEIGHT = 0.5
# In a long message chance matches of words pile up, so they count for less.
DENSE_WEIGHT_LONG = 0.65
LONG_MESSAGE = 25  # words
# Breaks ties for what the person has told; never lifts a passage over a clearly better one.
TOPIC_BOOST = 0.03
MOST_PER_DOCUMENT = 2
# A word that no document holds may be rare or merely everyday; it weighs as a middling one.
UNKNOWN_COUNTS_AS = 20  # passages
# Words that share their first letters are taken for one family.
BEGINNING = 5
# What a question that names no part of the body is read as being about.
CONTEXT = "knee and hip pain: "
# Documents whose stems are remembered: the same ones answer most questions.
DOCUMENTS_KEPT = 512


class Encodes(Protocol):
    """Whatever turns sentences into unit vectors, as `Encoder` does."""

    def encode(self, texts: Sequence[str], prompt: str = "") -> np.ndarray:
        """Return one unit vector a text."""
        ...

    def probe(self, texts: Sequence[str]) -> np.ndarray:
        """Return what its lower layers make of each text; called where the index knows them."""
        ...


@dataclass(frozen=True)
class _Question:
    """A question made ready: corrected words, their stems, and what lay phrases stand for."""

    said: str
    stems: tuple[str, ...]
    readings: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def meanings(self) -> tuple[str, ...]:
        added = (word for _, means in self.readings for word in means)
        return tuple(dict.fromkeys(word for word in added if word.lower() not in self.said))


@dataclass(frozen=True)
class _Candidate:
    """A passage in the running, with its cosine to the question in its context."""

    passage: int
    fused: float
    in_context: float


class Search:
    """Finds passages in a store.

    Args:
        store: where the passages are.
        encoder: turns a question into a vector, as the passages were turned.
        calibration: when to answer.
        terms: the word lists.
        reranker: reads the best passages once more; without it they stay as fused.
        sentences: what was encoded beforehand; see `SentenceVectors`.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encodes,
        calibration: Calibration | None = None,
        terms: text.Terms | None = None,
        reranker: Reranks | None = None,
        sentences: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        self.store = store
        self.encoder = encoder
        self._calibration = calibration or load_calibration()
        self._terms = terms or text.load_terms()
        self._reranker = reranker
        self._stems_of = lru_cache(maxsize=DOCUMENTS_KEPT)(self._find_stems)
        self._near_to = lru_cache(maxsize=DOCUMENTS_KEPT)(self._find_near)
        self._known = _with_beginnings(store.stem_passages)
        self._speller = Speller(store.word_counts, self._terms)
        self.sentences = SentenceVectors(encoder.encode, sentences)

    def search(self, query: str, k: int = 3, boost_topics: Iterable[str] = ()) -> SearchResult:
        """Return at most k passages that answer a question, or the reason for none."""
        refused = refused_by_rule(query)
        if refused:
            return SearchResult(False, (), refused)
        question = self._prepare(query)
        vectors = self.encoder.encode(self._phrasings(question), prompt="query")
        sounds = self._sounds(question, vectors)
        ranked = self._rank(question, vectors, sounds, frozenset(boost_topics))
        if not ranked:
            return SearchResult(False, (), "not_covered")
        features = self._features(question, vectors[0], ranked, sounds)
        sure = confidence(features, self._calibration)
        threshold = self._calibration.for_features(features)
        reason = judge(sure, threshold, sounds.reasons if sounds else None)
        hits = self._hits(ranked, k, sure)
        encoded = Encoded(question.said, vectors[0])
        if reason == "answered":
            return SearchResult(True, hits, reason, (), sure, features, encoded)
        near = hits if reason == "not_covered" else ()
        return SearchResult(False, (), reason, near, sure, features, encoded)

    def rank(self, query: str, k: int = 3, boost_topics: Iterable[str] = ()) -> tuple[Hit, ...]:
        """Return the k best passages whether or not they answer; the best scores 1."""
        question = self._prepare(query)
        vectors = self.encoder.encode(self._phrasings(question), prompt="query")
        sounds = self._sounds(question, vectors)
        return self._hits(self._rank(question, vectors, sounds, frozenset(boost_topics)), k, 1.0)

    def near(self, told: Passage, k: int) -> tuple[Passage, ...]:
        """Return the k passages nearest to what another one is about, itself among them.

        It is remembered: the same passages answer most questions, and a search takes as long as
        the answer did.
        """
        return self._near_to(f"{told.title}. {told.heading}", k)

    def _find_near(self, about: str, k: int) -> tuple[Passage, ...]:
        return tuple(hit.passage for hit in self.rank(about, k))

    def passage_by_document(self, document_id: str) -> tuple[Passage, ...]:
        """Return the passages of a document in their order; none if there is no such document."""
        return self.store.fetch(self.store.catalogue.numbers(document_id))

    def passages_for_topics(self, topics: Iterable[str], k: int = 3) -> tuple[Passage, ...]:
        """Return the first passage of the documents that share most topics, at most k of them."""
        return self.store.fetch([each.first for each in self.store.catalogue.about(topics, k)])

    def _prepare(self, query: str) -> _Question:
        said = self._speller.mend(query)
        return _Question(said, tuple(text.stems(said)), tuple(self._terms.readings(said)))

    def _rank(
        self,
        question: _Question,
        vectors: np.ndarray,
        sounds: Sounds | None,
        topics: frozenset[str],
    ) -> list[_Candidate]:
        near = self.store.nearest(vectors.mean(axis=0), CANDIDATES)
        document = self.store.catalogue.document
        meaning = fusion.by_meaning(near, lambda number: document(number).id)
        added = text.stems(" ".join(question.meanings))
        word = fusion.by_words(self.store.lexical([*question.stems, *added], CANDIDATES))
        lift = self._lift(sounds)
        long = len(question.said.split()) > LONG_MESSAGE
        fused = fusion.fuse(meaning, word, DENSE_WEIGHT_LONG if long else DENSE_WEIGHT)
        found = [
            _Candidate(
                number,
                score
                + TOPIC_BOOST * bool(topics and topics & set(document(number).topics))
                + lift(number),
                meaning.get(number, 0.0),
            )
            for number, score in fused.items()
        ]
        ranked = sorted(found, key=lambda each: (-each.fused, each.passage))
        return self._read_again(question, ranked)

    def _lift(self, sounds: Sounds | None) -> Callable[[int], float]:
        """Return what gives a passage's lift; the share of a document is added up only once."""
        if sounds is None:
            return lambda number: 0.0
        document = self.store.catalogue.document

        @cache
        def of_document(key: str) -> float:
            return sounds.document(self.store.catalogue.numbers(key))

        return lambda number: fusion.lift(
            of_document(document(number).id), sounds.passages.get(number, 0.0)
        )

    def _siblings(self, number: int) -> Sequence[int]:
        return self.store.catalogue.numbers(self.store.catalogue.document(number).id)

    def _sounds(self, question: _Question, vectors: np.ndarray) -> Sounds | None:
        """Return what the question sounds like, as it was put; see `Guess.of`."""
        guess = self.store.guess
        if guess is None:
            return None
        probed = self.encoder.probe([question.said])[0] if guess.reads_lower_layers else None
        return guess.of(question.said, vectors[0], probed)

    def _read_again(self, question: _Question, ranked: list[_Candidate]) -> list[_Candidate]:
        """Put the best in the order that the re-ranker gives them; their scores stay in place."""
        if self._reranker is None or not ranked:
            return ranked
        best, rest = ranked[:READ_AGAIN], ranked[READ_AGAIN:]
        passages = self.store.fetch([each.passage for each in best])
        texts = [each.for_search for each in passages]
        order = np.argsort(-self._reranker.scores(question.said, texts), kind="stable")
        places = zip((best[number] for number in order), best, strict=True)
        return [*(replace(each, fused=place.fused) for each, place in places), *rest]

    def _phrasings(self, question: _Question) -> list[str]:
        """Return the question as put, with the documents' words, and in the context of a knee."""
        phrasings = [question.said]
        if question.meanings:
            phrasings.append(f"{question.said} ({', '.join(question.meanings)})")
        if not self._terms.finds("ours", question.said):
            phrasings.append(CONTEXT + question.said)
        return phrasings

    def _features(
        self,
        question: _Question,
        as_put: np.ndarray,
        ranked: Sequence[_Candidate],
        sounds: Sounds | None,
    ) -> Features:
        best = ranked[0]
        document = self.store.catalogue.document(best.passage).id
        is_asked_for = is_known(self.store.passages[best.passage])
        held = self._held(document, question)
        weights = self._weights(question.stems)
        total = sum(weights.values()) or 1.0
        held_weight = sum(weight for stem, weight in weights.items() if _stands_in(stem, held))
        strange = sum(
            weight
            for stem, weight in weights.items()
            if not _stands_in(stem, held) and not _stands_in(stem, self._known)
        )
        return Features(
            nearest=self.store.closeness(as_put, best.passage),
            in_context=best.in_context,
            overlap=held_weight / total,
            unknown=strange / total,
            words=float(len(question.said.split())),
            lead=best.fused - self._best_elsewhere(ranked),
            # What hardly anybody asked for before does not sound like itself either.
            sounds=as_features(sounds, best.passage, self._siblings(best.passage))
            if sounds and is_asked_for
            else {},
            is_asked_for=is_asked_for,
        )

    def _best_elsewhere(self, ranked: Sequence[_Candidate]) -> float:
        """Return the best score of a passage of another document than the best one's."""
        own = self._siblings(ranked[0].passage)
        return next((each.fused for each in ranked if each.passage not in own), 0.0)

    def _held(self, document_id: str, question: _Question) -> set[str]:
        """Return the stems of a document, and of lay phrases that stand for words in it."""
        held = set(self._stems_of(document_id))
        for phrase, means in question.readings:
            if held & set(text.stems(" ".join(means))):
                held |= set(text.stems(phrase))
        return _with_beginnings(held)

    def _find_stems(self, document_id: str) -> frozenset[str]:
        passages = self.passage_by_document(document_id)
        return frozenset(
            stem
            for each in passages
            for stem in text.stems(" ".join((each.for_search, *each.ways)))
        )

    def _weights(self, stems: Iterable[str]) -> dict[str, float]:
        """Return how much each stem says: the rarer in the documents, the more."""
        count = len(self.store.passages)
        seen = self.store.stem_passages
        return {stem: math.log1p(count / (1 + seen.get(stem, UNKNOWN_COUNTS_AS))) for stem in stems}

    def _hits(self, ranked: Sequence[_Candidate], k: int, sure: float) -> tuple[Hit, ...]:
        """Return the best k, no document more often than twice, the first scored `sure`."""
        best = ranked[0].fused or 1.0 if ranked else 1.0
        chosen: list[_Candidate] = []
        seen: Counter[str] = Counter()
        for each in ranked:
            if len(chosen) == k:
                break
            document = self.store.catalogue.document(each.passage).id
            if seen[document] < MOST_PER_DOCUMENT:
                seen[document] += 1
                chosen.append(each)
        passages = self.store.fetch([each.passage for each in chosen])
        scores = (round(sure * each.fused / best, 4) for each in chosen)
        return tuple(map(Hit, passages, scores))


def load_search() -> Search:
    """Return the search of this installation; loads once, and again after an index swap.

    Raises:
        IndexMissingError, EncoderMissingError: `make train` has not run yet.
    """
    return _search_in(load_store())


@lru_cache(maxsize=1)
def _search_in(store: KeptStore) -> Search:
    encoder = load_encoder()
    if store.encoder != encoder.fingerprint:
        raise IndexMissingError("the index was made by another embedding model: run `make train`")
    stored = read_sentences(store.folder, store.encoder) if isinstance(store, FileStore) else None
    return Search(store, encoder, reranker=load_reranker(), sentences=stored)


def _with_beginnings(stems: Iterable[str]) -> set[str]:
    """Return stems and the beginnings of the long ones, by which their relations are known."""
    found = set(stems)
    return found | {stem[:BEGINNING] + "-" for stem in found if len(stem) >= BEGINNING}


def _stands_in(stem: str, stems: set[str]) -> bool:
    """Return whether a stem stands among others, or one of its family: dysplastic, dysplasia."""
    return stem in stems or (len(stem) >= BEGINNING and stem[:BEGINNING] + "-" in stems)
