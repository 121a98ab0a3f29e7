"""Turning over in bed sets it off where it hurts, and is an ordinary thing where it does not."""

from __future__ import annotations

import pytest

from bot.nlu.extract.turning_in_bed import hurts_turning_in_bed
from bot.nlu.reading import read_message


@pytest.mark.parametrize(
    "text",
    [
        "it hurts when i turn over in bed",
        "twinges if i turn over in bed",
        "not dramatic but it has never settled: clicks, twinges if i turn over in bed, puffs up",
        "her hip hurts when she turns over in bed",
        "turning over in bed hurts",
        "rolling over in bed is really painful",
        "worse turning in bed",
    ],
)
def test_where_it_hurts_it_is_what_sets_it_off(text: str) -> None:
    assert hurts_turning_in_bed(text)
    findings, _ = read_message(text, None)
    assert "twisting" in findings["triggers"]


@pytest.mark.parametrize(
    "text",
    [
        "i turn over in bed a lot",
        "it doesn't hurt when i turn over in bed",
        "no pain when i turn over in bed",
        "never hurts turning over in bed",
        "it hurts on the stairs. i can turn over in bed fine",
        "wakes me every night, turning over doesn't help",
    ],
)
def test_where_it_does_not_it_is_not(text: str) -> None:
    assert not hurts_turning_in_bed(text)


def test_what_is_asked_is_not_told() -> None:
    findings, _ = read_message("is it bad if it hurts when i turn over in bed?", None)
    assert "triggers" not in findings
