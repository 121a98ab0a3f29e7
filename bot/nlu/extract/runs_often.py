"""Somebody who runs, told by how often: "i jog five mornings a week", "10k every sunday, i run".

A pain runs down the leg every night, and so does a tap; what runs here is a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.matcher import PATTERN, Mention
from bot.nlu.extract.tokens import Token

_COUNT = (
    r"(?:\d+(?:\.\d+)?|once|twice|one|two|three|four|five|six|seven|ten|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|few|couple of|several)"
)
_OFTEN = (
    r"(?:(?:every|each|most) (?:single |other |second )?(?:day|morning|evening|night|week|weekend|"
    r"lunch\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?|daily|nightly|weekly|regularly|"
    rf"{_COUNT}(?: ?(?:or|to|-) ?{_COUNT})?(?: ?(?:x|times|days|mornings|evenings|nights|k|km|kms|"
    r"kilomet\w+|miles|mile|runs))* (?:a|per|each|every|out of(?: the| every)?|in a) "
    r"(?:week|seven|7|day)|(?:mon|monday) to (?:fri|friday)|for (?:\d+|many|several|\w+) (?:years|"
    r"yrs|decades)|since (?:uni\w*|school|college|i was \w+|my \w+))"
)
_BEFORE = (
    r"(?:(?:usually|still|also|normally|only|always|have|has|'ve|'s|been|mostly|often|generally|"
    r"just|go|goes|out|love|like) )*"
)
# "Runs down to my foot", "run a shop", "run a temperature", "run late"
_RUNS_ELSEWHERE = (
    r"(?! (?:down|through|into|across|over|from|late|low|hot|out of (?!seven|7)|up (?:and|the "
    r"inside|my|the side)|along|a (?:temperature|temp|fever|shop|business|pub|farm|cafe|bath|"
    r"school|nursery|team|course|class|b|van|home|restaurant|stall|crew)|the (?!park|canal|block|"
    r"river|dog|hills|roads|trails)|my|our|his|her|after|round after|about after|errands|tests|in "
    r"(?:the|my|our) family))"
)
_RUNS = re.compile(
    rf"(?:(?:^|[.,;:(!?+] ?)|\b(?:i|he|she|who|and|we|but|guy|woman|man) ){_BEFORE}"
    rf"(?:run|runs|jog|jogs|ran|jogged|running|jogging)\b{_RUNS_ELSEWHERE}"
    rf"(?: (?!not\b|never\b|hurt\w*|pain\w*|ach\w*|stopp\w*)[\w']+){{0,5}}? {_OFTEN}\b"
)
_EVERY_TIME_FIRST = re.compile(
    r"\b(?:every|each|most|of an?|in the|,) ?(?:day|morning|evening|night|lunch\w*|weekend|sunday|"
    r"saturday)s? ,? ?(?:i|he|she) (?:run|runs|jog|jogs) "
    r"(?:\d+ (?:k|km|miles)|(?:a )?few|round|around)\b"
)
_NEVER = re.compile(
    r"(?:^|[.,;:] ?|\b(?:i|he|she|have|has|'ve|'s) )(?P<no>never) (?:(?:ever|once|been|really) )*"
    r"(?:ran|run|runs|jogged|jog|jogs|running)(?= (?:a (?:mile|step|metre|yard|race)|in|anywhere|"
    r"for)\b| ?(?:$|[.,;!?]))|"
    r"\b(?:i|he|she) do(?:es)? (?P<not>not) (?:(?:even|really|actually) )*(?:run|jog)"
    r"(?= ?(?:$|[.,;!?]| (?:lol|though|any ?more|or|and|myself|at all)\b))"
)
# Of a cyclist or a walker nothing says that they run.
_OF_RUNNING = re.compile(
    r"\b(?:r[au]n|runs|runn\w+|jog\w*|sprint\w*|\w*marathon\w*|ultras?|parkruns?|harriers?|"
    r"\w*athlon|"
    r"\w*athletes?|athletics|ironman|mileage|cross country|track|hurdl\w*|5 ?k|10 ?k|c25k|pace)\b"
)
# What runs and is nobody.
_NO_PERSON = re.compile(r"\b(?:pain|ache|nose|tap|water|bus|train|trains|numbness|tingling)\b")


def find_runners(tokens: Sequence[Token]) -> list[Mention]:
    """Return a mention of a runner for each place that tells how often somebody runs."""
    text = " ".join(token.text for token in tokens)
    found = []
    for pattern in (_RUNS, _EVERY_TIME_FIRST, _NEVER):
        for match in pattern.finditer(text):
            begins = text[: match.start()].rsplit(" . ", 1)[-1]
            if pattern is _RUNS and _NO_PERSON.search(begins[-25:]):
                continue
            first = match.start()
            if pattern is _NEVER:
                first = max(match.start("no"), match.start("not"))
            start = text.count(" ", 0, first)
            end = text.count(" ", 0, match.end()) + 1
            found.append(Mention(start, end, ("runner",), "history", PATTERN))
    return found


def never_runs(tokens: Sequence[Token]) -> frozenset[str]:
    """Return ``runner`` where a message has no word of running, whatever it looks like."""
    text = " ".join(token.text for token in tokens)
    return frozenset() if _OF_RUNNING.search(text) else frozenset({"runner"})
