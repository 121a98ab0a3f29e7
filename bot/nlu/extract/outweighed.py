"""What another mention of the same outweighs: "temp is normal", "it swelled … none since"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.extract.after import tells_of_then
from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.matcher import MEASURED, NORMAL, Mention
from bot.nlu.extract.passed import ELSEWHERE, is_long_past
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

Judged = tuple[Mention, Status]

# What says that it is over, in the next sentence or two.
_OVER = re.compile(
    r"\b(?:all|that|it|this|both|lot|swelling|'s|is|are|has|have|long|since|since then) "
    r"(?:all |now |completely |long |been )?(?:gone|over|settled|healed|sorted|treated|passed|"
    r"finished|cleared|closed|dried|history|vanished)"
    r"(?= ?[,.;!]| (?:now|away|up|down|by|and|so|long|for|ages|weeks|months|years|since)\b|$)|"
    r"\bbehind me\b|\bnothing left\b|\bnone (?:of (?:it|that) (?:left|now|since|has)|since|now|"
    r"left)\b|"
    r"\bnothing there now\b|\bnever (?:since|again|came back|come back|happened)\b|"
    r"\bas if nothing\b|"
    r"\ball (?:right|well|normal|fine|good|clear|settled)(?: now| since| again)?(?= ?[,.;!]|$)|"
    r"\b(?:good|right) as (?:new|rain|ninepence)\b|\bmelted away\b|\bsealed up\b|\bfaded\b|"
    r"\bno (?:problems?|trouble|bother) since\b|\bnot an issue now\b|\bgained it (?:all )?back\b|"
    r"\bnot (?:come back|happened (?:since|again)|done it since|been back)\b|\bfull feeling\b|"
    r"\b(?:now|today|these days|since then|nowadays) (?:it |i |he |she |we )?"
    r"(?:'s |'m |is |am |has |been |can )*(?:back |got )?(?:better|walk|walked|walks|walking|run|"
    r"running|plays|playing|skipping|strong|fine|normal|normally|straightens|silent|quiet)\b|"
    r"\b(?:walking|running) (?:about|around|normally|fine|totally|again)\b"
)
# What began today is not over for a word that sounds like it.
_JUST_NOW = re.compile(
    r"\b(?:this (?:morning|afternoon|evening)|today|tonight|just|minutes?|woke|overnight)\b"
)
_STILL_SO = re.compile(
    r"\b(?:still|came back|come back (?:now|again)|is back|returned|worse|not (?:gone|healed|"
    r"settled|"
    r"cleared|passed|better|right))\b"
)
_SENTENCES_ON = 2
_NOW = word_set("now today since nowadays currently lately present more")


def without_outweighed(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> list[Judged]:
    """Return the mentions without those that another of the same value outweighs.

    A sign of an emergency elsewhere that is over since lately stays, in doubt.
    """
    told = [
        (mention, _since_lately(mention, status, tokens, clauses)) for mention, status in judged
    ]
    return [
        (mention, status)
        for mention, status in told
        if status is not Status.PRESENT
        or mention.group != "findings"
        or mention.kind == MEASURED  # 39 yesterday is a fever, whatever it is today
        or not (
            _is_over(mention, tokens, clauses) or _is_outweighed(mention, judged, tokens, clauses)
        )
    ]


def _since_lately(
    mention: Mention, status: Status, tokens: Sequence[Token], clauses: Sequence[Clause]
) -> Status:
    if status is not Status.PRESENT or ELSEWHERE.isdisjoint(mention.values):
        return status
    if not _is_over(mention, tokens, clauses):
        return status
    number = next((n for n, each in enumerate(clauses) if each.holds(mention.start)), None)
    if number is None or is_long_past(tokens, clauses, number):
        return status
    return Status.UNCERTAIN


def _is_outweighed(
    mention: Mention,
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
) -> bool:
    return any(
        _is_called_normal(mention, other) or _is_denied_now(mention, other, tokens, clauses)
        for other, said in judged
        if said is Status.ABSENT and set(mention.values) <= set(other.values)
    )


def _is_over(mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause]) -> bool:
    """Whether it was then, and what follows says that it passed: "… all settled"."""
    then = clause_at(clauses, mention.start)
    if then is None or not tells_of_then(tokens, then):
        return False
    if _JUST_NOW.search(" ".join(token.text for token in tokens[then.start : then.end])):
        return False
    near = [each for each in clauses if 0 <= each.sentence - then.sentence <= _SENTENCES_ON]
    after = " ".join(token.text for token in tokens[mention.end : near[-1].end])
    found = _OVER.search(after)
    return found is not None and not _STILL_SO.search(after)


def _is_called_normal(mention: Mention, other: Mention) -> bool:
    """Whether it only names what is said to be normal: "temperature" in "temperature is fine"."""
    within = other.start <= mention.start and mention.end <= other.end
    return other.kind == NORMAL and within and not mention.says_no


def _is_denied_now(
    mention: Mention, other: Mention, tokens: Sequence[Token], clauses: Sequence[Clause]
) -> bool:
    """Whether it was then and is denied of now: "it swelled that day, no swelling since"."""
    if other.start <= mention.end:
        return False
    then = clause_at(clauses, mention.start)
    now = clause_at(clauses, other.start)
    if then is None or now is None:
        return False
    if then == now:
        then = replace(then, end=mention.end)
    words = {token.text for token in tokens[other.start : now.end]}
    words |= {token.text for token in tokens[max(mention.end, now.start) : other.start]}
    return bool(_NOW & words) and tells_of_then(tokens, then)
