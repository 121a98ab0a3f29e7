"""The two source articles searched alone, as they are: what search does without written passages.

Their texts are not part of the project, so that this is done where their folder is given.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, problem
from knowledge.search.documents import Document
from knowledge.search.evaluation.apart import search_over
from knowledge.search.evaluation.asking import hits_told, place, told
from knowledge.search.evaluation.held_out import Answerable
from knowledge.search.evaluation.measures import DEPTH, SHOWN, ranking
from knowledge.search.retrieve import Encodes

Read = Callable[[Path], Sequence[Document]]


def ingested(folder: Path) -> Sequence[Document]:
    """Return the documents that `make ingest` makes of a folder; nothing is kept of them.

    Raises:
        ContentError: a file cannot be read, or there is none.
    """
    # The readers of PDF and Word come along, which nothing else here wants.
    from knowledge.ingest.collect import collect
    from knowledge.ingest.library import Library, Manifest, together
    from knowledge.ingest.settings import limits

    found = collect(folder, Library(folder, Manifest()), limits(), keep=lambda record: record.id)
    documents = together((), found.records, True).documents
    if found.problems or not documents:
        raise ContentError(found.problems or problem(folder, 1, (), "no documents here"))
    return documents


def measure(
    folder: Path | None,
    questions: Sequence[Answerable],
    encoder: Encodes,
    left_out: list[str],
    read: Read = ingested,
) -> dict[str, Any] | None:
    """Return the figures, or None with the reason added to `left_out`.

    Args:
        folder: where the articles are.
        questions: of which only those are asked that the articles answer.
        encoder: makes vectors of passages and questions.
        left_out: takes the reason.
        read: makes documents of the folder.
    """
    asked = [each for each in questions if each.in_articles]
    if folder is None or not asked:
        why = "no question is said to be answered by them" if folder else "--articles DIR"
        left_out.append(f"the two source articles alone ({why}).")
        return None
    documents = read(folder)
    with tempfile.TemporaryDirectory(prefix="patella-articles-") as place_of_index:
        search = search_over(documents, Path(place_of_index), encoder)
        ranked = [search.rank(each.ask, DEPTH) for each in asked]
    passages = [passage for each in documents for passage in each.passages]
    places = [place(hits, each.in_articles) for hits, each in zip(ranked, asked, strict=True)]
    return {
        **ranking(places),
        "documents": len(documents),
        "passages": len(passages),
        "out_of_reach": sum(
            not any(each.in_articles.stands_in(told(one)) for one in passages)
            for each in asked
            if each.in_articles
        ),
        "wrong": [
            {
                "id": each.id,
                "ask": each.ask,
                "place": found,
                "shown": hits_told(hits[:SHOWN]),
            }
            for each, hits, found in zip(asked, ranked, places, strict=True)
            if found is None or found > SHOWN
        ],
    }
