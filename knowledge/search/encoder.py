"""The sentence encoder that serves queries: onnxruntime and tokenizers alone, no torch.

Both processes use it, so it runs on Python 3.10; `knowledge.search.export` makes its files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from knowledge.search import settings

LARGEST_BATCH = 32


class EncoderMissingError(RuntimeError):
    """The embedding model has not been exported, or its files are incomplete."""


class Encoder:
    """Turns sentences into unit vectors, shape (n, dimension), float32.

    Attributes:
        model: the name of the SentenceTransformer it was exported from.
        dimension: length of a vector.
        fingerprint: SHA-256 of the weights, so that stored vectors know what made them.
    """

    def __init__(self, folder: Path, threads: int = 1, int8: bool = False) -> None:
        about = _read_about(folder)
        self.model: str = about["model"]
        self.dimension: int = about["dimension"]
        self.max_tokens: int = about["max_tokens"]
        self.prompts: dict[str, str] = about.get("prompts", {})
        self.fingerprint: str = about["fingerprint"]
        self._pad: int = about.get("pad_token_id", 0)
        self._tokenizer = _load_tokenizer(folder / "tokenizer.json", self.max_tokens)
        name = "model.int8.onnx" if int8 else "model.onnx"
        if not (folder / name).is_file():
            raise EncoderMissingError(f"{folder / name} is missing: run `make train`")
        self._session = _load_session(folder / name, threads)

    def encode(self, texts: Sequence[str], prompt: str = "") -> np.ndarray:
        """Return one unit vector a text; `prompt` names one of the model's own prompts."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        before = self.prompts.get(prompt, "")
        rows = [each.ids for each in self._tokenizer.encode_batch([before + t for t in texts])]
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        for start in range(0, len(order), LARGEST_BATCH):
            chosen = order[start : start + LARGEST_BATCH]
            vectors[chosen] = self._run([rows[number] for number in chosen])
        return vectors

    def _run(self, rows: list[list[int]]) -> np.ndarray:
        longest = max(len(row) for row in rows)
        ids = np.full((len(rows), longest), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        outputs: Any = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return outputs[0]


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """Return the exported encoder of this installation, loaded once.

    Raises:
        EncoderMissingError: nothing has been exported yet.
    """
    folder = settings.encoder_folder()
    return Encoder(folder, settings.encoder_threads(), settings.wants_int8())


def _read_about(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise EncoderMissingError(
            f"no embedding model in {folder}: run `make train`, which exports it"
        ) from None
    return about


def _load_tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    # Packaged tokenizers carry a fixed padding and a short truncation, either of which would
    # silently change the vectors.
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _load_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning threads would burn a core between two messages.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
