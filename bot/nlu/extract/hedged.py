"""What is said with a "maybe" and meant all the same: "stairs, I think", "running maybe".

A sign in doubt is asked for again, as "not sure" counts there. Of a place, a trigger or a quality
there is no such half-way: who answers "kneeling, I guess" has named kneeling.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.findings import MANY
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

Judged = tuple[Mention, Status]

#: Words by which somebody only softens what they say.
SOFTENERS = word_set(
    """
    i i'd we he she think thinks guess suppose reckon believe maybe possibly perhaps probably
    might may could be say would presumably likely most sort kind of it that's 's 'd well um er
    hmm dunno tbh
    """
)
_SHORT = 4
_LITTLE = word_set(", . the a my on in at when also mostly mainly and")
_SOFT = re.compile(
    r"\b(?:think|guess|suppose|reckon|believe|maybe|possibly|perhaps|probably|might|may|could be|"
    r"presumably|most likely|sort of|kind of)\b"
)
_AT_END = re.compile(
    r"\b(?:i (?:think|guess|suppose|reckon|believe)|i 'd say|i would say)(?: so)?(?: \W)?$"
)
# What is truly not known, unless a guess follows: "not sure, maybe stairs".
_DOUBTED = re.compile(
    r"\b(?:not (?:\w+ )?(?:sure|certain)|do not (?:\w+ )?(?:know|remember)|no idea|no clue|"
    r"(?:can|could) not (?:\w+ )?(?:tell|say|remember|swear)|hard to (?:say|tell)|who knows|"
    r"not (?:so )?much|not really|rarely|seldom|hardly|barely|wonder\w*|worried|if|whether|"
    r"should|afraid|scared)\b"
    r"(?! ?[,.]? ?(?:but |though )?(?:it )?(?:maybe|possibly|perhaps|probably|i think|i guess|"
    r"might|could be|i suppose|i reckon)\b)"
)


def as_meant(
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: str | None,
    offered: frozenset[str],
) -> list[Judged]:
    """Return the mentions, a softened place, trigger or quality for one that is so.

    An illness or a medicine with a question mark ("and warfarin?") is one in doubt where the
    question offers it.
    """
    words = [token.text for token in tokens]
    return [
        (mention, _meant(mention, status, words, clauses, asked, offered))
        for mention, status in judged
    ]


def _meant(
    mention: Mention,
    status: Status,
    words: Sequence[str],
    clauses: Sequence[Clause],
    asked: str | None,
    offered: frozenset[str],
) -> Status:
    clause = clause_at(clauses, mention.end - 1)
    if clause is None:
        return status
    asks = words[clause.start : clause.end]
    is_queried = status is Status.ASKED and (
        (clause.question == "?" and len(asks) <= _SHORT) or "what about" in " ".join(asks)
    )
    if is_queried and mention.group == "history" and offered & set(mention.values):
        return Status.UNCERTAIN
    if mention.group not in MANY:
        return status
    is_wanted = mention.group == asked
    if is_queried and is_wanted:
        then = " ".join(words[clause.end + 1 : clause.end + 1 + _SHORT])
        return Status.UNCERTAIN if _DOUBTED.match(then) else Status.PRESENT
    if status is not Status.UNCERTAIN:
        return status
    same = [each for each in clauses if each.sentence == clause.sentence]
    own = " ".join(words[clause.start : same[-1].end])
    before = " ".join(words[clause.start : mention.start])
    if is_wanted and _SOFT.search(before) and not _DOUBTED.search(before):
        return Status.PRESENT  # "probably walking, not sure"
    if _DOUBTED.search(own):
        return status
    if is_wanted or _is_bare(mention, words) or _AT_END.search(own):
        return Status.PRESENT
    return status


def _is_bare(mention: Mention, words: Sequence[str]) -> bool:
    """Whether a short message says little else, and softly."""
    rest = [*words[: mention.start], *words[mention.end :]]
    text = " ".join(rest)
    plain = set(rest) <= SOFTENERS | _LITTLE
    return plain and len(rest) <= _SHORT + 1 and _SOFT.search(text) is not None
