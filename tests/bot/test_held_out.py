"""The held-out messages were written apart from what they test, and nothing is made of them."""

import re
from functools import cache

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.evaluation import findings, intents, red_flags
from bot.evaluation.held_out import FINDINGS, INTENTS, RED_FLAGS, files
from bot.evaluation.vignettes.cards import load_cards
from bot.nlu.learned.examples import load_examples
from knowledge.loading import ROOT, load_front_matter, load_yaml
from knowledge.search.evaluation.held_out import load_held_out
from knowledge.vocabulary import load_vocabulary

#: From this similarity on (0 to 100, word order aside) two messages are near-duplicates.
ALIKE = 90
#: Everybody says "yes", "left" or "three weeks" in the same words.
FEWEST_WORDS = 4


def plain(text: str) -> str:
    """The words alone, in the order of the alphabet."""
    return " ".join(sorted(re.sub(r"[^a-z0-9 ]+", "", text.lower()).split()))


def near_duplicates(texts, held_out):
    """The texts that are much like a held-out message."""
    texts = [text for text in texts if len(text.split()) >= FEWEST_WORDS]
    wanted = [plain(text) for text in held_out if len(text.split()) >= FEWEST_WORDS]
    alike = process.cdist(
        wanted,
        [plain(text) for text in texts],
        scorer=fuzz.ratio,
        score_cutoff=ALIKE,
        dtype=np.uint8,
        workers=2,
    )
    return [texts[number] for number in np.flatnonzero(alike.any(axis=0))]


@cache
def held_out() -> dict[str, list[str]]:
    rows = [row for path in files(RED_FLAGS) for part in red_flags.examples(path) for row in part]
    return {
        "intents": [text for path in files(INTENTS) for text, _ in intents.examples(path)],
        "findings": [text for path in files(FINDINGS) for text, _, _ in findings.examples(path)],
        "red flags": [row["text"] for row in rows],
        # The short answers on the cards ("7 out of 10") are everybody's.
        "patient cards": [card.opening for card in load_cards()],
    }


@pytest.fixture(scope="module")
def trained_on() -> list[str]:
    rows = [example.text for example in load_examples()]
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            rows += [line.removeprefix("- ") for line in row["examples"].splitlines()]
    for term in load_vocabulary():
        rows += [*term.phrases, *term.patterns]
    return rows


@pytest.mark.parametrize("name", ["intents", "findings", "red flags", "patient cards"])
def test_no_held_out_message_is_trained_on(name, trained_on):
    alike = near_duplicates(trained_on, held_out()[name])
    if alike:
        # No traceback: it would show held-out messages, which nobody is to write examples by.
        pytest.fail("\n".join(["To be deleted from what is trained on:", *alike]), pytrace=False)


@pytest.fixture(scope="module")
def searched_with() -> list[str]:
    """The ways of asking that search knows, what it refuses by, and what refusal is set on."""
    knowledge = ROOT / "knowledge"
    rows = []
    for path in sorted((knowledge / "documents").rglob("*.md")):
        rows += load_front_matter(path)[0].get("questions", ())
    refused = load_yaml(knowledge / "search" / "refused.yml")
    calibrated_on = load_yaml(knowledge / "search" / "calibration_questions.yml")
    asked = [load_yaml(path) for path in sorted((knowledge / "documents" / "asked").glob("*.yml"))]
    for lists in (refused, calibrated_on["refused"], *asked):
        rows += [question for each in lists.values() for question in each]
    return rows + [each["ask"] for each in calibrated_on["answerable"]]


@pytest.mark.parametrize("kind", ["answerable", "unanswerable"])
def test_no_held_out_question_is_searched_with(kind, searched_with):
    asked = [each.ask for each in getattr(load_held_out(), kind)]
    assert len(searched_with) > len(asked)
    alike = near_duplicates(searched_with, asked)
    if alike:
        pytest.fail("\n".join(["To be deleted or said otherwise:", *alike]), pytrace=False)


@pytest.mark.parametrize(
    ("text", "is_alike"),
    [
        ("my left knee gives way on the stairs", True),
        ("On the stairs my left knee gives way!!", True),
        ("my left knee givs way on the stairs", True),
        ("my right hip aches after a long walk", False),
    ],
    ids=str,
)
def test_near_duplicates_are_told(text, is_alike):
    found = near_duplicates([text, "no fever"], ["My left knee gives way on the stairs.", "left"])
    assert found == ([text] if is_alike else [])


@pytest.mark.parametrize(
    ("name", "fewest"), [("intents", 250), ("findings", 250), ("red flags", 600)], ids=str
)
def test_the_held_out_sets_are_large_enough(name, fewest):
    number = len(held_out()[name])
    assert number >= fewest
