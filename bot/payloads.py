"""What may come in: free text and the payloads of tapped buttons. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from bot.exchange import Message
from bot.feedback import THANKS, meant_feedback
from bot.messages import Describe
from knowledge.answer import asks_for_more
from knowledge.areas import BOTH, SIDES, with_side
from knowledge.questions import CHANGE

MOST_CHARACTERS = 1000
ERASE = "erase=yes"
RESTART = "restart=yes"
TOPIC = "topic="
# More of what was told, where nothing more was offered: it is said that there is no more.
MORE = "question=more"
# What is asked for once more before it is done; the next message decides it.
CONFIRMATIONS = (ERASE, RESTART)
_YES = frozenset(
    {"yes", "y", "yep", "yeah", "yes please", "ok", "okay", "sure", "do it", "please do"}
)
_NO = frozenset(
    {"no", "n", "nope", "no thanks", "no thank you", "dont", "don't", "cancel", "keep it"}
)

# An intent's name alone, or "<name>=<value>": never anything that Rasa would take for a
# command of its own, which is what a leading slash would be.
_PAYLOAD = re.compile(r"[a-z][a-z0-9_]{0,63}(=[^\x00-\x1f\x7f]{1,1000})?")

# The slash of the keyboard and the characters that look like it or are folded into it.
_SLASHES = "/\uff0f\u2044\u2215\u29f8"

# Kept of the invisible format characters: it holds compound emoji together.
_JOINER = "\u200d"


def is_payload(payload: str) -> bool:
    """Whether this is a payload by its form."""
    return _PAYLOAD.fullmatch(payload) is not None


def clean_text(text: str) -> str:
    """Free text without what nobody typed on purpose: control and invisible characters.

    Leading slashes go as well, because Rasa would read what follows as an intent.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if char in "\t\r\n\v\f\x85\u2028\u2029" else char for char in composed)
    visible = "".join(
        char for char in kept if unicodedata.category(char)[0] != "C" or char == _JOINER
    )
    return visible.lstrip(_SLASHES + " \u00a0\u3000" + _JOINER).strip()


def meant_button(text: str, offered: Iterable[Message]) -> str | None:
    """The payload of the button that somebody typed instead of tapping it.

    That is one whose title the text is, or the one for more of a topic where the text asks for
    more and a passage was shown. Where a confirmation is offered, a plain "yes" means it, and a
    plain "no" the other button: a question that comes after it must not get either. Where it was
    asked whether it helped, an answer to that is nothing for the interview.
    """
    buttons = [button for message in offered for button in message.get("buttons", ())]
    typed = _bare(text)
    for button in buttons:
        if _bare(button["title"]) == typed:
            return str(button["payload"])
    if asks_for_more(text):
        more = [button["payload"] for button in buttons if _leads_on(button)]
        has_told = any(message.get("passages") for message in offered)
        return str(more[0]) if more else MORE if has_told else None
    if any(button["payload"] in THANKS for button in buttons):
        return meant_feedback(typed)
    confirming = [button["payload"] for button in buttons if button["payload"] in CONFIRMATIONS]
    if not confirming:
        return None
    if typed in _YES:
        return str(confirming[0])
    others = [button["payload"] for button in buttons if button["payload"] not in CONFIRMATIONS]
    return str(others[0]) if others and typed in _NO else None


def _leads_on(button: Mapping[str, str]) -> bool:
    return button["payload"].startswith(TOPIC) and asks_for_more(button["title"])


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w' ]+", " ", text.lower()).split())


def offered_values(offered: Iterable[Message], question_id: str | None) -> tuple[str, ...]:
    """The values that a question offered when it was shown, in that order."""
    questions = [message["question"] for message in offered if "question" in message]
    shown = [each for each in questions if each["id"] == question_id]
    return tuple(option["value"] for option in shown[-1]["options"]) if shown else ()


def shown_text(payload: str, offered: Iterable[Message], describe: Describe) -> str:
    """What the person saw on what they tapped: the button's title, or the options' labels."""
    for message in offered:
        for button in message.get("buttons", ()):
            if button["payload"] == payload:
                return clean_text(button["title"])
    name, _, values = payload.partition("=")
    described = describe(name) if values else None
    if name == CHANGE:
        return clean_text(f"{name} {values}").replace("_", " ")
    if described is None:
        return clean_text(values.replace(",", ", ") if values else name).replace("_", " ")
    labels = _labels(described)
    return clean_text(", ".join(_worded(value, labels) for value in values.split(",")))


def _worded(value: str, labels: Mapping[str, str]) -> str:
    """The label of an option, with the side that stands behind it: ``thigh@left``."""
    place, _, side = value.partition("@")
    if side not in (*SIDES, BOTH):
        return labels.get(value, value)
    return with_side(labels.get(place, place), side)


def _labels(question: Mapping[str, Any]) -> dict[str, str]:
    return {str(option["value"]): str(option["label"]) for option in question.get("options", ())}
