"""What people ask or say beside the answers: known by its words, with what is said to it.

The words and the sayings are in remarks.yml. Pure functions; `actions/remarks.py` speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.address import Address, forms, unknown_forms
from knowledge.loading import ContentError, load_yaml_with_lines
from knowledge.red_flags import RedFlag, load_red_flags
from knowledge.sources import missing_source
from knowledge.urgency import EMERGENCY

PATH = Path(__file__).with_name("remarks.yml")

#: In the place of a source: what is said rests on the red flag that stands.
OF_THE_FLAG = "red_flag"

_TEXT = {"type": "string", "minLength": 3}
_WORDS = {"type": "array", "items": _TEXT}
_TEXTS = ("text", "text_self", "text_other")
_SAID = {key: _TEXT for key in (*_TEXTS, "source")}
_SAYING = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text", "source"],
    "properties": _SAID,
}
_BY_AMBULANCE = {
    **_SAYING,
    "required": ["text", "source", "flags"],
    "properties": {**_SAID, "flags": {**_WORDS, "minItems": 1}},
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["remarks"],
    "properties": {
        "remarks": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "said"],
                "properties": {
                    "kind": {"type": "string", "pattern": "^[a-z_]+$"},
                    "said": _WORDS,
                    "said_in_emergency": _WORDS,
                    "unless": _WORDS,
                    "in_emergency": _SAYING,
                    "by_ambulance": _BY_AMBULANCE,
                    "otherwise": _SAYING,
                    "by_level": {"type": "boolean"},
                    "reads_as": _TEXT,
                },
            },
        }
    },
}
_SAYINGS = ("in_emergency", "by_ambulance", "otherwise")

_SENTENCES = re.compile(r"[.!?;,\n]+|\b(?:but|and then)\b")
# An answer to what was asked, before a question.
_LEAD = re.compile(
    r"\s*(?:yes|yeah|yep|no|none|nope|not sure|ok|okay|none of (?:them|these|those))"
    r"\s*[,.;:!-]+\s*(?=\S)|\s*(?:yes|no|none|ok|okay) (?:but|and) ",
    re.IGNORECASE,
)
# A word or two, and then another matter; more of them are what the question is about.
_LEAD_BEFORE_ALSO = re.compile(
    r"\s*(?:[\w'’-]+\s+)?[\w'’-]+\s*[.;!,]+\s*"
    r"(?:(?:oh|and|so|but)\s+)*(?:also|btw|by the way|another thing|one more thing)\s*[,:]?\s+"
    r"(?=(?:can|could|may|is|are|will|would|should|do|does|did|what|how|why|when|where|who)\b)",
    re.IGNORECASE,
)
# What such a question is about may stand before it: "a torn meniscus, also does it heal?"
_POINTS_BACK = re.compile(
    r"\b(?:it|its|it['’]s|this|that|that['’]s|these|those|they|them|one|there)\b", re.IGNORECASE
)
# What stands before or after what is meant: "yes but …", "… then, please".
_BEFORE = re.compile(
    r"^(?:(?:yes|yeah|yep|no|none|nope|ok|okay|so|and|well|please|then|now|sorry|hi|hello|hey|oh|"
    r"right|alright|thanks|thank you|doctor|tell me) )+"
)
_AFTER = re.compile(
    r"(?: (?:then|now|please|pls|doctor|though|anyway|dear|exactly|for me|actually|thanks|"
    r"thank you))+$"
)


@dataclass(frozen=True)
class Saying:
    """A sentence or two and their source; ``flags`` are those of which alone it is said."""

    text: str
    source: str
    text_self: str | None = None
    text_other: str | None = None
    flags: tuple[str, ...] = ()

    def to(self, address: Address) -> str:
        """The words for this person, with ``{emergency_number}`` and the forms still in them."""
        own = self.text_self if address.is_writer else None
        if address.is_somebody_else:
            own = self.text_other
        return own or self.text


@dataclass(frozen=True)
class Remark:
    """Something that is asked or said beside the answers; see remarks.yml for every key."""

    kind: str
    said: tuple[re.Pattern[str], ...]
    said_in_emergency: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    in_emergency: Saying | None = None
    by_ambulance: Saying | None = None
    otherwise: Saying | None = None
    by_level: bool = False
    reads_as: str | None = None

    def is_in(self, sentence: Sequence[str], is_urgent: bool) -> bool:
        """Whether a sentence says this; it is read as it is, and without what stands around it."""
        if _any_found(self.unless, sentence):
            return False
        more = self.said_in_emergency if is_urgent else ()
        return _any_found((*self.said, *more), sentence)


@dataclass(frozen=True)
class Told:
    """What is said, filled in, and the id of the source it rests on."""

    text: str
    source: str


@lru_cache(maxsize=2)
def load_remarks(path: Path = PATH) -> tuple[Remark, ...]:
    """Read remarks.yml.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, lines = load_yaml_with_lines(path, SCHEMA)
    problems: list[str] = []
    for number, row in enumerate(data["remarks"]):
        at = ("remarks", number)
        for key in ("said", "said_in_emergency", "unless"):
            for place, words in enumerate(row.get(key, ())):
                if not _is_pattern(words):
                    problems.append(
                        lines.problem((*at, key, place), "no regular expression", words)
                    )
        for key in _SAYINGS:
            saying = row.get(key, {})
            source = saying.get("source", OF_THE_FLAG)
            if source != OF_THE_FLAG or key == "otherwise":
                problems += missing_source(lines, (*at, key, "source"), source) if saying else []
            for text in _TEXTS:
                for name in unknown_forms(saying.get(text, ""), "emergency_number", "why"):
                    problems.append(lines.problem((*at, key, text), "no such placeholder", name))
            for name in saying.get("flags", ()):
                if name not in load_red_flags():
                    problems.append(lines.problem((*at, key, "flags"), "no such red flag", name))
    if problems:
        raise ContentError(problems)
    return tuple(_remark(row) for row in data["remarks"])


def remark_in(text: str, is_urgent: bool = False) -> Remark | None:
    """What a message asks or says beside the answers; ``None`` where it is nothing of that.

    Args:
        text: what was typed.
        is_urgent: whether it is known that it cannot wait, where looser words are enough.
    """
    sentences = list(_sentences(text))
    for remark in load_remarks():
        if any(remark.is_in(sentence, is_urgent) for sentence in sentences):
            return remark
    return None


def in_emergency(
    remark: Remark, flags: Iterable[RedFlag], address: Address, emergency_number: str
) -> Told | None:
    """What is said to a remark while these emergencies stand, the foremost first."""
    standing = list(flags)
    saying = remark.in_emergency
    if saying is None or not standing:
        return None
    ambulance = remark.by_ambulance
    if ambulance is not None and any(flag.id in ambulance.flags for flag in standing):
        saying = ambulance
    flag = standing[0]
    is_of_flag = saying.source == OF_THE_FLAG
    # What only a doubt has lifted says of itself that today is soon enough.
    is_one = flag.level == EMERGENCY
    words = flag.do if is_of_flag and is_one and flag.do else saying.to(address)
    why = flag.say if is_one else ""
    filled = words.format(emergency_number=emergency_number, why=why, **forms(address))
    text = " ".join(filled.split())
    return Told(text, flag.source if is_of_flag else saying.source)


def without_lead(text: str) -> str:
    """A question without the answer before it: "none, can I still run?" asks for the last part.

    So does "outer side. also can I swim?", of which nothing is to be looked up but the swimming.
    """
    lead = _LEAD.match(text)
    also = None if lead else _LEAD_BEFORE_ALSO.match(text)
    if also and not _POINTS_BACK.search(text, also.end()):
        lead = also
    return text[lead.end() :] if lead else text


def _any_found(patterns: Iterable[re.Pattern[str]], sentence: Sequence[str]) -> bool:
    return any(words.search(form) for words in patterns for form in sentence)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a message, made plain; a whole message also counts as one.

    Each is given as it is, and without the "yes but" before it and the "then, please" after it.
    """
    for part in (*_SENTENCES.split(text.lower()), text.lower()):
        plain = re.sub(r"['’`]", "", part)
        plain = " ".join(re.sub(r"[^a-z0-9 ]+", " ", plain).split())
        if plain:
            yield plain, _AFTER.sub("", _BEFORE.sub("", f"{plain} ").strip())


def _is_pattern(words: str) -> bool:
    try:
        re.compile(words)
    except re.error:
        return False
    return True


def _remark(row: dict[str, Any]) -> Remark:
    return Remark(
        kind=row["kind"],
        said=_patterns(row["said"]),
        said_in_emergency=_patterns(row.get("said_in_emergency", ())),
        unless=_patterns(row.get("unless", ())),
        in_emergency=_saying(row.get("in_emergency")),
        by_ambulance=_saying(row.get("by_ambulance")),
        otherwise=_saying(row.get("otherwise")),
        by_level=row.get("by_level", False),
        reads_as=row.get("reads_as"),
    )


def _patterns(words: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in words)


def _saying(row: dict[str, Any] | None) -> Saying | None:
    return Saying(**{**row, "flags": tuple(row.get("flags", ()))}) if row else None
