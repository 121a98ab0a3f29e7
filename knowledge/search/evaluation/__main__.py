"""Scores search and refusal on held-out questions: `make evaluate ARGS=search`.

Prints every gate with its figure, then what each way of finding adds and how refusals go; writes
all of it with every question that went wrong as JSON and as a page to ``.build/results/search``.
Ends with 1 where a gate's floor is missed. Nothing is tuned on the questions, which a test checks.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.evaluation import command
from knowledge.evaluation.gates import is_missed, judge, load_gates
from knowledge.evaluation.report import gate_lines
from knowledge.loading import ContentError
from knowledge.search.encoder import EncoderMissingError
from knowledge.search.evaluation import articles, judged, page, report
from knowledge.search.evaluation.asking import Remembering, ask_all, out_of_reach
from knowledge.search.evaluation.figures import figures_of
from knowledge.search.evaluation.held_out import HELD_OUT, load_held_out
from knowledge.search.evaluation.ways import compare
from knowledge.search.refuse import load_calibration
from knowledge.search.retrieve import Search, load_search
from knowledge.search.settings import build_folder, embedding_model
from knowledge.search.store import IndexMissingError

GATES = Path(__file__).with_name("gates.yml")


def measure(
    search: Search,
    held_out: Path = HELD_OUT,
    of_articles: Path | None = None,
    of_others: Path | None = None,
) -> dict[str, Any]:
    """Return every figure of a search.

    Args:
        search: what is measured.
        held_out: the folder of questions.
        of_articles: the folder of the two source articles, where it is at hand.
        of_others: the folder of the set that others judged, where it is at hand.
    """
    topics = {each.document_id: each.topics for each in search.store.passages}
    questions = load_held_out(held_out, topics)
    encoder = Remembering(search.encoder)
    outcomes = ask_all(Search(search.store, encoder), questions)
    figures = {"search": figures_of(outcomes, topics)}
    left_out: list[str] = []
    return {
        "about": {
            "date": date.today().isoformat(),
            "documents": len(topics),
            "passages": len(search.store.passages),
            "model": embedding_model(),
            "answer_from": load_calibration().with_sounds.answer_from,
        },
        "gates": judge(load_gates(GATES), figures),
        **figures,
        "ways": compare(Search(search.store, encoder), outcomes.answerable),
        "articles": articles.measure(of_articles, questions.answerable, encoder, left_out),
        "judged": judged.measure(of_others, encoder, left_out),
        "out_of_reach": out_of_reach(questions.answerable, search.store.passages),
        "left_out": left_out,
    }


def write(figures: Mapping[str, Any], folder: Path) -> None:
    """Write figures.json and the page."""
    command.write_json(folder, figures=figures)
    page.write(figures, folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate the search of this installation; the exit code is 1 when a gate is missed."""
    options = command.parser("search", __doc__)
    options.add_argument("--errors", action="store_true", help="print every wrong question, too")
    options.add_argument(
        "--held-out", type=Path, default=HELD_OUT, metavar="DIR", help="a folder of questions"
    )
    options.add_argument(
        "--articles", type=Path, metavar="DIR", help="the two source articles, searched alone"
    )
    options.add_argument(
        "--judged", type=Path, metavar="DIR", help="the files of LiveQA-Med and MedQuAD"
    )
    chosen = options.parse_args(arguments)
    try:
        figures = measure(load_search(), chosen.held_out, chosen.articles, chosen.judged)
    except (IndexMissingError, EncoderMissingError, ContentError) as error:
        print(f"search: {error}", file=sys.stderr)
        return 1
    folder = build_folder() / "results" / "search"
    write(figures, folder)
    if chosen.docs and chosen.held_out == HELD_OUT:
        report.write_document(figures)
    told = gate_lines(figures["gates"]) if chosen.gates else report.as_text(figures, chosen.errors)
    print("\n".join(told))
    print(f"\nEvery wrong question, and plots: {folder / 'index.html'}")
    return 1 if is_missed(figures["gates"]) else 0


if __name__ == "__main__":
    sys.exit(main())
