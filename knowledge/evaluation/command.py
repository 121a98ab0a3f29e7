"""What the commands of all evaluations share: their common options, and the files they write."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def parser(part: str, description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that every part of `make evaluate` knows.

    Args:
        part: its name, as in ``ARGS=search``.
        description: what the part does, for `--help`.
    """
    made = argparse.ArgumentParser(prog=f"make evaluate ARGS={part}", description=description)
    made.add_argument("--gates", action="store_true", help="print the gates alone")
    made.add_argument(
        "--docs", action="store_true", help="write the figures into docs/evaluation.md"
    )
    return made


def write_json(folder: Path, **contents: Mapping[str, Any]) -> None:
    """Write each content to a file of its name, with the folder where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
