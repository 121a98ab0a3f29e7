"""The part of the FHIR bundle that people read: the composition with its sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import escape

from knowledge.areas import areas
from knowledge.report import body_map
from knowledge.report.answered import UNASKED, Answered
from knowledge.report.content import FittingPattern, Report
from knowledge.report.fhir_parts import concept, moment, reference
from knowledge.report.signs import Flag
from knowledge.report.words import load_words
from knowledge.urgency import Cited

Resource = dict[str, Any]


def composition(report: Report, ids: dict[str, str], entries: Sequence[Resource]) -> Resource:
    """The report in sections, urgency first; ``entries`` are the observations it rests on."""
    sections: list[Resource] = [
        {"title": title, "text": {"status": "generated", "div": _div(lines)}}
        for title, lines in _sections(report)
        if lines
    ]
    sections[0]["entry"] = [reference(entry["id"]) for entry in entries]
    return {
        "resourceType": "Composition",
        "id": ids["Composition"],
        # Made by a program and attested by nobody.
        "status": "preliminary",
        "type": concept("document", "check_report", "Report of a check of knee and hip pain"),
        "subject": reference(ids["Patient"]),
        "date": moment(report.at),
        "author": [reference(ids["Device"])],
        "title": load_words().headings["title"],
        "section": sections,
    }


def _sections(report: Report) -> Iterator[tuple[str, list[str]]]:
    """What the page says, under the same headings and in the same order."""
    headings, notes = load_words().headings, load_words().notes
    answers, level = report.answers, report.urgency
    early = [] if report.is_complete else [notes["ended_early"]]
    to_see = f"{headings['who_to_see']}: {level.who_to_see}"
    yield level.label, [_cite(report, level.when, level.source), to_see, *early]
    yield headings["why"], [*_why(report), report.disclaimer]
    rows = [f"{row.heading}: {row.text}" for row in report.pain]
    about = f"{report.about}. {notes['nobody_examined']}"
    yield headings["pain"], [about, *rows, body_map.described(areas(answers))]
    events = [(event.heading, event.date, event.text) for event in report.timeline]
    yield headings["timeline"], [": ".join(text for text in each if text) for each in events]
    yield headings["found"], [sign.label for sign in report.present]
    yield headings["history"], [sign.label for sign in report.history]
    yield headings["absent"], [sign.label for sign in report.absent]
    yield headings["unsure"], list(report.unsure)
    yield headings["skipped"], list(report.skipped)
    yield headings["patterns"], _patterns(report)
    for name in ("safety_net", "expect", "meanwhile", "cautions", "speaks_against"):
        yield headings[name], _cited(report, getattr(report, name))
    yield headings["answers"], [_answer(each) for each in report.answered]
    yield headings["open"], [each.text for each in report.open_questions]
    yield headings["not_asked"], [sign.label for sign in report.not_asked]
    sources = enumerate(report.sources, 1)
    yield headings["sources"], [f"[{n}] {each.in_words()}: {each.where}" for n, each in sources]


def _why(report: Report) -> Iterator[str]:
    for flag in report.flags:
        yield f"{_cite(report, flag.say, flag.source)} {_because(flag, report)}"
    for reason in report.other_reasons:
        told = f" {_told(reason.answers)}" if reason.answers else ""
        yield f"{_cite(report, reason.text, reason.source)}{told}"


def _because(flag: Flag, report: Report) -> str:
    """What a red flag rests on; a suspicion must never read as something that was told."""
    notes = load_words().notes
    because = notes["suspected"] if flag.is_suspected else _told(flag.because)
    if flag.level == report.urgency.id:
        return because
    return f"{because} {notes['by_itself'].format(level=flag.label)}"


def _told(answers: Iterable[str]) -> str:
    return load_words().notes["told"].format(answers="; ".join(answers))


def _patterns(report: Report) -> list[str]:
    notes = load_words().notes
    if not report.patterns:
        return [notes["no_pattern"]]
    return [notes["no_diagnosis"], *(_pattern(each, report) for each in report.patterns)]


def _pattern(pattern: FittingPattern, report: Report) -> str:
    headings, notes = load_words().headings, load_words().notes
    parts = [f"{pattern.label}: {pattern.strength}."]
    for name in ("supporting", "against"):
        told = "; ".join(_cited(report, getattr(pattern, name))) or notes["nothing_told"]
        parts.append(f"{headings[name]}: {told}.")
    return " ".join(parts)


def _answer(question: Answered) -> str:
    unasked = f" ({load_words().notes['unasked']})" if question.outcome == UNASKED else ""
    return f"{question.text} {'; '.join(question.lines)}{unasked}"


def _cited(report: Report, statements: Iterable[Cited]) -> list[str]:
    return [_cite(report, each.text, each.source) for each in statements]


def _cite(report: Report, text: str, source: str) -> str:
    return f"{text} [{report.number(source)}]"


def _div(lines: Sequence[str]) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs}</div>'
