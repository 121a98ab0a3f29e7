"""Signs that a doctor or a form asked about and that were denied: "asked about fever, said no"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

_ASKED = re.compile(
    r"\b(?:asked|asks|asking|quizzed|questioned|went through|gone through|ran through|enquired|"
    r"question was|questions were|questions about)\b"
)
# Who asks for something and is told "no" denies no sign: "I asked the GP about my fever".
_I_ASKED = re.compile(
    r"\b(?:i|we)(?: (?!was\b|were\b|been\b|got\b|being\b|get\b)[\w']+){0,3} "
    r"(?:asked|asking|enquired)\b|\b(?:asked|asking) (?:\w+ )?for\b"
)
_DENIED = re.compile(
    r"\b(?:(?:i |we |he |she )?(?:said|told (?:her|him|them|the \w+)|answered|ticked|replied|put) "
    r"(?:(?:it was|i had|that was|a|all|straight) )*(?:no|nope|nah|none|never|nowt)|"
    r"(?:no|nope) to (?:all|every|each|both|that|them|any|the lot)|"
    r"(?:the answer|answer) (?:was|is) (?:no|nope)|(?:none|neither|nothing) of (?:that|them|it|"
    r"those))"
    # Not "no idea", and no "no appointments" either.
    r"\b(?=$| ?[.,;!?:]| (?:and|so|again|because|but|i|we|he|she|they|it|my|that|this|then|to|"
    r"obviously|of course|each|every|both|all|the|as|cos)\b)"
)
_BUT = re.compile(r"\b(?:but|except|apart|though|lied|actually|now)\b")


def denied_when_asked(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> list[Judged]:
    """Return the mentions, what somebody asked about and was told "no" of as absent."""
    words = [token.text for token in tokens]
    return [
        (mention, Status.ABSENT)
        if mention.group == "findings"
        and status is not Status.ABSENT
        and _was_denied(mention, words, clauses)
        else (mention, status)
        for mention, status in judged
    ]


def _was_denied(mention: Mention, words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    clause = clause_at(clauses, mention.start)
    if clause is None:
        return False
    same = [each for each in clauses if each.sentence == clause.sentence]
    near = [each for each in clauses if 0 <= each.sentence - clause.sentence <= 1]
    lead = " ".join(words[same[0].start : mention.start])
    after = " ".join(words[mention.end : near[-1].end])
    denied = _DENIED.search(after)
    return (
        denied is not None
        and _ASKED.search(lead) is not None
        and _I_ASKED.search(lead) is None
        and _BUT.search(after[: denied.end() + 20]) is None
    )
