"""Whether it was helpful: the buttons of that question, and what is typed in their place.

Pure functions. It is no part of the interview, so that answering it changes nothing there.
"""

from __future__ import annotations

import re

HELPFUL, NOT_HELPFUL = "helpful=yes", "helpful=no"
#: The payloads, with the response of domain.yml that each is thanked by.
THANKS = {HELPFUL: "utter_helpful", NOT_HELPFUL: "utter_not_helpful"}

_IT = r"(?:it|that|this)"
_MUCH = r"(?:very|really|so|quite|most|rather|pretty)"
_THANKS = r"(?: (?:thanks|thank you|cheers|ta|very much|so much|a lot|indeed|to me|for that))*"
# Whole messages only: whatever else is told in one goes into the interview.
_YES = re.compile(
    rf"(?:(?:yes|yeah|yep|ok|okay|well|thanks|thank you) )*(?:{_IT} )?(?:(?:was|is|did|has been) )?"
    rf"(?:{_MUCH} )*(?:helpful|useful|helped(?: me)?){_THANKS}|"
    rf"(?:yes|yeah|yep|yes please|sure|very|very much|(?:yes )?{_IT} (?:was|did|is)){_THANKS}"
)
_NO = re.compile(
    rf"(?:(?:no|nope|sorry|well) )*(?:{_IT} )?(?:was |is )?"
    r"(?:not|wasn'?t|isn'?t|didn'?t|did not|hasn'?t)(?: been)?(?: (?:really|very|at all|that|so))*"
    r"(?: (?:helpful|useful|help|helped)(?: me)?)?(?: (?:at all|much|really))*|"
    rf"(?:no|nope|not much|useless|unhelpful)(?: {_IT} (?:wasn'?t|didn'?t|isn'?t))?{_THANKS}"
)


def meant_feedback(words: str) -> str | None:
    """The payload that a message means where the question was put: "yes it was, thanks".

    ``words`` are in small letters and without punctuation.
    """
    if _YES.fullmatch(words):
        return HELPFUL
    return NOT_HELPFUL if _NO.fullmatch(words) else None
