"""Whether an activity is said to be no bother: "stairs are fine", "at night he has no pain"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import complains, is_fine
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.phrases import has_phrase
from bot.nlu.extract.words import word_set

_FINE = word_set("fine ok okay alright painless better easier")
_LEADS_ON = word_set("but and though although , then now just")
_NO = word_set("not never cannae unable hardly barely nor without no")
_IN_PART = word_set("half quarter halfway short little gentle")
_FAR = 6
_GOES_ON = word_set(
    "it it's that this they which there these those no not never fine ok okay painless does do is "
    "i he she we without"
)
# "At night he does not have pain", "on the stairs I have no problem".
_PAINLESS = re.compile(
    r"^(?:, )?(?:(?:i|he|she|it|we|they|there|my|his|her|the|knee|hip|leg|that|really|just|also) )*"
    r"(?:(?:do|does|did|has|have|had|is|am|'s|'ve) )*(?:not|never|no|nothing|without) "
    r"(?:(?:have|has|had|got|get|gets|feel|feels|felt|cause|causes|give|gives|notice|be|any|much|"
    r"a|the|no|really|at|all|me|him|her|his|my|in|so|even|ever|actually) )*"
    r"(?:pain|pains|painful|hurt|hurts|hurting|sore|soreness|ache|aches|aching|problem|problems|"
    r"trouble|bother|discomfort|complaint|complaints|issue|issues)\b"
    r"(?! (?:less|until|till|unless|more|as|every|always|all the time|in between|before))"
)
# "Hurts after sitting, doesn't hurt when walking": said of the walking.
_PAINLESS_OTHERWISE = re.compile(
    r"^, (?:but |and |though )*(?:it |that )?(?:does|do) not (?:hurt|bother)(?: \w+)? "
    r"(?:when|while|if|on|with|during|walking|running|going)\b"
)
# "The bike is the only thing that doesn't hurt"
_ONLY_PAINLESS = re.compile(
    r"^(?:is|are|'s|was) (?:about |pretty much |now )?(?:the |my |his |her )?(?:only|1|one) "
    r"(?:thing|time|place|activity|exercise|sport|bit|part|way)s? (?:\w+ ){0,3}"
    r"(?:(?:does|do|did|is|am|are|will) not (?:hurt|ache|bother|sore|in pain|set)|"
    r"(?:without|free of) (?:any )?pain|painless)"
)
# "Running hurts, cycling doesn't", "walking is sore, the bike isn't".
_DOES_NOT = re.compile(r"^(?:does|do|did) not ?(?:$|[.,;!)]|(?:but|and|or|though|so)\b)")
_IS_NOT = re.compile(r"^(?:is|are|was) not ?(?:$|[.,;!)]|(?:but|and|or|though|so)\b)")
_WELL = re.compile(
    r"\b(?:fine|ok|okay|alright|grand|painless|no (?:problem|bother|pain|trouble))\b"
)


def is_painless(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Whether it is said to be no bother: "stairs are fine", "at night he has no pain"."""
    clause = clause_at(clauses, mention.end - 1)
    if clause is None:
        return False
    before = words[clause.start : mention.start]
    after = words[mention.end : _end_of_what_is_said(words, clause, clauses)]
    # "I can't jump without pain", "half a squat is ok", "mats don't help"
    if (_NO | _IN_PART) & set(before[-_FAR:]) or has_phrase(after, (("not", "help"),)):
        return False
    told = " ".join(after)
    if _PAINLESS_OTHERWISE.match(told):
        return False
    if is_fine(after) or _PAINLESS.search(told) or _ONLY_PAINLESS.search(told):
        return True
    if _DOES_NOT.search(told):
        return True
    if _IS_NOT.search(told):
        # "Walking is sore, the bike isn't", but "walking is bliss; sitting isn't".
        same = [each for each in clauses if each.sentence == clause.sentence]
        earlier = words[same[0].start : mention.start]
        return complains(earlier) and not is_not_fine(words, mention, clauses)
    return bool(before[-1:]) and before[-1] in _FINE and "not" not in before[-2:]


def is_not_fine(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Whether it is set against what is fine: "cycling is fine, running isn't"."""
    clause = clause_at(clauses, mention.end - 1)
    if clause is None:
        return False
    same = [each for each in clauses if each.sentence == clause.sentence]
    after = " ".join(words[mention.end : same[-1].end])
    before = " ".join(words[same[0].start : mention.start])
    return _IS_NOT.search(after) is not None and _WELL.search(before) is not None


def _end_of_what_is_said(words: Sequence[str], clause: Clause, clauses: Sequence[Clause]) -> int:
    """Where it ends what a clause speaks of: "running hurts but walking is fine" are two."""
    end = clause.end
    for following in clauses:
        if following.start < end or following.sentence != clause.sentence:
            continue
        lead = [w for w in words[following.start : following.end] if w not in _LEADS_ON][:1]
        if not lead or lead[0] not in _GOES_ON:
            break
        end = following.end
    return end
