"""The people that a message speaks of, apart from the writer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import BARE, PHRASE, Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.words import word_set
from knowledge.vocabulary import load_vocabulary

SELF = "self"
CHILD, PARENT, PARTNER, OTHER = "child", "parent", "partner", "other"
THIRD_PERSON = word_set("he she they him her his hers their them he's she's")
BODY = word_set(
    """
    knee knees kneecap kneecaps hip hips leg legs thigh groin calf bum buttock back foot pain
    pains ankle side shin joint joints
    """
)
_POSSESSIVES = word_set("my our me")
_DETERMINERS = _POSSESSIVES | word_set("a an the this that his her your")
_ADJECTIVES = word_set(
    """
    wee little lil small young younger youngest old older eldest oldest elderly dear poor lovely
    own twin other best good close big baby step late current ex eldery next dear sick disabled
    door frail teenage teen adult grown only first second new retired blind deaf pregnant
    """
)
_AM = (["i", "am"], ["i", "'m"], ["im"], ["i'm"], ["as"], ["being"])
_CARES = re.compile(
    r"\b(?:i (?:look after|care for|am caring for|'m caring for|am looking after|'m looking after)|"
    r"(?:carer|caregiver|caretaker|support worker|nurse|home help|pa) (?:for|of|to)|"
    r"(?:look|looking) after|caring for|on behalf of)\b"
)
_CARER = re.compile(
    r"\b(?:i am|i'm|i 'm|as|being) (?:an? |the |her |his |their )?(?:[a-z]+ ){0,2}"
    r"(?:carer|caregiver|caretaker|support worker)\b"
)
# "I'm the night nurse for Mr Ito", "physio of a man of 60"
_TENDS = re.compile(
    # "ski patrol here with a guest"
    r"\b(?:nurse|physio\w*|doctor|gp|paramedic|warden|coach|trainer|teacher|medic|first aider|"
    r"lifeguard|ski patrol|patrol|steward|ranger|instructor|carer|caregiver|support worker|hca|"
    r"home help|matron) here ,? ?(?:w|with|for|seeing|assessing|treating|looking after|attending) "
    r"(?:/ )?(?:mr|mrs|miss|ms|(?:an?|my|our|the|one|1|this) (?:\w+ ){0,2}?"
    r"(?:guest|patient|resident|lady|gentleman|man|woman|boy|girl|lad|lass|player|client|student|pupil|kid|child|swimmer|skier|"
    r"runner|walker|visitor|guy|bloke|chap|\d\d? ?(?:yo|y|year\w*|yr\w*)))\b|"
    r"\b(?:i am|i'm|i 'm|as|being) (?:an? |the |her |his |their )?(?:[a-z]+ ){0,2}"
    r"(?:nurse|physio\w*|doctor|gp|paramedic|warden|coach|trainer|teacher|key worker|hca|"
    r"health visitor|home help|manager|matron|chaperone) (?:for|to|of|with|looking after|seeing) "
    r"(?:mr|mrs|miss|ms|an? (?:\w+ ){0,3}(?:man|woman|lady|gentleman|patient|resident|client|"
    r"player|girl|boy|lad|lass)|1 of|one of)\b"
)
_YOUNG = word_set("lad lads lass lassie laddie girl boy kid teen youngster")
_AGE_TOLD = re.compile(
    r"(?:\b(?:is|aged|age|of)|'s|[,(]) ?(\d\d)\b(?! ?(?:weeks|months|days|years ago))"
)
_OF_AGE = 18
# "(15)", "is twelve", ", aged 9"; not "3 weeks ago", "10 times worse".
_YEARS_TOLD = re.compile(
    r"^(?:(?:is|who is|who's|'s|[,(]|aged?|of|only|just) ?){0,3}([1-9]|1[0-7])\b(?! ?(?:weeks?|"
    r"wks?|"
    r"months?|days?|hours?|minutes?|years? (?:ago|older|younger|now|on|back)|or|to|/|out|of|times|"
    r"miles?|km|\d|%|am|pm|cm|st|nd|rd|th|stone|feet|foot|in|mg|tablets?|pills?|[.:-] ?\d))"
    # "2 doors down", "5 ft" and "3 kids" are no ages.
    r"(?= ?(?:$|[.,;)!?]|(?:years?|yrs?|yo|y|and|has|is|who|fell|hurt\w*|twisted)\b))"
)
_SEVERAL = word_set(
    """
    brothers sisters friends mates pals buddies cousins colleagues coworkers workmates teammates
    neighbours neighbors roommates flatmates housemates patients clients residents bros
    """
)
# "the boy I babysit", "one of the girls I train"
_IN_CHARGE = re.compile(
    r"^(?:who |that |whom )?(?:i|we) (?:babysit|look after|mind|teach|coach|train|foster|care for|"
    r"nanny|tutor|childmind|am minding|'m minding|am looking after|'m looking after)\b"
)
_OF_WRITER = word_set("of to for here")
# "a mum of two" tells nothing of the one who hurts.
_OFFSPRING = word_set("two three four five six kids boys girls children twins")
_THE_OTHER_WAY = {CHILD: PARENT, PARENT: CHILD, PARTNER: PARTNER, OTHER: OTHER}
_CARRIED = word_set("baby babies twins triplets first second third")
_CALLED = word_set("mate pal buddy bro sis")
_SIGNS = frozenset(".,;:!?()")
_ADDRESSING = word_set("my i i'm the can what what's is this it how why do me any got where")
_ROLES = word_set("patient patients client resident mate pal buddy bro")
_IS_ONE = word_set("'s is was has had will can cannot does did fell says , ; .")
_BEFORE_AGE = word_set("( , of aged age is 's")
_AGE_NOUN = word_set("year years yr yrs yo month months")
_LITTLE_ONES = word_set("little wee")
_LOVED = word_set("bloke man")
_AGE_UNIT = word_set("year years yr yrs yo y o old / . -")


@lru_cache(maxsize=8)
def person_words(value: str | None = None) -> tuple[str, ...]:
    """Return what the vocabulary calls people, the longest first; all but oneself by default."""
    terms = [term for term in load_vocabulary() if term.group == "who" and term.value != SELF]
    found = {
        phrase
        for term in terms
        if value in (None, term.value)
        for phrase in (*term.phrases, *term.bare)
        if phrase.replace(" ", "").isalpha()
    }
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def people_in(
    words: Sequence[str], mentions: Sequence[Mention], with_dead: bool = False
) -> list[Mention]:
    """Return the mentions of people other than the writer, what they are put right by context.

    The dead are not the ones who hurt, but what they had was theirs: "my late husband had gout".
    """
    found: list[Mention] = []
    for mention in mentions:
        if mention.group != "who" or mention.values == (SELF,):
            continue
        if not with_dead and "late" in words[max(0, mention.start - 1) : mention.start]:
            continue
        if _is_unborn(words, mention, mentions):
            continue
        if words[mention.start] == "year" and not _age_before(words, mention):
            continue
        if _is_writer(words, mention) or _is_called(words, mention):
            continue
        if words[mention.end : mention.end + 2] == ["of", "a"] and BODY & set(
            words[mention.end + 2 : mention.end + 4]
        ):
            continue  # "my old dear of a knee"
        if mention.kind == BARE:
            if words[mention.end - 1] in _LOVED and words[mention.start - 1 :][:1] == ["my"]:
                mention = replace(mention, values=(PARTNER,))
            if not _is_meant(words, mention):
                continue
            mention = replace(mention, kind=PHRASE)
        elif words[mention.end - 1] in _ROLES and not _has_role(words, mention):
            continue
        if _are_several(words, mention):
            continue
        if mention.values == (CHILD,) and _is_grown_up(words, mention):
            mention = replace(mention, values=(OTHER,))
        if mention.values == (OTHER,) and _is_under_age(words, mention):
            mention = replace(mention, values=(CHILD,))
        if found and words[found[-1].end : mention.start] == ["'s"]:
            mention = _of_another(found.pop(), mention)
        found.append(mention)
    return found


def _is_unborn(words: Sequence[str], mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether it is the child that somebody carries: "24 weeks with my first baby"."""
    return words[mention.end - 1] in _CARRIED and any(
        "pregnant" in other.values and other.overlaps(mention) for other in mentions
    )


def _is_grown_up(words: Sequence[str], mention: Mention) -> bool:
    """Whether a lad or a girl of no kin is of age: "lad i coach is 22"."""
    if has_possessive(words, mention) or words[mention.end - 1] not in _YOUNG:
        return False
    near = with_digits(" ".join(words[mention.end : mention.end + 8]))
    age = _AGE_TOLD.search(near)
    return age is not None and int(age[1]) >= _OF_AGE


def _is_under_age(words: Sequence[str], mention: Mention) -> bool:
    """Whether a brother, a cousin or a friend is a child: "my wee brother (15)"."""
    return (
        _YEARS_TOLD.search(with_digits(" ".join(words[mention.end : mention.end + 6]))) is not None
    )


def _are_several(words: Sequence[str], mention: Mention) -> bool:
    """Whether friends or brothers are spoken of, of whom none is the one who hurts.

    "My mates knee" is one mate's, and so is that of "one of the residents".
    """
    if words[mention.end - 1] not in _SEVERAL or has_possessive(words, mention):
        return False
    return words[start_of(words, mention) :][:2] != ["one", "of"]


def _of_another(whose: Mention, mention: Mention) -> Mention:
    """The one person of "my friend's mum": nobody's parent but the friend's."""
    distant = whose.values[0] in (OTHER, CHILD) or mention.values[0] in (OTHER, PARTNER)
    values = (OTHER,) if distant else mention.values
    return replace(mention, start=whose.start, values=values)


def writer_is_to(words: Sequence[str], mentions: Sequence[Mention]) -> str | None:
    """Return whom the message is about where the writer says what they are to them.

    "I am the daughter of a woman of 79 …", "hockey mom here. my goalie …", "his wife here".
    """
    if not THIRD_PERSON & set(words):
        return None
    for mention in mentions:
        if mention.group != "who" or mention.values == (SELF,) or not _is_writer(words, mention):
            continue
        after = words[mention.end : mention.end + 1]
        lead = words[max(0, mention.start - 2) : mention.start]
        if _is_parent_of(words, mention):
            continue
        if set(after[:1]) & _OF_WRITER or {"his", "her", "their"} & set(lead):
            return _THE_OTHER_WAY[mention.values[0]]
    return None


def tends_another(words: Sequence[str]) -> bool:
    """Whether the writer is there for somebody in their work: "the night nurse for Mr Ito"."""
    return bool(_TENDS.search(" ".join(words)))


def is_cared_for(words: Sequence[str]) -> bool:
    """Whether the writer looks after the one it is about, who is not named as family."""
    text = " ".join(words)
    return bool(_CARER.search(text) and (THIRD_PERSON & set(words) or _CARES.search(text)))


def has_possessive(words: Sequence[str], mention: Mention) -> bool:
    """Whether it is "my …", with adjectives between or none."""
    return determiner(words, mention) in _POSSESSIVES


def determiner(words: Sequence[str], mention: Mention) -> str:
    """Return the word before a person and their adjectives: "my", "a"; empty for other words."""
    place = _before_adjectives(words, mention) - 1
    return words[place] if place >= 0 and words[place] in _DETERMINERS else ""


def _before_adjectives(words: Sequence[str], mention: Mention) -> int:
    """Where the adjectives and the age of a person begin: at "15" in "my 15 year old stepson"."""
    place = mention.start
    while place:
        if words[place - 1] in _ADJECTIVES:
            place -= 1
        elif place > 1 and words[place - 1] in _AGE_NOUN:
            place -= 2
        else:
            break
    return place


def start_of(words: Sequence[str], mention: Mention) -> int:
    """Return where the words that name a person begin: at "my" in "my youngest boy"."""
    place = _before_adjectives(words, mention)
    place = place - 1 if place and words[place - 1] in _DETERMINERS else place
    return place - 2 if list(words[max(0, place - 2) : place]) == ["one", "of"] else place


def _is_writer(words: Sequence[str], mention: Mention) -> bool:
    """Whether it names the writer: "i am the daughter of", "hockey mom here"."""
    if words[mention.end : mention.end + 1] == ["here"]:
        if words[mention.end - 1] in _ROLES:
            return False
        return determiner(words, mention) not in _POSSESSIVES
    if _is_parent_of(words, mention):
        return determiner(words, mention) not in _POSSESSIVES
    lead = list(words[max(0, mention.start - 6) : mention.start])
    for place in range(len(lead) - 1, -1, -1):
        if lead[place] in _POSSESSIVES or lead[place] in (
            ",",
            ".",
            ";",
            "and",
            "for",
            "with",
            "but",
        ):
            return False
        if lead[place : place + 2] in _AM or lead[place : place + 1] in _AM:
            return not {"of", "about", "to", "than", "after", "from", "by"} & set(lead[place:])
    return False


def _is_parent_of(words: Sequence[str], mention: Mention) -> bool:
    """Whether it is "mum of two": what the writer is, who has children of no concern here."""
    after = words[mention.end : mention.end + 2]
    if mention.values != (PARENT,) or len(after) < 2 or after[0] != "of":
        return False
    return after[1] in _OFFSPRING or (after[1].isdigit() and len(after[1]) == 1)


def _has_role(words: Sequence[str], mention: Mention) -> bool:
    """Whether "patient" and the like stand for somebody: not "heart patient"."""
    at_start = mention.start == 0 or words[mention.start - 1] in _SIGNS
    return at_start or bool(determiner(words, mention))


def _is_called(words: Sequence[str], mention: Mention) -> bool:
    """Whether a word for a person only addresses the bot: "cheers mate", "alright pal"."""
    if words[mention.end - 1] not in _CALLED or determiner(words, mention):
        return False
    at_start = mention.start == 0 or words[mention.start - 1] in _SIGNS
    after = words[mention.end : mention.end + 1]
    return not at_start or not after or after[0] in _SIGNS or after[0] in _ADDRESSING


def _is_meant(words: Sequence[str], mention: Mention) -> bool:
    """Whether a word that may mean a person does: "my boy", "the lady i look after"."""
    word = words[mention.end - 1]
    after = words[mention.end : mention.end + 1]
    if word == "ma":
        # "ma knee" and "ma hip's sore" are the writer's own.
        return bool(set(after) & _IS_ONE) or has_possessive(words, mention)
    if word in ("pa", "pop", "baba", "nanny", "mrs"):
        return has_possessive(words, mention) or (
            word == "mrs" and "the" in words[: mention.start][-1:]
        )
    if mention.values[0] == OTHER:
        return _is_known_adult(words, mention)
    if has_possessive(words, mention) or "twin" in words[max(0, mention.start - 1) : mention.start]:
        return True
    if mention.values != (CHILD,):
        return False
    if _age_before(words, mention) or _age_after(words, mention):
        return True
    if _IN_CHARGE.search(" ".join(words[mention.end : mention.end + 5])):
        return True
    at_start = mention.start == 0 or words[mention.start - 1] in _SIGNS | {"the"}
    return at_start and word != "boy" and words[mention.start] in _LITTLE_ONES


def _is_known_adult(words: Sequence[str], mention: Mention) -> bool:
    around = " ".join(words[max(0, mention.start - 6) : mention.end + 5])
    if _CARES.search(around) or _CARER.search(around):
        return True
    lead = words[max(0, mention.start - 2) : mention.start]
    if words[mention.end - 1] in ("relative", "boss"):
        return has_possessive(words, mention)
    old = bool({"old", "elderly"} & set(lead)) or words[mention.end : mention.end + 2] == [
        "next",
        "door",
    ]
    return (
        old
        and bool(THIRD_PERSON & set(words))
        and "i" not in words[max(0, mention.start - 8) : mention.start]
    )


def _age_before(words: Sequence[str], mention: Mention) -> bool:
    """Whether it is "12 yo boy", with an age under 18."""
    place = mention.start - 1
    while place >= 0 and words[place] in _AGE_UNIT:
        place -= 1
    return place >= 0 and words[place].isdigit() and int(words[place]) < 18


def _age_after(words: Sequence[str], mention: Mention) -> bool:
    """Whether it is "girl, 7", "little one (4)", "boy of six", with an age under 18."""
    near = with_digits(" ".join(words[mention.end : mention.end + 3])).split()
    after = [word for word in near if word not in _BEFORE_AGE | {"both"}]
    return bool(after) and after[0].isdigit() and 0 < int(after[0]) < 18


def clause_of(mention: Mention, clauses: Sequence[Clause]) -> int:
    """The number of the clause in which a mention ends."""
    last = mention.end - 1
    return next((n for n, clause in enumerate(clauses) if clause.holds(last)), len(clauses) - 1)
