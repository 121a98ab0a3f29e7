"""Who it is about, and whose a finding is when several people are spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import BARE, NORMAL, Mention
from bot.nlu.extract.place import PAIN
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

SELF = "self"
_BODY = word_set(
    """
    knee knees kneecap kneecaps hip hips leg legs thigh groin calf bum buttock back foot pain
    pains ankle side
    """
)
_THIRD_PERSON = word_set("he she they him her his their them")
_SAYS = word_set(
    """
    says said think thinks thought reckons reckon told tells noticed believes suggested suggests
    wonders wants asked recommended swears keeps
    """
)
_FAMILY = (("in", "my", "family"), ("in", "the", "family"), ("family", "history"), ("runs", "in"))
# History that is itself the complaint.
_STILL_THERE = frozenset({"joint_replacement", "arthritis", "recent_growth_spurt"})
_TREATED = word_set("done replaced replacement replacements operated operation surgery")
_NOT_COMPLAINT = word_set("think wonder want know reckon noticed notice worry asked said")


def find_who(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    clauses: Sequence[Clause],
    asked: str | None = None,
) -> str | None:
    """Return whom the message is about, ``None`` where it does not say.

    Args:
        tokens: the words of the message.
        mentions: everything found in it.
        clauses: its clauses.
        asked: the id of the pending question; after "who is it about?" "my mum" alone will do, and
            after "what happened before?" a relative's illness is told for the sake of heredity.
    """
    words = [token.text for token in tokens]
    people = [m for m in mentions if m.group == "who" and (asked == "who" or m.kind != BARE)]
    others = [m for m in people if m.values != (SELF,)]
    if asked == "who" and people:
        return (others or people)[0].values[0]
    for person in others:
        if _is_for(words, person):
            return person.values[0]
    health = [m for m in mentions if m.group not in ("who",) and m.kind != NORMAL]
    if _is_set_against(words):
        return None
    for person in others:
        if not _own_body(words, others) and _owns_pain(words, person):
            return person.values[0]
    if _complains(words, clauses, health, others):
        return SELF
    if any(m.values == (SELF,) and m.kind != BARE for m in people):
        return SELF
    if _child_by_age(words) and not others:
        return "child"
    for person in others:
        if asked == "history" and not _owns_pain(words, person):
            continue
        if _suffers(words, clauses, person, health):
            return person.values[0]
    if _THIRD_PERSON & set(words):
        return None
    first_person = {"i", "my", "me", "mine", "i'm"} & set(words)
    tells = any(m.kind != BARE for m in health) or bool((_BODY | {"pain"}) & set(words))
    return SELF if first_person and tells and not others else None


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


def _owns_pain(words: Sequence[str], person: Mention) -> bool:
    """Whether a person's own joint hurts: "my mum's knee hurts"."""
    near = words[person.end : person.end + 4]
    return bool(_BODY & set(near)) and bool(PAIN & set(words[person.end : person.end + 8]))


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
    inside = words[sentence[0].start : sentence[-1].end]
    if any(tuple(inside[i : i + len(p)]) == p for p in _FAMILY for i in range(len(inside))):
        return True
    subject = _subject(words, clause, mentions, mention.start)
    if subject is not None:
        return subject != who
    if who not in (None, SELF) and _is_own(words[clause.start : mention.start]):
        return True
    lead = words[clause.start : mention.start]
    if _goes_on_about(words, clause, sentence, mentions, who):
        return True
    if who == SELF and _THIRD_PERSON & set(lead[:3]) and "i" not in lead:
        return any(m.group == "who" and m.end <= clause.start for m in _others(mentions))
    return False


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
            and not _SAYS & set(words[person.end : person.end + 3])
            for person in _others(mentions)
        )
        and "my" in earlier[:1]
    )


def clause_of(mention: Mention, clauses: Sequence[Clause]) -> int:
    """The number of the clause in which a mention ends."""
    last = mention.end - 1
    return next((n for n, clause in enumerate(clauses) if clause.holds(last)), len(clauses) - 1)


def _others(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if m.group == "who" and m.values != (SELF,) and m.kind != BARE]


def _subject(
    words: Sequence[str], clause: Clause, mentions: Sequence[Mention], before: int
) -> str | None:
    """The person named in the clause before a place, unless they only say something."""
    for person in reversed(_others(mentions)):
        if clause.start <= person.start < before and not (
            _SAYS & set(words[person.end : person.end + 3])
        ):
            between = words[person.end : before]
            if "i" not in between and "my" not in between:
                return person.values[0]
    return None


def _is_own(lead: Sequence[str]) -> bool:
    lead = [word for n, word in enumerate(lead) if n or word not in ("and", "but", ",")]
    if lead[:1] == ["my"]:
        return bool(_BODY & set(lead[1:4]))
    return lead[:1] == ["i"] and not _NOT_COMPLAINT & set(lead[1:3])


def _is_for(words: Sequence[str], person: Mention) -> bool:
    before = words[max(0, person.start - 3) : person.start]
    after = words[person.end : person.end + 1]
    if after == ["'s"] or not before:
        return False
    about = before[-2:-1] if before[-1] in ("my", "our", "a", "the") else before[-1:]
    if about and about[0] in ("for", "about"):
        return before[:1] != ["waiting"]
    return before[-3:] in (
        ["it", "'s", "my"],
        ["it", "is", "my"],
        ["this", "is", "my"],
        ["it's", "my"],
    )


def _complains(
    words: Sequence[str],
    clauses: Sequence[Clause],
    health: Sequence[Mention],
    others: Sequence[Mention],
) -> bool:
    """Whether the writer speaks of their own body: "my … knee", or "i" with a finding."""
    named = {place for person in others for place in range(person.start, person.end)}
    if _own_body(words, others):
        return True
    if others and any(_denies_for_self(words[each.start : each.end]) for each in clauses):
        return True
    for mention in health:
        if mention.kind == BARE:
            continue
        clause = clauses[clause_of(mention, clauses)]
        lead = words[clause.start : mention.start]
        if "i" not in lead:
            continue
        since = lead[lead.index("i") + 1 :]
        start = clause.start + lead.index("i")
        if named & set(range(start, mention.start)) or _THIRD_PERSON & set(since):
            continue
        if not _NOT_COMPLAINT & set(since[:1]):
            return True
    return False


def _own_body(words: Sequence[str], others: Sequence[Mention]) -> bool:
    """Whether it is "my … knee"."""
    named = {place for person in others for place in range(person.start, person.end)}
    for place, word in enumerate(words):
        if word == "mine" and words[place + 1 : place + 2] in (
            ["is"],
            ["'s"],
            ["hurts"],
            ["feels"],
        ):
            return True
        if word in ("my", "mine"):
            for ahead in range(place + 1, min(place + 5, len(words))):
                if ahead in named or words[ahead] in ("'s", ".", ",", "is", "has", "and"):
                    break
                if words[ahead] in _BODY:
                    return True
    return False


def _child_by_age(words: Sequence[str]) -> bool:
    """Whether it is "our 12 yo": a possessive, an age under 18 and no other person."""
    return any(
        word in ("my", "our")
        and len(words) > place + 2
        and words[place + 1].isdigit()
        and int(words[place + 1]) < 18
        and words[place + 2] in ("year", "yr", "yo", "y", "years", "month", "months")
        for place, word in enumerate(words)
    )


def _denies_for_self(clause: Sequence[str]) -> bool:
    """Whether it is "i have not" alone, said after speaking of another."""
    lead = [word for word in clause if word not in (",", "but", "and")]
    return len(lead) <= 4 and lead[:1] == ["i"] and "not" in lead


def _suffers(
    words: Sequence[str], clauses: Sequence[Clause], person: Mention, health: Sequence[Mention]
) -> bool:
    number = clause_of(person, clauses)
    after = words[person.end : person.end + 4]
    if _SAYS & set(after[:2]) or "same" in after:
        return False
    near = set(words[person.end : person.end + 6])
    if near & _BODY and not (_TREATED & near and not PAIN & near):
        return True
    later = [m for m in health if m.start >= person.start and m.kind != BARE]
    later = [m for m in later if m.group != "history"] or [
        m for m in later if set(m.values) & _STILL_THERE
    ]
    if any(clauses[clause_of(m, clauses)].sentence == clauses[number].sentence for m in later):
        return True
    return bool(later) and bool(_THIRD_PERSON & set(words[person.end :]))
