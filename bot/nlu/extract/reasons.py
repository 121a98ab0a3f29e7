"""Asking why something is asked: "why u asking about weight loss??" tells of no weight loss."""

from __future__ import annotations

import re

#: What asks why a question is put or what it means, and tells nothing of what it is about.
ASKS_REASON = re.compile(
    r"\bwhy (?:(?:are|r|do|did|would|should|is) )?(?:you|u|they|it) (?:\w+ )?(?:ask|need|want|care|"
    r"mention|bring)\w*\b|\bwhy (?:ask|mention|bring up)\b|"
    r"\bwhat (?:do |did |does )?you mean (?:by|with)\b|"
    r"\bwhy (?:is|does|would|do|are) [^.;!?]{0,40}\b(?:matter|relevant|important|interest\w*)\b|"
    r"\bwhat (?:'s |is |has |does |have )?(?:that |it |the |my |his |her )?[^.;!?]{0,30}"
    r"\b(?:to do with|got to do|have to do)\b"
)
