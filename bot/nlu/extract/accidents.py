"""What a word for an accident means where it stands: how it began, one of long ago, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.long_ago import goes_back, own_part, tells_of_now
from bot.nlu.extract.long_ago import is_long_ago as is_told_long_ago
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.people import SELF
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

# "My 10 year old daughter fell" is no fall of long ago, nor is that of an old man.
_OLD = re.compile(
    r"\b(?:(?<!year )(?<!years )(?<!yr )(?<!yrs )(?<!y )"
    r"old(?! (?:man|woman|lady|boy|girl|chap|fella|dear|gent))|"
    r"previous|past|earlier|childhood) (?:\w+ ){0,2}$"
)
# "I twisted it years ago and it has hurt ever since" is how it began.
_EVER_SINCE = word_set("since still ever")
_HURT_SINCE = re.compile(r"\b(?:ever since|since(?= ?(?:$|[.,;!?)])| then\b))")
# "… six years ago. It still gives way"
_STILL_DOES = re.compile(
    r"\W*(?:it|its|it's|(?:the|my) (?:knee|hip|leg)) (?:has |is |'s )*(?:still|never)\b"
)
_WELL_SINCE = re.compile(
    r"\b(?:fine|ok|okay|good|grand|great|well|alright|(?:no|without) (?:trouble|problems?|"
    r"bother|pain|issues?)) (?:ever )?since\b"
)
_LEG_SINCE = re.compile(
    r"\b(?:short\w*|longer|length|uneven|crooked|inch\w*|cm)\b[^.;]{0,25}\bsince\b|"
    r"\bsince[^.;]{0,25}\b(?:short\w*|longer|length|uneven)\b"
)
_PAIN_SINCE = re.compile(
    r"\b(?:hurt(?:s|ing)|ach\w+|sore|pain\w*|bother\w*|trouble\w*)\b[^.;]*\bsince\b|"
    r"\bsince\b[^.;]*\b(?:hurt\w*|ach\w+|sore|pain\w*|bother\w*|trouble\w*)\b"
)
_SOON = 4
# "That was in 1996", the sentence after.
_SHORT = 9
_ENDS = frozenset(".!?;")
_OF_A_JOINT = re.compile(r"\b(?:(knee|kneecap|acl|mcl|cruciate|meniscus)|(hip|pelvis))s?\b")

# "hurts to land on it", "it gives way and i fall": what happens each time, or might.
_NOW_AND_THEN = word_set(
    "land fall twist slip trip stumble bang knock bump plant step crash miss turn"
)
_BEFORE_HABIT = word_set(
    "i you he she we they to will 'll might may could would can cannot shall when if"
)
_EACH_TIME = re.compile(
    rf"\b(?:when|if|whenever) (?:i|you|he|she|they) (?:{'|'.join(sorted(_NOW_AND_THEN))})$"
)
_NEARLY = word_set("nearly almost")
# "She fall from bed" is how some people tell of what has happened; it is no habit of hers.
_THIRD = word_set("he she")
_SUPPOSED = word_set("when if whenever will might may could would can cannot to not")
_GUESSED = word_set("thought think reckon assumed guess guessed maybe might felt like figured")
_ELSEWHERE = word_set("shoulder neck arm wrist elbow ribs rib chest")
_DATED = word_set("yesterday ago last today since week morning weekend")

# What is said of anything: that it came of itself.
_OF_ITSELF = re.compile(
    r"\b(?:on (?:its|it's|their|all its)? ?(?:own|lonesome)|by itself|of its own|own accord|reason|"
    r"rhyme|without doing|without (?:me )?trying|no (?:\w+ )?cause|nothing to (?:cause|bring|"
    r"set))\b"
)
_ON_MY_OWN = re.compile(r"\b(?:my|his|her|your|our) own\b")
_BEGINS = re.compile(
    r"\b(?:pain\w*|hurt\w*|ach\w+|sore\w*|start\w*|beg[aiu]n\w*|came|come|comes|appear\w*|"
    r"happen\w*|developed|arriv\w+|swelled|swollen|went|sprang|crept|injur\w+|burn\w*|throb\w*|"
    r"stiff\w*)\b"
)
_SOMETHING_ELSE = re.compile(
    r"\b(?:weight|stone|kilos?|kg|pounds|lbs|thin\w*|skinn\w+|slimm\w+|appetite|lock\w*|unlock\w*|"
    r"free\w*|pop\w*|jam\w*|unjam\w*|unstuck|loosen\w*|straighten\w*|settl\w+|eas\w+|heal\w*|"
    r"went (?:down|away|back)|go(?:es)? (?:down|away|back)|gone (?:down|away|back)|"
    r"going (?:down|away|back)|c(?:a|o)me back|better|stops?|stopped|clear\w*|stand\w*|walk\w*|"
    r"liv\w+|get up|lift\w*|bend\w*|mov\w*|g[ai]v\w+ (?:way|out)|buckl\w+|collaps\w*|fold\w*|fever|"
    r"temperature|sweat\w*|shiver\w*|bleed\w*|bled|bruis\w+|cr(?:y|ies|ied|ying)|tired\w*|cough\w*|"
    r"click\w*|catch\w*)\b"
)

# Whatever else is denied or in doubt of it: "did not hear a pop when I fell".
_WHO_FELL = (
    r"(?:i|he|she|we|they|(?:(?:my|our|the|his|her) )?(?:mum|mom|mam|mother|dad|father|nan|gran\w*|"
    r"(?:step ?)?(?:son|daughter)|child|kid|toddler|baby|boy|girl|lad|wife|husband|hubby|partner|"
    r"boyfriend|girlfriend|brother|sister|friend|mate|client|resident|patient|neighbour|uncle|"
    r"aunt\w*|nephew|niece|cousin))"
)
_AS_A_FACT = re.compile(
    rf"\b(?:since|when|as|after|because|once) (?P<who>{_WHO_FELL}) "
    r"(?:(?:had|have|has|'ve|'s|was|got|first|just|last|also|then|accidentally|stupidly) )*"
    r"(?:(?:fell|fallen)(?! (?:asleep|pregnant|ill|out|in love|behind|for))|twisted|wrenched|"
    r"slipped|tripped|stumbled|tumbled|crashed|banged|bashed|knocked|whacked|sprained|injured|"
    r"tackled|"
    r"tore (?:my|his|her|the|it|a)|broke (?:my|his|her|their|the|it|a)|"
    r"hurt (?:my|his|her|their|the|it|myself|himself|herself)|"
    r"went (?:over(?! to| there| for)|flying|sprawling)|came off|took a (?:fall|tumble|knock)|"
    r"(?:did|done) (?:(?:my|his|her|the|this|that|left|right) ){1,2}(?:knee|hip|leg|kneecap) in|"
    r"(?:hit|kicked|knocked over|run over) by)\b|"
    # "a pop when I landed" may be of any jump
    rf"\b(?:as|since|after) {_WHO_FELL} landed\b"
)

# "It was not hurting" says nothing of it.
_NOT_HURT = re.compile(
    r"\b(?:i|he|she|we|they|child|boy|girl|son|daughter) "
    r"(?:(?:was|were|is|'s|has|have|had|'ve|'d) )?"
    r"not (?:been |get |got )?(?:hurt|injured)(?= ?(?:$|[.,;!?)]| (?:at|in|by|myself|"
    r"himself|herself|it|playing|and|or)\b))"
)
# "Got bit by a fox", not "a bit by the knee"
_BITTEN = re.compile(
    r"\b(?:got|was|been|get|'s been) (?:bit|bitten|stung|gored|butted|mauled)(?: \w+){0,3} by "
    r"(?:an? |the |my |his |her |our |1 |some )"
)


# A kneecap that left its place once, by force: not one that does so time and again.
_KNEECAP_OUT = re.compile(
    r"\b(?:kneecap|knee cap|patella) (?:just |has |had |'s |suddenly )*(?:went|gone|popped|jumped|"
    r"slid|slipped|came|shot|moved|shifted|dislocated) (?:right |all the way |clean |completely )?"
    r"(?:out|off|over|round|to (?:the|one) (?:\w+ )?(?:side|outside))\b"
)
_TIME_AND_AGAIN = re.compile(
    r"\b(?:always|sometimes|often|keeps?|every|each|whenever|if|used to|again and again|"
    r"number of times|(?:few|several|many|\d+) times|feels? (?:like|as)|as if|never)\b"
)


def accident(mention: Mention, words: Sequence[str], clause: Clause, end: int) -> Mention | None:
    """Return what a mention of an injury, or of none, means where it stands.

    Args:
        mention: a mention of the group ``injury``.
        words: the words of the message.
        clause: the clause it lies in.
        end: where the sentence ends.
    """
    if mention.values == ("false",):
        return mention if _is_of_the_beginning(mention, words, clause) else None
    if mention.values != ("true",):
        return mention
    if _is_habit(mention, words, clause) or _is_a_guess(mention, words, clause):
        return None
    if not is_long_ago(words, clause, mention.start, end):
        return mention
    joint = _OF_A_JOINT.search(" ".join(own_part(words, clause.start, clause.end, mention.start)))
    if joint is None:
        return None
    value = "previous_knee_injury" if joint[1] else "previous_hip_injury"
    return replace(mention, values=(value,), group="history")


def tells_of_accident(tokens: Sequence[Token], clauses: Sequence[Clause], who: str | None) -> bool:
    """Whether an accident is told in passing: "numb since I fell", "no pop when I twisted it"."""
    words = [token.text for token in tokens]
    if _put_out_kneecap(words, clauses):
        return True
    for clause in clauses:
        bitten = _BITTEN.search(" ".join(words[clause.start : clause.end]))
        if bitten and not is_long_ago(words, clause, clause.start, clause.end):
            return True
        own = " ".join(words[clause.start : clause.end])
        match = _AS_A_FACT.search(own)
        if match is None or (who == SELF and match["who"] not in (None, "i", "we")):
            continue
        place = clause.start + len(own[: match.start()].split())
        end = max(each.end for each in clauses if each.sentence == clause.sentence)
        if not is_long_ago(words, clause, place, end):
            return True
    return False


def _put_out_kneecap(words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    """Whether a kneecap is told to have gone out of its place, and not long ago."""
    for clause in clauses:
        own = " ".join(words[clause.start : clause.end])
        match = _KNEECAP_OUT.search(own)
        if match is None or _TIME_AND_AGAIN.search(own):
            continue
        place = clause.start + len(own[: match.start()].split())
        if not is_long_ago(words, clause, place, clause.end):
            return True
    return False


def denies_accident(tokens: Sequence[Token]) -> bool:
    """Whether an accident is denied in words that say no more: "he was not hurt"."""
    return bool(_NOT_HURT.search(" ".join(token.text for token in tokens)))


def is_long_ago(words: Sequence[str], clause: Clause, place: int, end: int) -> bool:
    """Whether an accident at a place was long ago, and it has not hurt ever since."""
    own = words[clause.start : clause.end]
    rest = " ".join(words[place:end])
    lasting = bool(_EVER_SINCE & set(own)) or bool(_HURT_SINCE.search(rest))
    lasting = lasting or _STILL_DOES.match(" ".join(words[end : end + 4])) is not None
    lasting = lasting and not (_WELL_SINCE.search(rest) or _only_leg_since(rest))
    if lasting:
        return False
    lead = " ".join(words[max(clause.start, place - 4) : place]) + " "
    # "My old fall …"
    if _OLD.search(lead) and not tells_of_now(" ".join(own)):
        return True
    if is_told_long_ago(words, _start_of_another(words, clause.start, place), clause.end, place):
        return True
    following = words[end + 1 : end + 1 + _SHORT]
    stop = next((n for n, word in enumerate(following) if word in _ENDS), len(following))
    return goes_back(" ".join(following[:stop]))


def _start_of_another(words: Sequence[str], start: int, place: int) -> int:
    """Where an accident that befell somebody again begins: "broke it years ago and fell again"."""
    joined = [n for n in range(start, place) if words[n] in ("and", "but", "then")]
    return joined[-1] + 1 if joined and "again" in words[place : place + _SOON] else start


def _only_leg_since(rest: str) -> bool:
    """Whether what has lasted is how long the leg is: "… pinned, one leg short since"."""
    return _LEG_SINCE.search(rest) is not None and not _PAIN_SINCE.search(rest)


def _is_habit(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    before = words[max(clause.start, mention.start - 1) : mention.start]
    if _NEARLY & set(words[max(clause.start, mention.start - 2) : mention.start]):
        return True
    if words[mention.start] == "planted" and before in (["a"], ["the"], ["that"]):
        return True
    # "the knee hurts when i twist": each time
    if mention.length > 2 and _EACH_TIME.search(" ".join(words[mention.start : mention.end])):
        return True
    if words[mention.start] not in _NOW_AND_THEN or not _BEFORE_HABIT & set(before):
        return False
    own = set(words[max(clause.start, mention.start - 6) : mention.start])
    if before[0] in _THIRD and not _SUPPOSED & own and not words[mention.start].endswith("s"):
        return False
    # "i fall yesterday from bike" is how some people tell of it.
    return not _DATED & set(words[clause.start : clause.end])


def _is_a_guess(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    """Whether "pulled something" is only what was thought of it, or is of another part."""
    if list(words[mention.start + 1 : mention.end]) != ["something"]:
        return False
    before = words[max(clause.start, mention.start - 4) : mention.start]
    after = words[mention.end : min(clause.end, mention.end + 4)]
    return bool(_GUESSED & set(before) or _ELSEWHERE & set(after))


def _is_of_the_beginning(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    """Whether "by itself", "for no reason" is said of the pain, not of weight or of a lock."""
    inside = " ".join(words[mention.start : mention.end])
    if _ON_MY_OWN.search(inside) or "happens" in inside:
        return False  # "i try to lift it and nothing happens"
    if not _OF_ITSELF.search(inside):
        return True
    before = " ".join(words[clause.start : mention.start])
    after = " ".join(words[mention.end : clause.end])
    begins = [match.start() for match in _BEGINS.finditer(before)]
    others = [match.start() for match in _SOMETHING_ELSE.finditer(before)]
    if begins or others:
        return max(others, default=-1) < max(begins, default=-1)
    other = _SOMETHING_ELSE.search(after)
    begin = _BEGINS.search(after)
    return other is None or (begin is not None and begin.start() < other.start())
