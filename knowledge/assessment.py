"""The ending of an interview: urgency, reasons, patterns, whom to see, when to come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.address import ANYBODY, Address, address_of, forms
from knowledge.answers import Answers
from knowledge.areas import Area, areas
from knowledge.asking import missing_answers
from knowledge.ending import Advice, Case, Ending, ending_for
from knowledge.patterns import Evidence, Fit, fits
from knowledge.red_flags import RedFlag, fired, fired_emergencies, load_red_flags
from knowledge.sources import load_sources
from knowledge.summary import summarise
from knowledge.triage import Reason, reasons, urgency
from knowledge.urgency import EMERGENCY, ROUTINE, SELF_CARE, Cited, at_least, load_urgency


class IncompleteInterview(ValueError):
    """Answers that an assessment needs are missing.

    Attributes:
        questions: the ids of the questions that were not put yet.
    """

    def __init__(self, questions: list[str]) -> None:
        self.questions = questions
        super().__init__(f"no assessment without an answer to: {', '.join(questions)}")


@dataclass(frozen=True)
class Assessment:
    """The ``assessment`` object of the web API; see docs/api.md for every key."""

    urgency: str
    red_flags: tuple[RedFlag, ...]
    reasons: tuple[Reason, ...]
    summary: tuple[str, ...]
    patterns: tuple[Fit, ...]
    areas: tuple[Area, ...] = ()
    address: Address = ANYBODY
    ending: Ending = field(default_factory=Ending)

    @property
    def documents(self) -> tuple[str, ...]:
        """The topics of the knowledge base that belong to this ending, most telling first."""
        first = self.red_flags[0].level if self.red_flags else None
        topics = [flag.document for flag in self.red_flags if flag.level == first]
        if self.urgency != EMERGENCY:
            topics += [fit.pattern.document for fit in self.patterns]
        topics += self.ending.documents
        topics += [flag.document for flag in self.red_flags]
        # "Keep moving" is no advice for somebody who should be seen soon.
        calm = self.urgency in (ROUTINE, SELF_CARE)
        topics += ["who-to-see", "first-steps"] if calm else ["when-to-come-back"]
        return tuple(dict.fromkeys(topics))

    def advice(self, emergency_number: str) -> str:
        """What is said at once about the most urgent red flag: what it may be, and what to do."""
        return f"{self.red_flags[0].say}\n\n{self.when(emergency_number)}"

    def when(self, emergency_number: str) -> str:
        """What to do and how soon, in one or two sentences."""
        flag = self.red_flags[0] if self.red_flags else None
        # What only a doubt has made more urgent is told by the words of the level.
        do = flag.do if flag is not None and at_least(flag.level, self.urgency) else None
        words = do or load_urgency().levels[self.urgency].when_for(self.address)
        return words.format(emergency_number=emergency_number, **forms(self.address))

    @property
    def who_to_see(self) -> str:
        """Whom to see: those whom the level names, and before them whom a red flag asks for."""
        otherwise = load_urgency().levels[self.urgency].who_to_see
        asks = [flag for flag in self.red_flags if at_least(flag.level, self.urgency)]
        first = next((flag.who for flag in asks if flag.who), None)
        if first is None or self.urgency == EMERGENCY:
            return otherwise
        return load_urgency().first_of_all.format(first=first, otherwise=otherwise)

    def as_dict(
        self, emergency_number: str, passages: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """The object of the contract."""
        level = load_urgency().levels[self.urgency]
        return {
            "urgency": self.urgency,
            "urgency_label": level.label,
            "emergency_number": emergency_number,
            "red_flags": [flag.id for flag in self.red_flags],
            "summary": list(self.summary),
            "areas": [area.as_dict() for area in self.areas],
            "patterns": [_pattern_as_dict(fit) for fit in self.patterns],
            "reasons": [_reason(reason) for reason in self.reasons],
            "speaks_against": [_advice(advice) for advice in self.ending.speaks_against],
            "expect": [_advice(advice) for advice in self.ending.expect],
            "meanwhile": [_advice(advice) for advice in self.ending.meanwhile],
            "cautions": [_advice(advice) for advice in self.ending.cautions],
            "who_to_see": self.who_to_see,
            "when": self.when(emergency_number),
            "urgency_source": load_sources()[level.source].as_dict(),
            "safety_net": [_cited(advice) for advice in load_urgency().safety_net],
            "passages": list(passages),
            "disclaimer": load_urgency().disclaimer,
        }


def assess(answers: Answers) -> Assessment:
    """Assess a complete interview, or one that an emergency has ended.

    Raises:
        IncompleteInterview: when an answer that the rules need is missing.
    """
    found = assess_so_far(answers)
    missing = missing_answers(answers)
    if missing and not fired_emergencies(answers):
        raise IncompleteInterview(missing)
    return found


def standing_emergency(answers: Answers) -> list[RedFlag]:
    """The red flags for which help is needed now, the foremost first; none where it is not.

    At the end of the interview these may be less urgent ones that a doubt has lifted.
    """
    emergencies = fired_emergencies(answers)
    if emergencies:
        return emergencies
    is_lifted = urgency(answers) == EMERGENCY and not missing_answers(answers)
    return fired(answers) if is_lifted else []


def advise(flag_id: str) -> dict[str, Any]:
    """What to say about one red flag when nothing else is known: a message object.

    The emergency number stands in it as ``{emergency_number}``.

    Raises:
        KeyError: when there is no such red flag.
    """
    flag = load_red_flags()[flag_id]
    assessment = Assessment(flag.level, (flag,), (Reason(flag.say, flag.source),), (), ())
    number = "{emergency_number}"
    return {"text": assessment.advice(number), "assessment": assessment.as_dict(number, [])}


def assess_so_far(answers: Answers) -> Assessment:
    """What the answers show already; no ending, since answers may still be missing."""
    level, flags, patterns = urgency(answers), fired(answers), fits(answers)
    case = Case(answers, level, tuple(flags), frozenset(fit.pattern.id for fit in patterns))
    return Assessment(
        urgency=level,
        red_flags=tuple(flags),
        reasons=tuple(reasons(answers)),
        summary=tuple(summarise(answers)),
        patterns=tuple(patterns),
        areas=areas(answers),
        address=address_of(answers),
        ending=ending_for(case),
    )


def _pattern_as_dict(fit: Fit) -> dict[str, Any]:
    return {
        "id": fit.pattern.id,
        "label": fit.pattern.label,
        "strength": fit.strength,
        "supporting": [_cited(evidence) for evidence in fit.supporting],
        "against": [_cited(evidence) for evidence in fit.against],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {**_cited(reason), **({"answers": list(reason.answers)} if reason.answers else {})}


def _advice(advice: Advice) -> dict[str, Any]:
    return {**_cited(advice), **({"document": advice.document} if advice.document else {})}


def _cited(statement: Cited | Evidence) -> dict[str, Any]:
    return {"text": statement.text, "source": load_sources()[statement.source].as_dict()}
