"""Scots, Ulster and northern words for "not" and a few more, spelt out.

Left as they are, the spelling is "mended" into something else ("disnae" into "disease"), and a
sign that is denied is taken for one that is there.
"""

from __future__ import annotations

import re

# Not "cannae": the vocabulary knows that one, and says more by it than by "can not".
_VERBS = {
    "dis": "does",
    "doesn": "does",
    "does": "does",
    "di": "do",
    "din": "do",
    "do": "do",
    "did": "did",
    "is": "is",
    "isn": "is",
    "wis": "was",
    "was": "was",
    "wasn": "was",
    "ar": "are",
    "are": "are",
    "wer": "were",
    "were": "were",
    "has": "has",
    "hiv": "have",
    "hav": "have",
    "have": "have",
    "had": "had",
    "could": "could",
    "cud": "could",
    "would": "would",
    "wid": "would",
    "should": "should",
    "wil": "will",
    "will": "will",
    "win": "will",
}
_NOT = re.compile(
    rf"\b({'|'.join(sorted(_VERBS, key=len, reverse=True))})n?(?:nae|nay)\b|"
    # Not "arena", "Dona" or "Dina".
    r"\b(dis|does|did|din|is|was|wis|has|had|hav|have|were|could|would|should|win)na\b"
)
_WORDS = {
    "nicht": "night",
    "nichts": "nights",
    "richt": "right",
    "wance": "once",
    "neet": "night",
    "neets": "nights",
    "reet": "very",
    "nay": "no",
    "dinnot": "do not",
    "divvent": "do not",
    "divvn't": "do not",
    "divn't": "do not",
    "naethin": "nothing",
    "naething": "nothing",
    "hings": "things",
    "doon": "down",
    "wis": "was",
    "wur": "were",
    "efter": "after",
    "tae": "to",
    "staund": "stand",
    "noo": "now",
    "nane": "none",
    "dae": "do",
    "stoonin": "throbbing",
    "stounin": "throbbing",
    "stoondin": "throbbing",
    "fae": "from",
    "mair": "more",
    "heid": "head",
    "heids": "heads",
    "rid": "red",
    "turnt": "turned",
    "oot": "out",
    "fa": "fall",
    "hae": "have",
    "hoose": "house",
    "broon": "brown",
}
# "Get rid of" and "the FA" are English.
_NOT_SCOTS = {
    "rid": r"(?<!get )(?<!got )(?<!getting )(?<!gets )rid(?! of\b)",
    "fa": r"(?<!the )fa(?! cup\b)",
}
_PLAIN = re.compile(rf"\b(?:{'|'.join(_NOT_SCOTS.get(word, word) for word in _WORDS)})\b")
_MY = re.compile(
    r"\bma(?= (?:\w+ )?(?:head|face|airm?s?|legs?|knees?|hips?|hauns?|hands?|chest|belly|bladder|"
    r"tongue|mooth|mouth|lips?|back|foot|feet|een|eyes?|waws?|nose|neck|mum|maw|mither|dad|da|son|"
    r"wean|wife|man|husband|gran|granny)\b)"
)
# "Aw at wance", but "aw, that's sore".
_ALL = re.compile(r"\baw(?= (?:at once|night|day|the time|ower|over|the way)\b)")
# What the vocabulary says no more by "cannae" than by "can not".
_CANNAE = re.compile(
    r"\bcannae(?= (?:do|manage|climb|sleep|sit|kneel|run|drive|breathe|"
    r"catch (?:\w+ )?breath|get (?:\w+ )?breath|swallow|speak)\b)"
)
# "A cannae pee", "a didnae fall": who speaks so says "a" for "I".
_I = re.compile(
    r"\ba(?= (?:cannae|(?:do|did|have|had|was|am|could|will|would) not|fell|banged|hit|cut|broke|"
    r"hurt|collapsed|fainted|took)\b)"
)


def in_plain_english(text: str) -> str:
    """Return a lower-case text with these words spelt out: "disnae lock" → "does not lock"."""
    text = _NOT.sub(lambda match: f"{_VERBS[match[1] or match[2]]} not", text)
    text = _PLAIN.sub(lambda match: _WORDS[match[0]], text)
    text = _CANNAE.sub("can not", _MY.sub("my", _I.sub("i", text)))
    return _ALL.sub("all", text)
