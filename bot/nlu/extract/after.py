"""What the words after a mention make of it: "fever - no", "… but it's gone", "… hard to tell"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract import cues
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.dated_apart import without_old_events
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.phrases import combined, find_phrase, first_phrase, has_phrase, phrases
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.extract.well import is_named_by_part, is_tested_negative, is_well
from bot.nlu.extract.words import word_set

_BEFORE_ANSWER = word_set(", : - is are ? = / ;")
_SIGNS = (",", ".", ";", "!")
_GONE_AND = word_set("now away down off completely and but again since")
# "The temperature has gone up", "the swelling has gone to my thigh" is not over.
_GONE_ON = word_set(
    """
    up to into through from red blue white black purple yellow numb hard cold stiff hot dead pale
    weird funny bad worse septic weak wobbly floppy soft tight
    """
)
_KNOWS_NOT = word_set("'s is was has had happens happened")
_HAS = word_set("does do has have is did")
_HAVE_IT = word_set("have got it any one that")
# What comes and goes: long over, it says nothing of today.
_PASSING = frozenset({"fever", "shivering_unwell"})
_LONG_AGO = phrases("last month, last year, months ago, month ago, years ago")
_LEAD = word_set(
    ", but and though although because so far until till up today now yet yes no well luckily "
    "thankfully thank god fortunately either wait actually sorry oh oops"
)
_AT_THE_END = word_set("lol tbh thank god thankfully luckily fortunately touch wood")
_RETRACTS = word_set("no nope actually wait sorry oh oops well")
_PLAIN_DENIAL = re.compile(
    r"(?:it|i|he|she|that|they|this|which|we|there)? ?(?:has|have|had|do|does|did|is|'s|am|'m|are|"
    r"'re|"
    r"was|were) not(?: (?:yet|so|far|at|all|though|any|more|now|happened|happen|done|it|either|"
    r"really|actually|any|had|got|have|taken|took|tried|started|once|thankfully|luckily|that|i|"
    r"think))*|"
    r"(?:i |it |he |she )?(?:'ve |have |has |'s )?never (?:had|have|has|did|done|been|happened)?"
    r"(?: (?:it|one|any|that|myself|meself|me|self|so|far|happened))*|"
    r"(?:i|he|she|they) (?:have |has |'ve |'s )?(?:got )?none(?: at all)?|"
    r"(?:it|that|this)?(?: ?'s| is)? ?(?:neither|none of (?:that|those|them|it)|"
    r"not (?:true|so|the case|happened|happening)(?: yet)?)"
)
_PLAIN_YES = re.compile(
    r"(?:now|today|since|lately|these days)?,? ?(?:it|i|he|she|they) "
    r"(?:does|do|did|is|has|have|am|was)(?: (?:now|today|yesterday|once|twice|since|"
    r"lately|again|later|though|actually))*"
)
_SAID = re.compile(r"\b(?:i|we) (?:said|told|put|wrote|answered|typed|ticked)\b")
_NOT_TRUE = re.compile(
    r"(?:and |but )?(?:that|this|it|which) ?(?:'s|is|was)? ?(?:not (?:true|right|correct|so)|wrong|"
    r"a mistake|incorrect)(?: (?:any ?more|now|actually|sorry))*"
)
_WAS = re.compile(
    r"\b(?:was|were|had|went|got|did|could|\w{3,}ed|gave|lost|fell|felt|hurt|froze|came)\b"
)
_STILL = word_set(
    "is are 's has have am keeps keep since still now ever started start began begun again always "
    "been 've"
)
_NEAR = 8
_SOON = 8
# "The fever is maybe", "numb: yes"
_BEFORE_ITEM = word_set("the my a an any some his her")
_LEADS_TO_ANSWER = word_set(": - is = / are a")
# "Fever I don't have, hot it is not, numb neither": the sign first, and then that it is not so.
_FRONTED = combined(
    "i, he, she, it, they, that",
    "do not have, does not have, have not, has not, have not got, has not got, have none, "
    "has none, is not, 's not, am not, 'm not, are not, was not",
)
_ITEM_ANSWERS = tuple(
    (phrase, status)
    for said, status in (
        (
            phrases("not sure, dunno, do not know, maybe, possibly, perhaps, unsure"),
            Status.UNCERTAIN,
        ),
        (phrases("yes, yeah, yep, yup, definitely, big yes, yes definitely"), Status.PRESENT),
        (
            phrases(
                "no, nope, nah, none, not at all, not really, never, negative, neither, also no, "
                "also not, not either, no way, nothing, nil, zero"
            ),
            Status.ABSENT,
        ),
        (_FRONTED, Status.ABSENT),
    )
    for phrase in said
)
_WELCOME = frozenset({"strength", "feeling", "colour", "color", "sensation"})
_NOT_THERE = phrases("not there, not present, no dey")
_AT_FIRST = frozenset({"at first", "to begin with", "to start with", "initially"})
_QUITE = word_set("right completely totally pretty much well way mostly")
_MIGHT = frozenset({"might", "may", "could"})


def words_after(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> list[str]:
    """The words after a mention in its clause, and in the next if that goes on about it."""
    clause = clauses[number]
    words = [token.text for token in tokens[mention.end : clause.end]]
    if number + 1 < len(clauses):
        following = clauses[number + 1]
        start = [token.text for token in tokens[following.start : following.end]]
        apart = following.sentence - clause.sentence
        if apart <= 1 and _goes_on(start, same=apart == 0):
            return [*words, ",", *start]
    return words


def from_after(words: Sequence[str], found: Status, mention: Mention, hedged: bool) -> Status:
    """Return what the words after a mention make of it, given what it was up to there.

    Args:
        words: the words after it.
        found: what the words before make of it.
        mention: what was found.
        hedged: whether the words before it hedge: "think i hear a creak".
    """
    # "can't bend it, no" says it twice.
    if (is_answered_no(words) and not mention.says_no) or _others_only(words):
        return Status.ABSENT
    if is_well(words, mention) or is_tested_negative(words[:_SOON], mention):
        return Status.ABSENT
    if mention.group == "findings":
        if not mention.says_no and _is_no_longer(words[:_SOON]):
            return Status.ABSENT
        # "bleeding heavily, stents fitted years ago"
        told = words if urgent_signs().isdisjoint(mention.values) else without_old_events(words)
        passes = not _PASSING.isdisjoint(mention.values)
        if _is_over(words) or (passes and has_phrase(told, _LONG_AGO)):
            return Status.PAST
        plain = [word for word in told if word not in _QUITE]
        gone = find_phrase(plain, cues.GONE)
        if (
            gone is not None
            and not _undone(plain, *gone)
            and not _is_each_time(mention, plain, *gone)
        ):
            return Status.PAST
    if (mention.group == "triggers" or is_named_by_part(mention)) and set(words[:1]) & _MIGHT:
        return Status.UNCERTAIN
    if _is_doubted(words, hedged):
        return Status.UNCERTAIN
    return found


def _is_each_time(mention: Mention, words: Sequence[str], place: int, length: int) -> bool:
    """Whether it is told how it begins each time: "stiff at first, then it loosens"."""
    told = " ".join(words[place : place + length])
    return mention.values == ("stiffness",) and told in _AT_FIRST


def denial_next(tokens: Sequence[Token], clauses: Sequence[Clause], number: int) -> Status | None:
    """What it is if the next clause takes it all back: "… if it went numb, but it has not"."""
    for told in (_next_words(tokens, clauses, number), _own_retraction(tokens, clauses[number])):
        if told and _PLAIN_DENIAL.fullmatch(" ".join(told)):
            return Status.UNCERTAIN if "think" in told else Status.ABSENT
    return None


def _own_retraction(tokens: Sequence[Token], clause: Clause) -> list[str]:
    """What takes back a clause at its end: "i have a fever, actually no i do not"."""
    own = _own_words(tokens, clause)
    tail = own[len(own) - own[::-1].index(",") :] if "," in own else []
    if not tail or tail[0] not in _RETRACTS:
        return []
    return [word for place, word in enumerate(tail) if set(tail[: place + 1]) - _RETRACTS]


def is_affirmed_next(tokens: Sequence[Token], clauses: Sequence[Clause], number: int) -> bool:
    """Whether the next clause says that it is so: "did not lock at first but now it does"."""
    told = " ".join(_next_words(tokens, clauses, number))
    own = " ".join(_own_words(tokens, clauses[number]))
    if _PLAIN_YES.fullmatch(told):
        return True
    # "i said no swelling, that's wrong"; without "i said" it is the bot that is wrong.
    retracted = _NOT_TRUE.fullmatch(told) or _NOT_TRUE.fullmatch(own.rpartition(" , ")[2])
    return bool(retracted and _SAID.search(own))


def tells_of_then(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a clause tells of the past and of nothing that lasts."""
    words = _own_words(tokens, clause)
    return not _STILL & set(words) and bool(_WAS.search(" ".join(words)))


def is_answered_no(words: Sequence[str]) -> bool:
    """Whether a "no" that stands alone follows: "fever - no", not "limps, no fever"."""
    place = next((n for n, word in enumerate(words) if word not in _BEFORE_ANSWER), None)
    if place is None:
        return False
    if words[place] in cues.ANSWERED_NO:
        alone = set(words[place + 1 :]) <= cues.AFTER_ANSWER
        return alone or words[place + 1] in (",", ";", ".", "and", "at")
    if tuple(words[place : place + 2]) in _NOT_THERE:
        return (words[place + 2 :] or ["."])[0] in (*_SIGNS, "and", "at")
    answer = find_phrase(words[place : place + 3], cues.NOT_AT_ALL)
    asked = place > 0 and answer is not None and answer[0] == 0
    return asked and set(words[place + 2 :]) <= cues.AFTER_ANSWER


def own_answer(before: Sequence[str], after: Sequence[str]) -> Status | None:
    """What a list says of one of its items: "numb maybe, swelling no, fever no".

    Args:
        before: the words of the clause before the item.
        after: the words after it.
    """
    lead = list(before)
    while lead and lead[-1] in _BEFORE_ITEM:
        lead.pop()
    if lead and lead[-1] not in (*_SIGNS, "and", "but", "then"):
        return None
    place = next((n for n, word in enumerate(after) if word not in _LEADS_TO_ANSWER), len(after))
    for words, status in _ITEM_ANSWERS:
        rest = after[place + len(words) : place + len(words) + 1]
        is_whole = not rest or rest[0] in (*_SIGNS, "and", "but")
        if tuple(after[place : place + len(words)]) == words and is_whole:
            return status
    return None


def answer_to(words: Sequence[str]) -> Status | None:
    """What somebody answers to their own question: "swelling? nope", "fever? not at all"."""
    told = [word for word in words if word not in (*_BEFORE_ANSWER, *_SIGNS)]
    told = told[1:] if told[:1] == ["also"] else told
    if not told:
        return None
    if told[0] in cues.ANSWERED_YES and set(told[1:2]) <= cues.AFTER_ANSWER | {"a", "it", "very"}:
        return Status.PRESENT
    if told[0] in cues.ANSWERED_NO and set(told[1:]) <= cues.AFTER_ANSWER:
        return Status.ABSENT
    answer = find_phrase(told[:3], cues.NOT_AT_ALL)
    return Status.ABSENT if answer is not None and answer[0] == 0 else None


def _goes_on(words: Sequence[str], same: bool) -> bool:
    lead = [word for word in words if word not in (",", "but", "and", "though")]
    if not lead:
        return False
    if answer_to(lead) is not None and len(lead) <= 5:
        return True
    if same and lead[0] in cues.GOES_ON_WELL and len(lead) <= 7:
        return True
    doubt = find_phrase(lead, (*cues.DOUBTED, *cues.DOUBTED_AT_END, *cues.COULD_BE))
    if doubt is not None and doubt[0] <= 2:
        return True
    if lead[0] in ("not", "does", "has", "is", "no") and len(lead) <= 5:
        return True
    if lead[0] in ("he", "she", "they") and len(lead) <= 5 and "not" in lead:
        return True
    return lead[0] in ("it", "that", "they", "which", "this", "its", "maybe", "possibly", "perhaps")


def _next_words(tokens: Sequence[Token], clauses: Sequence[Clause], number: int) -> list[str]:
    """The words of the next clause that says anything, without those that lead on to it."""
    for following in clauses[number + 1 : number + 4]:
        if following.sentence - clauses[number].sentence > 1 or following.question:
            return []
        told = _own_words(tokens, following)
        while told and told[0] in _LEAD:
            told = told[1:]
        while told and told[-1] in (*_SIGNS, *_AT_THE_END):
            told = told[:-1]
        if told:
            return told
    return []


def _own_words(tokens: Sequence[Token], clause: Clause) -> list[str]:
    return [token.text for token in tokens[clause.start : clause.end]]


def _is_no_longer(words: Sequence[str]) -> bool:
    """Whether "not any more" follows: "used to lock, doesn't any more"."""
    more = first_phrase(words, (("any", "more"),))
    denied = more is not None and bool({"not", "seldom", "hardly"} & set(words[:more]))
    return denied or has_phrase(words, cues.NO_LONGER)


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


def _undone(words: Sequence[str], place: int, length: int) -> bool:
    denied = {"not", "never", "no", "will", "wo"} & set(words[max(0, place - 3) : place])
    rest = words[place + length :]
    if words[place + length - 1] == "gone" and set(rest[:1]) & _GONE_ON:
        return True
    # "the numbness wore off, the strength came back" undoes nothing.
    return bool(denied) or (bool(cues.BACK & set(rest)) and not _WELCOME & set(rest))


def _is_doubted(words: Sequence[str], hedged: bool) -> bool:
    near = list(words[:_NEAR])
    if any(word in cues.UNSURE_AFTER for word in near[:4]):
        return True
    if hedged and has_phrase(near, cues.COULD_BE):
        return True
    doubt = find_phrase(near, cues.DOUBTED)
    if doubt is not None:
        following = words[sum(doubt) : sum(doubt) + 1]
        if following == ["it"] and set(words[sum(doubt) + 1 : sum(doubt) + 2]) & _KNOWS_NOT:
            return False  # "wet myself and do not know it 's happening"
        return not cues.NOT_A_DOUBT & set(following)
    ending = find_phrase(near, cues.DOUBTED_AT_END)
    return ending is not None and (words[sum(ending) : sum(ending) + 1] or ["."])[0] in (
        *_SIGNS,
        "though",
        "but",
    )
