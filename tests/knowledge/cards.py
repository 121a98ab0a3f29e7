"""The patient cards of tests/cases, and what a whole interview would learn of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from knowledge.answers import ABSENT, PRESENT, UNCERTAIN, Answers, as_range
from knowledge.loading import ROOT
from knowledge.questions import load_questions
from knowledge.vocabulary import load_vocabulary


def load_cards() -> list[dict[str, Any]]:
    """Every card, in the order of the files."""
    paths = sorted((ROOT / "tests" / "cases").glob("*.yml"))
    return [card for path in paths for card in yaml.safe_load(path.read_text(encoding="utf-8"))]


def answers_of(card: Mapping[str, Any]) -> Answers:
    """The answers of somebody who was asked everything and told the truth of the card."""
    facts = card["facts"]
    statuses = {value: ABSENT for q in load_questions().values() for value in q.options}
    statuses |= {value: PRESENT for value in (*_list(facts, "present"), *_list(facts, "history"))}
    statuses |= {value: UNCERTAIN for value in _list(facts, "unsure")}
    groups: dict[str, dict[str, str]] = {"findings": {}, "history": {}}
    for value, status in statuses.items():
        term = load_vocabulary().find(value)
        if term is not None and term.group in groups:
            groups[term.group][value] = status
    single = ("who", "age", "side", "onset", "injury", "severity")
    days = facts.get("duration_days")
    return Answers(
        **{name: facts.get(name) for name in single},
        **{name: tuple(_list(facts, name)) for name in ("location", "triggers", "quality")},
        duration_days=None if days is None else as_range(days),
        **groups,
    )


def _list(facts: Mapping[str, Any], name: str) -> list[str]:
    return list(facts.get(name) or ())
