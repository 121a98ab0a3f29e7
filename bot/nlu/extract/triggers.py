"""What sets it off: an activity counts only where pain is tied to it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.assertion import Status, has_phrase
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.cues import EASES_AFTER, EASES_BEFORE
from bot.nlu.extract.matcher import BARE, Mention
from bot.nlu.extract.place import PAIN
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

_TIES = word_set(
    "when whenever after during while if with on from worse going coming at getting in"
)
_JOINS = word_set("and or also mainly mostly the a , . going up down in to")
_LITTLE_ELSE = 1
_FINE = word_set("fine ok okay alright painless")
_DIFFICULT = word_set("hard difficult struggle struggling trouble unable")


def accept_triggers(
    mentions: Sequence[tuple[Mention, Status]],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: bool = False,
) -> list[Mention]:
    """Return the trigger mentions that set the pain off."""
    words = [token.text for token in tokens]
    symptoms = [m for m, s in mentions if m.group == "findings" and s is Status.PRESENT]
    return [
        mention
        for mention, status in mentions
        if mention.group == "triggers"
        and status is Status.PRESENT
        and (asked or mention.kind != BARE)
        and (asked or not _is_how_it_happened(mention, [m for m, _ in mentions], clauses))
        and not _eases(words, mention, clauses)
        and not _is_when_dressing(mention, [m for m, _ in mentions], clauses)
        and (asked or _is_tied(words, mention, clauses, symptoms))
    ]


def lists_triggers(mentions: Sequence[tuple[Mention, Status]], tokens: Sequence[Token]) -> bool:
    """Whether a short message says little but activities: an answer that comes late."""
    named = [m for m, _ in mentions if m.group == "triggers" and m.kind != BARE]
    rest = [
        token.text
        for place, token in enumerate(tokens)
        if token.text not in _JOINS and not any(m.start <= place < m.end for m in named)
    ]
    return bool(named) and len(rest) <= _LITTLE_ELSE


def _is_how_it_happened(
    mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause]
) -> bool:
    """Whether it tells of the accident: "hurt my knee playing tennis", "jumped and felt it pop"."""
    own = _clause(mention, clauses)
    for other in mentions:
        if other.values not in (("true",), ("popped",)) or own is None:
            continue
        clause = _clause(other, clauses)
        if clause == own or (
            clause and clause.sentence == own.sentence and "impact_sport" in mention.values
        ):
            return True
    return False


def _is_when_dressing(
    mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause]
) -> bool:
    """Whether it says when something else is done: "tights on in the morning"."""
    own = _clause(mention, clauses)
    return mention.values in (("morning",), ("night",)) and any(
        "trouble_with_socks" in m.values and _clause(m, clauses) == own and m.end <= mention.start
        for m in mentions
    )


def _eases(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    clause = _clause(mention, clauses)
    if clause is None:
        return False
    before = words[clause.start : mention.start]
    after = words[mention.end : min(clause.end, mention.end + 5)]
    if "," in after:
        after = after[: after.index(",")]
    if has_phrase(after[:4], EASES_AFTER):
        return True
    if before[-1:] and before[-1] in _FINE and "not" not in before[-2:]:
        return True
    if not has_phrase(before, EASES_BEFORE):
        return False
    return not ({"worse", "but"} & set(before)) and "not" not in before[:-2]


def _is_tied(
    words: Sequence[str],
    mention: Mention,
    clauses: Sequence[Clause],
    symptoms: Sequence[Mention],
) -> bool:
    clause = _clause(mention, clauses)
    if clause is None:
        return False
    same = [each for each in clauses if each.sentence == clause.sentence]
    sentence = words[same[0].start : same[-1].end]
    own = words[clause.start : clause.end]
    before = words[clause.start : mention.start]
    can_not = "not" in before and bool({"can", "could"} & set(before))
    if PAIN & set(own) or _DIFFICULT & set(before) or can_not:
        return True
    lead = words[max(clause.start, mention.start - 3) : mention.start + 1]
    complains = bool(PAIN & set(sentence)) or any(clause.holds(m.start) for m in symptoms)
    return complains and bool(_TIES & set(lead))


def _clause(mention: Mention, clauses: Sequence[Clause]) -> Clause | None:
    return next((c for c in clauses if c.holds(mention.end - 1)), None)
