"""A set that others judged: the questions of LiveQA-Med (TREC 2017) and answers of MedQuAD.

It tells how the ranking does on medicine at large, on questions and judgements that nobody here
wrote. Its files are not part of the project (CC BY 4.0). A folder, with subfolders or not, holds

- ``TREC-2017-LiveQA-Medical-Test-Questions-w-summaries.xml``, from the repository
  abachaa/LiveQA_MedicalTask_TREC2017, and
- ``All-2479-Answers-retrieved-from-MedQuAD.csv`` and
  ``All-qrels_LiveQAMed2017-TestQuestions_2479_Judged-Answers.txt``, from the archive in
  abachaa/MedQuAD. A line of the latter is: number of the question, judgement, id of the answer.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from knowledge.loading import ContentError, problem
from knowledge.search.documents import Document, Passage
from knowledge.search.evaluation.apart import search_over
from knowledge.search.evaluation.measures import DEPTH, SHOWN
from knowledge.search.evaluation.ways import WAYS, narrowed
from knowledge.search.retrieve import MOST_PER_DOCUMENT, Encodes, Search
from knowledge.search.text import Terms, load_terms
from knowledge.sources import Source

QUESTIONS = "TREC-2017-LiveQA-Medical-Test-Questions-w-summaries.xml"
ANSWERS = "All-2479-Answers-retrieved-from-MedQuAD.csv"
JUDGEMENTS = "All-qrels_LiveQAMed2017-TestQuestions_2479_Judged-Answers.txt"

#: A judgement is 1 incorrect, 2 related, 3 incomplete, 4 excellent; the first is worth nothing.
WORTHLESS, GOOD = 1, 2
WORDS = 120

_ANSWER = re.compile(r"\s*Question:(.*?)(?:\(Also called:.*?\))?\s*URL:.*?Answer:(.*)", re.S)
_SOURCE = Source(
    id="medquad", name="MedQuAD", year=2019, where="https://github.com/abachaa/MedQuAD"
)


@dataclass(frozen=True)
class JudgedSet:
    """Questions, documents, and what each document is worth to a question, 0 to 3."""

    questions: Mapping[str, str]
    documents: tuple[Document, ...]
    worth: Mapping[str, Mapping[str, int]]


def measure(
    folder: Path | None, encoder: Encodes, left_out: list[str]
) -> list[dict[str, Any]] | None:
    """Return the figures of each way of finding, or None with the reason added to `left_out`.

    Raises:
        ContentError: a file is missing or is not what it should be.
    """
    if folder is None:
        left_out.append("the set that others judged, LiveQA-Med (--judged DIR, with its files).")
        return None
    judged = read(folder)
    with tempfile.TemporaryDirectory(prefix="patella-judged-") as place:
        search = search_over(judged.documents, Path(place), encoder, out_of_context())
        return [
            {"way": way.title, **figures_of(Search(narrowed(search.store, way), encoder), judged)}
            for way in WAYS
            if way.questions
        ]


def out_of_context() -> Terms:
    """Return the word lists with every question taken to name its part of the body.

    Without that a question would be read as one about knees and hips.
    """
    terms = load_terms()
    return replace(terms, lists={**terms.lists, "ours": re.compile("")})


def figures_of(search: Search, judged: JudgedSet) -> dict[str, Any]:
    """Return nDCG@10, and how often a good answer is first or among three."""
    rows = []
    for key, question in judged.questions.items():
        worth = judged.worth[key]
        found = ranked_documents(search, question)
        rows.append(([worth.get(name, 0) for name in found], sorted(worth.values(), reverse=True)))
    count = len(rows)
    gains = [gain(found) / gain(best) for found, best in rows]
    return {
        "questions": count,
        "documents": len(judged.documents),
        "ndcg_10": round(sum(gains) / count, 4),
        "hit_at_1": round(sum(max(f[:1], default=0) >= GOOD for f, _ in rows) / count, 4),
        "hit_at_3": round(sum(max(f[:SHOWN], default=0) >= GOOD for f, _ in rows) / count, 4),
    }


def ranked_documents(search: Search, question: str) -> list[str]:
    """Return the ids of the best documents, each once, at most `DEPTH` of them."""
    hits = search.rank(question, DEPTH * MOST_PER_DOCUMENT)
    return list(dict.fromkeys(hit.passage.document_id for hit in hits))[:DEPTH]


def gain(worth: Sequence[int]) -> float:
    """Return the discounted cumulative gain of the first ten."""
    return sum(each / log2(place + 1) for place, each in enumerate(worth[:DEPTH], 1))


def read(folder: Path) -> JudgedSet:
    """Return the set; questions without a single answer of any worth are left out."""
    questions = _questions(_find(folder, QUESTIONS))
    documents = _documents(_find(folder, ANSWERS))
    known = {each.id for each in documents}
    worth = _worth(_find(folder, JUDGEMENTS), known)
    judged = {key: text for key, text in questions.items() if any(worth.get(key, {}).values())}
    if not judged:
        raise ContentError(problem(folder, 1, (), "no question has an answer of any worth"))
    return JudgedSet(judged, documents, worth)


def _find(folder: Path, name: str) -> Path:
    found = sorted(folder.rglob(name))
    if not found:
        raise ContentError(problem(folder, 1, (), f"no {name} here"))
    return found[0]


def _questions(path: Path) -> dict[str, str]:
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise ContentError(problem(path, 1, (), f"cannot be read: {error}")) from None
    return {
        each.get("qid", "").removeprefix("TQ"): " ".join(each.findtext("NLM-Summary", "").split())
        for each in root.iter("NLM-QUESTION")
    }


def _worth(path: Path, known: set[str]) -> dict[str, dict[str, int]]:
    worth: dict[str, dict[str, int]] = {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        parts = line.split()
        if len(parts) != 3 or not parts[1][:1].isdecimal():
            what = "must be: number of the question, judgement, id of the answer"
            raise ContentError(problem(path, number, (), what, line))
        question, judgement, answer = parts
        answer = answer.removesuffix(".txt")
        if answer in known:
            grade = max(int(judgement[0]) - WORTHLESS, 0)
            own = worth.setdefault(question.removeprefix("TQ"), {})
            own[answer] = max(grade, own.get(answer, 0))
    return worth


def _documents(path: Path) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for row in csv.DictReader(stream):
            if not {"AnswerID", "Answer"} <= row.keys():
                what = "the columns must be AnswerID and Answer"
                raise ContentError(problem(path, 1, (), what, list(row)))
            key = row["AnswerID"].strip().removesuffix(".txt")
            match = _ANSWER.match(row["Answer"])
            title, text = match.groups() if match else ("", row["Answer"])
            if key not in found and text.strip():
                found[key] = _document(key, " ".join(title.split()), text.split(), path)
    return tuple(found.values())


def _document(key: str, title: str, words: Sequence[str], path: Path) -> Document:
    """Return an answer as a document whose passages are so many words long."""
    shared: dict[str, Any] = {"title": title, "topics": (), "sources": (_SOURCE,), "reviewed": ""}
    passages = tuple(
        Passage(
            id=f"{key}#{start}",
            document_id=key,
            heading="",
            text=" ".join(words[start : start + WORDS]),
            **shared,
        )
        for start in range(0, len(words), WORDS)
    )
    return Document(
        id=key,
        audience=(),
        signed_off_by=None,
        questions=(),
        passages=passages,
        path=path,
        **shared,
    )
