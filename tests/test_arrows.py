"""What each folder may import of the others: docs/architecture.md has the same in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

MAY_IMPORT = {
    "knowledge": (),
    "serving": ("knowledge.failure",),
    "actions": ("knowledge", "serving"),
    "bot": ("knowledge", "serving"),
}
OURS = (*MAY_IMPORT, "scripts", "tests")


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def is_within(name: str, folders: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{folder}.") for folder in folders)


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_folder_imports_what_it_may(folder: str) -> None:
    files = list((ROOT / folder).rglob("*.py"))
    ours = [(file, name) for file in files for name in imported(file) if is_within(name, OURS)]
    assert ours
    wrong = [
        f"{file.relative_to(ROOT)}: {name}"
        for file, name in ours
        if not is_within(name, (folder, *MAY_IMPORT[folder]))
    ]
    assert wrong == []
