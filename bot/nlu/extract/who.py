"""Who it is about, and whose a finding is when several people are spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.extract.age import find_age
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import BARE, NORMAL, Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.own_body import NOT_COMPLAINT, complains, own_body
from bot.nlu.extract.owned import is_owned_by_another, is_set_apart
from bot.nlu.extract.people import (
    BODY,
    CHILD,
    OTHER,
    SELF,
    THIRD_PERSON,
    clause_of,
    determiner,
    is_cared_for,
    people_in,
    start_of,
    tends_another,
    writer_is_to,
)
from bot.nlu.extract.swallowed import owns_medicine
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.told_of import is_presented, only_speaks, owns_pain, suffers
from bot.nlu.extract.words import word_set

__all__ = ["Concerned", "clause_of", "find_who", "is_someone_elses"]


_ASKS = word_set(
    """
    asking ask here writing typing posting checking check enquiring inquiring question query help
    advice is 's it this that not no yes me and but actually , . ; ! : - answering filling reporting
    """
)
_WRITES = word_set("typing types writing writes texting messaging filling dictating")
_ASKING = word_set(
    "asking ask writing typing posting enquiring inquiring it's is 's here messaging"
)
_SENTENCE_ENDS: tuple[list[str], ...] = (
    [],
    ["."],
    [","],
    [";"],
    ["!"],
    ["not"],
    ["and"],
    ["because"],
    ["as"],
)
# "its mum im on about"
_I_MEAN_THEM = re.compile(
    r"^(?:that |who )?(?:i'm|i am|i 'm|im) (?:on about|asking (?:for|about)|talking about|"
    r"here about|writing about|messaging about|on for|ringing about|typing for|writing for)\b"
)
_FAMILY = (("in", "my", "family"), ("in", "the", "family"), ("family", "history"), ("runs", "in"))
_HAVE = word_set("i mine")
_PUTS_RIGHT = word_set("not meant mean instead rather sorry actually oops typo wrong")
_OF_THE_PATIENT = word_set("his her their")
_MYSELF = word_set("me myself")
_BESIDE_THE_PERSON = word_set(
    """
    no wait i it it's 's is this that was be should have said say about for my our the her his of
    than but and to hang on asking you put wrote am im i'm , . ; : - ! ( ) mate please person child
    one
    """
)
_GROWN_UP = 18
_TELLING = ("findings", "history", "injury", "location")
_AGE_UNITS = word_set("year yr yo y years month months mth")


@dataclass(frozen=True)
class Concerned:
    """Whom a message is about.

    Attributes:
        who: a value of the vocabulary, ``None`` where the message does not say.
        named: the words that name them, where there are such.
        is_put_right: whether the message does nothing but say that it is about them and not about
            another.
    """

    who: str | None = None
    named: Mention | None = None
    is_put_right: bool = False


NOBODY = Concerned()


def find_who(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    clauses: Sequence[Clause],
    asked: str | None = None,
) -> Concerned:
    """Return whom the message is about.

    Args:
        tokens: the words of the message.
        mentions: everything found in it.
        clauses: its clauses.
        asked: the id of the pending question; after "who is it about?" "my mum" alone will do, and
            after "what happened before?" a relative's illness is told for the sake of heredity.
    """
    words = [token.text for token in tokens]
    named = [m for m in mentions if m.group == "who"]
    others = people_in(words, mentions)
    meant = [
        each for each in others if not _is_ruled_out(words, each) and not owns_medicine(words, each)
    ]
    if asked not in (None, "who"):
        # "His mum had a bad hip" is told of the one it is about.
        meant = [each for each in meant if determiner(words, each) not in _OF_THE_PATIENT]
    if asked == "who" and named:
        bare = [m for m in named if m.values != (SELF,) and not _is_ruled_out(words, m)]
        return _is(meant or bare or [m for m in named if m.values == (SELF,)] or named)
    put_right = _put_right(words, others, meant)
    if put_right is not None:
        return put_right
    health = [m for m in mentions if m.group not in ("who",) and m.kind != NORMAL]
    of_self = complains(words, clauses, health, others)
    for person in meant:
        if _is_for(words, person, of_self):
            return _is([person])
    named_before = _is_for_them(words, meant)
    if named_before is not None:
        return _is([named_before])
    if _is_set_against(words):
        return NOBODY
    for person in meant:
        if not own_body(words, others) and owns_pain(words, person):
            return _is([person])
    if tends_another(words) and not own_body(words, others):
        return _is(meant) if meant else Concerned(OTHER)
    if of_self:
        return Concerned(SELF)
    if any(
        m.values == (SELF,) and m.kind != BARE and not _is_done_for_writer(words, clauses, m)
        for m in named
    ):
        return Concerned(SELF)
    told = _told_of(words, clauses, mentions, meant, health, asked)
    if told.who is None and not others:
        return Concerned(_self_or_child(words, health, asked))
    return told


def _is_done_for_writer(words: Sequence[str], clauses: Sequence[Clause], myself: Mention) -> bool:
    """Whether "for me" is said of what another does: "she won't bend her knee for me"."""
    clause = clauses[clause_of(myself, clauses)]
    lead = set(words[clause.start : myself.start])
    if _WRITES & lead:
        return False  # "he is typing this for me"
    return bool(THIRD_PERSON & lead or {"will", "not"} <= lead)


def _put_right(
    words: Sequence[str], people: Sequence[Mention], meant: Sequence[Mention]
) -> Concerned | None:
    """Whom a message is about that does nothing but put that right: "my son, not my daughter"."""
    if not people or not _PUTS_RIGHT & set(words):
        return None
    named = {place for person in people for place in range(person.start, person.end)}
    rest = {word for place, word in enumerate(words) if place not in named}
    if meant and rest <= _PUTS_RIGHT | _BESIDE_THE_PERSON:
        return Concerned(meant[-1].values[0], meant[-1], is_put_right=True)
    is_writer = not meant and _MYSELF & rest and rest <= _PUTS_RIGHT | _BESIDE_THE_PERSON | _MYSELF
    return Concerned(SELF, is_put_right=True) if is_writer else None


def _is(people: Sequence[Mention]) -> Concerned:
    """The first of these people."""
    return Concerned(people[0].values[0], people[0])


def _told_of(
    words: Sequence[str],
    clauses: Sequence[Clause],
    mentions: Sequence[Mention],
    people: Sequence[Mention],
    health: Sequence[Mention],
    asked: str | None,
) -> Concerned:
    """Whom a message is about that does not complain of the writer's own body."""
    related = writer_is_to(words, mentions)
    if related is not None:
        return Concerned(related)
    if _child_by_age(words) and not people:
        return Concerned(CHILD)
    for person in _those_with_signs_first(people, clauses, health):
        if asked == "history" and not owns_pain(words, person):
            continue
        if suffers(words, clauses, person, health) or is_presented(
            words, clauses, person, health, asked
        ):
            return _is([person])
    return Concerned(OTHER) if is_cared_for(words) else NOBODY


def _those_with_signs_first(
    people: Sequence[Mention], clauses: Sequence[Clause], health: Sequence[Mention]
) -> list[Mention]:
    """Of "my neighbour sells eggs. our son limps" the son first: a sign is in his sentence."""
    signs = [m for m in health if m.group in _TELLING]
    with_sign = {c.sentence for m in signs for c in clauses if c.holds(m.start)}

    def has_none(person: Mention) -> bool:
        return with_sign.isdisjoint(c.sentence for c in clauses if c.holds(person.start))

    return sorted(people, key=has_none)


def _self_or_child(
    words: Sequence[str], health: Sequence[Mention], asked: str | None
) -> str | None:
    """Who it is where nobody is named: "he is 4 and limps", "i have pain"."""
    if THIRD_PERSON & set(words):
        if asked not in (None, "who"):
            return None
        age = find_age(with_digits(" ".join(words).replace(" '", "'")))
        return CHILD if age is not None and age < _GROWN_UP else None
    first_person = {"i", "my", "me", "mine", "i'm"} & set(words)
    tells = any(m.kind != BARE for m in health) or bool((BODY | {"pain"}) & set(words))
    return SELF if first_person and tells else None


def _is_ruled_out(words: Sequence[str], person: Mention) -> bool:
    """Whether it is "not my mother", or "my mother's, not mine"."""
    start = start_of(words, person)
    return is_set_apart(words, person) or words[max(0, start - 1) : start] == ["not"]


def _is_set_against(words: Sequence[str]) -> bool:
    """Whether it sets oneself against the one who hurts: "i have arthritis but he does not"."""
    return any(
        words[n] == "but"
        and words[n + 1] in ("he", "she", "they")
        and words[n + 2] in ("do", "does", "did", "has", "have", "is")
        and words[n + 3] == "not"
        and words[n + 4 : n + 5] in ([], [","], ["."], ["have"])
        for n in range(len(words) - 3)
    )


def _is_for(words: Sequence[str], person: Mention, of_self: bool) -> bool:
    """Whether it is "asking for my mum", "it's about my wee boy", "he's my grandson"."""
    start = start_of(words, person)
    before = words[max(0, start - 3) : start]
    if _I_MEAN_THEM.search(" ".join(words[person.end : person.end + 5])):
        return True
    if words[person.end : person.end + 1] == ["'s"] or not before:
        return False
    if before[:2] in (["not", "me"], ["not", "myself"]) and before[2:] in ([","], ["but"], [";"]):
        return True
    if before[-1].isdigit() and before[0] in THIRD_PERSON and before[1:2] in (["'s"], ["is"]):
        return start < person.start
    if before[-1] == "about" or before[-2:] == ["behalf", "of"]:
        return not of_self or before[-1] != "about" or before[-2:-1] != ["worried"]
    if before[-1] == "for":
        return before[-2:-1] != ["waiting"] and (
            not of_self or not before[:-1] or before[-2] in _ASKS
        )
    if before[-2:-1] == ["that"] and of_self:
        return False  # "my left hip is the … no, that's my brother"
    is_person = before[-2:-1] and before[-2] in ("it", "this", "he", "she", "they", "that")
    return bool(is_person) and before[-1] in ("'s", "is", "'re", "are") and start < person.start


def _is_for_them(words: Sequence[str], people: Sequence[Mention]) -> Mention | None:
    """Whom "i am asking for her" is about: the one who was named last before."""
    for place in range(2, len(words)):
        if words[place] not in ("her", "him", "them") or words[place - 1] not in ("for", "about"):
            continue
        if words[place - 2] not in _ASKING or words[place + 1 : place + 2] not in _SENTENCE_ENDS:
            continue
        before = [person for person in people if person.end <= place]
        if before:
            return before[-1]
    return None


def _child_by_age(words: Sequence[str]) -> bool:
    """Whether it is "our 12 yo" or "our jack 7": a possessive and an age under 18."""
    words = with_digits(" ".join(words)).split()
    for place, word in enumerate(words):
        after = words[place + 1 : place + 4]
        if word not in ("my", "our", "me", "r") or len(after) < 2:
            continue
        if after[0].isdigit() and int(after[0]) < _GROWN_UP and after[1] in _AGE_UNITS:
            return True
        called = [each for each in after[1:] if each not in ("'s", "is", ",", "(")]
        if word == "our" and after[0] not in BODY and called and called[0].isdigit():
            rest = words[place + 1 + after.index(called[0]) + 1 :][:1]
            return int(called[0]) < _GROWN_UP and rest not in (["days"], ["weeks"], ["years"])
    return False


def is_someone_elses(
    mention: Mention,
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    clauses: Sequence[Clause],
    who: str | None,
) -> bool:
    """Whether a finding belongs to a person other than the one it is about."""
    number = clause_of(mention, clauses)
    clause = clauses[number]
    words = [token.text for token in tokens]
    sentence = [each for each in clauses if each.sentence == clause.sentence]
    if names_family(words[sentence[0].start : sentence[-1].end]):
        # "I have it, it runs in the family."
        return not _HAVE & set(words[clause.start : mention.start])
    if is_owned_by_another(words, mention, people_in(words, mentions)):
        return True
    subject = _subject(words, clause, mentions, mention.start)
    if subject is not None:
        return subject != who
    if who not in (None, SELF) and _is_own(words[clause.start : mention.start]):
        return True
    lead = words[clause.start : mention.start]
    if _goes_on_about(words, clause, sentence, mentions, who):
        return True
    if who == SELF and THIRD_PERSON & set(lead[:3]) and "i" not in lead:
        return any(m.group == "who" and m.end <= clause.start for m in people_in(words, mentions))
    return False


def names_family(words: Sequence[str]) -> bool:
    """Whether what runs in the family is spoken of."""
    return any(tuple(words[i : i + len(p)]) == p for p in _FAMILY for i in range(len(words)))


def _goes_on_about(
    words: Sequence[str],
    clause: Clause,
    sentence: Sequence[Clause],
    mentions: Sequence[Mention],
    who: str | None,
) -> bool:
    """Whether "and it was …" goes on about another: "my friend had the same and it was …"."""
    start = [word for word in words[clause.start : clause.end] if word not in ("and", "but", ",")]
    if start[:1] not in (["it"], ["he"], ["she"], ["they"]) or who not in (None, SELF):
        return False
    earlier = words[sentence[0].start : clause.start]
    return (
        not {"i", "my"} & set(start)
        and any(
            person.end <= clause.start
            and person.start <= sentence[0].start + 2
            and person.start >= sentence[0].start
            and not only_speaks(words, person)
            for person in people_in(words, mentions)
        )
        and "my" in earlier[:1]
    )


def _subject(
    words: Sequence[str], clause: Clause, mentions: Sequence[Mention], before: int
) -> str | None:
    """The person named in the clause before a place, unless they only say something."""
    for person in reversed(people_in(words, mentions, with_dead=True)):
        if clause.start <= person.start < before and not only_speaks(words, person):
            between = words[person.end : before]
            if not {"i", "my", "mine"} & set(between):
                is_dead = "late" in words[max(0, person.start - 1) : person.start]
                return "" if is_dead else person.values[0]
    return None


def _is_own(lead: Sequence[str]) -> bool:
    lead = [word for n, word in enumerate(lead) if n or word not in ("and", "but", ",")]
    if lead[:1] == ["my"]:
        return bool(BODY & set(lead[1:4]))
    return lead[:1] == ["i"] and not NOT_COMPLAINT & set(lead[1:3])
