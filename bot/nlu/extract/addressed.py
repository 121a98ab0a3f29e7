"""How to speak of the one a message is about: she, he or they, and what the writer calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.people import SELF, determiner, has_possessive, people_in
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.who import Concerned
from bot.nlu.extract.words import word_set
from knowledge.kin import HE, SHE, THEY, Kin, kin_of

_PRONOUN_OF = {
    **dict.fromkeys(("she", "her", "hers", "herself"), SHE),
    **dict.fromkeys(("he", "him", "his", "himself"), HE),
}
_SUBJECTS = word_set("she he")
_THEY = word_set("they them their theirs themselves themself")
# "they x-rayed it": whoever did is not the one who hurts.
_STAFF_DID = word_set(
    """
    said say says told tell think thought reckon gave give did sent send found took take put want
    wanted x-rayed scanned operated checked looked asked replaced
    """
)
# "they/them", "uses she/her", "his pronouns are he/him"
_DECLARED = re.compile(
    r"\b(?P<pair>she|he|they) ?/ ?(?:her|him|them)\b|"
    r"\bpronouns? (?:is|are|=|:) (?P<told>she|he|they)\b|"
    r"\b(?:uses?|goes by|go by|prefers?) (?:the pronouns? )?(?P<used>she|he|they)\b"
)
# "She's a he", "it's a boy, not a girl"
_IS_A = re.compile(
    r"\b(?:s?he|they|it|this)(?: is| 's) (?:actually |really |in fact )?an? "
    r"(?P<is>he|she|boy|girl|lad|lass|man|woman)\b"
)
_SEX = {
    **dict.fromkeys(("he", "boy", "lad", "man"), HE),
    **dict.fromkeys(("she", "girl", "lass", "woman"), SHE),
}
# Who is spoken of beside the one who hurts, and may be the one who "said he would ring back".
_PROFESSIONS = word_set(
    """
    doctor doctors doc dr gp nurse physio physiotherapist consultant surgeon specialist pharmacist
    chemist paramedic teacher coach osteopath chiropractor podiatrist midwife receptionist trainer
    therapist dentist locum optician
    """
)
# "my sons have", where "my sons knee" is one son's.
_SEVERAL = word_set("have are were do both 've 're")
_TITLES = {"mr": HE, "mrs": SHE, "ms": SHE, "miss": SHE}
_OF_WRITER = word_set("me my mine myself i'm im us our")
_KNOWN_BY_A = word_set("a an")


def how_to_speak_of(
    tokens: Sequence[Token], mentions: Sequence[Mention], concerned: Concerned
) -> dict[str, str]:
    """Return ``pronoun`` and ``relation``, as far as a message tells them; none for the writer.

    Args:
        tokens: the words of the message.
        mentions: everything found in it.
        concerned: whom it is about.
    """
    if concerned.who == SELF:
        return {}
    words = [token.text for token in tokens]
    kin = _kin_of(words, concerned.named) if concerned.named else None
    told = {
        "pronoun": _declared(words)
        or (kin.pronoun if kin else None)
        or _pronoun(words, people_in(words, mentions), concerned),
        "relation": kin.noun if kin and _goes_with_your(words, concerned.named) else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _kin_of(words: Sequence[str], named: Mention) -> Kin | None:
    """What the words that name somebody tell: of "my friend's mum" what "mum" does."""
    end = named.end
    if kin_of(" ".join(words[end : end + 1])):
        end += 1  # "my eldest daughter", "my twin boys"
    if words[end - 1].endswith("s") and _SEVERAL & set(words[end : end + 1]):
        return Kin(THEY)
    said = list(words[named.start if end == named.end else named.end : end])
    owners: list[str] = []
    while "'s" in said:
        place = said.index("'s")
        owner = kin_of(" ".join(said[:place]))
        owners.append(f"{owner.noun}'s" if owner and owner.noun else "")
        said = said[place + 1 :]
    before = words[max(0, named.start - 1) : named.start]
    kin = kin_of(" ".join([*before, *said])) if before in (["little"], ["wee"]) else None
    kin = kin if kin and kin.noun else kin_of(" ".join(said))
    if kin is None or kin.noun is None or not all(owners):
        return Kin(kin.pronoun) if kin else None
    return Kin(kin.pronoun, " ".join([*owners, kin.noun]))


def _goes_with_your(words: Sequence[str], named: Mention | None) -> bool:
    """Whether they are the writer's own: "my mum", "mum", "a friend", but not "the lad"."""
    if named is None:
        return False
    if has_possessive(words, named):
        return True
    before = determiner(words, named)
    return not before or (before in _KNOWN_BY_A and named.values == ("other",))


def _declared(words: Sequence[str]) -> str | None:
    """The pronoun that somebody is said to use."""
    said = " ".join(words)
    is_a = _IS_A.search(said)
    if is_a:
        return _SEX[is_a["is"]]
    match = _DECLARED.search(said)
    return match["pair"] or match["told"] or match["used"] if match else None


def _pronoun(words: Sequence[str], people: Sequence[Mention], concerned: Concerned) -> str | None:
    """The pronoun by which a message speaks of the one it is about."""
    others = [person for person in people if person != concerned.named]
    if concerned.who is None and (others or _OF_WRITER & set(words) or _PROFESSIONS & set(words)):
        return None
    used = next(_pronouns(words, others), None)
    if used is not None or concerned.who is None:
        return used
    return _by_noun(words) or (THEY if _speaks_of_them(words) else None)


def _pronouns(words: Sequence[str], others: Sequence[Mention]) -> Iterator[str]:
    """The pronouns of a message in order, but for those that may stand for somebody else."""
    for place, word in enumerate(words):
        pronoun = _PRONOUN_OF.get(word)
        if pronoun is None:
            continue
        if word in _SUBJECTS and _PROFESSIONS & set(words[:place]):
            continue
        if any(_may_be(pronoun, words, other) for other in others if other.end <= place):
            continue
        yield pronoun


def _may_be(pronoun: str, words: Sequence[str], other: Mention) -> bool:
    kin = _kin_of(words, other)
    return kin is None or kin.pronoun in (None, pronoun)


def _by_noun(words: Sequence[str]) -> str | None:
    """The one pronoun that the nouns and titles of a message tell: "a man of 60", "mr ito"."""
    told = {_TITLES.get(word) for word in words}
    told |= {kin.pronoun for word in words if (kin := kin_of(word)) and kin.noun is None}
    found = told & {SHE, HE}
    return found.pop() if len(found) == 1 else None


def _speaks_of_them(words: Sequence[str]) -> bool:
    return any(
        word in _THEY and not _STAFF_DID & set(words[place + 1 : place + 2])
        for place, word in enumerate(words)
    )
