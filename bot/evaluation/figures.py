"""The figures of an evaluation: every held-out message read, and what came of it counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bot.evaluation import findings, held_out, intents, red_flags
from knowledge.evaluation.scores import Score, interval, macro_f1, micro, share

#: Of a class with fewer occurrences one message decides, so that it is not judged singly.
JUDGED_FROM = 5


class HasFile(Protocol):
    """A row that tells which held-out file it is from."""

    @property
    def file(self) -> str:
        """The name of the file."""


Row = TypeVar("Row", bound=HasFile)


@dataclass(frozen=True)
class Rows:
    """What understanding made of every held-out message."""

    guesses: Sequence[intents.Guess]
    readings: Sequence[findings.Reading]
    screenings: Sequence[red_flags.Screening]


async def read_all(
    reader: Any,
    folder: Path = held_out.HELD_OUT,
    urgency: Callable[[str], float] | None = None,
) -> Rows:
    """Read every held-out message.

    Args:
        reader: parses a text as the trained model does.
        folder: holds the files.
        urgency: the recogniser's score of how much a text cannot wait, for the curve.

    Raises:
        FileNotFoundError: a part has no file.
    """
    guesses = [
        intents.Guess(text, intent, (await reader.parse(text))["intent"]["name"], path.name)
        for path in held_out.files(held_out.INTENTS, folder)
        for text, intent in intents.examples(path)
    ]
    readings = [
        findings.Reading(
            text, asked, expected, (await reader.parse(text, asked, today))["findings"], path.name
        )
        for path in held_out.files(held_out.FINDINGS, folder)
        for today in (findings.written_on(path),)
        for text, asked, expected in findings.examples(path)
    ]
    screenings = []
    for path in held_out.files(held_out.RED_FLAGS, folder):
        positive, negative = red_flags.examples(path)
        for row in (*positive, *negative):
            hit = (await reader.parse(row["text"])).get("red_flag") or {}
            screenings.append(
                red_flags.Screening(
                    text=row["text"],
                    kind=row.get("group") or row["why"],
                    wanted=row["level"] if "group" in row else None,
                    raised=hit.get("level"),
                    flag=hit.get("id"),
                    score=urgency(row["text"]) if urgency else None,
                    file=path.name,
                )
            )
    return Rows(guesses, readings, screenings)


def figures_of(rows: Rows) -> dict[str, Any]:
    """Everything that the report shows, JSON-ready."""
    return {
        "intents": _of_intents(rows.guesses),
        "findings": _of_findings(rows.readings),
        "red_flags": _of_red_flags(rows.screenings),
    }


def _of_intents(rows: Sequence[intents.Guess]) -> dict[str, Any]:
    scores = intents.scores(rows)
    counts = Counter((row.intent, row.guessed) for row in rows)
    return {
        **_intent_headline(rows),
        "files": _by_file(rows, _intent_headline),
        "classes": _classes(scores),
        "confusion": [
            {"intent": intent, "guessed": guessed, "count": count}
            for (intent, guessed), count in sorted(counts.items())
        ],
        "errors": [
            _error(row.file, f"{row.intent} taken for {row.guessed}", row.text)
            for row in rows
            if row.intent != row.guessed
        ],
    }


def _intent_headline(rows: Sequence[intents.Guess]) -> dict[str, Any]:
    return {"messages": len(rows), "macro_f1": round(macro_f1(intents.scores(rows)), 4)}


def _of_findings(rows: Sequence[findings.Reading]) -> dict[str, Any]:
    scores = findings.scores(rows)
    judged = [score for score in scores if score.count >= JUDGED_FROM]
    lowest = min(judged, key=lambda score: score.f1, default=None)
    found, turned = micro(scores).found, findings.turned_round(rows)
    return {
        **_finding_headline(rows),
        "lowest_f1": round(lowest.f1, 4) if lowest else 0.0,
        "judged_from": JUDGED_FROM,
        "judged": len(judged),
        "unexpected": round(share(findings.unexpected(rows), found), 4),
        "intervals": {"turned_round": _rounded(interval(len(turned), found))},
        "details": {"lowest_f1": lowest.name if lowest else ""},
        "files": _by_file(rows, _finding_headline),
        "classes": _classes(scores),
        "turned": [{"value": value, "text": text} for value, text in turned],
        "errors": [
            _error(row.file, what + (f" [asked: {row.asked}]" if row.asked else ""), row.text)
            for row in rows
            if (what := findings.difference(row))
        ],
    }


def _finding_headline(rows: Sequence[findings.Reading]) -> dict[str, Any]:
    together = micro(findings.scores(rows))
    turned = len(findings.turned_round(rows))
    return {
        "messages": len(rows),
        "micro_f1": round(together.f1, 4),
        "precision": round(together.precision, 4),
        "recall": round(together.recall, 4),
        "turned_round": round(share(turned, together.found), 4),
    }


def _of_red_flags(rows: Sequence[red_flags.Screening]) -> dict[str, Any]:
    alarms = red_flags.false_alarms(rows)
    flags = [row for row in rows if row.is_flag]
    found = sum(row.is_found for row in flags)
    return {
        **_red_flag_headline(rows),
        "intervals": {
            "recall": _rounded(interval(found, len(flags))),
            "false_alarms": _rounded(interval(len(alarms), len(rows) - len(flags))),
        },
        "files": _by_file(rows, _red_flag_headline),
        "classes": red_flags.groups(rows),
        "lookalikes": red_flags.lookalikes(rows),
        "levels": red_flags.levels(rows),
        "curve": red_flags.curve(rows),
        "errors": [
            *(
                _error(row.file, f"missed ({row.kind}), raised {_raised(row)}", row.text)
                for row in flags
                if not row.is_found
            ),
            *(
                _error(row.file, f"false alarm ({row.kind}), raised {_raised(row)}", row.text)
                for row in alarms
            ),
        ],
        "too_low": [
            _error(row.file, f"{row.kind} ({row.wanted}), raised {_raised(row)}", row.text)
            for row in flags
            if row.is_found and not row.is_high_enough
        ],
    }


def _red_flag_headline(rows: Sequence[red_flags.Screening]) -> dict[str, Any]:
    flags = [row for row in rows if row.is_flag]
    return {
        "messages": len(rows),
        "positive": len(flags),
        "recall": round(share(sum(row.is_found for row in flags), len(flags)), 4),
        "high_enough": round(share(sum(row.is_high_enough for row in flags), len(flags)), 4),
        "lookalike": len(rows) - len(flags),
        "false_alarms": round(share(len(red_flags.false_alarms(rows)), len(rows) - len(flags)), 4),
    }


def _raised(row: red_flags.Screening) -> str:
    return f"{row.flag} ({row.raised})" if row.raised else red_flags.NOTHING


def _by_file(
    rows: Iterable[Row], headline: Callable[[Sequence[Row]], dict[str, Any]]
) -> list[dict[str, Any]]:
    files: dict[str, list[Row]] = {}
    for row in rows:
        files.setdefault(row.file, []).append(row)
    return [{"file": name, **headline(own)} for name, own in sorted(files.items())]


def _classes(scores: Iterable[Score]) -> list[dict[str, Any]]:
    return [score.as_dict() for score in sorted(scores, key=lambda score: (score.f1, score.name))]


def _error(file: str, what: str, text: str) -> dict[str, str]:
    return {"file": file, "what": what, "text": text}


def _rounded(bounds: tuple[float, float]) -> list[float]:
    return [round(bound, 4) for bound in bounds]
