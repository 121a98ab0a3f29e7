"""What a message says of a mention: that it is so, is not, might be, was, would be."""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """What a message says of a mention."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"
    ASKED = "asked about"
    SOMEONE_ELSE = "someone else's"
