"""Scores understanding on held-out messages: `make evaluate`.

Prints the figures and every error, and writes them as JSON and as a page with plots to
``.build/results/understanding``. Nothing in tests/nlu is trained on, which a test checks.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.evaluation import findings, intents, red_flags, report
from bot.evaluation.scores import macro_f1, micro
from bot.understand import silence
from knowledge.search.settings import build_folder

HELD_OUT = Path(__file__).resolve().parents[2] / "tests" / "nlu"


async def evaluate(reader: Any, folder: Path) -> dict[str, Any]:
    """Everything that the report shows; ``reader`` parses a text as the trained model does."""
    guesses = [
        intents.Guess(text, intent, (await reader.parse(text))["intent"]["name"])
        for text, intent in intents.examples(folder / "intents.yml")
    ]
    readings = [
        findings.Reading(text, asked, expected, (await reader.parse(text, asked))["findings"])
        for text, asked, expected in findings.examples(folder / "findings.yml")
    ]
    positive, negative = red_flags.examples(folder / "red_flags.yml")
    screenings = [
        red_flags.Screening(
            row["text"],
            row.get("group") or row["why"],
            ((await reader.parse(row["text"])).get("red_flag") or {}).get("level"),
            "group" in row,
        )
        for row in (*positive, *negative)
    ]
    return _figures(guesses, readings, screenings)


def _figures(
    guesses: list[intents.Guess],
    readings: list[findings.Reading],
    screenings: list[red_flags.Screening],
) -> dict[str, Any]:
    by_intent, by_value = intents.scores(guesses), findings.scores(readings)
    by_group = red_flags.recall_by_group(screenings)
    alarms = red_flags.false_alarms(screenings)
    lookalikes = sum(not row.is_flag for row in screenings)
    turned = findings.turned_round(readings)
    return {
        "intents": {
            "messages": len(guesses),
            "macro_f1": round(macro_f1(by_intent), 4),
            "classes": [score.as_dict() for score in by_intent],
            "confusion": [(row.intent, row.guessed) for row in guesses],
            "errors": [
                f"{row.intent} taken for {row.guessed}: {row.text}"
                for row in guesses
                if row.intent != row.guessed
            ],
        },
        "findings": {
            "messages": len(readings),
            "micro_f1": round(micro(by_value).f1, 4),
            "turned_round": round(len(turned) / max(micro(by_value).found, 1), 4),
            "classes": [score.as_dict() for score in by_value],
            "errors": [_difference(row) for row in readings if _difference(row)],
        },
        "red_flags": {
            "messages": len(screenings),
            "recall": round(micro(by_group).recall, 4),
            "false_alarms": round(len(alarms) / lookalikes, 4) if lookalikes else 0.0,
            "classes": [score.as_dict() for score in by_group],
            "errors": [
                *(
                    f"missed ({row.kind}): {row.text}"
                    for row in screenings
                    if row.is_flag and not row.is_alarm
                ),
                *(f"false alarm ({row.kind}): {row.text}" for row in alarms),
            ],
        },
    }


def _difference(reading: findings.Reading) -> str:
    expected, found = findings.pairs(reading.expected), findings.pairs(reading.found)
    right = findings.right_pairs(reading)
    lacks = ", ".join(sorted(": ".join(pair) for pair in expected - right))
    adds = ", ".join(sorted(": ".join(pair) for pair in found - right))
    if not lacks and not adds:
        return ""
    asked = f" [{reading.asked}]" if reading.asked else ""
    return f"lacks {{{lacks}}} adds {{{adds}}}{asked}: {reading.text}"


def main() -> int:
    """Evaluate the trained model; exit code 1 when there is none."""
    out = sys.stdout
    with silence():
        from bot.nlu.reader import Reader

        try:
            reader = Reader(build_folder() / "models")
        except FileNotFoundError as error:
            print(error, file=sys.stderr)
            return 1
        figures = asyncio.run(evaluate(reader, HELD_OUT))
        folder = build_folder() / "results" / "understanding"
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(figures, indent=1, ensure_ascii=False)
        (folder / "figures.json").write_text(text, encoding="utf-8")
        report.write(figures, folder)
    print(report.as_text(figures), file=out)
    print(f"\nThe page with plots: {folder / 'index.html'}", file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
