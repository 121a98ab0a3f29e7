"""Scores understanding on held-out messages: `make evaluate`.

Prints every gate with its figure, then the figures by file and class, and writes all of it with
every error as JSON and as a page to ``.build/results/understanding``. Ends with 1 where a gate's
floor is missed. Nothing in tests/nlu is trained on, which a test checks.
"""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.evaluation import page, report
from bot.evaluation.figures import figures_of, read_all
from bot.understand import silence
from knowledge.evaluation import command
from knowledge.evaluation.gates import is_missed, judge, load_gates
from knowledge.evaluation.report import gate_lines
from knowledge.search.settings import build_folder

GATES = Path(__file__).with_name("gates.yml")
LIBRARIES = ("rasa", "spacy", "onnxruntime", "tokenizers", "numpy", "scikit-learn", "rapidfuzz")


def about(figures: Mapping[str, Any]) -> dict[str, Any]:
    """What the figures were made with: date, number of messages, versions."""
    return {
        "date": date.today().isoformat(),
        "messages": sum(part["messages"] for part in figures.values()),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
    }


def urgency(text: str) -> float:
    """The recogniser's score of how much a text cannot wait."""
    from bot.nlu.learned.recogniser import load_recogniser, recognise

    return recognise(text, load_recogniser()).urgent


def write(figures: Mapping[str, Any], folder: Path) -> None:
    """Write figures.json and the page."""
    command.write_json(folder, figures=figures)
    page.write(figures, folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate the trained model; the exit code is 1 when a gate is missed or there is no model."""
    options = command.parser("understanding", __doc__)
    options.add_argument("--errors", action="store_true", help="print every error, too")
    chosen = options.parse_args(arguments)
    gates, out = load_gates(GATES), sys.stdout
    with silence():
        from bot.nlu.reader import Reader

        try:
            reader = Reader(build_folder() / "models")
        except FileNotFoundError as error:
            print(error, file=sys.stderr)
            return 1
        figures = figures_of(asyncio.run(read_all(reader, urgency=urgency)))
    figures = {"about": about(figures), "gates": judge(gates, figures), **figures}
    folder = build_folder() / "results" / "understanding"
    write(figures, folder)
    if chosen.docs:
        report.write_document(figures)
    told = (
        gate_lines(figures["gates"]) if chosen.gates else [report.as_text(figures, chosen.errors)]
    )
    print("\n".join(told), file=out)
    print(f"\nEvery error, and plots: {folder / 'index.html'}", file=out)
    return 1 if is_missed(figures["gates"]) else 0


if __name__ == "__main__":
    sys.exit(main())
