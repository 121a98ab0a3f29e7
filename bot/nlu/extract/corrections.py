"""Whether a message takes something back, and what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knowledge.vocabulary import load_vocabulary

_CUE = re.compile(
    r"\b(?:actually|scratch that|correction|i meant|i mean(?! it)|i was wrong|i got (?:it|that|"
    r"this) wrong|my bad|i misunderstood|made a mistake|my mistake|"
    r"that's wrong|"
    r"that was wrong|got (?:it|that) wrong|let me correct|change (?:my|that|the) (?:answer|age|"
    r"side)|change (?:it|that)|i said|i told you|"
    r"not what i said|misread|mistyped|typo|oops|whoops|on second thoughts?|sorry,? (?:it's|"
    r"its|it is|i|my|the)|"
    r"wait|hang on|hold on|no no|update (?:my|the) \w+|ignore that|forget that|i take (?:it|"
    r"that) back|should (?:be|"
    r"have been|say)|"
    r"rather than|instead of|no longer|"
    r"(?:i )?never said|i did not (?:say|mean|mention)|you(?:'ve| have)? (?:put|wrote|written|"
    r"noted|"
    r"listed|recorded|misheard|misunderstood|got (?:me|it|that) down)|(?:i|we) (?:typed|mistyped|"
    r"misspoke|mixed (?:it|that|them) up|got (?:it|that|them|left and right) mixed up|"
    r"answered wrong)|"
    r"wrong (?:knee|leg|side|hip|age|thing|one|answer|number|way round)|"
    r"(?:age|answer|side|number|score) (?:is|was) wrong|that's not (?:right|true|correct)|"
    r"(?:that|it) (?:was|is) not (?:right|true)|thinking about it|now i think (?:about|of) it|"
    r"come to think of it|take (?:that|it) (?:back|off|out))\b|"
    r"^\W*(?:please |can you |could you |no )*(?:delete|remove|cross out|strike|scrap|take out|"
    r"take off|untick|leave out|get rid of|rub out|amend|correct)\b"
)
# "actually" in the middle of a story corrects nothing: "i actually had a knee replacement".
_STORY = re.compile(
    r"\b(?:i|it|he|she|they|that|which|have|has|had|was|is|did|do|not|never) actually\b"
)
_NO_THEN = re.compile(
    r"^\W*(?:no+|nope|nah)\b[ ,.;!]*(?:(?:sorry|oh|ah|um|er)\b[ ,.;!]*)*"
    r"(?:(?:it's|it is|the|its|my|it was|i have|i'm|on the|in the|"
    r"that's|more like|he's|she's)\b)"
)
_PLACE = r"(?:left|right(?! (?:now|away))|both|outer|inner|outside|inside|front|back)"
_NOT_THAT = re.compile(
    rf"\b{_PLACE}\b(?:(?!\bbut\b)[^.?!])*?,? not (?:on |at |in )?(?:the |my )?{_PLACE}\b|"
    rf"\bnot (?:on |at |in )?(?:the |my )?{_PLACE}\b[^.?!]{{0,20}}\b{_PLACE}\b"
)
_FOR_ME = re.compile(r"\b(?:for|about) (?:me|myself)\b|\bmyself\b|^\W*(?:it's |it is )?me\b")
_MORE_LIKE = re.compile(r"\bmore like\b")

_SAID = (
    "side",
    "location",
    "triggers",
    "quality",
    "onset",
    "injury",
    "duration_days",
    "severity",
    "age",
    "who",
)


def is_correction(text: str, asked: str | None) -> bool:
    """Whether a normalised message takes something back.

    "no, it's …" corrects when another thing than the pending question is spoken of, which the
    caller sees from what was found; it counts here in any case.
    """
    if _NO_THEN.match(text) or _NOT_THAT.search(text):
        return True
    if _MORE_LIKE.search(text) and asked != "duration_days":
        return True
    return any(match[0] != "actually" or not _STORY.search(text) for match in _CUE.finditer(text))


def corrected(text: str, findings: Mapping[str, Any], asked: str | None) -> list[str]:
    """Return the slots and findings that a correction speaks of, none when it is not one."""
    # What is said when the summary is read out puts it right.
    if asked != "summary_confirmed" and not is_correction(text, asked):
        return []
    none = findings.get("removed") or ()
    groups = {load_vocabulary().term(value).group for value in none}
    named = [name for name in _SAID if name in findings or name in groups]
    if "injury" in named and "onset" in named:
        named.remove("injury")
    if asked in named and len(named) == 1 and not _NOT_THAT.search(text):
        cue = _CUE.search(text)
        if cue is None:
            return []
    for name in ("present", "absent", "history", "uncertain"):
        named += [value for value in findings[name] if value not in named]
    if named == ["who"] and findings["who"] == "self" and not _FOR_ME.search(text):
        return []
    if "who" in named and len(named) > 1:
        named.remove("who")
    return named
