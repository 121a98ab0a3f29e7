"""`GET /ready`: whether the embedding model and the documents can be searched, by doing it."""

from __future__ import annotations

import asyncio
from functools import lru_cache

from sanic.request import Request
from sanic.response import HTTPResponse, json

from serving import checksums
from serving.readiness import Readiness

#: A question that the documents answer, whatever else is added to them.
QUESTION = "can knee pain come from the hip"


@lru_cache(maxsize=1)
def look_at_files() -> None:
    """Make sure, once, that the embedding model's files are those that were exported.

    Whether it was loaded already says nothing: a question may have come before the first look.

    Raises:
        Damaged: if they are not.
    """
    from knowledge.search import settings
    from knowledge.search.encoder import MODEL, MODEL_INT8

    graph = MODEL_INT8 if settings.wants_int8() else MODEL
    files = ["encoder.json", "tokenizer.json", graph]
    checksums.check(settings.encoder_folder(), checksums.model_key(), only=files)


def encode() -> str | None:
    """Try the embedding model, whose files must be those that were exported."""
    from knowledge.search.encoder import load_encoder

    look_at_files()
    (vector,) = load_encoder().encode([QUESTION])
    return None if vector.any() else "nothing encoded"


def find() -> str | None:
    """Try to find passages."""
    from knowledge.search.retrieve import load_search

    return None if load_search().rank(QUESTION, 1) else "nothing found"


def make_readiness() -> Readiness:
    """The checks behind ``/ready``, in threads: whoever else asks is answered meanwhile."""

    async def embedding() -> str | None:
        return await asyncio.to_thread(encode)

    async def passages() -> str | None:
        return await asyncio.to_thread(find)

    return Readiness({"embedding": embedding, "passages": passages})


async def ready(request: Request) -> HTTPResponse:
    """{"ready", "checks"}, with 503 where one of them fails, or the server is being ended."""
    checks = await request.app.ctx.readiness.report()
    is_ready = all(checks.values()) and not request.app.ctx.stopping
    return json({"ready": is_ready, "checks": checks}, 200 if is_ready else 503)
