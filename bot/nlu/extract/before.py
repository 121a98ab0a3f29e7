"""What the words before a mention make of it: "no", "not sure if", "used to", "what if"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract import cues
from bot.nlu.extract.clauses import POSSESSIVES, PRONOUNS
from bot.nlu.extract.cues import Cue
from bot.nlu.extract.status import Status
from bot.nlu.extract.words import word_set

_LONGEST_CUE = max(map(len, cues.BEFORE))
_AFTER_INTERJECTION = PRONOUNS | word_set("wait , ; . but not just think the my only")
_CAN = word_set("can could able unable")
_WILL = word_set("can could will would")
_IS = word_set("was is 's")
_SAYS_THAT = word_set(
    """
    that think told tell mean reckon suppose claim guess confirm confirmed found like as where
    when if because say said sure feel feels believe know whether notice noticed how what look
    looks seem seems and or
    """
)
_HARDLY = word_set("hardly barely scarcely")
_LOOKS_AHEAD = 4
_LIST_SIGNS = frozenset({",", "and", "n", "&", "+"})
_OWN_NO = frozenset({"not", "never", "unable", "cannae"})
_IN_LIST = word_set(
    """
    or nor any other real much significant obvious visible new recent major serious the a an even
    actual bad big kind of sort a bit of either particular previous prior known past severe my
    sudden major also as well so
    """
)
_OWN_STATEMENT = PRONOUNS | word_set(
    "is are was were has have 's me my his her wakes woke roused keeps keep gone went came feels"
)
_PARTS = word_set(
    """
    knee knees kneecap hip hips leg legs foot feet toe toes calf calves thigh shin hand hands wrist
    wrists finger fingers ankle ankles elbow elbows shoulder skin joint joints sole groin face
    """
)
_HOW_IT_IS = word_set(
    """
    swollen puffy red hot warm numb stiff weak sore tender cold pale blue white bigger huge hard
    tight painful purple shorter turned bent stuck locked up
    """
)
_AFTER_ITEM = word_set(
    """
    at now either whatsoever anywhere there in on of or nor from before ever since when while with
    to round around behind below above after during until unless though tbh really i that yet so
    anything . ; ! me for etc otherwise just only
    """
)
_NUMBERS = word_set("one two three four five six seven eight nine ten hundred point")
_SUBJECTS = PRONOUNS - {"there", "it", "its"}
_KNEE = word_set("knee knees hip hips leg legs joint")
_GETS = word_set("is are 's gets get got goes feels keeps has")
_BEGINS = word_set("'s is was are has have 've 'm am been")
_FOR_IT = word_set("for from with due because owing by")
_NOW = word_set("now today tonight")
_ADVERBS = word_set("really actually honestly even properly fully quite ever")


def denied_in_list(before: Sequence[str], inside: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a "no" before the last comma or "and" reaches a mention as the next of a list.

    "no swelling, redness or heat" goes on denying; "no fever, calf swollen like a sausage" does
    not.

    Args:
        before: the words of its clause before the mention.
        inside: its own words.
        rest: the words of its clause after it.
    """
    place = max((n for n, word in enumerate(before) if word in _LIST_SIGNS), default=None)
    if place is None:
        return True
    between = before[place + 1 :]
    found = from_before(between, "")
    if found is Status.ABSENT:
        return True
    if _OWN_NO & set(inside) and not {"or", "nor"} & set(between):
        return False  # "no feeling down there and can't pee": it says its own "not"
    goes_on = set(between) <= _IN_LIST or _lists_more(between)
    if not goes_on:
        return False
    says_how = inside[0] in _PARTS and bool((_HOW_IT_IS | {"like"}) & set(inside[1:]))
    if says_how or inside[0] == "on" or _OWN_STATEMENT & set(inside):
        return False
    end = next((n for n, word in enumerate(rest) if word in _LIST_SIGNS or word == "or"), len(rest))
    return (not rest[:end] or rest[0] in _AFTER_ITEM) and not (
        rest[end : end + 1] == ["and"] and set(rest[end + 1 : end + 2]) & (PRONOUNS | POSSESSIVES)
    )


def begins_with_subject(before: Sequence[str], inside: Sequence[str]) -> bool:
    """Whether a subject opens what carries its own "not": "not funny, she cannot walk".

    After "and" or a comma, where it may be left out, it is for `denied_in_list` to say.
    """
    if not {"not", "cannae"} & set(inside) or before[-1:] == []:
        return False
    if before[-1] not in _SUBJECTS | {"it"}:
        return False
    return len(before) > 1 and before[-2] not in _SAYS_THAT


def _lists_more(between: Sequence[str]) -> bool:
    """Whether the list goes on to its last item: "not swollen, hot or feverish"."""
    joined = bool({"or", "nor"} & set(between)) and len(between) <= _LOOKS_AHEAD
    return joined and between[0] not in _PARTS and not _OWN_STATEMENT & set(between)


_SCORES = frozenset(map(str, range(1, 11)))
_AFTER_SCORE = word_set("on at when going walking climbing during after with in if")
_PLAIN_NO = frozenset({"no", "not", "without"})
_NOT_KNOWN = word_set(
    "sure certain know idea clue convinced clear remember tell think really quite"
)


def from_before(words: Sequence[str], group: str) -> Status:
    """Return what the words of its clause before a mention make of it."""
    state = Status.PRESENT
    unable = none = False
    place = 0
    while place < len(words):
        cue, length = _cue_at(words, place)
        if cue is None:
            # "no more of this, i want …": after "no" and a noun a subject begins another statement.
            subject = none and group != "triggers" and words[place] in _SUBJECTS
            if state is Status.ABSENT and (subject or _ends_here(words, place, group, unable)):
                state = Status.PRESENT
            if state is Status.PAST and _comes_to_now(words, place):
                state = Status.PRESENT
            if state is Status.UNCERTAIN and _denies_the_next(words, place):
                state = Status.PRESENT
        elif cue is Cue.NO:
            state = _negated(words, place, length, group, state)
            unable = _tells_inability(words, place)
            none = words[place : place + length] == ["no"]
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


def _denies_the_next(words: Sequence[str], place: int) -> bool:
    """Whether a doubt ends at a comma with a "no": "maybe a fever, no swelling"."""
    if words[place] not in (",", "and", "but") or not set(words[place + 1 : place + 2]) & _PLAIN_NO:
        return False
    return _NOT_KNOWN.isdisjoint(words[place + 2 : place + 4])


def _comes_to_now(words: Sequence[str], place: int) -> bool:
    """Whether a "now" ends what was: "used to get angina, now …", not "used to now and then"."""
    return (
        words[place] in _NOW
        and words[max(0, place - 1) : place] in ([","], ["and"], ["but"])
        and words[place + 1 : place + 2] != ["and"]
    )


def _cue_at(words: Sequence[str], place: int) -> tuple[Cue | None, int]:
    if words[place] == "nothing" and _has_effect(words, place):
        return Cue.NOTHING_MEANT, 1
    if words[place] == "zero" and _NUMBERS & set(words[max(0, place - 1) : place + 2]):
        return None, 1
    if words[place] == "without" and words[place + 1 :] == ["it"]:
        return Cue.NO, 2  # "it bends without it catching"
    if words[place] in _HARDLY and words[place + 1 : place + 2] == ["ever"]:
        return Cue.UNSURE, 2
    if words[place] in _HARDLY and cues.ABILITY & set(words[max(0, place - 1) : place + 2]):
        return Cue.NOTHING_MEANT, 1
    if words[place] == "may" and _is_verb(words, place):
        return Cue.UNSURE, 1
    for length in range(min(_LONGEST_CUE, len(words) - place), 0, -1):
        cue = cues.BEFORE.get(tuple(words[place : place + length]))
        if cue is not None:
            return cue, length
    return None, 1


def _has_effect(words: Sequence[str], place: int) -> bool:
    """Whether "nothing" does something to what follows: "nothing really helps the swelling"."""
    ahead = [w for w in words[place + 1 : place + _LOOKS_AHEAD] if w not in _ADVERBS][:1]
    if ahead == ["i"] and words[place + 2 : place + 3] in (["'d"], ["would"]):
        return False  # "nothing i'd call swelling"
    return bool(ahead) and ahead[0] in cues.EFFECTS


def _is_verb(words: Sequence[str], place: int) -> bool:
    """Whether "may" is no month."""
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    if before in cues.BEFORE_MONTH or before.isdigit() or after.isdigit():
        return False
    return after not in ("", ",")


def _ends_here(words: Sequence[str], place: int, group: str, unable: bool) -> bool:
    """Whether the reach of a "no" ends at a word."""
    if _is_score(words, place):
        return True  # "zero at rest, 8 on stairs"
    if group != "triggers" and words[place] in cues.NO_ENDS:
        return True
    # "can't get my breath, and a sore calf": what one cannot do is one thing, the next another.
    if unable and group != "triggers" and words[place] in (",", "and", *_FOR_IT):
        return True
    return _begins_anew(words, place)


def _is_score(words: Sequence[str], place: int) -> bool:
    following = words[place + 1 : place + 2]
    return words[place] in _SCORES and bool(_AFTER_SCORE & set(following))


def _tells_inability(words: Sequence[str], place: int) -> bool:
    """Whether a "not" tells what one cannot do, rather than what one does not find.

    Nor does "never mind my hip" reach beyond what it sets aside.
    """
    if words[place : place + 2] == ["never", "mind"]:
        return True
    if words[place] != "not" or not place or words[place - 1] not in _WILL:
        return False
    ahead = [word for word in words[place + 1 : place + _LOOKS_AHEAD] if word not in _ADVERBS]
    return bool(ahead) and ahead[0] not in cues.PERCEIVE


def _no_time(words: Sequence[str]) -> bool:
    """Whether "not a day" or "no morning" has gone before."""
    return any(
        word in ("not", "no", "never", *_HARDLY) and cues.TIMES & set(words[place + 1 : place + 4])
        for place, word in enumerate(words)
    )


def _begins_anew(words: Sequence[str], place: int) -> bool:
    """Whether "it was" begins another statement: "not gradual it was sudden"."""
    if place < 2 or words[place + 1 : place + 2] == []:
        return False
    if _KNEE & set(words[place + 1 : place + 2]) and words[place] in POSSESSIVES | {"the"}:
        told = bool(_GETS & set(words[place + 2 : place + 3]))
        return told and words[place - 1] not in _SAYS_THAT
    if words[place] == "its":  # as "it's" is typed: "can't see the kneecap its all fluid"
        return words[place - 1] not in _SAYS_THAT
    begins = _IS if words[place] == "it" else _BEGINS if words[place] in _SUBJECTS else ()
    told = words[place + 1] in begins and words[place - 1] not in _SAYS_THAT
    return told and cues.BEFORE.get((words[place - 1],)) is None


def _negated(words: Sequence[str], place: int, length: int, group: str, state: Status) -> Status:
    following = words[place + length] if place + length < len(words) else ""
    word = words[place]
    if length == 1 and word == "no" and following in _AFTER_INTERJECTION:
        return state
    if word == "not" and group == "triggers" and place and words[place - 1] in _CAN:
        return state
    # "can not walk without limping", "no day when it does not lock": two make a yes.
    if (word == "without" and state is Status.ABSENT) or (
        word == "not" and _no_time(words[:place])
    ):
        return Status.PRESENT
    return state if state in (Status.UNCERTAIN, Status.HYPOTHETICAL) else Status.ABSENT
