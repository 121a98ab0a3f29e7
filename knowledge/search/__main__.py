"""`make -s search`: reads questions, prints what is found, one JSON object a line.

A line of input is plain text or a JSON object with `text`; arguments are questions as well.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from knowledge.loading import ContentError
from knowledge.search.encoder import EncoderMissingError
from knowledge.search.results import SearchResult
from knowledge.search.retrieve import Search, load_search
from knowledge.search.store import IndexMissingError

SHOWN = ("id", "title", "topics", "source", "score", "text")
MOST = 3


def main(arguments: list[str] | None = None) -> int:
    """Answer the arguments, or else every line of standard input."""
    questions = sys.argv[1:] if arguments is None else arguments
    try:
        search = load_search()
    except (IndexMissingError, EncoderMissingError, ContentError) as error:
        print(f"search: {error}", file=sys.stderr)
        return 1
    try:
        answer_all(search, questions or _lines(), sys.stdout)
    except BrokenPipeError:
        # The reader has gone; without this Python complains once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def answer_all(search: Search, lines: Iterable[str], out: TextIO) -> None:
    """Write the result of each line as one line of JSON, at once."""
    for line in lines:
        query = read_query(line)
        print(json.dumps(shown(query, search.search(query, MOST)), ensure_ascii=False), file=out)
        out.flush()


def read_query(line: str) -> str:
    """Return the question of an input line, plain or JSON with `text`."""
    line = line.strip()
    if not line.startswith("{"):
        return line
    try:
        data = json.loads(line)
    except ValueError:
        return line
    return str(data.get("text") or "").strip()


def shown(query: str, result: SearchResult) -> dict[str, Any]:
    """Return a result as the contract of the inspection command shows it."""
    hits = [hit.as_dict() for hit in result.passages]
    return {
        "query": query,
        "answerable": result.answerable,
        "reason": result.reason,
        "passages": [{name: hit[name] for name in SHOWN} for hit in hits],
    }


def _lines() -> TextIO:
    # A byte that is no UTF-8 must not end the command in the middle of a file.
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdin


if __name__ == "__main__":
    sys.exit(main())
