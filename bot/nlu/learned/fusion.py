"""Rules and recogniser together: what either finds, and what cannot wait.

The rules go first. Where they have judged a value, be it denied, past, in doubt or another's,
their word stands; the recogniser adds what no rule has words for, and takes away what a rule has
read into a message that says nothing of the kind. Whether the message cannot wait is weighed from
the evidence of both (`urgency`); the findings are then made to agree: the values that fire the
likeliest red flag are added, or a sign that stands alone against all evidence is asked about again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.nlu.extract.findings import LISTS, MANY, Findings, add
from bot.nlu.learned.examples import group_of
from bot.nlu.learned.recogniser import Recognised
from bot.nlu.learned.urgency import THRESHOLD, gather, lone_signs, weigh
from knowledge.answers import Answers
from knowledge.conditions import holds, settling_value, ways
from knowledge.facts import with_facts
from knowledge.red_flags import cannot_wait, urgent_flags
from knowledge.urgency import EMERGENCY
from knowledge.vocabulary import load_vocabulary

# A value that no rule speaks of is there from this score on; by group of the vocabulary.
ADDED_FROM = {
    "findings": -0.15,
    "history": -0.2,
    "location": 0.0,
    "triggers": 0.0,
    "quality": 0.0,
    "injury": 0.1,
    "onset": 0.2,
}
# "A clot last year and today I'm short of breath": what a rule takes for past or for another's is
# there all the same from this score on.
OVERRULED_FROM = 0.5
# It is denied from this score on.
DENIED_FROM = -0.15
# A value that a rule found is not there below this score.
TAKEN_BELOW = {"findings": -0.85, "location": -0.9, "triggers": -0.9, "quality": -0.9}

# A lone sign of the rules stands from this score on, however calm the message looks.
KEPT_FROM = -0.2

# A red flag and what is missing for it have to come to so much together: talk of weddings and
# parrots looks like nothing that the recogniser knows, neither calm nor urgent.
LIKELY_FROM = -1.4
EMERGENCY_FROM = -0.9

# So few words ("I've got a fever") hardly tell of others or of what is no sign, unless they ask or
# suppose, or say that it was, or is over.
_BRIEF = 8
_NOT_PLAIN = re.compile(
    r"^(?:doctor,? )?(?:what|wot|can|could|is|are|do|does|did|why|how|should|would|will|when|which|"
    r"at|from|say|if|who)\b"
    r"|\b(?:if|gone|helps?|relieves?|was|were|once|could not|stand (?:this|my|the|it when))\b|\?"
)

_LISTS = {"findings": "present"}
_IMPOSSIBLE = -2.0


def fuse(
    findings: Findings,
    words: Mapping[str, str],
    set_aside: Collection[str],
    recognised: Recognised,
) -> tuple[Findings, dict[str, str]]:
    """Return the findings of rules and recogniser, and the words that stand for each.

    Args:
        findings: what the rules found.
        words: the words that they found it in.
        set_aside: values of which the rules say that they are past, supposed, asked about or
            somebody else's.
        recognised: what the recogniser made of the message.
    """
    fused = {name: list(v) if isinstance(v, list) else v for name, v in findings.items()}
    heard = dict(words)
    overruled = {v for v in set_aside if recognised.values.get(v, -1.0) >= OVERRULED_FROM}
    judged = {value for name in LISTS for value in fused[name]} | (set(set_aside) - overruled)
    _take_away(fused, recognised)
    _add_values(fused, heard, judged, recognised)
    _add_denials(fused, judged, recognised)
    if weigh(gather(findings, set_aside, recognised)) >= THRESHOLD:
        _raise(fused, heard, recognised)
    elif cannot_wait(fused) and not _is_plain(recognised.text):
        _calm(fused, findings, recognised)
    return fused, heard


def _is_plain(text: str) -> bool:
    """Whether a message is short and says nothing beside what it names."""
    return len(text.split()) <= _BRIEF and _NOT_PLAIN.search(text) is None


def _take_away(findings: Findings, recognised: Recognised) -> None:
    for name in ("present", *MANY):
        for value in list(findings.get(name) or ()):
            least = TAKEN_BELOW.get(group_of(value) or "")
            if value in lone_signs():
                continue  # what cannot wait is weighed, not dropped
            if least is not None and recognised.values.get(value, 0.0) < least:
                findings[name].remove(value)
        if name in MANY and findings.get(name) == []:
            del findings[name]


def _add_values(
    findings: Findings, heard: dict[str, str], judged: Collection[str], recognised: Recognised
) -> None:
    likely = [value for value, score in recognised.values.items() if _is_likely(value, score)]
    # The particular stands for the general: a swollen calf says nothing of the knee.
    said = {*likely, *findings["present"], *findings["history"]}
    general = {each for value in said for each in load_vocabulary().instead_of(value)}
    for value in likely:
        if value in judged or value in general:
            continue
        if _put(findings, group_of(value) or "findings", value):
            heard[value] = recognised.words[value]


def _is_likely(value: str, score: float) -> bool:
    group = group_of(value)
    return group is not None and score >= ADDED_FROM[group]


def _add_denials(findings: Findings, judged: Collection[str], recognised: Recognised) -> None:
    said = {*findings["present"], *findings["history"]}
    for value, score in recognised.denied.items():
        if score >= DENIED_FROM and value not in judged and value not in said:
            add(findings, "absent", [value])


def _put(findings: Findings, group: str, value: str) -> bool:
    if group == "injury":
        return findings.setdefault("injury", True) is True
    if group == "onset":
        return bool(findings.setdefault("onset", value) == value)
    add(findings, _LISTS.get(group, group), [value])
    return True


def _raise(findings: Findings, heard: dict[str, str], recognised: Recognised) -> None:
    """Add what makes the likeliest red flag fire, where none does."""
    if cannot_wait(findings):
        return
    likely, values = max(_completions(findings, recognised), default=(_IMPOSSIBLE, []))
    if likely < LIKELY_FROM:
        return
    # What looks urgent in "no pus from the wound" is the very thing that is denied.
    if not {*findings["absent"], *findings["uncertain"]}.isdisjoint(values):
        return
    for value in values:
        _put(findings, group_of(value) or "findings", value)
        heard[value] = recognised.urgent_words


def _calm(findings: Findings, by_rules: Findings, recognised: Recognised) -> None:
    """Ask again about a lone sign of the rules; drop what was only recognised."""
    for value in list(findings["present"]):
        found_by_both = (
            value in by_rules["present"] and recognised.values.get(value, -1.0) >= KEPT_FROM
        )
        if value not in lone_signs() or found_by_both:
            continue
        findings["present"].remove(value)
        if value in by_rules["present"]:
            add(findings, "uncertain", [value])


def _completions(findings: Findings, recognised: Recognised) -> Iterator[tuple[float, list[str]]]:
    """What would make a red flag that cannot wait fire, and how likely it is."""
    answers = with_facts(Answers(), findings)
    for flag in urgent_flags():
        if flag.id not in recognised.flags:
            continue
        for way in ways(flag.when):
            names = [settling_value(part) for part in way if holds(part, answers) is not True]
            if not names or None in names:
                continue
            values = [str(name) for name in names]
            least = min(recognised.values.get(value, _IMPOSSIBLE) for value in values)
            likely = recognised.flags[flag.id] + least
            # On weak evidence nobody is sent for an ambulance, nor given a past of their own.
            if likely >= EMERGENCY_FROM or not (flag.level == EMERGENCY or _is_past(values)):
                yield likely, values


def _is_past(values: Sequence[str]) -> bool:
    return any(group_of(value) == "history" for value in values)
