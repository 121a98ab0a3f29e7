"""The held-out messages were written apart from what they test, and nothing is made of them."""

import re
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.evaluation import findings, intents, red_flags
from bot.evaluation.__main__ import HELD_OUT
from knowledge.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
#: From this similarity on (0 to 100, word order aside) two messages are near-duplicates.
ALIKE = 90
#: Everybody says "yes", "left" or "three weeks" in the same words.
FEWEST_WORDS = 4


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]+", "", text.lower())


def held_out() -> dict[str, list[str]]:
    positive, negative = red_flags.examples(HELD_OUT / "red_flags.yml")
    return {
        "intents": [text for text, _ in intents.examples(HELD_OUT / "intents.yml")],
        "findings": [text for text, _, _ in findings.examples(HELD_OUT / "findings.yml")],
        "red flags": [row["text"] for row in (*positive, *negative)],
    }


@pytest.fixture(scope="module")
def trained_on() -> list[str]:
    rows = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            rows += [line.removeprefix("- ") for line in row["examples"].splitlines()]
    for term in load_vocabulary():
        rows += [*term.phrases, *term.patterns]
    return [plain(row) for row in rows]


@pytest.mark.parametrize(("name", "texts"), held_out().items(), ids=held_out().keys())
def test_no_held_out_message_is_trained_on(name, texts, trained_on):
    long_enough = [text for text in texts if len(text.split()) >= FEWEST_WORDS]
    alike = []
    for text in long_enough:
        best = process.extractOne(
            plain(text), trained_on, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
        )
        if best is not None:
            alike.append(f"{text} ~ {best[0]}")
    assert alike == []


@pytest.mark.parametrize(
    ("name", "fewest"), [("intents", 250), ("findings", 250), ("red flags", 600)], ids=str
)
def test_the_held_out_sets_are_large_enough(name, fewest):
    assert len(held_out()[name]) >= fewest
