"""An emergency that is told after asking what to do is one, and no question about signs."""

from __future__ import annotations

import pytest

from knowledge.search.refuse import refused_by_rule


@pytest.mark.parametrize(
    "text",
    [
        "what should I do I can't breathe",
        "What do I do? My chest hurts and I can't breathe",
        "what do we do now, he's not breathing",
    ],
)
def test_what_to_do_now_is_asked_in_an_emergency(text: str) -> None:
    assert refused_by_rule(text) == "emergency"


@pytest.mark.parametrize(
    "text", ["what should I do if I can't breathe", "what do we do when somebody can't breathe"]
)
def test_what_to_do_if_is_for_the_documents(text: str) -> None:
    assert refused_by_rule(text) is None
