from __future__ import annotations

import io
import json
import logging
import warnings
from typing import Any

import pytest
import structlog

from bot.understand import read_line, row, run, silence

NOTHING = {"present": [], "absent": [], "history": [], "uncertain": []}


async def parse(text: str, asked: str | None) -> dict[str, Any]:
    return {
        "intent": {"name": "inform", "confidence": 0.98765},
        "findings": {"side": asked},
        "red_flag": None,
        "moves": ["inform"],
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("my knee hurts\n", ("my knee hurts", None)),
        ('{"text": "left", "asked": "side"}\n', ("left", "side")),
        ('{"text": "left", "asked": null}', ("left", None)),
        ('{"text": "left", "asked": 3}', ("left", None)),
        ('{"text": 5}', ('{"text": 5}', None)),
        ("[1, 2]", ("[1, 2]", None)),
        ("{broken", ("{broken", None)),
        ("42", ("42", None)),
        ("[" * 5000, ("[" * 5000, None)),
        ("", ("", None)),
    ],
)
def test_read_line(line: str, expected: tuple[str, str | None]) -> None:
    assert read_line(line) == expected


def test_one_row_a_line_and_nothing_else() -> None:
    out = io.StringIO()
    run(["hello\n", "\n", '{"text": "left", "asked": "side"}\n'], parse, out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [each["text"] for each in rows] == ["hello", "", "left"]
    assert all(
        list(each) == ["text", "intent", "confidence", "findings", "red_flag"] for each in rows
    )
    assert rows[2]["findings"] == {"side": "side"}


def test_an_empty_line_has_no_intent() -> None:
    assert row("", {}) == {
        "text": "",
        "intent": None,
        "confidence": 0.0,
        "findings": NOTHING,
        "red_flag": None,
    }


def test_silence_keeps_standard_output_for_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    disabled = logging.root.manager.disable
    configured = structlog.get_config()
    with warnings.catch_warnings(), silence():
        print("something a library says")
    logging.disable(disabled)
    structlog.configure(**configured)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "something a library says\n")
