"""Where it hurts: "outer side of my left knee", "round the front", "the hip, it's seized"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.nlu.extract.assertion import Status, has_phrase
from bot.nlu.extract.bare_place import VERBLESS_WORDS, bare_fits
from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import complains, hurts, is_fine, is_over
from bot.nlu.extract.long_ago import is_long_ago, tells_of_then
from bot.nlu.extract.matcher import BARE, PHRASE, Mention
from bot.nlu.extract.parts import DENIED, KNEE, PARTS, hurts_there
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

_HIP = ("hip_groin", "hip_side")
_LASTS = frozenset({"constant_pain", "night_pain"})
_PART_OF_HIP = re.compile(
    r"(?:^|[,(:-] ?|\b(?:at|on|round|just|mostly|mainly|is|'s|really|specifically) )(?:(?:at|on|in|"
    r"round|just|mostly|mainly|more) )*(?:the |its )"
    r"(front|side|outside|outer side)(?: (?:bit|part))?(?: of (?:it|that|them))?"
    r"(?= ?(?:$|[.,;:!?)])| (?:where|when)\b)"
)
_SOON = 60
_TELLS_TIME = word_set("since for")
_SUBJECT = 5
_NOT_THERE = (("no", "pain", "there"), ("not", "hurt", "there"), ("not", "painful", "there"))
_FOUND_THERE = word_set(
    """
    arthritis arthrosis osteoarthritis oa dysplasia bursitis suspects suspected looked looks xray
    mri scan scans scanned look ultrasound replacement replaced repair repaired labrum surgery op
    operation operated pinned plated scope arthroscopy injection injected exercises stretches
    brace strap bandage sleeve pad ray rays usg roentgen spur spurs cyst cysts resected shaved
    plates screws nailed
    """
)
# What is seen or felt there besides pain is noted for itself.
_SIGNS_THERE = word_set(
    """
    lump bump gash cut wound hollow dent bite bites bitten stitches bruise bruised bruising scar
    rash scrape scraped graze grazed spilt spilled dead fizzy numb numbness tingly tingling
    tingles pins buzzing
    swollen swelling swelled puffy fatter bigger redness hairy cardboard novocaine pus
    clunk clunks clicks click snaps rusty weak weakness oomph strength normal
    """
)
_LUMPS = word_set("lump bump")
_BREAKS = frozenset({"hip_groin", "hip_side", "thigh", "buttock"})
_ONLY_OF_ONESELF = word_set("bottom ass cheek behind seat posterior rear rump")
_NUISANCE = word_set("pain pains royal real")
# What is felt or seen "down my shin" is no pain there, though another place be sore.
_SIGNS_BEFORE = word_set("pins needles numbness tingling tingles numb lump bump bite cut")
_HOLDS = word_set(
    "holds holding clutches clutching grabs grabbing cradles rubs rubbing points pointing pointed"
)
# "Legs" stands for the shin and the knee as well, which then are no other part.
_WHOLE_LEG = word_set("leg legs")
_POSSESSIVES = word_set("my his her me ma their your our")
_TIGHT = word_set("tight stiff tightness stiffness seized solid")
_SIT_ON = word_set("on with like off")
_SOON_AFTER = 8
_BROKE = re.compile(
    r"\b(?:br[oe]ak\w*|broke|broken|fractur\w+|crack\w*|smash\w*|crush\w*|bust\w*|shatter\w*|"
    r"dislocat\w+|sprain\w*|injur\w+|hurt|fell|fall|accident|mangled|wreck\w*|operat\w+|plated|"
    r"pinned|screwed)\b"
)
_STILL = re.compile(r"\b(?:still|since then|ever since|now|again|these days)\b")
# An accident or a crack in a part is where it hurts.
_HURT_THERE = frozenset({"true", "popped", "cannot_bear_weight"})


def accept_locations(
    mentions: Sequence[tuple[Mention, Status]],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: str | None = None,
    corrects: bool = False,
    offered: frozenset[str] = frozenset(),
) -> list[Mention]:
    """Return the location mentions that say where it hurts.

    Args:
        mentions: what was found, with what is said of it.
        tokens: the words of the message.
        clauses: its clauses.
        asked: the id of the pending question.
        corrects: whether the message takes something back.
        offered: the options of the pending question.
    """
    wanted = asked == "location"
    hurt = [
        m
        for m, s in mentions
        if s is Status.PRESENT and m.values[0] in _HURT_THERE and not _is_of_long_ago(m, tokens)
    ]
    lasting = [m for m, s in mentions if s is Status.PRESENT and _LASTS & set(m.values)]
    grown = any(s is not Status.ABSENT and "calf_swelling" in m.values for m, s in mentions)
    words = [token.text for token in tokens]
    accepted: list[Mention] = []
    for mention, status in mentions:
        told = status is Status.PRESENT or (wanted and status is Status.UNCERTAIN)
        if mention.group != "location" or not told:
            continue
        if mention.kind == BARE:
            if mention.values == ("lower_back",) and words[mention.start] == "back":
                # At the knee "the back" is the back of the knee.
                fits = not wanted and "lower_back" in offered
            elif asked not in (None, "location") and "lower_back" in offered:
                fits = words[mention.start] != "back"
            else:
                fits = bare_fits(words, mention, accepted, wanted, corrects)
            if fits:
                accepted.append(mention)
        elif "calf" in mention.values and grown and not wanted:
            # That finding stands for the place, unless it hurts there as well.
            if hurts_there(words, mention, clauses):
                accepted.append(mention)
        elif (
            wanted
            or corrects
            or _is_complained_of(words, mention, clauses, hurt)
            or (mention.values == _HIP and _shares_sentence(mention, lasting, clauses))
        ):
            accepted.append(_narrowed(words, mention))
    accepted = [m for m in accepted if not _is_said_closer(m, accepted)]
    # "Hip pain, in the groin": the particular place stands for the general one.
    closer = any(len(m.values) == 1 and m.values[0] in _HIP for m in accepted)
    return [m for m in accepted if not (closer and m.values == _HIP)]


def _narrowed(words: Sequence[str], mention: Mention) -> Mention:
    """Return the part of the hip that is told after it: "hip pain, the side of it"."""
    if mention.values != _HIP or KNEE & set(words):
        return mention
    told = _PART_OF_HIP.search(" ".join(words[mention.end :]))
    if told is None or told.start() > _SOON:
        return mention
    return replace(mention, values=_HIP[:1] if told[1] == "front" else _HIP[1:])


def _shares_sentence(
    mention: Mention, others: Sequence[Mention], clauses: Sequence[Clause]
) -> bool:
    """Whether pain that never stops is told in the same sentence: "it's her hip, no let up"."""
    places = {c.sentence for c in clauses if c.holds(mention.start)}
    return any(c.sentence in places for m in others for c in clauses if c.holds(m.start))


def _is_said_closer(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a whole or a longer phrase says it: "deep inside", "bony bit of the hip"."""
    for each in others:
        within = each.start <= mention.start and mention.end <= each.end
        closer = each.kind == PHRASE or _region(each) in (_region(mention), "thigh")
        if within and each.length > mention.length and each.kind != BARE and closer:
            return True
    if mention.kind != BARE:
        return False
    return any(
        mention.overlaps(each) and (each.kind != BARE or each.length > mention.length)
        for each in others
    )


def _region(mention: Mention) -> str:
    return mention.values[0].split("_")[0]


def _is_complained_of(
    words: Sequence[str],
    mention: Mention,
    clauses: Sequence[Clause],
    hurt: Sequence[Mention],
) -> bool:
    """A part is where it hurts if pain is spoken of in the sentence, or little else is said."""
    clause = clause_at(clauses, mention.start)
    if clause is None or not _is_the_part(words, mention):
        return False
    if mention.values == _HIP and _is_source(words, mention, clause):
        return False
    if mention.values == _HIP and not hurts(_sentence_of(words, clause, clauses)):
        told = " ".join(_sentence_of(words, clause, clauses))
        is_old = tells_of_then(told, bare_year=True) and not _STILL.search(told)
        if is_old and _BROKE.search(told) and not _FELL_ON_IT.search(told):
            return False  # "busted my hip skiing in '98"
    same = [c for c in clauses if c.sentence == clause.sentence]
    sentence = words[same[0].start : same[-1].end]
    own = words[clause.start : clause.end]
    following = words[mention.end : same[-1].end]
    if is_fine(following) or is_over(following) or has_phrase(sentence, _NOT_THERE):
        return False
    tight = bool(_TIGHT & set(own))
    if _LUMPS & set(own) and hurts(words[mention.end : mention.end + _SUBJECT + 1]):
        return True  # "a lump above the knee. It hurts at night"
    if _SIGNS_BEFORE & set(words[max(clause.start, mention.start - 3) : mention.start]):
        return False
    if any(clause.holds(each.start) for each in hurt):
        return True
    # After an accident a bruised hip may be a broken one: the place must not be lost.
    other = "other" in words[max(0, mention.start - 1) : mention.start + 1]
    if hurt and set(mention.values) <= _BREAKS and not other:
        return True
    if _is_held(words, mention, clause):
        return True
    if not hurts(own) and not tight and (_FOUND_THERE | _SIGNS_THERE) & set(own):
        return False
    if not complains(own) and _is_of_another_part(words, mention, clause, same):
        return False
    return (
        complains(sentence)
        or _words_before_time(sentence) <= VERBLESS_WORDS
        or (len(mention.values) == 1 and (mention.values[0].startswith("knee_")))
    )


def _sentence_of(words: Sequence[str], clause: Clause, clauses: Sequence[Clause]) -> list[str]:
    """Return the words of the sentence that a clause is part of."""
    same = [each for each in clauses if each.sentence == clause.sentence]
    return list(words[same[0].start : same[-1].end])


_FELL_ON_IT = re.compile(
    r"\b(?:fell|fallen|fall|slipped|landed|came down|went (?:down|over)) (?:[\w']+ ){0,5}?hips?\b"
)
_TELLS_ON = frozenset([",", ".", ";", "and", "which", "that", "same"])


def _is_of_long_ago(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether an accident is told of as years back: "fell off a roof onto that hip in '92"."""
    near = tokens[mention.start : mention.end + _SOON_AFTER]
    # "I fell on my hip and broke it in 2003": what goes on after it may tell of another time.
    words = list(takewhile(lambda word: word not in _TELLS_ON, (token.text for token in near)))
    is_lasting = _STILL.search(" ".join(words)) is not None
    return not is_lasting and is_long_ago(words, 0, len(words), 0)


def _words_before_time(sentence: Sequence[str]) -> int:
    """How many words there are before it is told for how long: "left hip a bit, since June"."""
    before = takewhile(lambda word: word not in _TELLS_TIME, sentence)
    return sum(word[:1].isalnum() for word in before)


def _is_source(words: Sequence[str], mention: Mention, clause: Clause) -> bool:
    """Whether it is asked about as what the pain may come from: "could it be from the hip?"."""
    is_asked = bool(clause.question) or words[clause.end : clause.end + 1] == ["?"]
    return is_asked and "from" in words[max(clause.start, mention.start - 2) : mention.start]


def _is_held(words: Sequence[str], mention: Mention, clause: Clause) -> bool:
    """Whether somebody is seen to hold it: "limps and holds his groin"."""
    return bool(_HOLDS & set(words[max(clause.start, mention.start - 3) : mention.start]))


def _is_of_another_part(
    words: Sequence[str], mention: Mention, clause: Clause, same: Sequence[Clause]
) -> bool:
    """Whether the pain of the sentence is told of another part, in a clause of its own."""
    if mention.end > clause.end:
        return False  # "the front of my thighs and knees"
    if mention.end == clause.end and words[clause.end : clause.end + 1] in (["and"], ["or"]):
        return False  # "her hip and knee hurt"
    telling = [words[c.start : c.end] for c in same if c != clause]
    telling = [each for each in telling if complains(each) and not DENIED & set(each)]
    return bool(telling) and all((PARTS - _WHOLE_LEG) & set(each[:_SUBJECT]) for each in telling)


def _is_the_part(words: Sequence[str], mention: Mention) -> bool:
    """Whether "my bottom", not "the bottom shelf"; "on my bum" is how one sits."""
    if mention.length > 1:
        return True
    lead = words[max(0, mention.start - 2) : mention.start]
    radiates = len(lead) == 2 and lead[0] in ("from", "into") and lead[1] == "the"
    # "It hurts in the ass", and not "a pain in the ass", which is a nuisance.
    in_the = lead == ["in", "the"] and words[max(0, mention.start - 3)] not in _NUISANCE
    sore_there = in_the and hurts(words[: mention.start])
    leads_to_it = bool(_POSSESSIVES & set(lead)) or radiates or sore_there
    if words[mention.start] in _ONLY_OF_ONESELF and not leads_to_it:
        return False
    sits_on = len(lead) == 2 and lead[0] in _SIT_ON and lead[1] in _POSSESSIVES
    return not ("buttock" in mention.values and sits_on and not hurts(words))
