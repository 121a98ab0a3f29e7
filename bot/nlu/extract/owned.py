"""Whose a sign is where its owner is named after it: "the fever was my husband's, not mine"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.words import word_set

_IS = word_set("was were is are 's belongs belonged to actually just only really that")
_OWNS = re.compile(
    r"^'s(?= ?(?:$|[,.;!?)]| (?:and|but|not|one|i|mine|though|actually|sorry|who)\b))"
)
# "the fever was my husbands not mine"
_OWNS_BARE = re.compile(r"^(?:$|[,.;!?)]|(?:and|but|not|i|mine|though|actually|sorry)\b)")
_NOT_MINE = re.compile(
    r"\bnot (?:mine|me|my own|myself|his|hers)\b|"
    r"\bmine (?:does|is|has|did|was) not(?= ?(?:$|[.,;!]))|"
    r"\bi (?:do|did|have) not (?:(?:have|had|got) )?(?:it|one|that|any)?(?= ?(?:$|[.,;!]))"
)
_NOT_ME_WITH = re.compile(
    r"\b(?:not|never) (?:me|myself) (?:with|who (?:has|had|got)|that (?:has|had|got)|having)"
    r"(?: the| a| any)?$"
)
_FAR = 3
_NEAR = 11


def is_owned_by_another(words: Sequence[str], mention: Mention, people: Sequence[Mention]) -> bool:
    """Whether the words after a sign say that it is a person's: "the cancer was my mum's"."""
    if _NOT_ME_WITH.search(" ".join(words[max(0, mention.start - 6) : mention.start])):
        return True
    for person in people:
        between = words[mention.end : person.start]
        if person.start < mention.end or len(between) > _FAR + 2:
            continue
        is_told = bool(between) and set(between[:1]) <= _IS and len(between) <= _FAR
        if is_told and owns(words, person):
            return True
    return False


def is_disowned(words: Sequence[str], mention: Mention) -> bool:
    """Whether the writer says that a sign is not theirs: "… not mine", "not me with the fever"."""
    before = " ".join(words[max(0, mention.start - 6) : mention.start])
    after = " ".join(words[mention.end : mention.end + _NEAR])
    return bool(_NOT_MINE.search(after) or _NOT_ME_WITH.search(before))


def owns(words: Sequence[str], person: Mention) -> bool:
    """Whether a person is named as an owner and no more: not "my husband's knee"."""
    following = " ".join(words[person.end : person.end + 2])
    typed_without = words[person.end - 1].endswith("s") and _OWNS_BARE.search(following)
    return bool(typed_without or _OWNS.search(following))


def is_set_apart(words: Sequence[str], person: Mention) -> bool:
    """Whether a person is named to say that a thing is theirs: "my sister's fever, not mine"."""
    after = " ".join(words[person.end : person.end + 6])
    return bool(re.search(r"^'s\b[^.]*\bnot (?:mine|me|myself)\b", after))
