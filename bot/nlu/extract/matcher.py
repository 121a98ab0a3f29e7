"""Where a message uses the words of the vocabulary: spaCy matchers, built once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.patterns import PatternMatcher
from bot.nlu.extract.tokens import (
    Token,
    content,
    everything,
    mark_passed_over,
    means_every_word,
    spacy_vocab,
    tokenise,
)
from knowledge.vocabulary import Vocabulary, load_vocabulary

GAP = "…"
DECOY = "decoy"
PHRASE, BARE, PATTERN, NORMAL = "phrase", "bare", "pattern", "normal"
# A number tells it, or that it is normal: what stands around it takes little of that back.
MEASURED, MEASURED_NORMAL = "measured", "measured normal"

# Sides and people need the words around them: modules of their own read them.
_LEFT_TO_OTHERS = ("side",)
_WORDS_IN_GAP = 3
_NOT_IN_GAP = ["and", "or", "but"]
_FEW_WORDS = 2
_ALTERNATIVES = re.compile(r"\(([^)]*)\)|(\S+)")


@dataclass(frozen=True)
class Mention:
    """A stretch of tokens (end exclusive) that names canonical values.

    Attributes:
        start: index of its first token.
        end: index after its last token.
        values: what it names.
        group: the group of the values.
        kind: whether a phrase, a bare word, a pattern with gaps or a measured number found it, or
            that all is normal.
        says_no: whether a "no" is part of what it names ("cannot bear weight").
    """

    start: int
    end: int
    values: tuple[str, ...]
    group: str
    kind: str = PHRASE
    says_no: bool = False

    @property
    def length(self) -> int:
        """How many tokens it spans."""
        return self.end - self.start

    def overlaps(self, other: Mention) -> bool:
        """Whether two mentions share a token."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Matchers:
    """The spaCy matchers and what their hits mean: key → (group, values, kind)."""

    phrases: PhraseMatcher
    whole_phrases: PhraseMatcher
    patterns: PatternMatcher
    meaning: dict[str, tuple[str, tuple[str, ...], str, bool]]


def find_mentions(tokens: Sequence[Token]) -> list[Mention]:
    """Return what the tokens name, in order, the longer of two where one lies in the other."""
    matchers = load_matchers()
    marked = mark_passed_over(tokens)
    found = [
        *_hits(matchers, (matchers.phrases, matchers.patterns), *content(marked)),
        *_hits(matchers, (matchers.whole_phrases,), *everything(marked)),
    ]
    return [
        mention for mention in sorted(set(found), key=_order) if not _is_covered(mention, found)
    ]


def _hits(
    matchers: Matchers, used: Sequence[Any], doc: Doc, places: Sequence[int]
) -> Iterator[Mention]:
    for matcher in used:
        for key, start, end in matcher(doc):
            group, values, kind, says_no = matchers.meaning[doc.vocab.strings[key]]
            yield Mention(places[start], places[end - 1] + 1, values, group, kind, says_no)


def _order(mention: Mention) -> tuple[int, int, tuple[str, ...], str]:
    return mention.start, -mention.end, mention.values, mention.kind


def _is_covered(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a longer or fuller match says it, or nothing is meant."""
    if mention.group == DECOY:
        return True
    for other in others:
        if other == mention or NORMAL in (other.kind, mention.kind) or not other.overlaps(mention):
            continue
        if _says_it_closer(other, mention):
            return True
        if not (other.start <= mention.start and mention.end <= other.end):
            continue
        if other.length > mention.length and (
            other.kind == PHRASE or set(mention.values) <= set(other.values)
        ):
            return True
        if other.length == mention.length and other.group == DECOY:
            return True
        # The same stretch twice: what says more goes first, a whole phrase before a bare word.
        if other.length == mention.length and (
            (len(other.values) > len(mention.values) and set(mention.values) < set(other.values))
            or (mention.kind == BARE != other.kind and other.group == mention.group)
            or (
                mention.kind == PATTERN
                and other.kind == PHRASE
                and other.group == mention.group
                and not set(other.values) < set(mention.values)
            )
        ):
            return True
    return False


def _says_it_closer(other: Mention, mention: Mention) -> bool:
    """Whether a longer pattern means these words: "tongue is swelling up" is no swollen knee.

    What stands in the pattern's gap is named all the same: "knee is swollen and gives way".
    """
    at_an_end = mention.start <= other.start or mention.end >= other.end
    return (
        at_an_end
        and mention.length <= _FEW_WORDS
        and other.kind == PATTERN
        and other.group == mention.group == "findings"
        and other.length > mention.length
    )


@lru_cache(maxsize=1)
def load_matchers() -> Matchers:
    """Return the matchers of the vocabulary."""
    return build_matchers(load_vocabulary())


def build_matchers(vocabulary: Vocabulary) -> Matchers:
    """Compile a vocabulary."""
    vocab = spacy_vocab()
    matchers = Matchers(
        PhraseMatcher(vocab, attr="ORTH"),
        PhraseMatcher(vocab, attr="ORTH"),
        PatternMatcher(vocab),
        {},
    )
    for term in vocabulary:
        if term.group in _LEFT_TO_OTHERS:
            continue
        _add_phrases(matchers, term.group, (term.value,), term.phrases, PHRASE)
        _add_phrases(matchers, term.group, (term.value,), term.bare, BARE)
        _add_patterns(matchers, term.group, (term.value,), term.patterns)
        _add_patterns(matchers, term.group, (term.value,), term.normal, NORMAL)
    for shared in vocabulary.shared:
        group = vocabulary.term(shared.values[0]).group
        _add_phrases(matchers, group, shared.values, shared.phrases, PHRASE)
        _add_patterns(matchers, group, shared.values, shared.patterns)
    _add_phrases(matchers, DECOY, (DECOY,), vocabulary.decoys, PHRASE)
    return matchers


def _add_phrases(
    matchers: Matchers, group: str, values: tuple[str, ...], phrases: Sequence[str], kind: str
) -> None:
    for matcher, whole in ((matchers.phrases, False), (matchers.whole_phrases, True)):
        read = [_read(phrase) for phrase in phrases]
        chosen = [each for each in read if means_every_word(each) is whole]
        docs = [(everything if whole else content)(each)[0] for each in chosen]
        if docs:
            matcher.add(_key(matchers, group, values, kind), [doc for doc in docs if len(doc)])


def _add_patterns(
    matchers: Matchers,
    group: str,
    values: tuple[str, ...],
    patterns: Sequence[str],
    kind: str | None = None,
) -> None:
    for pattern in patterns:
        says_no = bool({"not", "no", "never", "nothing"} & set(re.findall(r"[a-z]+", pattern)))
        found_by = kind or (PATTERN if GAP in pattern else PHRASE)
        key = _key(matchers, group, values, found_by, says_no)
        matchers.patterns.add(key, token_patterns(pattern))


def _key(
    matchers: Matchers, group: str, values: tuple[str, ...], kind: str, says_no: bool = False
) -> str:
    key = f"{group}|{'+'.join(values)}|{kind}|{len(matchers.meaning)}"
    matchers.meaning[key] = (group, values, kind, says_no)
    return key


def token_patterns(pattern: str) -> list[list[dict[str, Any]]]:
    """Return the spaCy token patterns of a phrase with gaps, alternatives and exact words.

    Alternatives of one word each share a pattern; one of several words makes a pattern of its own.
    """
    choices = []
    for alternatives, word in _ALTERNATIVES.findall(pattern.lower()):
        words = (alternatives or word).split("|")
        single = [each for each in words if each and " " not in each]
        longer = [[[part] for part in each.split()] for each in words if " " in each]
        choices.append([[single]] * bool(single) + longer + [[]] * ("" in words))
    found = []
    for chosen in product(*choices):
        rows = [row for part in chosen for words in part for row in _rows(words)]
        while rows and rows[-1].get("OP"):
            rows.pop()
        found.append(rows)
    return [rows for rows in found if rows]


def _rows(words: Sequence[str]) -> list[dict[str, Any]]:
    if words[0] == GAP:
        gap = {"IS_PUNCT": False, "ORTH": {"NOT_IN": _NOT_IN_GAP}, "OP": "?"}
        return [gap] * _WORDS_IN_GAP
    exact = [each[1:] for each in words if each.startswith("=")]
    if exact:
        return [{"NORM": {"IN": exact}}]
    if len(words) == 1:
        return [{"ORTH": token.stem} for token in _read(words[0]) if not token.passed_over]
    return [{"ORTH": {"IN": sorted({token.stem for each in words for token in _read(each)})}}]


@lru_cache(maxsize=8192)
def _read(phrase: str) -> tuple[Token, ...]:
    return tuple(mark_passed_over(tokenise(normalise(phrase))))
