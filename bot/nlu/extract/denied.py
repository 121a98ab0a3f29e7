"""Places, triggers and qualities that a message says are none, to be taken out if noted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.assertion import Status
from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import is_fine
from bot.nlu.extract.findings import MANY
from bot.nlu.extract.matcher import BARE, NORMAL, Mention
from bot.nlu.extract.painless import is_painless
from bot.nlu.extract.words import word_set
from knowledge.vocabulary import load_vocabulary

_NO = word_set("not never no nor without cannae hardly")
# "No pain in the groin", "not worse at night", and not "no pills for the pain in my hip".
_OF_NO_PAIN = re.compile(
    r"\b(?:no|not|never|without|nothing)\b(?: \w+){0,2} (?:pain|pains|painful|hurt|hurts|hurting|"
    r"ache|aches|aching|sore|worse|bother|bothers|trouble|problem|problems)\b"
    r"(?: (?:in|at|on|when|while|with|during|round|around|the|my|his|her|i|he|she|going|doing|if|"
    r"or|nor|by|it|me|to|go|walk))*$"
)
_IN_PART = word_set("half quarter halfway short little gentle")
# "It doesn't hurt when I run, only after."
_AFTERWARDS = re.compile(r"\b(?:only|just|but|until|till)\b.{0,14}\b(?:after\w*|later|next)\b")

Judged = tuple[Mention, Status]

# Denied along with the pain: what is said is of the pain still.
_OF_PAIN = frozenset({"night_pain", "constant_pain", "back_pain", "chest_pain"})


def denied(
    judged: Sequence[Judged], words: Sequence[str], clauses: Sequence[Clause], corrects: bool
) -> list[str]:
    """Return the places, triggers and qualities that are said not to be so.

    "No lump in the groin" denies the lump and says nothing of the groin, and "not in the groin"
    may be about whatever was asked.

    Args:
        judged: what was found, with what is said of it.
        words: the words of the message.
        clauses: its clauses.
        corrects: whether it puts something right; else only what is said of the pain counts.
    """
    values = [
        value
        for mention, status in judged
        if (
            _is_denied(words, mention, status, clauses, corrects)
            or _is_slept_through(mention, judged, clauses)
        )
        and not _is_of_a_sign(mention, judged, clauses)
        for value in mention.values
        if load_vocabulary().term(value).group in MANY
    ]
    return list(dict.fromkeys(values))


def _is_denied(
    words: Sequence[str],
    mention: Mention,
    status: Status,
    clauses: Sequence[Clause],
    corrects: bool,
) -> bool:
    own = clause_at(clauses, mention.end - 1)
    if own is None or own.question:
        return False
    before, after = words[own.start : mention.start], words[mention.end : own.end]
    same = [each for each in clauses if each.sentence == own.sentence]
    rest = " ".join(words[mention.end : same[-1].end])
    if _AFTERWARDS.search(rest) or "without" in after or _IN_PART & set(before[-1:]):
        return False
    is_well = is_fine(after) and not _NO & set(before)
    if status is Status.ABSENT:
        return corrects or is_well or _OF_NO_PAIN.search(" ".join(before)) is not None
    if status is not Status.PRESENT or mention.kind == BARE:
        return False
    if mention.group == "triggers":
        return is_painless(words, mention, clauses)
    return mention.group == "location" and is_well


def _is_slept_through(
    mention: Mention, judged: Sequence[Judged], clauses: Sequence[Clause]
) -> bool:
    """Whether it is told how well the night goes: "he sleeps well at night"."""
    own = clause_at(clauses, mention.end - 1)
    return mention.values == ("night",) and any(
        own is not None and own.holds(other.start) and "night_pain" in other.values
        for other, status in judged
        if status is Status.ABSENT
    )


def _is_of_a_sign(mention: Mention, judged: Sequence[Judged], clauses: Sequence[Clause]) -> bool:
    """Whether its clause speaks of a sign: "no swelling after running", "no lump in the groin"."""
    own = [each for each in clauses if each.holds(mention.start) or each.holds(mention.end - 1)]
    return any(
        other.group in ("findings", "history")
        and not (other.kind == NORMAL and not other.says_no and other.overlaps(mention))
        and not set(other.values) & _OF_PAIN
        and any(each.holds(other.start) for each in own)
        for other, _ in judged
    )
