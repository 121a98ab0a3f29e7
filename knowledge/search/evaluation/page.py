"""The page of an evaluation of search: gates, tables, plots and every question that went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from knowledge.evaluation.page import document, gates, table
from knowledge.evaluation.plots import Axis, bar, counts_table, curve, histogram
from knowledge.search.evaluation import report
from knowledge.search.evaluation.figures import FEW

_SECTIONS = {
    "gates": "Gates",
    "refusal": "Refusal",
    "ways": "Ways of finding",
    "topics": "Topics",
    "wrong": "Wrong questions",
}
_TOPICS = "<th>topic<th>n<th>hit@1<th class=bar><th>hit@3<th>refused"
#: The plot shows risk up to here, unless there is more of it.
_MOST_RISK = 0.4

Row = Mapping[str, Any]


def write(figures: Row, folder: Path) -> None:
    """Write the page to ``index.html``."""
    (folder / "index.html").write_text(page(figures), encoding="utf-8")


def page(figures: Row) -> str:
    """The page, complete in itself."""
    about, part = figures["about"], figures["search"]
    targets = {row["figure"]: row["target"] for row in figures["gates"]}
    links = "".join(f"<a href='#{key}'>{title}</a>" for key, title in _SECTIONS.items())
    told = "".join(f"<p>{escape(line)}</p>" for line in report.more_figures(part))
    body = (
        "<h1>How well questions are answered, and refused</h1>"
        f"<p class=soft>{escape(about['date'])} · {about['documents']} documents, "
        f"{about['passages']} passages · {escape(about['model'])} · the same as JSON: "
        f"<a href=figures.json>figures.json</a></p><nav>{links}</nav>"
        f"{gates(figures['gates'])}{told}{_rows(report.headline_table, 'kind', part['kinds'])}"
        f"{_rows(report.headline_table, 'file', _answerable(part['files']))}"
        f"{_refusal(part, targets, about['answer_from'])}{_ways(figures)}{_topics(part, targets)}"
        f"{_wrong(part, figures['out_of_reach'])}"
    )
    return document("Search and refusal", body)


def _refusal(part: Row, targets: Mapping[str, float], answer_from: float) -> str:
    cells = {(row["wanted"], row["given"]): row["count"] for row in part["confusion"]}
    wanted, given = report.axes(part["confusion"])
    risk = Axis("risk", high=_MOST_RISK if part["now"][1] < _MOST_RISK else 1.0)
    count = part["confidences"]
    return (
        f"<h2 id=refusal>Refusal</h2>{_plain(report.reasons_table(part['reasons']))}"
        "<h3>What was given for what</h3><p class=soft>A row is what was wanted, a column what was "
        "given; framed is what differs.</p>"
        f"{counts_table(wanted, given, cells, 'matrix', lambda row, column: row == column)}"
        "<h3>Risk against coverage</h3><p class=soft>Were the threshold moved from the strictest "
        "to the loosest: of those answered, how many get a wrong first passage, or an answer where "
        "there is none. The dot is where the decision is made now, the green field where both "
        "targets are met.</p>"
        + curve(
            [(x, y) for x, y in part["curve"]],
            (part["now"][0], part["now"][1]),
            _goal(part, targets),
            (Axis("share of all questions that is answered"), risk),
        )
        + "<h3>Confidence</h3><p class=soft>How many questions have which; the line is the "
        "threshold. What a word rule refuses has none and is not shown.</p>"
        + histogram(
            count["answerable"],
            count["unanswerable"],
            answer_from,
            ("answerable", "unanswerable", "confidence"),
        )
    )


def _goal(
    part: Row, targets: Mapping[str, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The corners of the field in which coverage and risk lie where every target is met."""
    yes, no = part["answerable"], part["unanswerable"]
    kept = yes * (1 - targets["answerable_refused"])
    let_through = no * (1 - targets["unanswerable_refused"])
    wrong = kept * (1 - targets["hit_at_1"]) + let_through
    return (kept / (yes + no), 0.0), (1.0, wrong / (kept + let_through))


def _ways(figures: Row) -> str:
    told = (
        "<h2 id=ways>Ways of finding</h2><p class=soft>The same questions with some of the ways "
        "switched off. The last two columns count questions: right first only this way, and only "
        f"as it serves.</p>{_plain(report.ways_table(figures['ways']))}"
    )
    if figures["articles"]:
        rows = [{"kind": "the two articles alone", **figures["articles"]}]
        told += "<h3>The two source articles alone, as they are</h3>"
        told += _plain(report.headline_table("raw text", "kind", rows))
        told += _list("Not among three", [_article(row) for row in figures["articles"]["wrong"]])
    if figures["judged"]:
        told += "<h3>A set that others judged</h3>"
        told += _plain(report.judged_table(figures["judged"]))
    return told + "".join(f"<p class=soft>{escape(line)}</p>" for line in report.notes(figures))


def _topics(part: Row, targets: Mapping[str, float]) -> str:
    rows = "".join(
        f"<tr{' class=few' if row['questions'] < FEW else ''}><td>{escape(row['topic'])}"
        f"<td>{row['questions']}<td>{row['hit_at_1']:.2f}"
        f"{bar(row['hit_at_1'], targets['hit_at_1'])}<td>{row['hit_at_3']:.2f}"
        f"<td>{row['refused']:.2f}"
        for row in part["topics"]
    )
    return (
        "<h2 id=topics>Topics</h2><p class=soft>The weakest first. A question counts for every "
        f"topic of the documents that may answer it. Pale: fewer than {FEW} questions.</p>"
        f"{table('classes', _TOPICS, rows)}"
    )


def _wrong(part: Row, out_of_reach: Iterable[Row]) -> str:
    wrong = part["wrong"]
    none = [row for row in wrong if row["place"] is None or row["place"] > len(row["shown"])]
    later = [row for row in wrong if row not in none and row["place"] > 1]
    refused = [row for row in wrong if row["place"] == 1]
    other = [
        (f"{row['id']}: {row['given']}, wanted {row['wanted']}", row["ask"], "")
        for row in part["other_reason"]
    ]
    beyond = [
        (f"{row['id']}: {', '.join(row['documents'])}", row["ask"], "") for row in out_of_reach
    ]
    answered = [
        (
            f"{row['id']}: to be refused as {row['wanted']}, confidence {row['confidence']}",
            _asked(row),
            _shown(row["shown"]),
        )
        for row in part["wrongly_answered"]
    ]
    return "<h2 id=wrong>Every question that went wrong</h2>" + "".join(
        (
            _list("Answered though nothing answers them", answered),
            _list("The right passage is not among three", [_found(row) for row in none]),
            _list("The right passage is second or third", [_found(row) for row in later]),
            _list("Refused with the right passage at hand", [_found(row) for row in refused]),
            _list("Refused for another reason", other),
            _list("No passage of their documents holds the words that are asked for", beyond),
        )
    )


def _found(row: Row) -> tuple[str, str, str]:
    place = row["place"] or "–"
    head = (
        f"{row['id']}: right at {place}, its document at {row['document_place'] or '–'}; "
        f"{row['decision']}, confidence {row['confidence']}"
    )
    groups = " and ".join("/".join(group) for group in row["wanted"]) or "anything"
    wanted = f"<span class=soft>wanted: {escape(', '.join(row['documents']))}, saying "
    says = f" – {escape(row['says'])}" if row["says"] else ""
    return head, _asked(row), f"{wanted}{escape(groups)}{says}</span>{_shown(row['shown'])}"


def _article(row: Row) -> tuple[str, str, str]:
    place = row["place"] or "–"
    return f"{row['id']}: right at {place}", row["ask"], _shown(row["shown"])


def _asked(row: Row) -> str:
    return f"{row['ask']} (after: {row['follows']})" if row["follows"] else row["ask"]


def _shown(hits: Iterable[Row]) -> str:
    items = "".join(
        f"<li><b>{escape(hit['id'])}</b> <span class=soft>{hit['score']:.2f}</span>"
        f"<span class=soft>{escape(hit['text'])}</span>"
        for hit in hits
    )
    return f"<ol>{items}</ol>" if items else ""


def _list(title: str, rows: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f"<li><b>{escape(head)}</b><span>{escape(asked)}</span>{more}" for head, asked, more in rows
    )
    return f"<details><summary>{title}: {len(rows)}</summary><ul>{items}</ul></details>"


def _answerable(files: Iterable[Row]) -> list[Row]:
    return [row for row in files if "hit_at_1" in row]


def _rows(make: Any, key: str, rows: Sequence[Row]) -> str:
    return _plain(make(key, key, rows))


def _plain(rows: report.Table) -> str:
    """A table of the report as HTML; on a phone each cell tells its column."""
    head, *body = rows
    told = "".join(
        "<tr>"
        + "".join(
            f"<td data-name='{escape(name)}'>{escape(cell)}" if number else f"<td>{escape(cell)}"
            for number, (name, cell) in enumerate(zip(head, row, strict=True))
        )
        for row in body
    )
    return table("cards", "".join(f"<th>{escape(name)}" for name in head), told)
