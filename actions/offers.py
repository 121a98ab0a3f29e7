"""What can be tapped beside an answer, or in place of one: pure functions of what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from knowledge.answer import asked_as
from knowledge.answers import Answers
from knowledge.search.documents import Passage
from knowledge.search.refuse import refused_by_rule
from knowledge.search.retrieve import DOCUMENTS_KEPT
from knowledge.told_topics import is_for

MOST_NEAR = 3

Button = dict[str, str]


def nearest_topics(passages: Iterable[Passage], answers: Answers) -> list[Button]:
    """A button for the topic of each of the first passages that suit the person."""
    titles: dict[str, str] = {}
    for passage in passages:
        if passage.title not in titles and is_for(passage.topics, answers):
            titles[passage.title] = passage.id
    named = list(titles.items())[:MOST_NEAR]
    return [{"title": title, "payload": f"topic={where}"} for title, where in named]


def leading_on(
    passages: Iterable[Passage], told: Passage, answers: Answers
) -> Iterator[tuple[str, str]]:
    """One question of each other document that suits the person."""
    seen = {told.document_id}
    for passage in passages:
        if passage.document_id in seen or not is_for(passage.topics, answers):
            continue
        seen.add(passage.document_id)
        offered = _first_offered(passage.questions)
        if offered is not None:
            yield offered


@lru_cache(maxsize=DOCUMENTS_KEPT)
def _first_offered(questions: tuple[str, ...]) -> tuple[str, str] | None:
    """The first of a document's own questions that can be tapped, and how a button shows it.

    What would be refused is not to be offered; the rest is answered by its own document.
    """
    shown = asked_as(questions)
    return next((pair for pair in shown if refused_by_rule(pair[0]) is None), None)
