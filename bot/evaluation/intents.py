"""The intents of held-out messages (tests/nlu/intents*.yml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.evaluation.scores import Score, by_class


@dataclass(frozen=True)
class Guess:
    """A held-out message, its intent, and the one that understanding gave it."""

    text: str
    intent: str
    guessed: str
    file: str = ""


def examples(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (text, intent) from a file of Rasa training examples."""
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        for line in row["examples"].splitlines():
            if line.strip():
                yield line.removeprefix("- ").strip(), row["intent"]


def scores(guesses: Iterable[Guess]) -> list[Score]:
    """The score of each intent."""
    rows = list(guesses)
    return by_class(
        (row.intent for row in rows),
        (row.guessed for row in rows),
        (row.intent for row in rows if row.intent == row.guessed),
    )
