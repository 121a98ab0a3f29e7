"""Words without their endings, so that one phrase finds "gives", "gave" and "giving"."""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR = {
    form: base
    for base, forms in {
        "give": "gave given",
        "fall": "fell fallen",
        "go": "went gone goes goin",
        "break": "broke broken",
        "tear": "tore torn",
        "stand": "stood",
        "sit": "sat",
        "run": "ran",
        "lie": "lay lain lying laying laid lies",
        "wake": "woke woken awoke",
        "get": "got gotten",
        "take": "took taken",
        "lose": "lost",
        "feel": "felt",
        "bend": "bent",
        "catch": "caught",
        "keep": "kept",
        "come": "came",
        "begin": "began begun",
        "grow": "grew grown",
        "swell": "swollen swole swelled",
        "drive": "drove driven",
        "ride": "rode ridden",
        "kneel": "knelt",
        "tell": "told",
        "show": "shown",
        "find": "found",
        "see": "saw seen",
        "sleep": "slept",
        "foot": "feet",
        "calf": "calves",
        "spin": "spun",
        "cold": "colder coldest",
        "hot": "hotter hottest",
        "weak": "weaker weakest",
        "stiff": "stiffer stiffest",
        "red": "redder",
        "sharp": "sharper",
        "shake": "shook shaken",
        "slide": "slid",
        "do": "did done does doing",
        "can": "could",
        "day": "days",
        "shoot": "shot",
        "sting": "stung",
        "burn": "burnt",
        "think": "thought",
        "hear": "heard",
        "blow": "blew blown",
        "fly": "flew flown",
    }.items()
    for form in forms.split()
}
_AS_IT_IS = {
    "feeling",
    "going",
    "during",
    "nothing",
    "something",
    "anything",
    "everything",
    "morning",
    "evening",
    "pins",
    "shot",
}
_VOWELS = set("aeiouy")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its ending; the result need not be a word.

    The same rule is applied to phrases and to messages, so only equality matters.
    """
    if word in _AS_IT_IS and word not in ("going", "feeling"):
        return word
    word = _IRREGULAR.get(word, word)
    word = _strip(word, "ness", 3)
    shortened = False
    for ending in ("ing", "ed", "es", "s"):
        shorter = _strip(word, ending, 2 if ending == "s" else 3)
        if shorter != word:
            word, shortened = shorter, True
            break
    word = _IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if shortened and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsfz":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word.endswith("y") else word


def _strip(word: str, ending: str, least: int) -> str:
    if not word.endswith(ending) or word in ("red", "bed"):
        return word
    if ending == "s" and word.endswith(("ss", "us", "is")):
        return word
    shorter = word[: -len(ending)]
    if len(shorter) < least or not _VOWELS & set(shorter):
        return word
    return shorter
