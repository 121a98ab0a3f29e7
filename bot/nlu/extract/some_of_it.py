"""Whether an answer says that something of a list is so, without saying what.

"A little", "sometimes", "once a week or so, I carry on", "I had one years ago", "yes, when I got
up it did that". Which of the list is meant is asked next.
"""

from __future__ import annotations

import re

from bot.nlu.extract.findings import Findings

_LEAD = r"^(?:oh|well|um+|uh+|er+m?|hmm+|ah|so|ok|okay|honestly|i think|i'd say|i guess|[,. ])*"
_COUNT = r"(?:once|twice|one|two|three|four|five|six|several|\d+|a few|a couple(?: of)?)"
_SPAN = r"(?:day|night|morning|evening|afternoon|week|weekend|fortnight|month|year|hour|shift)"
_OFTEN = (
    rf"(?:about |maybe |roughly |around )?{_COUNT}(?: times)?(?: or {_COUNT})?(?: times)? "
    rf"(?:a|an|per|each|every) (?:\w+ )?{_SPAN}(?: or so)?|"
    rf"(?:every|most|some)(?: \w+)? {_SPAN}s?|every (?:so often|now and (?:then|again))|"
    r"(?:every )?once in a while|now and (?:then|again)|on and off|off and on|from time to time|"
    r"at times|occasionally|some(?:times|what)?"
)
_LITTLE = (
    r"(?:just |only |maybe |very |quite )*(?:a (?:little|bit|tad|touch|few|couple)(?: bit)?|"
    r"(?:sort|kind) of|kinda|sorta|ish|more or less|to some (?:extent|degree)|in a way|"
    r"one|two|some|several|most|many|quite a few)"
)
_OF_THEM = r"(?: of (?:them|those|these|the above|that))?"
_WHOLE = re.compile(
    rf"{_LEAD}(?:{_OFTEN}|{_LITTLE}){_OF_THEM}"
    r"(?:\W+(?:yes|yeah|yep|aye|maybe|i (?:think|guess|suppose|do|have)|today|lately|too|really|"
    r"to be honest))*\W*$|"
    r"^(?!.*\b(?:no|not|never|none|nothing)\b).*\W(?:yes|yeah|yep|aye)\W*$"
)
# What follows after a comma tells more of it: "a bit, it came up overnight".
_AND_MORE = re.compile(
    rf"{_LEAD}(?:{_OFTEN}|a (?:little|bit|tad|touch)(?: bit)?|(?:sort|kind) of|kinda|sorta)"
    r"(?: (?:yes|yeah|maybe|i (?:think|guess|suppose)))? ?[,.;]"
)
# "Had one when I was a student": something that is counted, such as an operation.
_HAS = r"(?:i|s?he|they|we)(?: 've| have| has|'ve|'s)?(?: had| got)?|had|got"
_HAD_ONE = re.compile(
    rf"{_LEAD}(?:(?:yes|yeah|yep|aye)\W+)?(?:{_HAS}) (?:one|two|both|a couple|a few|some)\b"
    r"(?! (?:of my|thing|more|day|night|week))"
)
_YES = re.compile(rf"{_LEAD}(?:yes|yeah|yep|yup|yea|yeh|aye)\b(?!.*\b(?:but|no|not|never|none)\b)")
_LONGEST = 16
_ASKS = re.compile(
    r"\?|\b(?:what|why|how|which|should|could you|can you|stop|skip|go back|back to)\b"
)
# The name of a limb in the place of a part of it: "the knee mostly", "my whole leg".
_LIMB = re.compile(r"\b(?:knees?|legs?|hips?|joints?)\b")


def names_limb(text: str, findings: Findings) -> bool:
    """Whether an answer to "where does it hurt?" names a limb and tells nothing else."""
    is_short = len(text.split()) <= _LONGEST and not _ASKS.search(text)
    told = ("location", "present", "absent", "uncertain", "removed", "history", "triggers")
    return is_short and bool(_LIMB.search(text)) and not any(findings.get(n) for n in told)


def says_some_of_it(text: str) -> bool:
    """Whether a normalised message says that some of a list is so, and no more than that."""
    if _WHOLE.match(text):
        return True
    if len(text.split()) > _LONGEST or _ASKS.search(text):
        return False
    return bool(_AND_MORE.match(text) or _HAD_ONE.match(text) or _YES.match(text))
