"""What understanding a message costs with a vocabulary ten times as large.

To each phrase of the vocabulary come nine that begin with it and end in a made-up word, in a copy
of the project; Patella is trained with both, and parses the same messages. No person says a
made-up phrase, but the vocabulary has to tell them from what people say.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from scripts.bench.bots import Bot, patella, temporary_folder
from scripts.bench.figures import PATELLA, Measure, percentile
from scripts.bench.session import Session
from scripts.bench.understanding import probe
from scripts.places import Places
from scripts.terminal import Progress

TITLE = "A larger vocabulary"
MEASURES: tuple[Measure, ...] = ()
TIMES = (1, 10)
#: What a model is trained from and understands with; the rest of the project is not needed.
_COPIED = (
    *("bot", "knowledge", "serving", "scripts", "data", "requirements"),
    *("config.yml", "domain.yml", "endpoints.yml", "credentials.yml"),
)
_SYLLABLES = ("bra", "du", "fel", "gi", "kor", "lu", "mip", "no", "pry", "sto", "tak", "vee", "zun")


def measure(session: Session) -> dict[str, Any]:
    """Return milliseconds of a parse (p50) by size, a list of rounds, and how many phrases.

    Raises:
        BenchFailed: naming what did not run.
    """
    session.alone()
    rounds: list[list[float]] = []
    with temporary_folder() as folder:
        bots = {times: _enlarged(session.at, folder / str(times), times) for times in TIMES}
        phrases = [_count(at.root) for at, _ in bots.values()]
        for at, bot in bots.values():
            with Progress(f"Training with {_count(at.root):,} phrases"):
                bot.train()
        for number in range(1, session.form.rounds + 1):
            title = f"Round {number} of {session.form.rounds}: parsing"
            told = [probe(at, bot, title)["seconds"] for at, bot in bots.values()]
            rounds.append([1000 * percentile(seconds, 0.5) for seconds in told])
    series = {"sizes": phrases, "rounds": {PATELLA: rounds}}
    return {"vocabulary": series}


def notes(result: dict[str, Any]) -> list[str]:
    """Return how it was measured, in sentences."""
    return [
        f"{len(result['vocabulary']['rounds'][PATELLA])} rounds, the two sizes in turn. Patella was"
        " trained with each; to every phrase of the larger one come nine that begin with it and end"
        " in a made-up word. Parsing as under understanding, in a fresh process on one core."
    ]


def _enlarged(at: Places, folder: Path, times: int) -> tuple[Places, Bot]:
    root = folder / "project"
    root.mkdir(parents=True)
    for name in _COPIED:
        if (at.root / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(at.root / name, root / name, ignore=ignored)
        else:
            shutil.copy(at.root / name, root / name)
    file = root / "knowledge" / "vocabulary.yml"
    enlarged = more(yaml.safe_load(file.read_text(encoding="utf-8")), times)
    text = yaml.safe_dump(enlarged, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    there = replace(at, root=root)
    return there, patella(there, folder)


def more(content: dict[str, Any], times: int) -> dict[str, Any]:
    """Return the vocabulary with so many phrases for each that it has; all are different."""
    made = words(random.Random(1))
    groups = {
        group: {value: _more_phrases(term, times, made) for value, term in (terms or {}).items()}
        for group, terms in content["groups"].items()
    }
    return {**content, "groups": groups}


def _more_phrases(term: dict[str, Any], times: int, made: Iterator[str]) -> dict[str, Any]:
    phrases = term.get("phrases")
    if not phrases:
        return term
    added = [f"{phrase} {next(made)}" for phrase in phrases for _ in range(times - 1)]
    return {**term, "phrases": [*phrases, *added]}


def words(source: random.Random) -> Iterator[str]:
    """Made-up words, none of them twice."""
    seen = set()
    while True:
        word = "".join(source.choices(_SYLLABLES, k=6))
        if word not in seen:
            seen.add(word)
            yield word


def _count(root: Path) -> int:
    content = yaml.safe_load((root / "knowledge" / "vocabulary.yml").read_text(encoding="utf-8"))
    terms = [term for group in content["groups"].values() for term in (group or {}).values()]
    return sum(len(term.get("phrases", ())) for term in terms)
