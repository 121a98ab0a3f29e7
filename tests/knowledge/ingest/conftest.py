from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.ingest.__main__ import main
from knowledge.search import settings
from knowledge.search.store import load_store
from tests.knowledge.search.corpus import corpus


class FakeEmbed:
    """Turns texts into vectors by their letters, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts, are_questions) -> np.ndarray:
        self.asked += texts
        rows = [[text.count(letter) + 0.1 for letter in "abcdehklnorst"] for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class Place:
    """An installation of its own: three documents, an exported model, nothing ingested."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.docs = root / "docs"
        self.embed = FakeEmbed()

    def ingest(self, *arguments: str, docs: Path | None = None) -> int:
        self.embed.asked.clear()
        folder = (
            [] if "--forget" in arguments or "--list" in arguments else [str(docs or self.docs)]
        )
        return main([*folder, *arguments], embed=self.embed)

    def served(self) -> list[str]:
        """The ids of the passages that the index serves."""
        return [each.id for each in load_store(self.root / "build" / "index").passages]

    def passages(self) -> dict:
        return {each.id: each for each in load_store(self.root / "build" / "index").passages}


OURS = [
    "clear-scan#a-clear-scan-is-a-clue",
    "long-sitting#sitting-at-a-desk",
    "weak-buttocks#what-the-buttock-muscles-do",
]


def export(folder: Path) -> None:
    """Make it look as if the embedding model had been exported."""
    folder.mkdir(parents=True)
    (folder / "encoder.json").write_text(
        f'{{"model": "{settings.DEFAULT_MODEL}", "fingerprint": "f"}}'
    )


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Place:
    documents, sources = corpus(tmp_path / "ours")
    export(tmp_path / "build" / "encoder")
    monkeypatch.setenv("PATELLA_BUILD", str(tmp_path / "build"))
    monkeypatch.setenv("PATELLA_VAR", str(tmp_path / "var"))
    for name in ("PATELLA_EMBEDDING_MODEL", "PATELLA_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(settings, "DOCUMENTS", documents)
    monkeypatch.setattr(settings, "SOURCES", sources)
    return Place(tmp_path)
