"""Labelled messages of development, each read as it would be on the day it was written."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.findings import Reading, examples, written_on
from bot.nlu.reading import read_message


def readings_of(path: Path) -> list[Reading]:
    """Return what is read in each message of a file, beside what it states."""
    today = written_on(path)
    return [
        Reading(text, asked, expected, read_message(text, asked, today=today)[0])
        for text, asked, expected in examples(path)
    ]
