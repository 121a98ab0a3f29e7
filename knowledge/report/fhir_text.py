"""The part of the FHIR bundle that people read: the composition with its sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import escape

from knowledge.report import body_map
from knowledge.report.content import Report
from knowledge.report.fhir_parts import concept, moment, reference

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
        "title": "Knee and hip pain: report of a check",
        "section": sections,
    }


def _sections(report: Report) -> Iterator[tuple[str, list[str]]]:
    level = report.urgency
    yield (
        level.label,
        [level.when, level.who_to_see, *(each.text for each in report.reasons), report.disclaimer],
    )
    yield (
        "The pain",
        [
            f"{report.about}.",
            *(f"{row.heading}: {row.text}" for row in report.pain),
            body_map.described(report.answers.location, report.answers.side),
        ],
    )
    yield (
        "Timeline",
        [": ".join(t for t in (e.heading, e.date, e.text) if t) for e in report.timeline],
    )
    yield "Found", [sign.label for sign in (*report.present, *report.history)]
    yield "Asked about and not there", [sign.label for sign in report.absent]
    yield "Not sure", list(report.unsure)
    yield "Left out", list(report.skipped)
    yield (
        "Patterns that the answers fit, no diagnosis",
        [f"{pattern.label}: {pattern.strength}" for pattern in report.patterns],
    )
    yield "When to get help sooner", [advice.text for advice in report.safety_net]
    yield "Sources", [f"{source.in_words()}: {source.where}" for source in report.sources]


def _div(lines: Sequence[str]) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs}</div>'
