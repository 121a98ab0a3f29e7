"""Somebody who sits for most of the day, told by where and for how long.

"At a laptop 9 hours a day", "in the cab dawn to dusk". A long flight or a wait in hospital is one
day of it, and "it hurts after sitting for hours" tells what sets the pain off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.matcher import PATTERN, Mention
from bot.nlu.extract.tokens import Token

_MACHINE = (
    r"(?:laptop|screens?|desk|computer|pc|keyboard|monitors?|switchboard|till|checkout|sewing "
    r"machine|headset|console|xbox|playstation|wheel|workstation)"
)
_SITS = (
    r"(?:sit|sits|sat|sitting|seated|planted|perched|glued|chained|parked|"
    rf"(?:at|on|behind) (?:(?:a|an|my|the|his|her) )?(?:\w+ )?{_MACHINE}|"
    r"in (?:(?:a|an|my|the|his|her|this) )?(?:\w+ )?(?:chair|seat|cab|armchair|recliner|office "
    r"chair))"
)
_HOURS = (
    r"(?:[6-9]|1\d|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)"
    r"(?: (?:to|or|plus) \w+)? ?(?:plus )?(?:hours?|hrs?|h)"
)
_LONG = (
    rf"(?:(?:all|whole|entire|full)(?: of)?(?: the)? (?:working )?(?:day|shift)|{_HOURS}|24/7|"
    r"dawn (?:to|till|until) dusk|"
    r"(?:sunrise|dawn|morning|breakfast|\d+ ?(?:am)?|nine|eight) (?:to|till|til|until) (?:the )?"
    r"(?:sunset|dusk|night|evening|bedtime|news|\d+ ?(?:pm)?|five|six|nine|seven)"
    r"(?! (?:minutes|mins|hours|hrs|times|days|weeks)))"
)
_LONG_SITTING = re.compile(rf"\b{_SITS}\b(?: (?!when\b|if\b)[\w']+){{0,7}}? {_LONG}\b(?!/)")
_SITTING_LONG = re.compile(
    rf"\b{_LONG}(?: (?:a|per|every|each) (?:day|shift))?(?: [\w']+){{0,3}}? {_SITS}\b"
)
_WORKS_SITTING = re.compile(
    r"\b(?:glued|chained|welded|tied) to (?:(?:a|an|my|the|his|her) )?(?:\w+ )?(?:chair|seat|desk|"
    r"screen|laptop|computer|headset|sofa|couch)\b|\bchair to (?:fridge|bed|sofa)\b|"
    r"\b(?:i|he|she) (?:sit|sits) (?:at|behind|in) (?:(?:a|an|my|the|his|her) )?(?:switchboard|"
    r"reception|till|checkout|cab|booth|office)\b"
)
# One long sitting, or what is not borne.
_ONCE = re.compile(
    r"\b(?:plane|flight|flights|airport|journey|coach|train|drive to|drove to|hospital|a & e|a&e|"
    r"yesterday|last night|on \w+day|once|waiting|wedding|cinema|can not|could not|concert|in "
    r"bed)\b"
)
_HURTS_BY_IT = re.compile(
    r"\b(?:hurt\w*|pain\w*|ach\w+|sore|stiff\w*|worse|bad|kills?|when|if|whenever|after|from)"
    r"(?: (?:i|you|he|she|have|has|'ve|been|the|my|it|even|just|am|'m|is|of|by))* $"
)


def find_sitters(tokens: Sequence[Token]) -> list[Mention]:
    """Return a mention of a day spent sitting for each place that tells of one."""
    words = [token.text for token in tokens]
    text = " ".join(words)
    found = []
    for pattern in (_LONG_SITTING, _SITTING_LONG, _WORKS_SITTING):
        for match in pattern.finditer(text):
            lead = re.split(r" [.!?;] ", text[: match.start()])[-1]
            rest = re.split(r" [.!?;] ", text[match.end() :])[0]
            if _ONCE.search(f"{lead[-25:]} {match[0]} {rest[:20]}"):
                continue
            if _HURTS_BY_IT.search(lead):
                continue
            start = text.count(" ", 0, match.start())
            end = text.count(" ", 0, match.end()) + 1
            found.append(Mention(start, end, ("desk_job",), "history", PATTERN))
    return found
