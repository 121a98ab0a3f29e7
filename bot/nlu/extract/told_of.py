"""What is told of a person: that they suffer, or only that they say or do something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.complaint import PAIN
from bot.nlu.extract.matcher import BARE, Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.people import BODY, THIRD_PERSON, clause_of, has_possessive, start_of
from bot.nlu.extract.swallowed import swallowed, was_given
from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.extract.words import word_set

SAYS = word_set(
    """
    says said saying think thinks thought thinking reckons reckon told tells telling noticed
    believes suggested suggests wonders wants asked asks asking recommended recommends swears keeps
    reminded reminds mentioned insists insisted nags warned advised advises read googled heard saw
    calls jokes laughs worried convinced adamant sure certain
    """
)
# What somebody does for the one who hurts, or what they are.
_ONLY_ACTS = word_set(
    """
    drives drove took takes made makes sent bought gave gives lent helps helped uses used carried
    massaged rubs measured checked squeezed pressed inspected found works
    worked knows loves hates lives left rang phoned
    """
)
_SAME = word_set("same also similar")
_UPPER_BODY = word_set("face mouth eye arm hand chest speech lips tongue head neck")
# "keeps saying", not "keeps limping"
_KEEPS_ON = word_set("saying telling asking on nagging going wondering insisting moaning")
_LITTLE = word_set("that to me , about because")
_GONE = word_set("died lost")
_HURTS = word_set("pain hurts hurt sore ache aches aching stiff swollen numb")
_HAS = word_set("has have got gets")
# What else is told of somebody who "works as a tiler": "his knees are shot".
_IT_IS_THEIRS = re.compile(
    rf"\b(?:his|her|their) (?:\w+ ){{0,2}}(?:{'|'.join(sorted(BODY))})\b|"
    r"\b(?:stops?|hurts?|bothers?|wakes?|kills?|troubles?|limits?|slows?) (?:him|her|them)\b"
)
# What somebody does for the one who writes: "puts my socks on for me", "has to help me up".
_HELPS = re.compile(
    r"^(?:(?:now|also|always|even|often|usually|just|kindly|has|have|had|'s|is|to|started|starts|"
    r"been|got|used|needs|will|must|who|that|both|and|i|think|is|having|sometimes|mostly) )*"
    r"(?:do|does|did|doing|put|puts|putting|tie|ties|tied|tying|pull|pulls|pulling|lace|laces|"
    r"lacing|"
    r"help|helps|helped|helping|get|gets|getting|cut|cuts|cutting|carry|carries|carried|carrying|"
    r"drive|drives|drove|driving|lift|lifts|lifted|lifting|push|pushes|pushing|wash|washes|washing|"
    r"dress|dresses|dressing|hold|holds|holding|walk|walks|walking|fasten|fastens|buckle|buckles) "
    r"(?:\w+ ){0,2}?(?:me|my)\b(?! (?:to (?!the\b|bed|work|my|hospital)|head in|nerves|mum|"
    r"mom|dad|wife|husband|son|daughter|mother|"
    r"father|mad|crazy))"
)
_TYPING = word_set("type write ask fill post text check")
_WITH = word_set(
    """
    with by to from after behind over on at in than like of as unlike carrying lifting holding
    lift carry pick and
    """
)
_BEFORE_SUBJECT = word_set(
    """
    and but so hi hello hey hiya help please well now oops then today yesterday ok okay also no
    wait actually sorry because when morning evening afternoon good omg god , - - yes
    """
)
_HAS_ONE = (["i", "have"], ["have", "got"], ["'ve", "got"], ["i", "'ve"], ["there", "is"])
_IS_DOING = re.compile(
    r"(?:\w+ing|\w+ed|got|been|had|in|not|just|fallen|still|very|really|so|complaining|on|off|age|"
    r"always|hurt|broken|sore|stiff|swollen|unable|worried|a)$"
)
_FOR_SELF = re.compile(
    r"\b(?:should|will|could|am|would|might|do|can|shall) i (?:worry|get|have|be|inherit|develop|"
    r"need|"
    r"at risk|next|likely|end up|going)|\bme not\b|\bnot me\b|\bcould mine\b"
)
# History that is itself the complaint.
_STILL_THERE = frozenset({"joint_replacement", "arthritis", "recent_growth_spurt"})
_TREATED = word_set("done replaced replacement replacements operated operation surgery")


def suffers(
    words: Sequence[str], clauses: Sequence[Clause], person: Mention, health: Sequence[Mention]
) -> bool:
    """Whether what hurts is told of a person."""
    number = clause_of(person, clauses)
    after = words[person.end : person.end + 4]
    if swallowed(words, person) or was_given(words, person):
        return True
    if _only_says(words, person) or _as_well(_sentence_from(words, person.end, 9)):
        return False
    if is_aside(words, person, health):
        return False
    if _is_heredity(words, person, health):
        return False
    start = start_of(words, person)
    beside = words[max(0, start - 1) : start]
    theirs = after[:1] == ["'s"] and bool((BODY | _UPPER_BODY) & set(after[1:3]))
    told_of_them = theirs or THIRD_PERSON & set(words[person.end :])
    if beside and beside[0] in _WITH and not told_of_them:
        return False
    near = set(_sentence_from(words, person.end, 6))
    if near & BODY and not (_TREATED & near and not PAIN & near):
        return True
    later = [m for m in health if m.end > person.end and m.kind != BARE]
    later = [m for m in later if m.group != "history"] or [
        m for m in later if set(m.values) & _STILL_THERE
    ]
    of_illness = all(m.group == "history" for m in later)
    goes_on = THIRD_PERSON & set(words[person.end :])
    if ("had" in after or (of_illness and not goes_on)) and _is_afterthought(
        clauses, person, health
    ):
        return False
    if any(clauses[clause_of(m, clauses)].sentence == clauses[number].sentence for m in later):
        return True
    return bool(later) and bool(THIRD_PERSON & set(words[person.end :]))


def is_presented(
    words: Sequence[str],
    clauses: Sequence[Clause],
    person: Mention,
    health: Sequence[Mention],
    asked: str | None,
) -> bool:
    """Whether a message that complains of nobody else begins with a person, or tells their age."""
    start = start_of(words, person)
    clause = clauses[clause_of(person, clauses)]
    after = list(words[person.end : person.end + 9])
    signs = [place for place in range(clause.start, start) if words[place] == ","]
    begin = signs[-1] + 1 if signs else clause.start
    lead = [word for word in words[begin:start] if word not in _BEFORE_SUBJECT]
    if is_aside(words, person, health):
        return False
    spoken_of = not lead or lead[-2:] in _HAS_ONE or _goes_on(words, person, lead)
    as_well = _as_well(_sentence_from(words, person.end, 9))
    if not spoken_of or _only_says(words, person) or as_well:
        return False
    if re.search(r"\b(?:\d\d|[2-9])", with_digits(" ".join(after[:3]))) and "had" not in after[:3]:
        return True
    if after[:1] == ["'s"] and not (
        BODY & set(after[1:4]) or _IS_DOING.match(after[1] if after[1:] else "")
    ):
        return False
    if asked not in (None, "who") or not (has_possessive(words, person) or start == begin or lead):
        return False
    if _is_heredity(words, person, health):
        return False
    if "had" in after[:2] and not THIRD_PERSON & set(words[person.end :]):
        return False
    later = {m.group for m in health if m.start >= person.end and m.kind != BARE}
    is_afterthought = not THIRD_PERSON & set(words[person.end :]) and _is_afterthought(
        clauses, person, health
    )
    if later <= {"history"} and later and (is_afterthought or not BODY & set(words)):
        return False
    return bool(later or (BODY | THIRD_PERSON | {"had", "has"}) & set(words[person.end :]))


def owns_pain(words: Sequence[str], person: Mention) -> bool:
    """Whether a person's own joint hurts: "my mum's knee hurts"."""
    near = _sentence_from(words, person.end, 4)
    if near[:1] == ["had"] and _complains_before(words, person):
        return False  # "… so I worry: my flatmate had a swollen knee"
    return bool(BODY & set(near)) and bool(PAIN & set(_sentence_from(words, person.end, 8)))


_MERELY_SWOLLEN = frozenset(["swelling"])
_LATELY = word_set("just now today yesterday tonight morning night suddenly")


def is_aside(words: Sequence[str], person: Mention, health: Sequence[Mention]) -> bool:
    """Whether a person is named for an illness of theirs, after a complaint that is not theirs.

    "Knee aches in the cold. My buddy has gout", "… temp 38.6. brother died of a clot"; not "my son
    has it since friday", nor what goes on about him.
    """
    after = list(words[person.end : person.end + 3])
    if not _complains_before(words, person) or {"it", "this"} & set(after):
        return False
    told = [m for m in health if m.start >= person.end and m.kind != BARE]
    later = {m.group for m in told}
    near = set(_sentence_from(words, person.end, 6))
    if set(after[:2]) & _GONE:
        return True
    if "had" in after[:2]:
        # "mum had a stroke, her face droops" and "had a fall" are of now, and cannot wait.
        signs = {value for m in told if m.group == "findings" for value in m.values}
        urgent = signs & (urgent_signs() - _MERELY_SWOLLEN)
        lately = _LATELY & set(words[person.end :])
        return "injury" not in later and not urgent and not lately
    return bool(set(after[:1]) & _HAS) and later <= {"history"} and not near & BODY


def _complains_before(words: Sequence[str], person: Mention) -> bool:
    """Whether a complaint stands before a person of whom nothing more is told."""
    if THIRD_PERSON & set(words):
        return False
    return bool((BODY | _HURTS) & set(words[: start_of(words, person)]))


def _sentence_from(words: Sequence[str], start: int, most: int) -> Sequence[str]:
    near = list(words[start : start + most])
    return near[: near.index(".")] if "." in near else near


def _is_heredity(words: Sequence[str], person: Mention, health: Sequence[Mention]) -> bool:
    """Whether a relative's illness is told for the writer's sake: "should i worry"."""
    if not _FOR_SELF.search(" ".join(words)):
        return False
    later = {m.group for m in health if m.start >= person.end and m.kind != BARE}
    past = {"had", "got"} & set(words[person.end : person.end + 3])
    return bool(past) or later == {"history"}


def _is_afterthought(clauses: Sequence[Clause], person: Mention, health: Sequence[Mention]) -> bool:
    """Whether a complaint comes first: "achy hip. my mum had bad hips"."""
    sentence = clauses[clause_of(person, clauses)].sentence
    return any(
        clauses[clause_of(m, clauses)].sentence < sentence and m.kind != BARE for m in health
    )


def _only_says(words: Sequence[str], person: Mention) -> bool:
    """Whether a person only says, does or is something: not "my son says his knee hurts"."""
    after = words[person.end : person.end + 7]
    if after[:1] == [","]:
        return False
    for place, word in enumerate(after[:3]):
        if _is_saying(after, place):
            told = [each for each in after[place + 1 :] if each not in _LITTLE]
            return not told or not (
                told[0] in THIRD_PERSON | _TYPING
                or (told[0] == "it" and THIRD_PERSON & set(words[person.end :]))
            )
        if word in _ONLY_ACTS and after[:1] != ["'s"]:
            return not _IT_IS_THEIRS.search(" ".join(words[person.end :]))
    if _does_for_me(words, person) or helps_writer(words, person):
        return True
    is_one = after[:2] in (["is", "a"], ["is", "an"], ["'s", "a"], ["'s", "an"], ["was", "a"])
    if is_one and _IT_IS_THEIRS.search(" ".join(words[person.end :])):
        return False  # "my husband's a roofer. He came off a ladder onto his hip"
    return is_one or "me" in after[:3]


def _does_for_me(words: Sequence[str], person: Mention) -> bool:
    """Whether what a person did was for the writer: "did six sessions with me"."""
    text = " ".join(_sentence_from(words, person.end, 9))
    done = re.search(
        r"^(?:\w+ )?(?:did|does|treats?|treated|examined|checked|showed|shows|looked|massages?|"
        r"massaged|trains?|trained|coach\w*)\b[^,;]*\b(?:with|on|for|at) (?:me|my|mine)\b",
        text,
    )
    return done is not None and not _IT_IS_THEIRS.search(text)


def helps_writer(words: Sequence[str], person: Mention) -> bool:
    """Whether a person does for the writer what hurts: "my wife has started doing my laces"."""
    text = " ".join(_sentence_from(words, person.end, 12))
    done = _HELPS.search(text)
    return done is not None and not _IT_IS_THEIRS.search(" ".join(words[person.end :]))


def only_speaks(words: Sequence[str], person: Mention) -> bool:
    """Whether a person is named for what they say: "my mum reckons", not "her knee keeps …"."""
    if helps_writer(words, person):
        return True
    after = words[person.end : person.end + 4]
    if after[:1] == ["'s"] and BODY & set(after[1:]):
        return False
    return any(_is_saying(after, place) for place in range(len(after[:3])))


def _is_saying(words: Sequence[str], place: int) -> bool:
    if words[place] not in SAYS:
        return False
    return words[place] != "keeps" or bool(_KEEPS_ON & set(words[place + 1 : place + 2]))


def _as_well(after: Sequence[str]) -> bool:
    """Whether they have it as well: "has the same", "has it too", not "is too stubborn"."""
    if _SAME & set(after[:8]):
        return True
    return any(
        word == "too" and after[place + 1 : place + 2] in ([], [","], ["."], ["and"], ["but"])
        for place, word in enumerate(after[:8])
    )


def _goes_on(words: Sequence[str], person: Mention, lead: Sequence[str]) -> bool:
    """Whether a person who is come to is gone on about: "i can not wake my dad, he hit …"."""
    after = words[person.end : person.end + 5]
    if lead[-1] in _WITH or "my" in lead:
        return False
    return any(
        word in ("he", "she")
        and not any(_is_saying(after, n) for n in range(place + 1, min(place + 3, len(after))))
        for place, word in enumerate(after)
    )
