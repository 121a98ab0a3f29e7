"""Where it hurts, on which side and what sets it off, put among the findings of a message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.back_of_leg import is_in_thigh
from bot.nlu.extract.calf import sore_calf
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.complaint import hurts
from bot.nlu.extract.findings import LISTS, MANY, Findings, add
from bot.nlu.extract.hip_parts import unplaced
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.place import accept_locations
from bot.nlu.extract.side import find_sides, one_side
from bot.nlu.extract.sign_families import FAMILY
from bot.nlu.extract.status import Status
from bot.nlu.extract.taken_back import place_after
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.trigger_sense import is_of_the_evening
from bot.nlu.extract.triggers import accept_triggers, lists_triggers
from bot.nlu.extract.words import word_set
from knowledge.vocabulary import load_vocabulary

Judged = tuple[Mention, Status]

# The words of a finding are not also a place or a trigger ("cannot walk", "kneecap out of place"),
# but for these.
_ALSO_A_TRIGGER = frozenset(
    {"desk_job", "runner", "recent_immobility", "tight_muscle_severe_pain", "constant_pain"}
)
_KEEP_ITS_TRIGGER = frozenset({"night", "morning"})
_SIDE_WORDS = word_set("the my it is left right both one side of them")
_SIDE_ALONE = 2
# "The holes at the front are oozing" tells where, too.
_LEAK = ("wound_leak",)
_CALF, _THIGH = ("calf",), ("thigh",)
_NIGHT = ("night",)
_BESIDE = 5


def add_places(
    findings: Findings,
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: str | None,
    correcting: bool,
    offered: frozenset[str],
) -> None:
    """Add where it hurts, on which side, what sets it off and what it is like.

    Args:
        findings: what is added to.
        judged: what was found in the message, and what it says of each.
        tokens: its words.
        clauses: its clauses.
        asked: the id of the pending question.
        correcting: whether the message takes something back.
        offered: the options of the pending question.
    """
    solid = [
        m
        for m, _ in judged
        if m.group in ("findings", "history") and not set(m.values) & _ALSO_A_TRIGGER
    ]
    free = [
        (m, status)
        for m, status in judged
        if m in solid
        or set(m.values) <= _KEEP_ITS_TRIGGER
        or m.values == _CALF  # it may hurt as well as be swollen
        or (m.group == "location" and _is_of_a_sore_lump(m, solid, tokens))
        or not any(
            m.overlaps(each) and each.length >= m.length
            for each in solid
            if not (m.group == "location" and each.values == _LEAK)
        )
    ]
    locations = accept_locations(free, tokens, clauses, asked, correcting, offered)
    for mention in locations:
        add(findings, "location", mention.values)
    without_part = unplaced(locations, tokens, clauses)
    if without_part:
        findings["unplaced"] = without_part
    if sore_calf(judged, tokens, clauses):
        add(findings, "location", _CALF)
    if is_in_thigh(findings.get("location") or (), tokens):
        add(findings, "location", _THIGH)
    wanted = asked == "triggers" or (asked is not None and lists_triggers(free, tokens))
    triggers = accept_triggers(free, tokens, clauses, wanted)
    if "night_pain" in findings["present"] and not wanted:
        # What breaks sleep is told by that sign; that the evenings are bad is another matter.
        said = [token.text for token in tokens]
        # So it is that it hurts all night long: that is told by when it hurts.
        triggers = [
            m
            for m in triggers
            if m.values != _NIGHT or m.kind == FAMILY or is_of_the_evening(said, m)
        ]
    for mention in triggers:
        add(findings, "triggers", mention.values)
    for mention, status in free:
        if mention.group == "quality" and status is Status.PRESENT:
            add(findings, "quality", mention.values)
    for mention, status in judged:
        # A phrase shared by several groups: "pain at night", "at my desk".
        if status is Status.PRESENT and len(mention.values) > 1:
            _add_shared(findings, mention, mention.group != "triggers" or mention in triggers)
    side = _side(judged, tokens, clauses, asked)
    if side is not None:
        findings["side"] = side


def _is_of_a_sore_lump(place: Mention, solid: Sequence[Mention], tokens: Sequence[Token]) -> bool:
    """Whether a place is told of a lump that hurts: "sore on the bony bump below the kneecap"."""
    over = [m for m in solid if place.overlaps(m) and m.length >= place.length]
    near = [token.text for token in tokens[max(0, place.start - _BESIDE) : place.end + _BESIDE]]
    return all("lump" in m.values for m in over) and hurts(near)


def _side(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause], asked: str | None
) -> str | None:
    history = [m for m, _ in judged if m.group == "history"]
    words = {token.text for token in tokens}
    # An answer that comes late; "right" alone may be no side but a yes.
    late = asked is not None and words <= _SIDE_WORDS and words != {"right"}
    wanted = asked == "side" or late or (asked == "location" and len(tokens) <= _SIDE_ALONE)
    sides = find_sides(tokens, clauses, history, wanted, asked == "history")
    again = place_after(tokens)
    later = [side for place, side in sides if place >= again]
    return one_side(later or [side for _, side in sides])


def _add_shared(findings: Findings, mention: Mention, sets_off: bool) -> None:
    """A phrase of several groups was put under its first one's list; sort its values out."""
    groups = {value: load_vocabulary().term(value).group for value in mention.values}
    if len(set(groups.values())) < 2:
        return
    for name in (*LISTS, *MANY):
        findings[name] = [each for each in findings.get(name, ()) if each not in groups]
    lists = {"findings": "present"}
    for value, group in groups.items():
        if group == "triggers" and not sets_off:
            continue
        add(findings, lists.get(group, group), [value])
    for name in MANY:
        if not findings[name]:
            del findings[name]
