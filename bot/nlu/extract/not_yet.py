"""Treatments that are named and were not had: on a waiting list, offered, booked, refused.

Who waits for a new knee has none yet, and who was referred to a physiotherapist has not tried one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

#: What is had at an appointment, and so may lie ahead.
TREATMENTS = frozenset(
    {
        "physiotherapy_tried", "joint_replacement", "hip_surgery", "knee_surgery",
        "recent_surgery", "recent_joint_injection",
    }
)  # fmt: skip
_AHEAD = re.compile(
    r"\b(?:(?:wait|waits|waiting|await|awaiting|waited)\b(?: [\w']+){0,5}|(?:on|joined) (?:the|a) "
    r"(?:\w+ ){0,2}list(?: [\w']+){0,3}|waiting list(?: [\w']+){0,3}|"
    r"(?:refer\w*|referral)(?: (?:me|him|her|us))?(?: [\w']+){0,3}|"
    r"(?:booked|down|scheduled|listed|due|lined|pencilled|set|signed)(?: (?:in|up|me))* "
    r"(?:for|with|to (?:have|see|start))(?: [\w']+){0,3}|"
    r"(?:want|wants|wanted|plan\w*|hoping|hope|like|likes|going|keen|ought|supposed|refus\w+|due|"
    r"afraid|scared|rather not|about)(?: (?:me|him|her))? to (?:see|try|start|have|go|operate|"
    r"replace|do|get|be|put|give|send|avoid)\b(?: [\w']+){0,4}|"
    r"send\w* (?:me|him|her)(?: [\w']+){0,3}|need(?:s|ing)?(?: [\w']+){0,2}|"
    r"(?:suggest\w*|recommend\w*|offer\w*|talk\w* (?:about|of|me into)|discuss\w*|"
    r"advis\w+|propos\w+|consider\w*|something about|opinion (?:on|about)|"
    r"thinking (?:about|of)|think about|refus\w+|declin\w+|"
    r"turned down|put off|too young for|too old for|asked (?:about|for)|says? i (?:need|should|"
    r"must)|"
    r"should|could|might|may|will|'ll|would|next step is|avoid\w*|dread\w*|instead of|"
    r"can not get|not got|can not see|never (?:got|had|did|saw|seen|tried)|not (?:seen|tried|had|"
    r"been to|started)|candidate for|eventually|one day|pay for|afford)(?: [\w']+){0,5}) ?$"
)
_THEN_AHEAD = re.compile(
    r"^(?: (?:session|sessions|appointment|assessment|op|surgery|operation|exercises))? ?(?:"
    r"(?:is |are |was |'s |has been |to )?(?:booked|due|pending|planned|scheduled|cancelled|"
    r"postponed|starts?|starting|begins?|coming up|lined up|on hold)|appointment|referral|"
    r"(?:is |'s )?(?:tomorrow|next (?:week|month|year|spring|summer|autumn|winter|\w+day)|"
    r"in (?:\w+ ){1,2}(?:weeks|months|days) time)|waiting list|"
    r"(?:has |have |was |is )?not (?:had it|happened|started|begun|yet|been yet)|"
    r", (?:not (?:had|done|started|been|seen|happened)|waiting|still waiting|yet to|refused|"
    r"i refused|i said no|no thanks|turned it down)|has not|is being (?:discussed|considered))\b"
)
# It was had all the same: "the GP recommended physio and I went for six weeks".
_HAD = re.compile(
    r"\b(?:again|another|second|third|last (?:year|month|week|session)|so far|already|did|done|"
    r"been (?:going|doing|to)|went|goes?|sessions|helped|helps|not help\w*|no (?:help|good|use|"
    r"better|"
    r"difference)|finished|completed|course|since|ago|(?:had|has|have) (?:\w+ )?(?:one|two|three|"
    r"four|five|six|eight|ten|\d+|loads of|lots of|plenty|some|a few|many|my|the other|both)|"
    r"other (?:one|knee|hip) (?:done|replaced)|works|worked|made|gave|gives|does|following|"
    r"in (?:19|20)\d\d|redo|redone|revision|revise\w*)\b"
)


def not_had_yet(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> list[Judged]:
    """Return the mentions, a treatment that lies ahead or was refused as one that is supposed."""
    words = [token.text for token in tokens]
    return [
        (mention, Status.HYPOTHETICAL)
        if status is Status.PRESENT and _lies_ahead(mention, words, clauses)
        else (mention, status)
        for mention, status in judged
    ]


def _lies_ahead(mention: Mention, words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    if TREATMENTS.isdisjoint(mention.values):
        return False
    clause = clause_at(clauses, mention.start)
    if clause is None:
        return False
    same = [each for each in clauses if each.sentence == clause.sentence]
    # "Something about resurfacing, or a new hip": an "or" goes on with what was begun.
    begin = same[0].start if words[clause.start] == "or" else clause.start
    lead = " ".join(words[begin : mention.start]).replace(" , or ", " or ")
    inside = " ".join(words[mention.start : mention.end])
    rest = " ".join(words[mention.end : same[-1].end])
    ahead = _AHEAD.search(lead) or _AHEAD.search(f"{lead} {inside}".rpartition(" ")[0])
    ahead = ahead or _THEN_AHEAD.search(f" {rest}")
    return ahead is not None and not _HAD.search(" ".join(words[same[0].start : same[-1].end]))
