"""What the words for people tell of how to speak of them, read from kin.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, load_yaml_with_lines

PATH = Path(__file__).with_name("kin.yml")

SHE, HE, THEY = "she", "he", "they"
PRONOUNS = (SHE, HE, THEY)

_WORD = {"type": "string", "pattern": "^[a-z]+( [a-z]+)*$"}
_WORDS = {"type": "array", "items": _WORD, "uniqueItems": True}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [*PRONOUNS, "neutral", "called", "not_called"],
    "properties": {
        **{name: _WORDS for name in (*PRONOUNS, "neutral", "not_called")},
        "called": {
            "type": "object",
            "propertyNames": _WORD,
            "additionalProperties": {"type": "string", "pattern": "^[a-z]+([ -][a-z]+)*$"},
        },
    },
}


@dataclass(frozen=True)
class Kin:
    """What one word tells of a person.

    Attributes:
        pronoun: ``she``, ``he`` or ``they``; ``None`` where the word does not tell.
        noun: what to call them after "your"; ``None`` where the word is no good for that.
    """

    pronoun: str | None = None
    noun: str | None = None


def kin_of(words: str) -> Kin | None:
    """What the words for a person tell, ``None`` for words that name nobody.

    Of a longer name that is not listed the last word counts: "foster son", "wee lass". A plural
    written for a possessive is read as one: "my mums knee".
    """
    listed = _load()
    for said in (words, words[:-1] if words.endswith("s") else words):
        if said in listed:
            return listed[said]
        before, _, last = said.rpartition(" ")
        if before and last in listed:
            kin = listed[last]
            return Kin(kin.pronoun, f"{before} {kin.noun}") if kin.noun else kin
    return None


def words_for_people() -> frozenset[str]:
    """Every word that is listed."""
    return frozenset(_load())


@lru_cache(maxsize=1)
def _load() -> Mapping[str, Kin]:
    """Word → what it tells.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, lines = load_yaml_with_lines(PATH, SCHEMA)
    problems: list[str] = []
    listed: dict[str, Kin] = {}
    for group in (*PRONOUNS, "neutral"):
        pronoun = group if group in PRONOUNS else None
        for number, word in enumerate(data[group]):
            if word in listed:
                problems.append(lines.problem((group, number), "stands there twice", word))
            noun = None if pronoun == THEY else data["called"].get(word, word)
            listed[word] = Kin(pronoun, noun)
    for word, noun in data["called"].items():
        # A longer name that is called otherwise: its last word tells the pronoun.
        last = listed.get(word) or listed.get(word.rpartition(" ")[2])
        if last is None:
            problems.append(lines.problem(("called", word), "its last word is not listed", word))
        else:
            listed[word] = Kin(last.pronoun, noun)
    for number, word in enumerate(data["not_called"]):
        if word not in listed:
            problems.append(lines.problem(("not_called", number), "is not listed", word))
        else:
            listed[word] = Kin(listed[word].pronoun)
    if problems:
        raise ContentError(problems)
    return listed
