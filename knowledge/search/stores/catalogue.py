"""Which passages are of which document, and what the documents are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby


@dataclass(frozen=True)
class Entry:
    """A document: its passages are `count` ones from number `first` on."""

    id: str
    first: int
    count: int
    topics: tuple[str, ...]


class Catalogue:
    """The documents of an index in the order of their passages."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)

    def document(self, passage: int) -> Entry:
        """Return the document that a passage is of."""
        return self._by_passage[passage]

    def numbers(self, document_id: str) -> range:
        """Return the numbers of a document's passages; none if there is no such document."""
        found = self._by_id.get(document_id)
        return range(found.first, found.first + found.count) if found else range(0)

    def about(self, topics: Iterable[str], count: int) -> list[Entry]:
        """Return the documents that share most topics, at most `count`, of equals the first."""
        shared = Counter(n for topic in set(topics) for n in self._by_topic.get(topic, ()))
        ordered = sorted(shared, key=lambda number: (-shared[number], number))
        return [self.entries[number] for number in ordered[:count]]

    @cached_property
    def _by_passage(self) -> list[Entry]:
        # A question asks it of some hundred passages several times.
        return [each for each in self.entries for _ in range(each.count)]

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {each.id: each for each in self.entries}

    @cached_property
    def _by_topic(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, each in enumerate(self.entries):
            for topic in set(each.topics):
                found.setdefault(topic, []).append(number)
        return found


def catalogue_of(passages: Iterable[tuple[str, tuple[str, ...]]]) -> Catalogue:
    """Return the catalogue of passages that stand document by document.

    Args:
        passages: the document id and the topics of each.

    Raises:
        ValueError: a document's passages are apart.
    """
    entries: list[Entry] = []
    for document_id, group in groupby(enumerate(passages), key=lambda each: each[1][0]):
        members = list(group)
        first, (_, topics) = members[0]
        entries.append(Entry(document_id, first, len(members), topics))
    if len({each.id for each in entries}) != len(entries):
        raise ValueError("the passages of a document must stand together")
    return Catalogue(entries)
