"""Reading the best passages once more beside the question, where a cross-encoder is at hand.

A cross-encoder sees question and passage together and so tells near ones apart that have much the
same vector. It is off unless `PATELLA_RERANKER_MODEL` names one, since none comes with the
packages; a name that cannot be loaded is said once in the log, and search goes on without.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from knowledge.search import settings

log = logging.getLogger("patella.search")

#: How many of the best passages are read once more; each costs about as much as a query.
READ_AGAIN = 10


class Reranks(Protocol):
    """Whatever scores passages beside a question."""

    def scores(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Return one score a text, the higher the better, shape (n,)."""
        ...


class CrossEncoderReranker:
    """Scores with a cross-encoder of sentence-transformers.

    Args:
        model: a loaded ``CrossEncoder``.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def scores(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Return one score a text, the higher the better, shape (n,)."""
        pairs = [(query, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32)


def load_reranker() -> Reranks | None:
    """Return the re-ranker that the setting names; ``None`` where there is none."""
    name = settings.reranker_model()
    return _load(name) if name else None


@lru_cache(maxsize=1)
def _load(name: str) -> Reranks | None:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoderReranker(CrossEncoder(name, max_length=512))
    except (OSError, ValueError, RuntimeError) as error:
        log.warning(
            "PATELLA_RERANKER_MODEL: %s cannot be loaded (%s); searching without it",
            name,
            type(error).__name__,
        )
        return None
