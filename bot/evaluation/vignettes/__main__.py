"""Holds every patient card as a whole conversation with a running bot: part of `make evaluate`.

Prints the gates with their figures and, beside them, what was published of other symptom
checkers; writes all of it with every card that went wrong, and the conversations, as JSON and as a
page to ``.build/results/vignettes``. Ends with 1 where a gate's floor is missed or a card ended
lower than the committed baseline.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from bot.evaluation.vignettes import page, report
from bot.evaluation.vignettes.baseline import load_baseline, lowered, write_baseline
from bot.evaluation.vignettes.cards import FOLDER, Card, load_cards
from bot.evaluation.vignettes.conversation import Outcome, hold
from bot.evaluation.vignettes.figures import figures_of
from bot.evaluation.vignettes.published import load_published
from bot.shell_client import SECONDS, Client
from knowledge.evaluation import command
from knowledge.evaluation.gates import is_missed, judge, load_gates
from knowledge.evaluation.report import gate_lines
from knowledge.search.settings import build_folder

GATES = Path(__file__).with_name("gates.yml")
#: Conversations side by side: the two servers keep about this many cores busy.
AT_ONCE = 3


def hold_all(cards: Sequence[Card], url: str) -> Iterator[Outcome]:
    """Hold the conversation of every card, in the order of the cards."""

    def one(card: Card) -> Outcome:
        with httpx.Client(base_url=url, timeout=SECONDS) as http:
            return hold(card, Client(http))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(one, cards)


def write(figures: dict[str, Any], outcomes: Sequence[Outcome], folder: Path) -> None:
    """Write figures.json, the conversations and the page."""
    held = {
        each.card.id: {"reached": each.level, "patterns": each.patterns, "said": each.said}
        for each in outcomes
    }
    command.write_json(folder, figures=figures, conversations=held)
    page.write(figures, folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the conversations; the exit code is 1 when a gate is missed."""
    options = command.parser("triage", __doc__)
    options.add_argument("--url", required=True, help="where the bot answers")
    options.add_argument("--cards", type=Path, default=FOLDER, help="a folder of cards")
    options.add_argument("--only", nargs="+", metavar="ID", help="these cards alone")
    options.add_argument(
        "--write-baseline", action="store_true", help="keep the levels reached as the baseline"
    )
    chosen = options.parse_args(arguments)
    cards = [card for card in load_cards(chosen.cards) if not chosen.only or card.id in chosen.only]
    outcomes = []
    for number, outcome in enumerate(hold_all(cards, chosen.url), 1):
        outcomes.append(outcome)
        if sys.stderr.isatty():
            print(f"\r{number} of {len(cards)} conversations", end="", file=sys.stderr)
    figures: dict[str, Any] = figures_of(outcomes)
    figures = {
        "about": {"date": date.today().isoformat()},
        "gates": judge(load_gates(GATES), {"vignettes": figures}),
        "published": load_published(),
        **figures,
    }
    folder = build_folder() / "results" / "vignettes"
    write(figures, outcomes, folder)
    print("\n".join(gate_lines(figures["gates"])))
    if not chosen.gates:
        print("\n".join(report.as_text(figures)))
    print(f"\nEvery card that went wrong, and plots: {folder / 'index.html'}")
    if chosen.only or chosen.cards != FOLDER:
        return 0
    if chosen.docs:
        report.write_document(figures)
    if chosen.write_baseline:
        write_baseline(outcomes)
    fallen = lowered(outcomes, load_baseline())
    for line in fallen:
        print(f"✗ lower than the baseline: {line}")
    return 1 if fallen or is_missed(figures["gates"]) else 0


if __name__ == "__main__":
    sys.exit(main())
