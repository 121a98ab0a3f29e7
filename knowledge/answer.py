"""What an answer from the knowledge base is: which sentences, whose words, what may be asked next.

Pure functions; nothing is worded anew, a sentence is shown as it was reviewed or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # The dialogue server reads this module too, and has no use for documents.
    from knowledge.search.documents import Passage

FEWEST_SENTENCES, MOST_SENTENCES = 2, 5
#: What a window loses that begins with a sentence which leans on the one before it, and what one
#: that ends before such a sentence, in spreads (standard deviations) of the sentences' scores.
LEANS_BACK, LEANT_ON = 2.0, 0.7
LONGEST_BUTTON = 60  # characters

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9])")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|Dr|Mr|Mrs|Ms|Prof|St|vs|approx|No)\.|\b[A-Z]\.)$")
_LEANS = re.compile(
    r"(?:It|Its|This|These|Those|That|They|Their|Them|Then|Such|So|But|And|Or|Also|Both|Either|"
    r"Neither|Another|Others?|Here|There|Instead|However|He|She|Some|Most|All|One of|Do so|"
    r"The same|The other|In that|Of these|Even so|Not all|Next|Second|Third|Last)\b|"
    r"(?:[\w,']+ ){1,4}(?:it|they|them|their|this|these|that|he|she|so|too|also)\b"
    r"(?! (?:is|hurts)\b)"
)
_URGENT = re.compile(
    r"\b(?:emergency|ambulance|at once|straight away|right away|same day|today|now|urgent(?:ly)?|"
    r"immediately|within (?:a day|(?:a few |two |three |\d )?days)|A&E|999|911|112|111)\b",
    re.I,
)
_MORE = re.compile(
    r"(?:please )?(?:(?:ok(?:ay)?|yes|and|so|can you|could you|can i|id like to|i want to|i would "
    r"like to) )*(?:(?:tell|show|give|say|read|hear|know|see|explain) (?:me |us )?)?"
    r"(?:(?:some|a bit|a little|any|the|lots|much) )?"
    r"(?:more|rest|whole thing|more details?|more info(?:rmation)?)"
    r"(?: (?:about|on|of) (?:this|that|it))?(?: please| pls)?|"
    r"(?:please )?(?:go on|keep going|read on|what else|anything else|and then|is there more|"
    r"whats the rest)(?: please| pls)?"
)
_ASKS = re.compile(
    r"(?:what|whats|why|how|when|where|who|which|can|could|should|is|are|am|do|does|will|would|may)"
    r"\b"
)
_SMALL_I = re.compile(r"\bi\b")
_INITIALS = re.compile(r"\b(?:gp|mri|ct|acl|dvt|nhs|dvla|avn|fai|tens|nsaids)\b")
# A button stands alone, so it speaks of nothing that was said before, and of nobody's kin.
_NEEDS_MORE = re.compile(
    r"\b(?:it|its|it's|this|that|these|those|they|them|he|she|him|her|his|mum|dad|son|daughter|"
    r"child|kid|kids|wife|husband)\b|,"
)


@dataclass(frozen=True)
class Excerpt:
    """Whole sentences of a passage, word for word, and whether they are all of it."""

    text: str
    is_whole: bool


@dataclass(frozen=True)
class Topic:
    """What was told last: a passage, whether all of it, and at which message of the person."""

    passage_id: str
    is_whole: bool
    turn: int

    @property
    def document_id(self) -> str:
        """The document of the passage."""
        return self.passage_id.partition("#")[0]

    def to_slot(self) -> dict[str, Any]:
        """Return the slot's value, JSON-able."""
        return {"passage": self.passage_id, "is_whole": self.is_whole, "turn": self.turn}

    @classmethod
    def from_slot(cls, value: Mapping[str, Any] | None) -> Topic | None:
        """Read the slot; None where nothing was told yet."""
        return cls(value["passage"], value["is_whole"], value["turn"]) if value else None


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends; a list belongs to the sentence that leads in."""
    spans: list[tuple[int, int]] = []
    for block in re.finditer(r"\S(?:[^\n]|\n(?!\n))*", text):
        first, last = block.span()
        if text.startswith(("- ", "1. "), first):
            # A list cut in two, or without what it is a list of, would say something else.
            begins = spans.pop()[0] if spans else first
            spans.append((begins, last))
            continue
        begin = first
        for end in _SENTENCE.finditer(text, first, last):
            if not _NOT_AN_END.search(text[begin : end.start()]):
                spans.append((begin, end.start()))
                begin = end.end()
        spans.append((begin, last))
    return spans


def excerpt(
    text: str,
    scores: Sequence[float],
    fewest: int = FEWEST_SENTENCES,
    most: int = MOST_SENTENCES,
) -> Excerpt:
    """Return the sentences nearest to a question: two to five that follow each other.

    What cannot wait is never cut off: a passage that says how soon to get help is shown whole
    where those words would be lost.

    Args:
        text: the passage.
        scores: how near each of its `sentences` is to the question, any scale.
        fewest: how many sentences it has at least.
        most: how many it has at most.
    """
    spans = sentences(text)
    if len(spans) <= most:
        return Excerpt(text, True)
    said = [text[begin:end] for begin, end in spans]
    usual, spread = fmean(scores), pstdev(scores)

    def worth(window: tuple[int, int]) -> float:
        first, last = window
        leans = first > 0 and bool(_LEANS.match(said[first]))
        is_leant_on = last < len(said) and bool(_LEANS.match(said[last]))
        # A sentence that is not far below the usual one is worth having: an answer is no headline.
        near = sum(score - usual + spread for score in scores[first:last])
        return near - spread * (LEANS_BACK * leans + LEANT_ON * is_leant_on)

    windows = [
        (first, first + count)
        for count in range(fewest, most + 1)
        for first in range(len(spans) - count + 1)
    ]
    first, last = max(windows, key=worth)
    urgent = [number for number, each in enumerate(said) if _URGENT.search(each)]
    if any(not first <= number < last for number in urgent):
        return Excerpt(text, True)
    return Excerpt(text[spans[first][0] : spans[last - 1][1]], False)


def cited(passage: Passage, is_whole: bool = False) -> str:
    """Return the sources in words; of several only the first, unless the passage is shown whole."""
    first, *others = [source.in_words() for source in passage.sources]
    if is_whole:
        return "; ".join((first, *others))
    return f"{first}, and {len(others)} more" if others else first


def reviewed(passage: Passage, signed_off_by: str | None = None) -> str:
    """Return when a passage was reviewed, and whether somebody qualified has signed it off."""
    if not passage.reviewed:
        return "No review of this text is known."
    day = date.fromisoformat(passage.reviewed)
    by = f"by {signed_off_by}" if signed_off_by else "not yet by a clinician"
    return f"Reviewed {day.day} {day:%B %Y}, {by}."


def asks_for_more(text: str) -> bool:
    """Whether a message asks for nothing but more of what was just told."""
    bare = re.sub(r"['’]", "", text.lower())
    return bool(_MORE.fullmatch(" ".join(re.sub(r"[^\w ]+", " ", bare).split())))


def asked_as(questions: Sequence[str]) -> list[tuple[str, str]]:
    """Return (as it stands, as a button shows it) of the questions short enough to be tapped.

    The documents hold them as people type them; a statement, "my knee buckles", is no button.
    """
    return [
        (each, _as_shown(each))
        for each in questions
        if len(each) < LONGEST_BUTTON
        and _ASKS.match(each.lower())
        and not _NEEDS_MORE.search(each.lower())
    ]


def _as_shown(question: str) -> str:
    words = _SMALL_I.sub("I", question.strip().rstrip("?"))
    words = _INITIALS.sub(lambda match: match.group().upper(), words)
    return f"{words[:1].upper()}{words[1:]}?"
