"""The vectors of an index, those of the index before taken over where their text is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

# Takes texts and whether they are questions, returns their unit vectors.
Embed = Callable[[Sequence[str], bool], np.ndarray]
# Takes texts, returns what the lower layers of the model make of them.
Probe = Callable[[Sequence[str]], np.ndarray]
Say = Callable[[str], None]

UNITS = "units.json"
#: What questions sound like; its last vectors are those of what is only remembered.
GUESS = "guess.npz"
BATCH = 256


@dataclass(frozen=True)
class Units:
    """What gets a vector: the passages, what else is searched, and what is only remembered.

    Attributes:
        passages: as they are searched.
        questions: what else leads to a passage and is searched.
        remembered: ways of asking, and of what is refused, that only the guess knows.
    """

    passages: Sequence[str]
    questions: Sequence[str]
    remembered: Sequence[str] = ()

    def write(self, folder: Path) -> None:
        """Put what tells each text from every other beside the vectors, for the next build."""
        searched = [*_keys(self.passages, False), *_keys(self.questions, True)]
        keys = {"searched": searched, "remembered": _keys(self.remembered, True)}
        (folder / UNITS).write_text(json.dumps(keys), encoding="utf-8")


def embedded(
    units: Units, embed: Embed, before: Mapping[str, np.ndarray], say: Say
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the vectors of passages, questions and what is remembered, shapes (n, dimension).

    Args:
        units: what is to be embedded.
        embed: called only with texts that have no vector yet.
        before: vectors that are there already, by the keys of their texts.
        say: told about progress, a line at a time.
    """
    kinds = ((units.passages, False), (units.questions, True), (units.remembered, True))
    keys = [key for texts, are_questions in kinds for key in _keys(texts, are_questions)]
    new = sum(key not in before for key in keys)
    kept = len(keys) - new
    if new:
        known = f", {kept} are known" if kept else ""
        say(f"index: embedding {new} passages and questions{known}")
    passages = _vectors(units.passages, False, embed, before, say)
    empty = np.empty((0, passages.shape[1]), dtype=np.float32)
    questions, remembered = (
        _vectors(texts, True, embed, before, say) if texts else empty
        for texts in (units.questions, units.remembered)
    )
    # As they are kept, so that an index is the same whether they are new or taken over.
    return passages, questions, remembered.astype(np.float16).astype(np.float32)


def vectors_in(folder: Path, encoder: str) -> dict[str, np.ndarray]:
    """Return the vectors of an index by the keys of their texts; none of another model's."""
    try:
        about = json.loads((folder / "content.json").read_text(encoding="utf-8"))
        keys = json.loads((folder / UNITS).read_text(encoding="utf-8"))
        vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        searched, remembered = keys["searched"], keys["remembered"]
    except (OSError, ValueError, EOFError, KeyError, TypeError):
        return {}
    if about["encoder"] != encoder or len(searched) != len(vectors):
        return {}
    return dict(zip(searched, vectors, strict=True)) | _remembered_in(folder, remembered)


def _remembered_in(folder: Path, keys: Sequence[str]) -> dict[str, np.ndarray]:
    if not keys:
        return {}
    try:
        with np.load(folder / GUESS, allow_pickle=False) as read:
            vectors = read["vectors"][-len(keys) :]
            return dict(zip(keys, vectors, strict=True))
    except (OSError, ValueError, EOFError, KeyError, BadZipFile):
        return {}


def _keys(texts: Sequence[str], are_questions: bool) -> list[str]:
    kind = b"?" if are_questions else b"."
    return [hashlib.sha256(kind + each.encode()).hexdigest()[:32] for each in texts]


def _vectors(
    texts: Sequence[str], are_questions: bool, embed: Embed, before: Mapping[str, np.ndarray],
    say: Say,
) -> np.ndarray:  # fmt: skip
    keys = _keys(texts, are_questions)
    missing = [number for number, key in enumerate(keys) if key not in before]
    found: dict[int, np.ndarray] = {}
    for start in range(0, len(missing), BATCH):
        chosen = missing[start : start + BATCH]
        found.update(zip(chosen, embed([texts[n] for n in chosen], are_questions), strict=True))
        if len(missing) > BATCH:
            say(f"index: embedded {start + len(chosen)} of {len(missing)}")
    rows = [found[n] if n in found else before[key] for n, key in enumerate(keys)]
    return np.asarray(rows, dtype=np.float32)
