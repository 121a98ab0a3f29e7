"""Questions that lean on the answer before them: "and how long does that take?"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from knowledge.search import text
from knowledge.search.documents import Passage
from knowledge.search.results import Hit, SearchResult
from knowledge.search.retrieve import Search

MOST_WORDS = 14
#: Own words that a question may have and still speak of what "it" was; more make their own topic.
MOST_OWN_WORDS = 3
#: The same where somebody speaks of themselves: "it" is then as likely the pain that brought them.
MOST_OWN_WORDS_OF_ONES_OWN = 1
#: A passage of the same topic goes before another that is hardly better.
NEARLY_AS_GOOD = 0.8
SEARCHED = 6  # passages
#: The title of the topic makes any question clearer; by less than this it is not what was meant.
CLEARER_BY = 0.03
#: Refusals that the words of a question settle, whatever it follows.
BY_RULE = frozenset({"empty", "ask_pharmacist", "emergency", "instructions", "privacy"})

_POINTS = re.compile(r"\b(?:it|its|it's|that|that's|this|they|them|those|these|one|there|so)\b")
_GOES_ON = re.compile(
    r"^(?:and|but|so|then|ok|okay|also|or|what about|how about|what if|even if|why|how come|"
    r"what then|since when|for how long|how long|how often|how much|how many|how so|like what|"
    r"such as|which ones?|"
    r"where exactly|when)\b"
)
_WHY_SO = re.compile(
    r"(?:(?:but|and|so|oh|ok|okay|hm+) )*(?:why(?:'s| is| does| would| do| are)?|how come) "
    r"(?:that|it|this|they|those|these)(?:'s)?(?: (?:is|so|then|the case|happens?|happening|work|"
    r"help|hurt|matter for (?:me|my \w+)))*|how so|how does (?:that|it) work"
)
# What the joint does, asked of it: "it" is not what was told before.
_WHY_DOES_IT = re.compile(
    r"(?:(?:and|but|so|ok|okay) )*(?:why (?:does|is|do|has)|how come) (?:it|they)\b"
)
# "It" that is the pain of the one who writes, which every question here may be about.
_ONESELF = re.compile(r"\b(?:i|me|we|us)\b")
_OWN_PAIN = re.compile(r"\b(?:my|i'm|im|i've|ive|mine)\b")


def is_follow_up(question: str, terms: text.Terms | None = None) -> bool:
    """Return whether a question is only understood after the one before it.

    It names no part of the body and hardly anything else, and it points back ("is that
    dangerous?"), goes on ("and at night?") or has no subject at all ("why?").
    """
    said = text.plain(question)
    if not said or len(said.split()) > MOST_WORDS:
        return False
    terms = terms or text.load_terms()
    own = own_words(question, terms)
    if not own:
        return True
    if terms.finds("ours", said):
        return bool(_GOES_ON.match(said)) and len(own) == 1 and not _OWN_PAIN.search(said)
    points = bool(_POINTS.search(said) or _GOES_ON.match(said))
    most = MOST_OWN_WORDS_OF_ONES_OWN if _ONESELF.search(said) else MOST_OWN_WORDS
    return points and len(own) <= most and not _OWN_PAIN.search(said)


def asks_why_so(question: str) -> bool:
    """Return whether somebody asks for the reason of what was told, and not of a question."""
    return bool(
        _WHY_SO.fullmatch(" ".join(re.sub(r"[^a-z' ]+", " ", text.plain(question)).split()))
    )


def own_words(question: str, terms: text.Terms | None = None) -> list[str]:
    """Return the words of a question that name a topic of their own."""
    any_topic = (terms or text.load_terms()).of_any_topic
    return [word for word in text.content_words(question) if word not in any_topic]


def search_after(
    search: Search,
    question: str,
    told: Passage,
    topics: Collection[str] = (),
    shown: Collection[str] = (),
) -> SearchResult:
    """Return the answer to a question that leans on a passage, else what a plain search finds.

    Args:
        search: where to look.
        question: the question as it was put.
        told: the passage that was shown before it.
        topics: what the person has told of, see `Search.search`.
        shown: ids of passages shown whole; a question without a subject, "and then?", is not
            answered by one of them once more.
    """
    plain = search.search(question, boost_topics=topics)
    if plain.reason in BY_RULE:
        return plain
    own = set(text.stem_all(own_words(question)))
    is_of_topic = not own or bool(own & _stems_of(search, told.document_id))
    if not is_of_topic and (plain.answerable or not own <= search.store.stem_passages.keys()):
        return plain  # its own words lead elsewhere, or nowhere
    if plain.answerable and _WHY_DOES_IT.match(text.plain(question)):
        best = plain.passages[0].passage
        if own & _named_by(best) - _named_in(search, told):
            return plain  # "why does it click" after running: there is a topic of that name
    joined = search.search(f"{told.title}: {question}", SEARCHED, boost_topics=topics)
    if not joined.answerable or (own and plain.confidence > joined.confidence - CLEARER_BY):
        return plain
    most = max(hit.score for hit in joined.passages)
    least = most * NEARLY_AS_GOOD if own else 0.0
    passed = frozenset() if text.content_words(question) else frozenset(shown)

    def place(hit: Hit) -> tuple[bool, bool]:
        is_same = hit.passage.document_id == told.document_id
        return hit.passage.id in passed, not (is_same and hit.score >= least)

    best_first = tuple(sorted(joined.passages, key=place))
    # What is told of a passage goes by the question alone.
    return replace(joined, passages=best_first, encoded=plain.encoded)


def _named_by(passage: Passage) -> set[str]:
    """Return the stems of what a passage is called."""
    return set(text.stems(f"{passage.title} {passage.heading}"))


def _named_in(search: Search, told: Passage) -> set[str]:
    """Return the stems of what a passage's document and its passages are called."""
    return set().union(*map(_named_by, search.passage_by_document(told.document_id)))


def _stems_of(search: Search, document_id: str) -> set[str]:
    """Return the stems of a document and of the questions that it answers."""
    passages = search.passage_by_document(document_id)
    return {
        stem for each in passages for stem in text.stems(" ".join((each.for_search, *each.ways)))
    }
