"""The patient cards (tests/cases) are complete and speak the vocabulary."""

import pytest
import yaml

from knowledge.loading import ROOT
from knowledge.patterns import load_patterns
from knowledge.urgency import LEVELS
from knowledge.vocabulary import load_vocabulary

CARDS = [
    card
    for path in sorted((ROOT / "tests" / "cases").glob("*.yml"))
    for card in yaml.safe_load(path.read_text(encoding="utf-8"))
]
GROUPS = {
    "location": ("location",),
    "triggers": ("triggers",),
    "quality": ("quality",),
    "present": ("findings",),
    "history": ("history",),
    "unsure": ("findings", "history"),
}


def test_there_are_enough_cards_and_each_has_a_name_of_its_own():
    names = [card["id"] for card in CARDS]
    assert len(names) >= 120
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])
def test_a_card_speaks_the_vocabulary(card):
    vocabulary = load_vocabulary()
    for name, groups in GROUPS.items():
        for value in card["facts"].get(name) or ():
            term = vocabulary.find(value)
            assert term is not None and term.group in groups, f"{name}: {value}"
    assert card["expected"] in card["acceptable"]
    assert set(card["acceptable"]) <= set(LEVELS)
    assert card["pattern"] in (None, *(pattern.id for pattern in load_patterns().patterns))
    assert card["opening"].strip() and card["why"].strip()
