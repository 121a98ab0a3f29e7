"""A hip or a knee that was hurt long ago: "busted my hip skiing in '98", "sprained it at school".

It is history, told by what happened, to which joint, and when; not how the complaint began.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.extract.accidents import is_long_ago
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.long_ago import tells_of_now
from bot.nlu.extract.matcher import PATTERN, Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

_OLD = frozenset({"previous_hip_injury", "previous_knee_injury"})
_HURT = (
    r"(?:broke|broken|bust|busted|cracked|crushed|smashed|shattered|dislocated|fractured|mangled|"
    r"sprained|injured|hurt|wrecked|stuffed|buggered|banged up|popped out|put out|came out|"
    r"came off|tore|torn|twisted|did in|done in|messed up|splintered|snapped|bashed)"
)
_HIP = r"(?:hips?|pelvis|hip (?:joint|socket|bone)|acetabulum|femoral neck|neck of (?:the )?femur)"
_KNEE = r"(?:knees?|kneecap|patella|ligaments?|cartilage|meniscus|acl|mcl|cruciate)"
_JOINT = rf"(?:(?P<hip>{_HIP})|(?P<knee>{_KNEE})|(?P<it>it))"
_BETWEEN = r"(?: (?!ankle|shoulder|wrist|arm|ribs?|back|neck|elbow|foot|and|but)[\w']+){0,4}?"
_HURT_JOINT = re.compile(rf"\b{_HURT}{_BETWEEN} {_JOINT}\b")
_JOINT_HURT = re.compile(
    rf"\b{_JOINT} (?:(?:joint|socket|bone|was|were|got|has|had|been|is|badly|bad|get|all|on|of|"
    rf"that|side|cap) )*{_HURT}\b"
)
# "My hips hurt four years ago" tells of pain.
_ONLY_ACHED = re.compile(r"(?<!was)(?<!were)(?<!got)(?<!get)(?<!been)(?<!badly) hurt$")
# "The hip I broke in 2019": that it broke has its own time.
_JOINT_THAT = re.compile(
    rf"\b{_JOINT} (?P<own>(?:that |which )?(?:i|he|she) (?:(?:had|have|once|first|also|'ve|'d) )*"
    rf"{_HURT})\b"
)
# "Three sprains of the same knee as a girl"
_SPRAINS = re.compile(
    rf"\b(?:sprains?|dislocations?|fractures?|breaks?|tears?|injury|injuries|(?:bad|nasty) "
    rf"(?:fall|knock|blow|bang|smash))(?: (?:of|to|in|on))(?: (?:the|my|his|her|that|same|one|"
    rf"left|right))* {_JOINT}\b"
)
_NOT_REAL = re.compile(
    r"\b(?:not|never|no|if|nearly|almost|think\w*|might|may|like|feels?|worried|scared)"
    r"(?: [\w']+){0,3} $"
)
# Another part may be what "it" is.
_PARTS = re.compile(
    rf"\b(?:(?P<hip>{_HIP})|(?P<knee>knees?|kneecaps?)|ankles?|shoulders?|wrists?|arms?|legs?|"
    r"foot|feet|back|neck|elbows?)\b"
)


def find_old_injuries(tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[Mention]:
    """Return a mention of an earlier injury for each that is told to be of long ago."""
    words = [token.text for token in tokens]
    found = []
    for clause in clauses:
        if clause.question:
            continue
        text = " ".join(words[clause.start : clause.end])
        same = [each for each in clauses if each.sentence == clause.sentence]
        end = same[-1].end
        # "Hit by a van in 2011 and the hip was smashed": the year stands in the clause before.
        whole = replace(clause, start=same[0].start, end=end)
        for pattern in (_HURT_JOINT, _JOINT_HURT, _JOINT_THAT, _SPRAINS):
            for match in pattern.finditer(text):
                begin = match.start("own") if pattern is _JOINT_THAT else match.start()
                start = clause.start + text.count(" ", 0, begin)
                stop = clause.start + text.count(" ", 0, match.end()) + 1
                value = _value(match, " ".join(words[:start]))
                if pattern is _JOINT_HURT and _ONLY_ACHED.search(match[0]):
                    continue
                if value is None or _NOT_REAL.search(text[: match.start()]):
                    continue
                if is_long_ago(words, whole, start, end):
                    found.append(Mention(start, stop, (value,), "history", PATTERN))
    return found


def _value(match: re.Match[str], before: str) -> str | None:
    """Which joint was hurt; "it" is the one named last before, and none if that is neither."""
    if match["hip"]:
        return "previous_hip_injury"
    if match["knee"]:
        return "previous_knee_injury"
    named = list(_PARTS.finditer(before))
    if not named:
        return None
    if named[-1]["hip"]:
        return "previous_hip_injury"
    return "previous_knee_injury" if named[-1]["knee"] else None


def without_fresh(mentions: Sequence[Mention], old: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without the accident and the noise that an injury of long ago looks like.

    "Cracked the hip in my thirties" is no hip that cracks, nor one hurt now.
    """
    return [
        mention
        for mention in mentions
        if not (mention.group == "injury" or mention.values == ("clicking",))
        or not any(map(mention.overlaps, old))
    ]


# No earlier injury is told of without a word for the joint and one for what befell it.
_BEFELL = re.compile(
    r"\b(?:br[eo]\w*k\w*|bust\w*|crack\w*|crush\w*|smash\w*|shatter\w*|disl\w+|fract\w+|mangl\w+|"
    r"sprain\w*|injur\w*|hurt|wreck\w*|tor[en]\w*|tear\w*|rupt\w+|snap\w*|twist\w*|f[ae]ll\w*|"
    r"crash\w*|"
    r"accident\w*|knock\w*|bang\w*|hit|kick\w*|tackl\w+|slip\w*|trip\w*|thrown|threw|came off|"
    r"came out|"
    r"went|gone|pop\w*|did|done|blew|blown|put out|out of|problem\w*|trouble\w*|born|dysplasia|"
    r"ddh|perthes|"
    r"sufe|scfe|epiphys\w*|clicky|operat\w*|surg\w+|op|pin\w*|plat\w+|screw\w*|nail\w*|recon\w*|"
    r"before|"
    r"again|old|previous\w*|earlier|ago|history|acl|mcl|cruciate|menisc\w+|cartilage|ligament\w*|"
    r"labr\w+)\b"
)
_OF_HIP = re.compile(
    r"\b(?:hips?|pelvi\w+|femur|femoral|thigh|groin|socket|acetab\w+|labr\w+|dysplasia|ddh|perthes|"
    r"sufe|scfe|epiphys\w*|leg|it|there|same)\b"
)


def never_hurt(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the earlier injuries that no word of a message speaks of, whatever it looks like."""
    text = " ".join(token.text for token in tokens)
    if not _BEFELL.search(text):
        return _OLD
    return frozenset() if _OF_HIP.search(text) else frozenset({"previous_hip_injury"})


_AGAIN = re.compile(r"\b(?:again|just|this month|months? back|on \w+day)\b")


def only_long_ago(
    judged: Sequence[tuple[Mention, Status]], tokens: Sequence[Token]
) -> frozenset[str]:
    """Return the accident that a message looks like, where all that is told is of long ago."""
    old = any(set(m.values) & _OLD for m, status in judged if status is Status.PRESENT)
    fresh = any(m.group == "injury" for m, _ in judged)
    text = " ".join(token.text for token in tokens)
    # Any word of these days leaves it open, whatever it is told of.
    if not old or fresh or _AGAIN.search(text) or tells_of_now(text):
        return frozenset()
    return frozenset({"true"})
