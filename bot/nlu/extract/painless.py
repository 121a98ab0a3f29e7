"""Whether an activity is said to be no bother: "stairs are fine", "at night he has no pain"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import is_fine
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.phrases import has_phrase
from bot.nlu.extract.words import word_set

_FINE = word_set("fine ok okay alright painless")
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
    if is_fine(after) or _PAINLESS.search(" ".join(after)):
        return True
    return bool(before[-1:]) and before[-1] in _FINE and "not" not in before[-2:]


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
