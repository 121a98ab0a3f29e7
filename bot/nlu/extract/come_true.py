"""What was feared, or was once, and has come: "come back if it goes numb, and it has".

A sign that somebody was told to watch for is supposed, until they say that they have it; and one
that is set against the past by a "now" is no part of that past. Both look to the recogniser like
the story around them, so that they are beyond doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.findings import MANY
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

_ADVISED = re.compile(
    r"\b(?:told|said|says|advised|warned|leaflet|sheet|letter|card|nurse|doctor|gp|hospital|physio|"
    r"pharmacist|instructions|ring|call|come back|go back|look out for|watch (?:out )?for|look "
    r"for)\b"
)
_END = r"(?= ?(?:[.,;!]|and\b|my\b|her\b|his\b|the\b|since\b|now\b|today\b|so\b|for\b|$))"
_AND_SO_IT_IS = re.compile(
    r"\b(?:and|well|but|now|so|yes|guess what|lo and behold),? (?:now |well |sure enough |today |"
    r",)*"
    rf"(?:(?:i|he|she|it|they|we) (?:have|has|am|is|do|does|did|'ve|'m|are)(?: (?:now|just|"
    rf"indeed))?{_END}|"
    rf"(?:that|this|it) ?(?:'s|is) (?:exactly |just |precisely )?(?:what (?:i|he|she|it) ?(?:have|"
    rf"has|"
    r"'ve|'s|am|is)(?: got)?|what 's happened|what has happened|happened|happening|me|him|her|"
    rf"the case|it){_END}|(?:i|he|she) 've got (?:it|that|them|all of (?:it|them)){_END}|"
    rf"(?:that|it|this) has (?:now |just )?(?:happened|come|started){_END})"
)
_NOT_SO = re.compile(r"\b(?:not|neither|none|never|nothing)\b")
_THEN = re.compile(
    r"\b(?:used to|years? (?:ago|back)|last (?:year|month|summer|winter|spring|autumn|time)|once|"
    r"in (?:19|20)\d\d|(?:had|died|lost|was|were) \w+|before|previously)\b"
)
_NOW = re.compile(
    r"\b(?:now|today|tonight|this (?:morning|afternoon|evening|time)|since (?:last night|yesterday|"
    r"this morning|breakfast|lunch|dinner|tea|noon))\b(?! (?:and (?:then|again)|that|it 's just))"
)
_BACK = re.compile(r"(?:\w+ ){0,2}again\b")


def come_true(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> list[Judged]:
    """Return the mentions, what was warned of and has happened as present."""
    words = [token.text for token in tokens]
    return [
        (mention, Status.PRESENT)
        if status is Status.HYPOTHETICAL and _has_happened(mention, words, clauses)
        else (mention, status)
        for mention, status in judged
    ]


def plainly_now(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> frozenset[str]:
    """Return the findings that are set against the past, or against a warning, as there now."""
    words = [token.text for token in tokens]
    return frozenset(
        value
        for mention, status in judged
        if status is Status.PRESENT
        and mention.group == "findings"
        and (
            _is_set_against_then(mention, words, clauses) or _has_happened(mention, words, clauses)
        )
        for value in mention.values
    )


def _has_happened(mention: Mention, words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    number = next((n for n, each in enumerate(clauses) if each.holds(mention.start)), None)
    if number is None or mention.group in MANY or mention.group == "history":
        return False
    own = clauses[number]
    near = [each for each in clauses[number:] if each.sentence - own.sentence <= 1]
    lead = " ".join(words[: mention.start])
    after = " ".join(words[mention.end : near[-1].end])
    told = _AND_SO_IT_IS.search(after)
    return (
        told is not None
        and _ADVISED.search(lead) is not None
        and _NOT_SO.search(after[: told.end() + 8]) is None
    )


def _is_set_against_then(mention: Mention, words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    """Whether "now" leads to it and what went before is told of the past."""
    clause = clause_at(clauses, mention.start)
    if clause is None or clause.question:
        return False
    # "…, today i'm short of breath": the day may stand just before the clause.
    start = max(0, clause.start - 2)
    text = " ".join(words[start : mention.start])
    found = _NOW.search(text)
    if found is None:
        after = " ".join(words[mention.end : clause.end])
        is_back = _BACK.match(after) is not None and _NOT_SO.search(f"{text} {after}") is None
        return is_back and _THEN.search(" ".join(words[: mention.start])) is not None
    before = f"{' '.join(words[:start])} {text[: found.start()]}"
    return _THEN.search(before) is not None and _NOT_SO.search(text[found.start() :]) is None
