"""Which program and which knowledge an assessment rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import tomllib

from knowledge.loading import ROOT

#: What a decision or a sentence of a report can come from.
KNOWLEDGE = ("knowledge/**/*.yml", "knowledge/**/*.md", "knowledge/**/*.py")
DIGITS = 12


def versions(root: Path = ROOT) -> dict[str, str]:
    """The project's version and a fingerprint of the knowledge that lies beside it."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    files = (path for pattern in KNOWLEDGE for path in root.glob(pattern))
    return {"Patella": str(project["version"]), "knowledge": fingerprint(files, root)[:DIGITS]}


def fingerprint(files: Iterable[Path], root: Path) -> str:
    """One digest of the places and contents of files under `root`, whatever their order."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
