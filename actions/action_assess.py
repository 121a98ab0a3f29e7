"""The ending: how soon to be seen, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.base import PatellaAction
from actions.conversation import answers_in
from actions.settings import load_settings
from knowledge.assessment import IncompleteInterview, assess
from knowledge.search.retrieve import load_search, passage_as_dict
from knowledge.urgency import EMERGENCY

MOST_PASSAGES = 4


class ActionAssess(PatellaAction):
    """Say the assessment, or that there cannot be one yet."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_assess"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Assess the answers; never from an incomplete interview."""
        try:
            assessment = assess(answers_in(tracker))
        except IncompleteInterview:
            dispatcher.utter_message(response="utter_cannot_tell")
            return []
        number = load_settings().emergency_number
        told = assessment.as_dict(number, _passages_about(assessment.documents))
        if assessment.urgency == EMERGENCY:
            dispatcher.utter_message(
                response="utter_emergency",
                advice=assessment.advice(number),
                json_message={"assessment": told, "notice": "emergency"},
            )
        else:
            dispatcher.utter_message(
                response="utter_assessment",
                when=told["when"],
                who_to_see=told["who_to_see"],
                json_message={"assessment": told},
            )
            dispatcher.utter_message(response="utter_after_assessment")
        return [SlotSet(slots.URGENCY, assessment.urgency)]


def _passages_about(documents: Iterable[str]) -> list[dict[str, Any]]:
    """The first passage of each document, as far as the knowledge base holds it."""
    search = load_search()
    passages = (search.passage_by_document(document)[:1] for document in documents)
    return [passage_as_dict(passage) for found in passages for passage in found][:MOST_PASSAGES]
