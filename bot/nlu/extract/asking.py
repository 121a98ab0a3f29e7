"""Whether a message asks what something means: "I don't know what saddle means"."""

from __future__ import annotations

import re

ASKS_MEANING = re.compile(
    r"\bwhat (?:does|do|did|is|are|exactly).{0,40} (?:mean|means|meant)\b|"
    r"\bwhat's .{0,30} mean\b|\bmeaning of\b|\bwhat (?:do )?you mean\b|"
    r"\b(?:know|sure|understand|tell me|idea) what (?:\w+ ){1,5}(?:means?|is|are)\b|"
    r"\bdo not (?:understand|get)(?: (?:it|that|this|you|what you .*|the (?:question|word)))?\W*$|"
    r"\bwhat (?:is|are|'s) (?:a |an |the )?(?:giving way|locking|pins and needles|kneecap|groin|"
    r"buttock|calf|saddle|stiffness|limp|osteoporosis|tingling|numbness|blood thinners?)\b\W*$|"
    r"\bexplain what\b|\bdefine\b|\bwhat counts as\b|\bhow do you mean\b"
)
