"""The sentence encoder that serves queries: onnxruntime and tokenizers alone, no torch.

Both processes use it, so it runs on Python 3.10; `knowledge.search.export` makes its files.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from knowledge.search import settings

LARGEST_BATCH = 32
# Of equally long texts so many tokens are encoded together: what they need fits into a processor's
# second cache, and the weights are read once for all.
_TOKENS_TOGETHER = 512
_WORTH_SHARING = 100

#: The graphs of an exported model: embeddings, the same in 8 bits, and what classifiers see.
MODEL = "model.onnx"
MODEL_INT8 = "model.int8.onnx"
PROBES = "probes.onnx"


class EncoderMissingError(RuntimeError):
    """The embedding model has not been exported, or its files are incomplete."""


class Encoder:
    """Turns sentences into vectors, shape (n, dimension), float32.

    Attributes:
        model: the name of the SentenceTransformer it was exported from.
        dimension: length of a vector.
        fingerprint: SHA-256 of the weights, so that stored vectors know what made them.
    """

    def __init__(self, folder: Path, graph: str = MODEL, threads: int = 1) -> None:
        about = _read_about(folder)
        self._folder, self._threads = folder, threads
        self.model: str = about["model"]
        self.dimension: int = about["probes" if graph == PROBES else "dimension"]
        self.max_tokens: int = about["max_tokens"]
        self.prompts: dict[str, str] = about.get("prompts", {})
        self.fingerprint: str = about["fingerprint"]
        self._pad: int = about.get("pad_token_id", 0)
        self._tokenizer = _load_tokenizer(folder / "tokenizer.json", self.max_tokens)
        if not (folder / graph).is_file():
            raise EncoderMissingError(f"{folder / graph} is missing: run `make train`")
        # In 8 bits the scale of a layer is that of its whole batch, so that in company a text would
        # get another vector than alone; and short texts are no slower one by one.
        self._batch = 1 if graph == PROBES else LARGEST_BATCH
        self._workers = threads if self._batch == 1 else 1
        self._session = _load_session(folder / graph, 1 if self._batch == 1 else threads)

    def encode(self, texts: Sequence[str], prompt: str = "") -> np.ndarray:
        """Return one vector a text; `prompt` names one of the model's own prompts."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        before = self.prompts.get(prompt, "")
        rows = [each.ids for each in self._tokenizer.encode_batch([before + t for t in texts])]
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        self._fill(vectors, rows, _in_batches(order, self._batch))
        return vectors

    def encode_together(self, texts: Sequence[str]) -> np.ndarray:
        """Return one vector a text, for training: a fifth sooner than `encode` where it runs alone.

        In 8 bits a text in company gets a vector that differs from the one it gets alone by as much
        as that one is rounded by. Of tens of thousands of texts the recogniser learns the same from
        either; with fewer, as of the intents, it was measurably worse.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        alike: dict[int, list[int]] = {}
        for number, row in enumerate(rows):
            alike.setdefault(len(row), []).append(number)
        batches = [
            batch
            for length, numbers in sorted(alike.items())
            for batch in _in_batches(numbers, max(1, _TOKENS_TOGETHER // length))
        ]
        self._fill(vectors, rows, batches)
        return vectors

    def probe(self, texts: Sequence[str]) -> np.ndarray:
        """Return what the lower layers of the same model make of each text; loaded when needed."""
        return self._probes.encode(texts)

    @cached_property
    def _probes(self) -> Encoder:
        return Encoder(self._folder, PROBES, self._threads)

    def _fill(
        self, vectors: np.ndarray, rows: Sequence[list[int]], batches: Sequence[list[int]]
    ) -> None:
        def run(chosen: list[int]) -> None:
            vectors[chosen] = self._run([rows[number] for number in chosen])

        if self._workers == 1 or len(batches) < _WORTH_SHARING:
            for chosen in batches:
                run(chosen)
            return
        with ThreadPoolExecutor(self._workers) as pool:
            deque(pool.map(run, batches), maxlen=0)

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
    """Return the exported encoder of this installation, loaded once; its vectors are of length 1.

    Raises:
        EncoderMissingError: nothing has been exported yet.
    """
    graph = MODEL_INT8 if settings.wants_int8() else MODEL
    return Encoder(settings.encoder_folder(), graph, settings.encoder_threads())


@lru_cache(maxsize=1)
def load_probes() -> Encoder:
    """Return the lower layers of the same model, which classifiers learn from, loaded once.

    Raises:
        EncoderMissingError: nothing has been exported yet.
    """
    return Encoder(settings.encoder_folder(), PROBES, settings.encoder_threads())


def _in_batches(numbers: Sequence[int], size: int) -> list[list[int]]:
    return [list(numbers[start : start + size]) for start in range(0, len(numbers), size)]


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
