"""The figures of an evaluation of search, JSON-ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.evaluation.scores import interval, share
from knowledge.search.evaluation.asking import Answered, Outcomes, Refused, hits_told
from knowledge.search.evaluation.held_out import REASONS
from knowledge.search.evaluation.measures import (
    SHOWN,
    area,
    auroc,
    least_area,
    ranking,
    risk_coverage,
    rounded,
)

#: Of a topic with fewer questions one of them decides.
FEW = 5
#: The confidence is told in so many steps.
STEPS = 20


def figures_of(outcomes: Outcomes, topics: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return every figure.

    Args:
        outcomes: what came of the questions.
        topics: those of each document, by its id.
    """
    yes, no = outcomes.answerable, outcomes.unanswerable
    judged = [*((row.confidence, row.is_within(1)) for row in yes)]
    judged += [(row.confidence, False) for row in no]
    counts = _counts(yes, no)
    figures = {name: round(share(part, whole), 4) for name, (part, whole) in counts.items()}
    return {
        **ranking([row.place for row in yes]),
        **figures,
        "answerable": len(yes),
        "unanswerable": len(no),
        "auroc": round(auroc([r.confidence for r in yes], [r.confidence for r in no]), 4),
        "area": round(area(judged), 4),
        "least_area": round(least_area(judged), 4),
        "intervals": {
            **ranking([row.place for row in yes])["intervals"],
            **{name: rounded(interval(*parts)) for name, parts in counts.items()},
        },
        "curve": [[round(x, 4), round(y, 4)] for x, y in risk_coverage(judged)],
        "now": _now(yes, no),
        "confidences": _confidences(yes, no),
        "reasons": [_of_reason(name, no) for name in _reasons(no)],
        "confusion": _confusion(yes, no),
        "kinds": _kinds(yes),
        "topics": _topics(yes, topics),
        "files": _files(yes, no),
        "wrong": [_wrong(row) for row in yes if row.place != 1 or row.is_refused],
        "wrongly_answered": [_wrongly_answered(row) for row in no if not row.is_refused],
        "other_reason": [
            {"id": row.question.id, "ask": row.question.ask, "wanted": row.question.reason,
             "given": row.reason}
            for row in no
            if row.is_refused and row.reason != row.question.reason
        ],
    }  # fmt: skip


def _counts(yes: Sequence[Answered], no: Sequence[Refused]) -> dict[str, tuple[int, int]]:
    """The shares as (part, whole)."""
    refused = [row for row in no if row.is_refused]
    return {
        "answerable_refused": (sum(row.is_refused for row in yes), len(yes)),
        "unanswerable_refused": (len(refused), len(no)),
        "right_reason": (sum(r.reason == r.question.reason for r in refused), len(refused)),
        # What a person sees in the end: refused or wrong is the same to somebody without an answer.
        "answered_at_1": (sum(r.is_within(1) and not r.is_refused for r in yes), len(yes)),
        "answered_at_3": (sum(r.is_within(SHOWN) and not r.is_refused for r in yes), len(yes)),
        "document_at_1": (sum(r.document_place == 1 for r in yes), len(yes)),
        "document_at_3": (sum((r.document_place or SHOWN + 1) <= SHOWN for r in yes), len(yes)),
    }


def _now(yes: Sequence[Answered], no: Sequence[Refused]) -> list[float]:
    """Coverage and risk as the decision is made now, word rules and threshold together."""
    rights = [row.is_within(1) for row in yes if not row.is_refused]
    rights += [False for row in no if not row.is_refused]
    answered = len(rights)
    return [
        round(share(answered, len(yes) + len(no)), 4),
        round(share(rights.count(False), answered), 4),
    ]


def _confidences(yes: Sequence[Answered], no: Sequence[Refused]) -> dict[str, list[int]]:
    """How many questions have a confidence in each step; what a word rule refused is in none."""

    def steps(rows: Iterable[Answered | Refused]) -> list[int]:
        found = Counter(
            min(int(row.confidence * STEPS), STEPS - 1) for row in rows if row.confidence > 0
        )
        return [found[number] for number in range(STEPS)]

    return {"answerable": steps(yes), "unanswerable": steps(no)}


def _reasons(no: Sequence[Refused]) -> list[str]:
    there = {row.question.reason for row in no}
    return [name for name in REASONS if name in there]


def _of_reason(name: str, no: Sequence[Refused]) -> dict[str, Any]:
    rows = [row for row in no if row.question.reason == name]
    refused = sum(row.is_refused for row in rows)
    return {
        "reason": name,
        "questions": len(rows),
        "refused": round(share(refused, len(rows)), 4),
        "interval": rounded(interval(refused, len(rows))),
        "right_reason": round(share(sum(row.reason == name for row in rows), len(rows)), 4),
    }


def _confusion(yes: Sequence[Answered], no: Sequence[Refused]) -> list[dict[str, Any]]:
    """How often which reason was given for which; "answered" is one of them."""
    pairs = Counter(("answered", row.reason) for row in yes)
    pairs += Counter((row.question.reason, row.reason) for row in no)
    return [
        {"wanted": wanted, "given": given, "count": count}
        for (wanted, given), count in sorted(pairs.items())
    ]


def _kinds(yes: Sequence[Answered]) -> list[dict[str, Any]]:
    """Questions that stand alone, and those that follow another one."""
    kinds = (
        ("alone", [row for row in yes if row.question.follows is None]),
        ("follows another", [row for row in yes if row.question.follows is not None]),
    )
    return [{"kind": name, **_headline(rows)} for name, rows in kinds if rows]


def _topics(yes: Sequence[Answered], topics: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """A row for each topic of the documents that may answer, the weakest first."""
    rows: dict[str, list[Answered]] = {}
    for row in yes:
        for topic in sorted({t for name in row.question.documents for t in topics.get(name, ())}):
            rows.setdefault(topic, []).append(row)
    told = [{"topic": topic, **_headline(own)} for topic, own in rows.items()]
    return sorted(told, key=lambda each: (each["hit_at_1"], -each["questions"], each["topic"]))


def _headline(rows: Sequence[Answered]) -> dict[str, Any]:
    refused = sum(row.is_refused for row in rows)
    return {
        **ranking([row.place for row in rows]),
        "refused": round(share(refused, len(rows)), 4),
    }


def _files(yes: Sequence[Answered], no: Sequence[Refused]) -> list[dict[str, Any]]:
    """A row for each file, so that a set that was looked into can be told from a fresh one."""
    rows: list[dict[str, Any]] = []
    for name in dict.fromkeys(row.question.file for row in yes):
        rows.append({"file": name, **_headline([r for r in yes if r.question.file == name])})
    for name in dict.fromkeys(row.question.file for row in no):
        own = [row for row in no if row.question.file == name]
        refused = sum(row.is_refused for row in own)
        told = {"file": name, "questions": len(own), "refused": round(share(refused, len(own)), 4)}
        rows.append(told)
    return rows


def _wrong(row: Answered) -> dict[str, Any]:
    question = row.question
    return {
        "id": question.id,
        "ask": question.ask,
        "follows": question.follows,
        "says": question.says,
        "documents": sorted(question.documents),
        "wanted": [list(group) for group in question.wanted.groups] if question.wanted else [],
        "place": row.place,
        "document_place": row.document_place,
        "decision": row.reason,
        "confidence": round(row.confidence, 3),
        "shown": hits_told(row.ranked[:SHOWN]),
    }


def _wrongly_answered(row: Refused) -> dict[str, Any]:
    return {
        "id": row.question.id,
        "ask": row.question.ask,
        "follows": row.question.follows,
        "wanted": row.question.reason,
        "confidence": round(row.confidence, 3),
        "shown": hits_told(row.shown),
    }
