"""Messages that are not English: which language, and the emergencies that they tell of."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.nlu.extract.findings import Findings, add, empty
from bot.nlu.extract.words import word_set
from knowledge.other_languages import Language, fold, load_languages, told_in_other_languages

#: A script of which no language is listed, or several that are not told apart.
UNKNOWN = Language(code="", name="another language", say="", phrases={})

_ANSWERING = ("answer", "corrects", "removed", "suspected")
_LATIN = "LATIN"
_FEWEST_LETTERS = 3
_FEWEST_WORDS = 3
_FEWEST_COMMON = 2
_COMMON_SHARE = 0.4
# Japanese and Korean beside Chinese, Persian beside Arabic: scripts and letters that say so.
_OTHER_SCRIPTS = frozenset({"HIRAGANA", "KATAKANA", "HANGUL"})
_PERSIAN = frozenset("پچژگ")
# Words that make a message English, however many foreign ones stand beside them.
_ENGLISH = word_set(
    """
    i my me mine im ive id the a an and or but of in on at to for with from is are was were am be
    been has have had do does did not it its it's that this there when what how why which who he
    she his her him they them we our you your can cant can't could would should will wont if so as
    after before since about than then now today just very really also more only both left right
    no yes up down out off over some any all knee knees hip hips leg legs pain hurts hurt ache
    sore swollen stairs walking please help hi hello doctor year years week weeks days day ago
    """
)


def with_told(
    findings: Findings, words: Mapping[str, str], text: str
) -> tuple[Findings, dict[str, str]]:
    """Return the findings with the emergencies that a text tells in another language.

    What is read into such a text as if it were English ("no puedo" is no "no") does not stand
    beside them; in a text of both languages only what would answer or deny does not.
    """
    told = told_in_other_languages(text)
    if not told:
        return findings, dict(words)
    is_foreign = language_of(text) is not None
    found = empty() if is_foreign else {**findings, "absent": [], "uncertain": []}
    for name in _ANSWERING:
        found.pop(name, None)
    found["present"] = list(found["present"])
    add(found, "present", [each.finding for each in told])
    heard = {each.finding: each.words for each in told}
    return found, heard if is_foreign else {**words, **heard}


def language_of(text: str) -> Language | None:
    """Return the language of a text that is plainly not English, ``None`` where it may be."""
    # Wide or bold letters, as some keyboards make them, are those that they look like.
    scripts = _scripts_of(unicodedata.normalize("NFKC", text))
    if not scripts:
        return None
    script, letters = scripts.most_common(1)[0]
    if script != _LATIN:
        return _by_script(script, text) if letters >= _FEWEST_LETTERS else None
    told = told_in_other_languages(text)
    if told and not _ENGLISH & set(fold(text)) - told[0].language.common:
        return told[0].language
    return _by_words(fold(text))


def _by_script(script: str, text: str) -> Language:
    if _OTHER_SCRIPTS & set(_scripts_of(text)):
        return UNKNOWN
    written = [each for each in load_languages().values() if each.script == script]
    telling = [each for each in written if each.letters & set(text.casefold())]
    plain = [each for each in written if not each.letters]
    if not telling and plain and plain[0].code == "ar" and _PERSIAN & set(text):
        return UNKNOWN
    return (telling or plain or [UNKNOWN])[0]


def _by_words(words: tuple[str, ...]) -> Language | None:
    if len(words) < _FEWEST_WORDS:
        return None
    language = max(load_languages().values(), key=lambda each: _hits(each, words))
    hits = _hits(language, words)
    english = sum(word in _ENGLISH and word not in language.common for word in words)
    distinct = len(language.common & set(words) - _ENGLISH)
    is_foreign = (
        distinct >= _FEWEST_COMMON and hits >= _COMMON_SHARE * len(words) and english <= hits / 4
    )
    return language if is_foreign else None


def _hits(language: Language, words: tuple[str, ...]) -> int:
    return sum(word in language.common for word in words)


def _scripts_of(text: str) -> Counter[str]:
    """How many letters of each script there are."""
    return Counter(_script(char) for char in text if char.isalpha())


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
