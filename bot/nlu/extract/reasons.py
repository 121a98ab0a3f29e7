"""Asking why something is asked: "why u asking about weight loss??" tells of no weight loss."""

from __future__ import annotations

import re

# What asks why a question is put or what it means, and tells nothing of what it is about.
_ASKS_REASON = re.compile(
    r"\bwhy (?:(?:are|r|do|did|would|should|is) )?(?:you|u|they|it) (?:\w+ )?(?:ask|need|want|care|"
    r"mention|bring)\w*\b|\bwhy (?:ask|mention|bring up)\b|"
    r"\bwhat (?:do |did |does )?you mean (?:by|with)\b|"
    r"\bwhy (?:is|does|would|do|are) [^.,;!?]{0,40}\b(?:matter|relevant|important|interest\w*)\b|"
    r"\bwhat (?:'s |is |has |does |have )?(?:that |it |the |my |his |her )?[^.;!?]{0,30}"
    r"\b(?:to do with|got to do|have to do)\b"
)
# What may stand between such a question and what it is about: "why ask about my weight loss".
_LEADS_ON = re.compile(
    r" ?(?:(?:me|us|to know|all|the|a|an|any|of|for|this|that|these|with|by) )*"
    r"(?:(?:about|if|whether) (?:(?:i|he|she|they|my|his|her|the|a|an|any|have|has|had|got|'ve|"
    r"been|losing|lost|feel|am|is|all|or|this|that) )*)?"
)


def is_asked_about(before: str, said: str, after: str) -> bool:
    """Return whether a sign is what such a question is about, and not told beside it.

    "Why do you need my age, I cannot breathe" tells of breath.

    Args:
        before: the words of the clause before the sign.
        said: the words of the sign.
        after: those after it.
    """
    text = " ".join(part for part in (before, said, after) if part)
    asks = _ASKS_REASON.search(text)
    if asks is None:
        return False
    start = len(before) + 1 if before else 0
    if start < asks.end():
        return start > asks.start()
    return _LEADS_ON.fullmatch(text[asks.end() : start]) is not None
