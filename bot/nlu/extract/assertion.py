"""Whether a mention is so, is not, might be, was, would be, is asked about, or is another's.

The idea is that of ConText (Harkema et al., J Biomed Inform 2009): cues reach along their clause
until a word that ends their reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from bot.nlu.extract import cues
from bot.nlu.extract.clauses import PRONOUNS, Clause
from bot.nlu.extract.cues import Cue
from bot.nlu.extract.matcher import NORMAL, PATTERN, Mention
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set


class Status(Enum):
    """What a message says of a mention."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"
    ASKED = "asked about"
    SOMEONE_ELSE = "someone else's"


_LONGEST_CUE = max(map(len, cues.BEFORE))
_AFTER_INTERJECTION = PRONOUNS | {
    "wait",
    ",",
    ";",
    ".",
    "but",
    "not",
    "just",
    "think",
    "the",
    "my",
    "only",
}
_BEFORE_ANSWER = word_set(", : - is are ? = /")
_NO_INSIDE = frozenset({"not", "never", "no", "without"})
_REASON = ("why", "how")
_SIGNS = (",", ".", ";", "!")
_GONE_AND = word_set("now away down off completely and but again since")
_HAS = word_set("does do has have is did")
_HAVE_IT = word_set("have got it any one that")
# What comes and goes: long over, it says nothing of today.
_PASSING = frozenset({"fever", "shivering_unwell"})
_LONG_AGO = (
    ("last", "month"),
    ("last", "year"),
    ("months", "ago"),
    ("month", "ago"),
    ("years", "ago"),
)
_CAN = word_set("can could able unable")
_IS = frozenset({"was", "is", "'s"})
_SAYS_THAT = word_set(
    "that think like as where when if because say said sure feel feels believe know whether notice "
    "noticed how what look looks seem seems and or"
)
_WHAT_IF_VERBS = word_set("would should could will")


def status_of(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> Status:
    """Return what the message says of a mention that lies in the clause of that number.

    Whose it is, is decided elsewhere.
    """
    if mention.kind == NORMAL:
        return Status.ABSENT
    clause = clauses[number]
    before = [token.text for token in tokens[clause.start : mention.start]]
    after = _after(mention, tokens, clauses, number)
    found = _from_before(before, mention.group)
    inside = [token.text for token in tokens[mention.start : mention.end]]
    if "point" in inside and "self_harm" in mention.values:
        return Status.PRESENT  # "what is the point of living" asks nothing
    if mention.kind == PATTERN and not mention.says_no and _NO_INSIDE & set(inside):
        # "the knee does not lock": the pattern closes round its own denial.
        found = Status.ABSENT if found is Status.PRESENT else found
    if found is Status.PRESENT and _is_conditional(before, tokens, clauses, clause):
        found = Status.HYPOTHETICAL
    if clause.question == "?":
        told = [word for word in after if word != ","]
        if told[:1] and (told[0] in cues.ANSWERED_NO or told[0] in cues.ANSWERED_YES):
            return Status.ABSENT if told[0] in cues.ANSWERED_NO else Status.PRESENT
    if clause.question and found is not Status.HYPOTHETICAL:
        found = _in_question(clause, before, mention, found)
    if found is Status.ABSENT and after[:1] and after[0] in ("does", "do"):
        # "sitting does not hurt, walking does"
        return Status.PRESENT if after[1:2] in ([], [","]) else found
    if found in (Status.PRESENT, Status.PAST):
        found = _from_after(after, found, mention)
    return found


def _from_before(words: Sequence[str], group: str) -> Status:
    state = Status.PRESENT
    place = 0
    while place < len(words):
        cue, length = _cue_at(words, place)
        if cue is None:
            ends = group != "triggers" and words[place] in cues.NO_ENDS
            if state is Status.ABSENT and (ends or _begins_anew(words, place)):
                state = Status.PRESENT
        elif cue is Cue.NO:
            state = _negated(words, place, length, group, state)
        elif cue is Cue.UNSURE:
            state = Status.UNCERTAIN
        elif cue is Cue.WAS:
            state = Status.PAST
        elif cue is Cue.WHAT_IF:
            state = Status.HYPOTHETICAL
        elif cue is Cue.BACK_TO_PRESENT and state is Status.ABSENT:
            state = Status.PRESENT
        place += length
    return state


def _begins_anew(words: Sequence[str], place: int) -> bool:
    """Whether "it was" begins another statement: "not gradual it was sudden"."""
    if place < 2 or words[place] != "it" or words[place + 1 : place + 2] == []:
        return False
    told = words[place + 1] in _IS and words[place - 1] not in _SAYS_THAT
    return told and cues.BEFORE.get((words[place - 1],)) is None


def _cue_at(words: Sequence[str], place: int) -> tuple[Cue | None, int]:
    for length in range(min(_LONGEST_CUE, len(words) - place), 0, -1):
        cue = cues.BEFORE.get(tuple(words[place : place + length]))
        if cue is not None:
            return cue, length
    return None, 1


def _negated(words: Sequence[str], place: int, length: int, group: str, state: Status) -> Status:
    following = words[place + length] if place + length < len(words) else ""
    word = words[place]
    if length == 1 and word == "no" and following in _AFTER_INTERJECTION:
        return state
    if word == "not" and group == "triggers" and place and words[place - 1] in _CAN:
        return state
    # "can not walk without limping": two make a yes.
    if word == "without" and state is Status.ABSENT:
        return Status.PRESENT
    return state if state in (Status.UNCERTAIN, Status.HYPOTHETICAL) else Status.ABSENT


def _is_conditional(
    before: Sequence[str], tokens: Sequence[Token], clauses: Sequence[Clause], clause: Clause
) -> bool:
    """Whether it lies in an "if" that asks or supposes, not in "it locks if i twist"."""
    if "if" not in before:
        return False
    same = [each for each in clauses if each.sentence == clause.sentence]
    return any(each.question for each in same) or any(
        tokens[index].text in _WHAT_IF_VERBS
        for each in same
        for index in range(each.start, each.end)
    )


def _in_question(clause: Clause, before: Sequence[str], mention: Mention, found: Status) -> Status:
    """What a question takes for granted is so: "why does my knee click?", "my swollen knee"."""
    if mention.group == "history" and clause.question == "how":
        return Status.ASKED
    if clause.question in _REASON or "normal" in before or "causing" in before:
        return found
    if mention.group == "findings" and before[-3:] and found is Status.PRESENT:
        near = before[-3:]
        if {"my", "this"} & set(near) or near[-1] == "the":
            return found
    return Status.ASKED


def _after(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> list[str]:
    """The words after a mention in its clause, and in the next if that goes on about it."""
    clause = clauses[number]
    words = [token.text for token in tokens[mention.end : clause.end]]
    if number + 1 < len(clauses):
        following = clauses[number + 1]
        start = [token.text for token in tokens[following.start : following.end]]
        if following.sentence - clause.sentence <= 1 and _goes_on(start):
            return [*words, ",", *start]
    return words


def _goes_on(words: Sequence[str]) -> bool:
    lead = [word for word in words if word not in (",", "but", "and", "though")]
    if not lead:
        return False
    if lead[0] in (*cues.ANSWERED_NO, *cues.ANSWERED_YES) and len(lead) <= 2:
        return True
    if len(lead) <= 5 and ("sure" in lead or "certain" in lead) and "not" in lead:
        return True
    if lead[0] in ("not", "does", "has", "is", "no") and len(lead) <= 5:
        return True
    if lead[0] in ("he", "she", "they") and len(lead) <= 5 and "not" in lead:
        return True
    return lead[0] in ("it", "that", "they", "which", "this", "its", "maybe", "possibly", "perhaps")


def _from_after(words: Sequence[str], found: Status, mention: Mention) -> Status:
    words = list(words)
    if _is_answered_no(words) or _others_only(words):
        return Status.ABSENT
    if mention.group == "findings":
        if _is_over(words) or (set(mention.values) & _PASSING and has_phrase(words, _LONG_AGO)):
            return Status.PAST
        if has_phrase(words, cues.NO_LONGER) or (
            "any" in words and "more" in words and "not" in words
        ):
            return Status.ABSENT
        gone = first_phrase(words, cues.GONE)
        if gone is not None and not _undone(words, gone):
            return Status.PAST
    if (
        any(word in cues.UNSURE_AFTER for word in words[:4])
        or first_phrase(words[:7], (("not", "sure"), ("not", "certain"))) is not None
    ):
        return Status.UNCERTAIN
    return found


def _is_over(words: Sequence[str]) -> bool:
    """Whether "it's gone" follows, and not "it's gone red"."""
    place = first_phrase(words, (("'s", "gone"),))
    return place is not None and (words[place + 2 :] or ["."])[0] in (*_SIGNS, *_GONE_AND)


def _others_only(words: Sequence[str]) -> bool:
    """Whether it is another's: "but he does not", "not me"."""
    lead = [word for word in words if word not in (*_SIGNS, "but", "and", "though")]
    if lead[:1] and lead[0] in ("he", "she", "they"):
        return (
            lead[1:2] != []
            and lead[1] in _HAS
            and lead[2:3] == ["not"]
            and (set(lead[3:]) <= _HAVE_IT)
        )
    return (
        lead[:1] == ["not"]
        and lead[1:2] != []
        and lead[1] in ("me", "him", "her", "them", "myself")
    )


def _is_answered_no(words: Sequence[str]) -> bool:
    """Whether a "no" that stands alone follows: "fever - no", not "limps, no fever"."""
    place = next((n for n, word in enumerate(words) if word not in _BEFORE_ANSWER), None)
    if place is None or words[place] not in cues.ANSWERED_NO:
        return False
    return place + 1 == len(words) or words[place + 1] in (",", ";", ".")


def _undone(words: Sequence[str], place: int) -> bool:
    denied = {"not", "never", "will", "wo"} & set(words[max(0, place - 3) : place])
    return bool(denied) or any(word in cues.BACK for word in words[place + 1 :])


def has_phrase(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> bool:
    """Whether one of the phrases stands among the words."""
    return first_phrase(words, phrases) is not None


def first_phrase(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> int | None:
    """The place of the first of the phrases among the words, or ``None``."""
    phrases = tuple(phrases)
    for place in range(len(words)):
        for phrase in phrases:
            if tuple(words[place : place + len(phrase)]) == phrase:
                return place
    return None
