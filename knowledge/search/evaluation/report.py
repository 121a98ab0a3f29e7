"""The figures of search as text for a terminal and for docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.evaluation.report import DOCUMENT, bound, gate_lines, value, with_block

#: What `make evaluate ARGS=--docs` writes stands between these lines.
MARKS = ("<!-- search: written by make evaluate ARGS=--docs -->", "<!-- end of search -->")

Row = Mapping[str, Any]
Table = list[list[str]]


def as_text(figures: Row, errors: bool = False) -> list[str]:
    """The gates and every table; every question that went wrong where that is wanted."""
    part = figures["search"]
    lines = [*gate_lines(figures["gates"]), "", *more_figures(part)]
    for table in tables(figures):
        lines += ["", *_aligned(table)]
    lines += ["", *notes(figures)]
    if errors:
        lines += [f"– {row['id']} {row['ask']!r}: out of reach" for row in figures["out_of_reach"]]
        lines += ["", *(wrong_line(row) for row in part["wrong"])]
        lines += [answered_line(row) for row in part["wrongly_answered"]]
    return lines


def as_markdown(figures: Row) -> str:
    """The gates and the tables, for docs/evaluation.md; no held-out question is among them."""
    about = figures["about"]
    lines = [
        f"{about['date']}, {about['documents']} documents, {about['passages']} passages. "
        + " ".join(more_figures(figures["search"])),
        "",
        "| gate | figure (95 % interval) | target | floor | |",
        "|---|---|---|---|---|",
        *(
            f"| {row['title']} | {value(row)} | {bound(row, 'target')} | {bound(row, 'floor')} "
            f"| {'; '.join(filter(None, (row['status'], row['reason'])))} |"
            for row in figures["gates"]
        ),
    ]
    for head, *rows in tables(figures):
        lines += ["", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, "", *notes(figures)])


def write_document(figures: Row, path: Path = DOCUMENT) -> None:
    """Put the figures into docs/evaluation.md."""
    document = path.read_text(encoding="utf-8")
    path.write_text(with_block(document, as_markdown(figures), MARKS), encoding="utf-8")


def more_figures(part: Row) -> list[str]:
    """What stands beside the gates."""
    coverage, risk = part["now"]
    return [
        f"{part['answerable']} questions that the documents answer, {part['unanswerable']} that "
        "they do not.",
        f"Mean reciprocal rank {part['mrr']:.3f}. A passage of the right document, whatever it "
        f"says: first {part['document_at_1']:.3f}, among three {part['document_at_3']:.3f}.",
        f"Not refused, and the right passage first: {part['answered_at_1']:.3f}, among three: "
        f"{part['answered_at_3']:.3f}.",
        f"AUROC of the confidence {part['auroc']:.3f}. Of all questions {coverage:.1%} are "
        f"answered, {risk:.1%} of them with a wrong first passage; area under the risk–coverage "
        f"curve {part['area']:.3f}, at best {part['least_area']:.3f}.",
        f"Refusals that give the wanted reason: {part['right_reason']:.1%}.",
    ]


def tables(figures: Row) -> list[Table]:
    """The tables that both the terminal and the document show, a heading and rows each."""
    part = figures["search"]
    found = [
        ways_table(figures["ways"]),
        reasons_table(part["reasons"]),
        confusion_table(part["confusion"]),
        headline_table("questions", "kind", part["kinds"]),
    ]
    if figures["articles"]:
        row = {"kind": "the two articles alone", **figures["articles"]}
        found.append(headline_table("raw text", "kind", [row]))
    if figures["judged"]:
        found.append(judged_table(figures["judged"]))
    return found


def ways_table(rows: Sequence[Row]) -> Table:
    """What each way of finding comes to."""
    head = ["way", "hit@1", "hit@3", "MRR", "right first only this way", "only as it serves"]
    told = [
        [row["way"], *_ranking(row), f"{row['mrr']:.3f}", str(row["won"]), str(row["lost"])]
        for row in rows
    ]
    return [head, *told]


def reasons_table(rows: Sequence[Row]) -> Table:
    """How many of the unanswerable questions are refused, by the reason."""
    head = ["to be refused as", "questions", "refused", "with that reason"]
    told = [
        [row["reason"], str(row["questions"]), _share(row["refused"], row["interval"]),
         f"{row['right_reason']:.3f}"]
        for row in rows
    ]  # fmt: skip
    return [head, *told]


def confusion_table(rows: Sequence[Row]) -> Table:
    """Which reason was given for which."""
    cells = {(row["wanted"], row["given"]): row["count"] for row in rows}
    wanted, given = axes(rows)
    return [
        ["wanted \\ given", *given],
        *([one, *(str(cells.get((one, other), 0)) for other in given)] for one in wanted),
    ]


def axes(rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """The reasons that were wanted and those that were given, "answered" first of both."""
    wanted = sorted({row["wanted"] for row in rows}, key=_answered_first)
    given = sorted({row["given"] for row in rows}, key=_answered_first)
    return wanted, given


def headline_table(title: str, key: str, rows: Sequence[Row]) -> Table:
    """Ranking and refusals of some groups of questions."""
    refused = any("refused" in row for row in rows)
    told = [
        [row[key], str(row["questions"]), *_ranking(row), f"{row['mrr']:.3f}"]
        + ([f"{row['refused']:.3f}"] if refused else [])
        for row in rows
    ]
    head = [title, "n", "hit@1", "hit@3", "MRR"]
    return [head + (["refused"] if refused else []), *told]


def judged_table(rows: Sequence[Row]) -> Table:
    """The external set, each way of finding in a row."""
    told = [
        [row["way"], str(row["questions"]), f"{row['ndcg_10']:.3f}", f"{row['hit_at_1']:.3f}",
         f"{row['hit_at_3']:.3f}"]
        for row in rows
    ]  # fmt: skip
    return [["LiveQA-Med", "questions", "nDCG@10", "hit@1", "hit@3"], *told]


def notes(figures: Row) -> list[str]:
    """What the tables do not show: questions that cannot be answered right, parts left out."""
    told = []
    if count := len(figures["out_of_reach"]):
        told.append(f"{count} questions ask for words that no passage of their documents holds.")
    articles = figures["articles"]
    if articles and articles["out_of_reach"]:
        told.append(
            f"{articles['out_of_reach']} of the {articles['questions']} asked of the two articles "
            "ask for words that no passage of them holds."
        )
    return told + [f"Not done: {line}" for line in figures["left_out"]]


def wrong_line(row: Row) -> str:
    """A question whose answer is not first or was refused, for the terminal."""
    place = f"at {row['place']}" if row["place"] else "nowhere"
    shown = ", ".join(hit["id"] for hit in row["shown"])
    return f"✗ {row['id']} {row['ask']!r}: right {place}, {row['decision']}; found {shown}"


def answered_line(row: Row) -> str:
    """A question that was to be refused and was answered, for the terminal."""
    shown = ", ".join(hit["id"] for hit in row["shown"])
    return f"! {row['id']} {row['ask']!r}: to be refused as {row['wanted']}; shown {shown}"


def _ranking(row: Row) -> list[str]:
    between = row["intervals"]
    return [_share(row[name], between[name]) for name in ("hit_at_1", "hit_at_3")]


def _share(share: float, between: Sequence[float]) -> str:
    return f"{share:.3f} ({between[0]:.3f}–{between[1]:.3f})"


def _answered_first(name: str) -> tuple[bool, str]:
    return name != "answered", name


def _aligned(table: Table) -> list[str]:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return [
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
