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
from typing import NamedTuple

from bot.nlu.extract.findings import LISTS, MANY, Findings, add
from bot.nlu.learned.examples import group_of
from bot.nlu.learned.recogniser import Recognised
from bot.nlu.learned.urgency import THRESHOLD, gather, lone_signs, weigh
from knowledge.answers import Answers
from knowledge.conditions import holds, settling_value, ways
from knowledge.facts import with_facts
from knowledge.red_flags import RedFlag, cannot_wait, load_red_flags, urgent_flags
from knowledge.urgency import EMERGENCY
from knowledge.vocabulary import load_vocabulary

# A value that no rule speaks of is there from this score on; by group of the vocabulary.
ADDED_FROM = {
    "findings": -0.15,
    "history": -0.2,
    "location": -0.1,
    "triggers": -0.1,
    "quality": -0.2,
    "injury": 0.1,
    "onset": 0.2,
}
# Any "two weeks ago" looks like a recent operation.
ADDED_ONLY_FROM = {"recent_surgery": 0.1}
# "A clot last year and today I'm short of breath": what a rule takes for past or for another's is
# there all the same from this score on. Where it hurts and what sets it off the rules set aside
# more readily, and are sooner wrong.
OVERRULED_FROM = {
    "findings": 0.5,
    "history": 0.5,
    "location": 0.2,
    "triggers": 0.2,
    "quality": 0.2,
    "injury": 0.5,
    "onset": 0.5,
}
# It is denied from this score on.
DENIED_FROM = -0.15
# A value that a rule found is not there below this score.
TAKEN_BELOW = {"findings": -0.75, "location": -0.95, "triggers": -0.9, "quality": -0.9}

# A lone sign of the rules is asked about again below this weight of the evidence; one that stands
# in a brief plain message only below the second.
CALM_BELOW = -0.5
PLAIN_CALM_BELOW = -2.9
# So does one in a part that by itself looks so urgent: much talk of other things hides it.
CLEAR_PART_FROM = 0.3
CLEAR_PART_CALM_BELOW = -2.0
# From this weight on what a rule takes for denied is there all the same; what is only in doubt
# ("hip came out of its socket, I think") from the second on.
CERTAIN_FROM = 6.0
CERTAIN_IF_DOUBTED_FROM = 3.0
# A red flag is suspected from this weight and this score on, though what is said does not make it
# fire: an age or a time may be missing, or be told in words that no rule reads.
SUSPECTED_FROM = 1.0
SUSPECTED_FLAG_FROM = -0.5

# A red flag and what is missing for it have to come to so much together: talk of weddings and
# parrots looks like nothing that the recogniser knows, neither calm nor urgent.
LIKELY_FROM = -1.4
EMERGENCY_FROM = -0.9
# What is missing is taken as said, and not only asked about, from this score of its own on.
SAID_FROM = -0.4

# So few words ("I've got a fever") hardly tell of others or of what is no sign, unless they ask or
# suppose, or say that it was, or is over.
_BRIEF = 8
_STATES = re.compile(r"^(?:i|i've|i'm|he|she|he's|she's|my|his|her|there's|there is)\b")
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
    ruled_out: Collection[str] = (),
    sure: Collection[str] = (),
) -> tuple[Findings, dict[str, str]]:
    """Return the findings of rules and recogniser, and the words that stand for each.

    Args:
        findings: what the rules found.
        words: the words that they found it in.
        set_aside: values of which the rules say that they are past, supposed, asked about or
            somebody else's.
        recognised: what the recogniser made of the message.
        ruled_out: places, triggers and qualities that the rules say are denied, and findings that
            the words leave no room for.
        sure: findings of the rules that are beyond doubt, such as a fever that was measured.
    """
    fused = {name: list(v) if isinstance(v, list) else v for name, v in findings.items()}
    heard = dict(words)
    overruled = {v for v in set_aside if _is_overruled(v, recognised.values.get(v, -1.0))}
    judged = {value for name in LISTS for value in fused[name]} | set(set_aside)
    judged -= overruled - {*fused["present"], *fused["absent"], *fused["history"]}
    judged |= set(ruled_out)
    _take_away(fused, recognised, sure)
    _add_values(fused, heard, judged, recognised)
    _drop_general(fused, heard)
    _add_denials(fused, judged, recognised)
    # What was there lately is both past and in doubt, which is one thing that speaks against it.
    weight = weigh(gather(findings, set(set_aside) - set(findings["uncertain"]), recognised))
    if weight >= THRESHOLD:
        no_room_for = frozenset(v for v in ruled_out if group_of(v) == "findings")
        _raise(fused, heard, recognised, weight, no_room_for)
    elif cannot_wait(fused):
        stands = weight >= _calm_below(recognised)
        # Of what it never learned the recogniser cannot say that it is nothing.
        kept = {*sure, *(v for v in findings["present"] if v not in recognised.values)}
        _calm(fused, findings["present"] if stands else kept, findings["present"])
    said = {*fused["present"], *fused["history"]}
    fused["uncertain"] = [value for value in fused["uncertain"] if value not in said]
    return fused, heard


def _calm_below(recognised: Recognised) -> float:
    if recognised.urgent_part >= CLEAR_PART_FROM:
        return CLEAR_PART_CALM_BELOW
    return PLAIN_CALM_BELOW if _is_plain(recognised.text) else CALM_BELOW


def _is_plain(text: str) -> bool:
    """Whether a message is short and states something of somebody, and nothing beside it."""
    is_brief = len(text.split()) <= _BRIEF
    return is_brief and _STATES.search(text) is not None and _NOT_PLAIN.search(text) is None


def _take_away(findings: Findings, recognised: Recognised, sure: Collection[str]) -> None:
    for name in ("present", *MANY):
        for value in list(findings.get(name) or ()):
            least = TAKEN_BELOW.get(group_of(value) or "")
            if value in lone_signs() or value in sure:
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


def _drop_general(findings: Findings, heard: Mapping[str, str]) -> None:
    """Drop what goes without saying: "stiff for an hour each morning" is one finding, not three.

    What other words say stays: "my thigh is numb, and the foot is numb as well".
    """
    said = {*findings["present"], *findings["history"]}
    general = {
        each
        for value in said
        for each in load_vocabulary().instead_of(value)
        if _is_same_stretch(heard.get(value, ""), heard.get(each, ""))
    }
    for name in ("present", "history", *MANY):
        kept = [value for value in findings.get(name) or () if value not in general]
        if name in findings and (kept or name not in MANY):
            findings[name] = kept
        else:
            findings.pop(name, None)


def _is_same_stretch(one: str, other: str) -> bool:
    """Whether the words of one stand among those of the other."""
    if not one or not other:
        return False
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _is_overruled(value: str, score: float) -> bool:
    group = group_of(value)
    return group is not None and score >= OVERRULED_FROM[group]


def _is_likely(value: str, score: float) -> bool:
    group = group_of(value)
    return group is not None and score >= ADDED_ONLY_FROM.get(value, ADDED_FROM[group])


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


def _raise(
    findings: Findings,
    heard: dict[str, str],
    recognised: Recognised,
    weight: float,
    no_room_for: frozenset[str],
) -> None:
    """Add what makes the likeliest red flag fire, where none does, or else suspect one.

    What the message hardly says by itself is left to the interview to ask for: nobody is told that
    they have a fever who spoke of none. What is not to be asked about first is taken as said.
    """
    if cannot_wait(findings):
        return
    nothing = Completion(_IMPOSSIBLE, [], "")
    possible = (
        each for each in _completions(findings, recognised) if no_room_for.isdisjoint(each.values)
    )
    likely = max(possible, default=nothing)
    # What looks urgent in "no pus from the wound" is the very thing that is denied.
    if weight < _certain_from(findings, likely.values):
        return
    if likely.score >= LIKELY_FROM:
        for value in likely.values:
            if _is_said(value, recognised) or not load_red_flags()[likely.flag].ask_first:
                _settle(findings, value)
                heard[value] = recognised.urgent_words
        if not cannot_wait(findings):
            findings["suspected"] = [likely.flag]
            heard[likely.flag] = recognised.urgent_words
    if not cannot_wait(findings) and weight >= SUSPECTED_FROM:
        _suspect(findings, heard, recognised, no_room_for)


def _certain_from(findings: Findings, values: Sequence[str]) -> float:
    """Return the weight from which values hold, whatever the rules made of them."""
    if not set(findings["absent"]).isdisjoint(values):
        return CERTAIN_FROM
    return THRESHOLD if set(findings["uncertain"]).isdisjoint(values) else CERTAIN_IF_DOUBTED_FROM


def _is_said(value: str, recognised: Recognised) -> bool:
    """Whether the message by itself says so, for all that it looks like something urgent."""
    return recognised.values.get(value, _IMPOSSIBLE) >= SAID_FROM


def _settle(findings: Findings, value: str) -> None:
    """State a value, whatever was made of it before."""
    for name in ("absent", "uncertain"):
        findings[name] = [each for each in findings[name] if each != value]
    _put(findings, group_of(value) or "findings", value)


def _suspect(
    findings: Findings,
    heard: dict[str, str],
    recognised: Recognised,
    no_room_for: frozenset[str],
) -> None:
    """Name the likeliest red flag, which nothing that was found makes fire."""
    possible = [each for each in urgent_flags() if not _is_ruled_out(each, no_room_for)]
    score, flag = max((recognised.flags.get(each.id, -1.0), each.id) for each in possible)
    if score >= SUSPECTED_FLAG_FROM:
        findings["suspected"] = [flag]
        heard[flag] = recognised.urgent_words


def _is_ruled_out(flag: RedFlag, no_room_for: frozenset[str]) -> bool:
    """Whether every way in which a red flag fires needs what the words leave no room for."""
    return all(
        not no_room_for.isdisjoint({settling_value(part) for part in way})
        for way in ways(flag.when)
    )


def _calm(findings: Findings, stands: Collection[str], by_rules: Collection[str]) -> None:
    """Ask again about lone signs of the rules that do not stand; drop what was only recognised."""
    for value in list(findings["present"]):
        if value not in lone_signs() or value in stands:
            continue
        findings["present"].remove(value)
        if value in by_rules:
            add(findings, "uncertain", [value])


class Completion(NamedTuple):
    """What would make a red flag that cannot wait fire, and how likely it is."""

    score: float
    values: list[str]
    flag: str


def _completions(findings: Findings, recognised: Recognised) -> Iterator[Completion]:
    """Every way in which what is missing for a red flag that cannot wait may have been meant."""
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
                yield Completion(likely, values, flag.id)


def _is_past(values: Sequence[str]) -> bool:
    return any(group_of(value) == "history" for value in values)
