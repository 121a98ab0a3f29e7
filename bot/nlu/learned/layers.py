"""The encoder's layers of the examples, kept on disk: a changed example is encoded, not all.

Encoding is by far the longest part of training. What is kept is only what the last training used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.search.encoder import load_probes

FILE = Path("recogniser") / "layers.npz"
_KEY_BYTES = 16


def encode_kept(texts: Sequence[str], path: Path) -> np.ndarray:
    """Return the layers of prepared texts, shape (n, d), taking from a file what it holds.

    The file is then replaced, whole, by the layers of these texts. One that is missing, damaged or
    of another encoder holds nothing.
    """
    encoder = load_probes()
    keys = [_key(text) for text in texts]
    kept = _load(path, encoder.fingerprint, encoder.dimension)
    places = {key: place for place, key in enumerate(kept[0])}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in places}
    fresh = encoder.encode_together(list(missing.values())).astype(np.float16)
    rows = np.vstack([kept[1], fresh])
    places |= {key: len(kept[1]) + number for number, key in enumerate(missing)}
    used = list(dict.fromkeys(keys))
    _save(path, encoder.fingerprint, used, rows[[places[key] for key in used]])
    return rows[[places[key] for key in keys]].astype(np.float32)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()


def _load(path: Path, fingerprint: str, dimension: int) -> tuple[list[bytes], np.ndarray]:
    nothing: tuple[list[bytes], np.ndarray] = ([], np.zeros((0, dimension), np.float16))
    try:
        with np.load(path, allow_pickle=False) as stored:
            keys, rows = stored["keys"], stored["rows"]
            of_this = stored["encoder"].tobytes().decode() == fingerprint
    except (OSError, ValueError, KeyError, BadZipFile):
        return nothing
    if not of_this or rows.shape != (len(keys), dimension):
        return nothing
    return [bytes(key) for key in keys], rows


def _save(path: Path, fingerprint: str, keys: Sequence[bytes], rows: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name("new-layers.npz")
    np.savez(
        fresh,
        keys=np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), _KEY_BYTES),
        rows=rows,
        encoder=np.frombuffer(fingerprint.encode(), np.uint8),
    )
    os.replace(fresh, path)
