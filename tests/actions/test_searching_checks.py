"""What the action server looks at before it says that it can search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions import health
from knowledge.search.encoder import load_encoder
from serving.checksums import Damaged


@pytest.fixture(autouse=True)
def not_looked_yet() -> Iterator[None]:
    health.look_at_files.cache_clear()
    yield
    health.look_at_files.cache_clear()


def test_what_was_exported_passes() -> None:
    assert health.encode() is None
    assert health.find() is None


def test_a_damaged_model_does_not_pass_because_something_has_loaded_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_encoder()
    monkeypatch.setenv("PATELLA_BUILD", str(tmp_path))
    for _ in range(2):
        with pytest.raises(Damaged):
            health.encode()
