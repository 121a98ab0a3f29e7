"""What the server takes from `knowledge/`: red flags, what to say about them, questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.exchange import Message
from bot.guard import RedFlagHit
from bot.messages import from_response
from bot.nlu.extract.foreign import language_of
from bot.nlu.reading import read_message
from bot.words import Words
from knowledge import red_flags
from knowledge.answers import Answers
from knowledge.asking import describe_question
from knowledge.assessment import advise, standing_emergency
from knowledge.questions import load_questions
from knowledge.urgency import EMERGENCY

Fill = Callable[[str], str]


def screen(text: str, payload: str | None) -> RedFlagHit | None:
    """The most urgent red flag in a message alone: its text, or the payload of what was tapped."""
    findings, words = read_message(text, None, payload)
    return red_flags.screen(findings, words)


def emergency_message(fill: Fill) -> Callable[[Any], Message]:
    """Makes the message for a red flag; `fill` puts the emergency number into its words."""

    def message_for(hit: RedFlagHit) -> Message:
        custom = _filled(advise(hit.id), fill)
        if hit.level == EMERGENCY:
            custom["notice"] = "emergency"
        return from_response({"custom": custom}, lambda _: None)

    return message_for


def reminder(words: Words) -> Callable[[Mapping[str, Any]], Message | None]:
    """What is added to every answer while the slots hold an emergency that was not taken back."""

    def message_for(slots: Mapping[str, Any]) -> Message | None:
        if not standing_emergency(Answers.from_slots(slots)):
            return None
        return words.say("utter_emergency_reminder")

    return message_for


def only_english(words: Words) -> Callable[[str], Message | None]:
    """Makes what is said to a text that is not English: so in English, and in its language."""

    def message_for(text: str) -> Message | None:
        language = language_of(text)
        if language is None:
            return None
        message = words.say("utter_only_english")
        if language.say:
            message["text"] += f"\n\n{words.fill(language.say)}"
        return message

    return message_for


def describe(question_id: str, slots: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The question object for a question of the interview, ``None`` for anything else."""
    return describe_question(question_id, slots) if question_id in load_questions() else None


def _filled(value: Any, fill: Fill) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, Mapping):
        return {key: _filled(item, fill) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_filled(item, fill) for item in value]
    return value
