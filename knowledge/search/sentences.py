"""The vectors of the sentences of passages, by which an answer is cut to what was asked.

A passage has about eight sentences, so that to encode them takes several times as long as to
find it. They are encoded with the index, where this has not too many passages; those of others
when a passage is first told, and then they are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.answer import sentences

SENTENCES = "sentences.npz"
#: Of more passages than this none is encoded beforehand; those of one take about 12 kB.
MOST_PASSAGES = 1000
#: Passages of which they are kept besides.
PASSAGES_KEPT = 1024

# Takes texts and the name of a prompt, returns their unit vectors, as `Encoder.encode` does.
Encode = Callable[[Sequence[str], str], np.ndarray]


class SentenceVectors:
    """What an encoder makes of the sentences of passages.

    Args:
        encode: see `Encode`.
        stored: what was encoded beforehand, as `read_sentences` returns it.
    """

    def __init__(self, encode: Encode, stored: Mapping[str, np.ndarray] | None = None) -> None:
        self._encode = encode
        self._stored = stored or {}
        self._kept = lru_cache(maxsize=PASSAGES_KEPT)(self._make)

    def of(self, passage: str) -> np.ndarray:
        """Return one unit vector for each of `sentences` of a passage's text; not to be changed."""
        stored = self._stored.get(_key(_cut(passage)))
        return self._kept(passage) if stored is None else stored

    def _make(self, passage: str) -> np.ndarray:
        vectors = self._encode(_cut(passage), "document")
        # It is handed out again and again.
        vectors.setflags(write=False)
        return vectors


def write_sentences(
    folder: Path,
    encoder: str,
    passages: Sequence[str],
    encode: Encode,
    before: Mapping[str, np.ndarray],
) -> None:
    """Put the vectors of the sentences of passages beside an index, if these are not too many.

    Args:
        folder: of the index.
        encoder: fingerprint of the model behind `encode`.
        passages: their texts.
        encode: see `Encode`; called only with sentences of passages that are not in `before`.
        before: what earlier indexes hold, as `read_sentences` returns it.
    """
    if not 0 < len(passages) <= MOST_PASSAGES:
        return
    said = {_key(cut): cut for cut in map(_cut, passages)}
    new = {key: cut for key, cut in said.items() if key not in before}
    made = _encoded_at_once(new, encode) if new else {}
    rows = [before[key] if key in before else made[key] for key in said]
    np.savez(
        folder / SENTENCES,
        encoder=np.array(encoder),
        keys=np.array(list(said)),
        ends=np.cumsum([len(each) for each in rows]),
        vectors=np.concatenate(rows),
    )


def read_sentences(folder: Path, encoder: str) -> dict[str, np.ndarray]:
    """Return the key of each passage with the vectors of its sentences, which cannot be changed.

    There are none where nothing was written, or another model wrote it, or the file is broken:
    they can always be made anew.
    """
    try:
        with np.load(folder / SENTENCES, allow_pickle=False) as read:
            if read["encoder"].item() != encoder:
                return {}
            keys, ends, vectors = read["keys"].tolist(), read["ends"], read["vectors"]
    except (OSError, ValueError, EOFError, KeyError, BadZipFile):
        return {}
    vectors.setflags(write=False)
    return dict(zip(keys, np.split(vectors, ends[:-1]), strict=True))


def _encoded_at_once(said: Mapping[str, Sequence[str]], encode: Encode) -> dict[str, np.ndarray]:
    """Return the vectors of each list of sentences; of all, the encoder finds those of a length."""
    vectors = encode([sentence for cut in said.values() for sentence in cut], "document")
    ends = np.cumsum([len(cut) for cut in said.values()])
    return dict(zip(said, np.split(vectors, ends[:-1]), strict=True))


def _cut(passage: str) -> list[str]:
    return [passage[begin:end] for begin, end in sentences(passage)]


def _key(said: Sequence[str]) -> str:
    # Of the sentences and not of the text, so that another way of cutting it finds none.
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:32]
