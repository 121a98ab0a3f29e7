"""An answer to a list that says of the others that they are not so: "just the swelling"."""

from __future__ import annotations

import re

# "a fever, the rest not sure": what is left open is no "no".
_IN_DOUBT = re.compile(
    r"\b(?:unsure|maybe|perhaps|possibly|dunno|not (?:\w+ )?(?:sure|certain|checked|looked)|"
    r"no (?:idea|clue)|(?:not|n't|never) (?:\w+ )?(?:know|tell|say|remember|checked|looked))\b"
)
# "the calf is sore, nothing else", "hot, and none of the others are"
_NOTHING_ELSE = re.compile(
    r"(?:^|[,.;:!-] ?|\b(?:and|but) )(?:and |but |really )?"
    r"(?:that(?:'s| is|s) (?:it|all|the lot|about it|everything|the only one)"
    r"(?: really| thanks| thank you| i think)?\W*$|"
    # "nothing else helps" is of what was tried
    r"(?:nothing|not anything) (?:else|more)\b(?! (?:i |that |seems? |has |will |is )*"
    r"(?:help|work|touch|tak|tri|eas|stop|make|do|did|been (?:help|work))\w*)|"
    r"no (?:others?|more)\W*$|"
    r"(?:none|not any|not one) of the (?:others?|rest|other (?:ones|things|signs))\b|"
    r"not the (?:others?|rest)\b|(?:the )?(?:others?|rest) (?:no|not|are not|is fine|are fine)\b|"
    r"no to (?:the|all the) (?:others?|rest)\b|"
    r"(?:otherwise|apart from that|other than that|besides that)\W+(?:no|none|not|nothing|nope)\b)"
)
# "just the swelling", "no, only a limp": that and no more.
_ONLY_THAT = re.compile(
    r"^\W*(?:(?:no|nope|yes|yeah|well|it's|it is|there's|i have|i've got|i have got|he has|"
    r"she has|they have)\W+)*(?:just|only) (?:the |an? |some |my |his |her )?"
    r"(?P<what>[a-z' -]+?)(?: (?:really|thanks|thank you|i think))?\W*$"
)
_ONLY_IT = re.compile(r"^\W*(?:yes|yeah|yep)?\W*(?:the |an? |some )?(?P<what>[a-z' -]+?) only\W*$")
# "only the left one", "just today", "only when I run": a side, a time or a doing, and no sign.
_OF_ANOTHER_KIND = re.compile(
    r"\b(?:left|right|one|ones|side|when|if|after|before|while|since|at|on|in|for|to|today|"
    r"yesterday|now|then|sometimes|had|came|started|been|was|bit|little|slightly|mild\w*|touch|"
    r"once|twice|first|last|morning|evening|night|"
    # "it's just so hot": how much, and not how many
    r"so|really|very|too|absolutely|completely|totally|constantly|always|all|unbearabl[ey]|"
    r"getting|gets|feels?|keeps)\b"
)
_FEW_WORDS = 4


def closes_list(text: str) -> bool:
    """Whether an answer that names something of a list says that the others are not so.

    Args:
        text: the normalised message.
    """
    if _IN_DOUBT.search(text):
        return False
    if _NOTHING_ELSE.search(text):
        return True
    match = _ONLY_THAT.match(text) or _ONLY_IT.match(text)
    if match is None or len(match["what"].split()) > _FEW_WORDS:
        return False
    return _OF_ANOTHER_KIND.search(match["what"]) is None
