"""The findings that red flags which cannot wait are made of."""

from __future__ import annotations

from functools import lru_cache

from knowledge.conditions import names_in
from knowledge.red_flags import urgent_flags


@lru_cache(maxsize=1)
def urgent_signs() -> frozenset[str]:
    """Their names, as the vocabulary has them."""
    return frozenset(
        name for flag in urgent_flags() for group, name in names_in(flag.when) if group == "finding"
    )
