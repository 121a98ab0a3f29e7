"""The figures of the vignettes, defined as in the literature on symptom checkers.

Exact triage is the level wanted and no other. Safe advice follows Gilbert et al. 2020
(doi 10.1136/bmjopen-2020-040269): as urgent as wanted, more urgent, or one level less. The
inclination to over-triage is the share of wrong levels that are too urgent (Kopka et al. 2023,
doi 10.1177/20552076231194929).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from bot.evaluation.vignettes.conversation import PART_OF_HIP, WHETHER_INJURED, Outcome
from knowledge.evaluation.scores import interval, share
from knowledge.urgency import EMERGENCY, LEVELS

#: Stands for a conversation that came to no ending: less urgent than anything.
NO_ENDING = "no ending"
_ORDER = (*LEVELS, NO_ENDING)


def reached(outcome: Outcome) -> str:
    """The level that a conversation ended with."""
    return outcome.level or NO_ENDING


def too_low_by(outcome: Outcome) -> int:
    """By how many levels the advice is less urgent than wanted; negative when more urgent."""
    return _ORDER.index(reached(outcome)) - _ORDER.index(outcome.card.expected)


def is_under_triaged(outcome: Outcome) -> bool:
    """Whether the level is less urgent than every level that a clinician would accept."""
    return too_low_by(outcome) > 0 and reached(outcome) not in outcome.card.acceptable


def is_over_triaged(outcome: Outcome) -> bool:
    """Whether the level is more urgent than every level that a clinician would accept."""
    return too_low_by(outcome) < 0 and reached(outcome) not in outcome.card.acceptable


def is_safe(outcome: Outcome) -> bool:
    """Gilbert's safe advice."""
    return too_low_by(outcome) <= 1 and reached(outcome) != NO_ENDING


def asked_though_stated(outcome: Outcome) -> tuple[str, ...]:
    """The questions that were put although the opening had answered them.

    The question how it began (``onset``) is answered by an injury too. Whether there was an
    accident, asked of who said only that it came on all at once, is another question: it counts
    where the opening told of the injury, and all of these are counted as ``whether_injured``. So is
    where about the hip, of whoever told that the hip hurts and no part of it: ``part_of_hip``.
    """
    stated = set(outcome.card.stated)
    if "injury" in stated:
        stated.add("onset")
    return tuple(name for name in dict.fromkeys(outcome.asked) if name in stated)


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Every figure, JSON-ready; shares between 0 and 1."""
    cards = len(outcomes)
    counts = {
        "exact": _count(too_low_by(each) == 0 for each in outcomes),
        "acceptable": _count(reached(each) in each.card.acceptable for each in outcomes),
        "safe": _count(is_safe(each) for each in outcomes),
        "under_triage": _count(is_under_triaged(each) for each in outcomes),
        "below_expected": _count(too_low_by(each) > 0 for each in outcomes),
        "too_low_by_two": _count(too_low_by(each) >= 2 for each in outcomes),
        "over_triage": _count(is_over_triaged(each) for each in outcomes),
        "above_expected": _count(too_low_by(each) < 0 for each in outcomes),
    }
    emergencies = [each for each in outcomes if each.card.expected == EMERGENCY]
    found = _count(each.level == EMERGENCY for each in emergencies)
    patterned = [each for each in outcomes if _names_a_pattern(each)]
    first = _count(each.patterns[:1] == (each.card.pattern,) for each in patterned)
    top_three = _count(each.card.pattern in each.patterns[:3] for each in patterned)
    whole = [each for each in outcomes if each.level != EMERGENCY]
    questions = sorted(each.questions for each in whole)
    wrong = counts["below_expected"] + counts["above_expected"]
    figures: dict[str, Any] = {
        name: round(share(count, cards), 4) for name, count in counts.items()
    }
    figures |= {
        "cards": cards,
        "emergencies": len(emergencies),
        "emergency_recall": round(share(found, len(emergencies)), 4),
        "patterned": len(patterned),
        "pattern_first": round(share(first, len(patterned)), 4),
        "pattern_top_three": round(share(top_three, len(patterned)), 4),
        "most_patterns": max((len(each.patterns) for each in outcomes), default=0),
        "inclination_to_over_triage": round(share(counts["above_expected"], wrong), 4),
        "questions_median": median(questions) if questions else 0,
        "questions_95": questions[int(0.95 * (len(questions) - 1))] if questions else 0,
        "questions_most": questions[-1] if questions else 0,
        "followed_up": round(share(_count(each.followed_up for each in outcomes), cards), 4),
        "put_again": round(share(_count(each.put_again for each in outcomes), cards), 4),
        "part_of_hip": round(
            share(_count(PART_OF_HIP in each.asked for each in outcomes), cards), 4
        ),
        "whether_injured": round(
            share(_count(WHETHER_INJURED in each.asked for each in outcomes), cards), 4
        ),
        "asked_though_stated": round(
            share(_count(asked_though_stated(each) for each in outcomes), cards), 4
        ),
        "asked_again_for": [
            {"id": each.card.id, "question": name}
            for each in outcomes
            for name in asked_though_stated(each)
        ],
        "intervals": {
            **{name: interval(count, cards) for name, count in counts.items()},
            "emergency_recall": interval(found, len(emergencies)),
            "pattern_first": interval(first, len(patterned)),
            "pattern_top_three": interval(top_three, len(patterned)),
        },
        "files": [
            _of_file(name, [each for each in outcomes if each.card.file == name])
            for name in dict.fromkeys(each.card.file for each in outcomes)
        ],
        "levels": _levels(outcomes),
        "wrong": [_told(each) for each in sorted(outcomes, key=_gravity) if _is_wrong(each)],
    }
    return figures


def _of_file(name: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The foremost figures of one file of cards."""
    cards = len(outcomes)
    emergencies = [each for each in outcomes if each.card.expected == EMERGENCY]
    found = _count(each.level == EMERGENCY for each in emergencies)
    return {
        "file": name,
        "cards": cards,
        "emergencies": len(emergencies),
        "emergency_recall": round(share(found, len(emergencies)), 4),
        "exact": round(share(_count(too_low_by(each) == 0 for each in outcomes), cards), 4),
        "safe": round(share(_count(map(is_safe, outcomes)), cards), 4),
        "under_triage": round(share(_count(map(is_under_triaged, outcomes)), cards), 4),
        "over_triage": round(share(_count(map(is_over_triaged, outcomes)), cards), 4),
    }


def _count(holds: Iterable[object]) -> int:
    return sum(bool(each) for each in holds)


def _levels(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """How often which level was given for which."""
    counts = Counter((each.card.expected, reached(each)) for each in outcomes)
    return [
        {"wanted": wanted, "raised": given, "count": count}
        for (wanted, given), count in sorted(counts.items())
    ]


def _names_a_pattern(outcome: Outcome) -> bool:
    """Whether a pattern is wanted of it; an emergency is sent off without one."""
    return outcome.card.pattern is not None and outcome.level != EMERGENCY


def _is_wrong(outcome: Outcome) -> bool:
    lacks_its_pattern = outcome.card.pattern not in outcome.patterns
    return too_low_by(outcome) != 0 or (_names_a_pattern(outcome) and lacks_its_pattern)


def _gravity(outcome: Outcome) -> tuple[bool, bool, int, str]:
    """What went wrong worst comes first."""
    return (
        not is_under_triaged(outcome),
        not is_over_triaged(outcome),
        -abs(too_low_by(outcome)),
        outcome.card.id,
    )


def _told(outcome: Outcome) -> dict[str, Any]:
    card = outcome.card
    return {
        "id": card.id,
        "file": card.file,
        "opening": card.opening,
        "expected": card.expected,
        "acceptable": list(card.acceptable),
        "reached": reached(outcome),
        "red_flags": list(outcome.red_flags),
        "pattern": card.pattern,
        "patterns": list(outcome.patterns),
        "why": card.why,
    }
