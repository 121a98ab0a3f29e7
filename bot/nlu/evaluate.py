"""Scores the intents on held-out messages: `make evaluate`.

Prints a table and every error, and writes the same as JSON to ``.build/results/intents.json``.
The messages are those of tests/nlu/intents.yml, of which none is trained on.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from bot.understand import silence
from knowledge.search.settings import build_folder

HELD_OUT = Path(__file__).resolve().parents[2] / "tests" / "nlu" / "intents.yml"


@dataclass(frozen=True)
class Guess:
    """A held-out message, its intent, and the one understanding gave it."""

    text: str
    intent: str
    guessed: str


@dataclass(frozen=True)
class Score:
    """How well one intent is recognised; all but ``count`` are between 0 and 1."""

    intent: str
    count: int
    precision: float
    recall: float
    f1: float


def examples(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (text, intent) from a file of Rasa training examples."""
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        for line in row["examples"].splitlines():
            yield line.removeprefix("- ").strip(), row["intent"]


def scores(guesses: Iterable[Guess]) -> list[Score]:
    """The score of each intent that occurs, by name."""
    guesses = list(guesses)
    right = Counter(guess.intent for guess in guesses if guess.intent == guess.guessed)
    of_intent = Counter(guess.intent for guess in guesses)
    guessed = Counter(guess.guessed for guess in guesses)
    found = []
    for intent, count in sorted(of_intent.items()):
        precision = right[intent] / guessed[intent] if guessed[intent] else 0.0
        recall = right[intent] / count
        f1 = 2 * precision * recall / (precision + recall) if right[intent] else 0.0
        found.append(Score(intent, count, precision, recall, f1))
    return found


def macro_f1(found: Iterable[Score]) -> float:
    """The mean F1 over the intents."""
    values = [score.f1 for score in found]
    return sum(values) / len(values)


def main() -> int:
    """Parse every held-out message with the trained model and print how well that went."""
    out = sys.stdout
    with silence():
        from bot.nlu.reader import Reader

        try:
            reader = Reader(build_folder() / "models")
        except FileNotFoundError as error:
            print(error, file=sys.stderr)
            return 1
        guesses = asyncio.run(_guess_all(reader, list(examples(HELD_OUT))))
    found = scores(guesses)
    errors = [guess for guess in guesses if guess.intent != guess.guessed]
    for score in found:
        print(f"{score.intent:18} n {score.count:3}  precision {score.precision:.2f}  "
              f"recall {score.recall:.2f}  F1 {score.f1:.2f}", file=out)  # fmt: skip
    print(f"\nmacro-F1 {macro_f1(found):.3f} on {len(guesses)} messages; errors:", file=out)
    for guess in errors:
        print(f"  {guess.intent} taken for {guess.guessed}: {guess.text}", file=out)
    _write(found, errors)
    return 0


async def _guess_all(reader: object, rows: list[tuple[str, str]]) -> list[Guess]:
    guesses = []
    for text, intent in rows:
        parsed = await reader.parse(text)  # type: ignore[attr-defined]
        guesses.append(Guess(text, intent, parsed["intent"]["name"]))
    return guesses


def _write(found: list[Score], errors: list[Guess]) -> None:
    folder = build_folder() / "results"
    folder.mkdir(parents=True, exist_ok=True)
    report = {
        "macro_f1": macro_f1(found),
        "intents": [asdict(score) for score in found],
        "errors": [asdict(guess) for guess in errors],
    }
    (folder / "intents.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
