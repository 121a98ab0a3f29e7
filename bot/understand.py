"""Prints what is understood of each line on standard input, one JSON object a line.

A line is plain text, or a JSON object with ``text`` and ``asked``, the id of the pending question.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

import structlog

from knowledge.search.settings import build_folder

_LISTS = ("present", "absent", "history", "uncertain")


def main() -> int:
    """Read standard input to its end; the exit code is 1 when there is no trained model."""
    out = sys.stdout
    with silence():
        from bot.nlu.reader import Reader

        folder = build_folder() / "models"
        try:
            reader = Reader(folder)
        except FileNotFoundError as error:
            print(error, file=sys.stderr)
            return 1
        run(_lines(sys.stdin.buffer), reader.parse, out)
    return 0


def run(lines: Iterable[str], parse: Any, out: TextIO) -> None:
    """Write one row for each line; a row is flushed before the next line is read."""
    for line in lines:
        text, asked = read_line(line)
        parsed = asyncio.run(parse(text, asked)) if text.strip() else {}
        line = json.dumps(row(text, parsed), ensure_ascii=False)
        # Half a surrogate pair cannot be written as it is; JSON has an escape for it.
        out.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
        out.flush()


def read_line(line: str) -> tuple[str, str | None]:
    """Return the text and the pending question of an input line, plain or JSON."""
    line = line.rstrip("\r\n")
    with contextlib.suppress(ValueError, RecursionError):
        data = json.loads(line)
        if isinstance(data, dict) and isinstance(data.get("text"), str):
            asked = data.get("asked")
            return data["text"], asked if isinstance(asked, str) else None
    return line, None


def row(text: str, parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is printed of a parsed message."""
    intent = parsed.get("intent") or {}
    return {
        "text": text,
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "findings": parsed.get("findings") or {name: [] for name in _LISTS},
        "red_flag": parsed.get("red_flag"),
    }


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Keep logs and warnings off, and whatever else prints off standard output."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        yield


def _lines(stream: Iterable[bytes]) -> Iterator[str]:
    for line in stream:
        yield line.decode("utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
