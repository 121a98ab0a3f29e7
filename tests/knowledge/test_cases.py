"""The patient cards (tests/cases) are complete, cite a guideline and do not gainsay themselves."""

import pytest
import yaml

from bot.evaluation.vignettes.cards import STATABLE
from knowledge.loading import ROOT
from knowledge.patterns import load_patterns
from knowledge.sources import load_sources
from knowledge.urgency import LEVELS
from knowledge.vocabulary import load_vocabulary
from tests.knowledge import openings

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
QUESTIONS = {"age", "side", "severity", "duration_days", *GROUPS, "onset", "injury"}
LONGEST_WHY = 260

each_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])


def test_there_are_enough_cards_and_each_has_a_name_of_its_own():
    names = [card["id"] for card in CARDS]
    assert len(names) >= 220
    assert len(set(names)) == len(names)


@each_card
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


@each_card
def test_a_card_says_why_in_a_whole_sentence_and_by_which_guideline(card):
    assert card["why"].endswith(".") and len(card["why"]) <= LONGEST_WHY
    assert 1 <= len(card["guideline"]) <= 2
    assert len(set(card["guideline"])) == len(card["guideline"])
    assert set(card["guideline"]) <= set(load_sources())


@each_card
def test_the_levels_that_are_accepted_lie_side_by_side(card):
    places = sorted(LEVELS.index(level) for level in card["acceptable"])
    assert places == list(range(places[0], places[-1] + 1)) and len(places) <= 2


@each_card
def test_only_a_card_with_a_red_flag_is_urgent(card):
    # An injured knee that catches or gives way belongs in a clinic within days and is no red flag;
    # a red flag may be routine only where a clinician would also accept to see it sooner.
    if card["expected"] in ("emergency", "same_day"):
        assert card["red_flags"]
    if card["expected"] == "within_days":
        assert card["red_flags"] or card["facts"]["injury"]
    if card["expected"] in ("routine", "self_care"):
        assert not card["red_flags"] or "within_days" in card["acceptable"]


@each_card
def test_the_facts_of_a_card_fit_together(card):
    facts = card["facts"]
    present = set(facts["present"])
    assert not (present | set(facts["history"])) & set(facts["unsure"])
    assert facts["who"] != "child" or facts["age"] < 18
    assert "rapid_swelling" not in present or "swelling" in present
    assert facts["injury"] or "rapid_swelling" not in present
    # A thin bone, a new hip or a cartilage also gives way on turning or getting up, without a fall
    assert facts["injury"] or facts["onset"] == "sudden" or "popped" not in present
    assert "pregnant" not in present or 12 <= facts["age"] <= 55


@each_card
def test_what_a_person_says_of_a_finding_is_what_is_so(card):
    vocabulary = load_vocabulary()
    facts = card["facts"]
    so = {*facts["present"], *facts["history"], *facts["unsure"]}
    for name, words in (card.get("says") or {}).items():
        assert name in QUESTIONS or vocabulary.find(name) is not None, name
        first = str(words).lower().split()[0].strip(",.!")
        # "No, I can't" is how people say yes to a question such as cannot_bear_weight
        if first in {"no", "nah"} and not name.startswith("cannot_"):
            assert name not in so, f"{name}: {words}"
        if first in {"yes", "yeah", "yea"} and name not in QUESTIONS:
            assert name in so, f"{name}: {words}"


@each_card
def test_the_opening_of_a_card_contradicts_none_of_its_facts(card):
    assert contradictions(card["opening"], card["facts"]) == []


@each_card
def test_what_an_opening_states_is_among_the_facts(card):
    stated, facts = card["stated"], card["facts"]
    assert stated and len(set(stated)) == len(stated)
    assert set(stated) <= set(STATABLE)
    assert [name for name in stated if facts.get(name) in (None, [])] == []
    # "No fall" leaves open whether it began all at once or slowly, which is asked with it
    assert "injury" not in stated or facts["injury"] is True


@each_card
def test_what_an_opening_plainly_says_is_listed_as_stated(card):
    assert plainly_said(card["opening"], card["facts"]) - set(card["stated"]) == set()


FACTS = {
    "who": "child",
    "age": 12,
    "side": "left",
    "location": ["knee_front"],
    "injury": False,
    "present": ["limp"],
    "unsure": ["fever"],
}


@pytest.mark.parametrize(
    ("opening", "found"),
    [
        ("My son is 12 and limping, his left kneecap hurts, maybe a fever. No fall.", []),
        ("My son is 13 and his left knee hurts", ["age"]),
        ("My son's right knee hurts", ["side"]),
        ("My husband limps", ["who"]),
        ("His left knee is swollen", ["sign"]),
        ("His left knee is not swollen", []),
        ("His left knee hurts but he runs round the garden", ["denied"]),
        ("The pain is in the left groin", ["place"]),
    ],
)
def test_a_contradiction_is_seen(opening, found):
    assert [problem.split(":")[0] for problem in contradictions(opening, FACTS)] == found


def test_an_injury_that_the_opening_denies_is_seen():
    facts = {**FACTS, "injury": True}
    assert contradictions("He never fell", facts) == ["injury: denied"]


def test_what_is_plainly_said_is_seen():
    opening = "My son is 12 and his left kneecap hurts"
    assert plainly_said(opening, FACTS) == {"who", "age", "side", "location"}
    assert plainly_said("His knee hurts", FACTS) == set()


def plainly_said(opening, facts):
    """Name what an opening says beyond doubt; what it says less plainly, a reader judges."""
    said = {
        "who": openings.persons(opening),
        "age": openings.ages(opening),
        "side": openings.sides(opening) == {facts["side"]},
        "location": list(openings.places(opening)),
    }
    return {name for name, found in said.items() if found}


def contradictions(opening, facts):
    """List where an opening plainly says something else than the facts, each as `what: said`."""
    known = {*facts["present"], *facts["unsure"]}
    problems = [f"age: {age}" for age in openings.ages(opening) - {facts["age"]}]
    sides, persons = openings.sides(opening), openings.persons(opening)
    if len(sides) == 1 and facts["side"] not in sides:
        problems.append(f"side: {sides}")
    if persons and facts["who"] not in persons:
        problems.append(f"who: {persons}")
    problems += [f"sign: {signs}" for signs in openings.signs(opening) if not signs & known]
    problems += [f"denied: {sign}" for sign in openings.denials(opening) & set(facts["present"])]
    if facts["injury"] and openings.denies_an_injury(opening):
        problems.append("injury: denied")
    places = set(facts["location"])
    return problems + [f"place: {at}" for at in openings.places(opening) if not at & places]
