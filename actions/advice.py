"""Saying how soon to be seen: at the ending, and before it where something cannot wait."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.settings import load_settings
from knowledge.answers import Answers
from knowledge.assessment import Assessment, assess_so_far
from knowledge.search.results import passage_as_dict
from knowledge.search.retrieve import load_search
from knowledge.search.store import IndexMissingError
from knowledge.urgency import EMERGENCY

logger = logging.getLogger(__name__)

MOST_PASSAGES = 5

#: The parts of an assessment that are said in words as well, in this order.
IN_WORDS = {
    "reasons": "utter_ending_why",
    "speaks_against": "utter_ending_against",
    "expect": "utter_ending_expect",
    "meanwhile": "utter_ending_meanwhile",
    "cautions": "utter_ending_cautions",
    "safety_net": "utter_ending_sooner",
}

#: Where the web channel hands over the report of the conversation whose token is shown.
REPORT_URL = "/webhooks/web/report"


def say_assessment(dispatcher: CollectingDispatcher, assessment: Assessment) -> None:
    """Say the whole assessment, with cited passages."""
    number = load_settings().emergency_number
    told = assessment.as_dict(number, _passages_about(assessment.documents))
    if assessment.urgency == EMERGENCY:
        dispatcher.utter_message(
            response="utter_emergency",
            advice=assessment.advice(number),
            json_message={"assessment": told, "notice": "emergency", "report_url": REPORT_URL},
        )
        _say_in_words(dispatcher, told, ("cautions",))
        return
    dispatcher.utter_message(
        response="utter_assessment",
        when=told["when"],
        who_to_see=told["who_to_see"],
        json_message={"assessment": told, "report_url": REPORT_URL},
    )
    _say_in_words(dispatcher, told, IN_WORDS)
    dispatcher.utter_message(response="utter_after_assessment")


def say_cautions(dispatcher: CollectingDispatcher, assessment: Assessment) -> None:
    """Say what there is to be careful with, by itself."""
    told = assessment.as_dict(load_settings().emergency_number, [])
    _say_in_words(dispatcher, told, ("cautions",), is_repeated=False)


def say_how_soon(dispatcher: CollectingDispatcher, answers: Answers) -> None:
    """Say what the most urgent sign is and what to do about it, before the interview is done."""
    # What is only suspected is asked about, and not told as if it were so.
    assessment = assess_so_far(answers.changed(suspected=()))
    number = load_settings().emergency_number
    dispatcher.utter_message(
        response="utter_so_far",
        advice=assessment.advice(number),
        json_message={"assessment": assessment.as_dict(number, [])},
    )


def _say_in_words(
    dispatcher: CollectingDispatcher,
    told: Mapping[str, Any],
    parts: Iterable[str],
    is_repeated: bool = True,
) -> None:
    """Say parts of an assessment in words; repeated, for channels that show no such object."""
    for part in parts:
        if told[part]:
            names = (_name_of(item["source"]) for item in told[part])
            dispatcher.utter_message(
                response=IN_WORDS[part],
                items="\n".join(f"• {item['text']}" for item in told[part]),
                sources="; ".join(dict.fromkeys(names)),
                json_message={"repeats": "assessment"} if is_repeated else None,
            )


def _name_of(source: Mapping[str, Any]) -> str:
    return ", ".join(str(source[key]) for key in ("name", "year") if source[key])


def _passages_about(documents: Iterable[str]) -> list[dict[str, Any]]:
    """The first passage of each document, as far as the knowledge base holds it."""
    try:
        search = load_search()
        passages = [search.passage_by_document(document)[:1] for document in documents]
    except IndexMissingError as error:
        # How soon to be seen must not wait for a server that keeps the further reading.
        logger.warning("an assessment goes without passages: %s", error)
        return []
    return [passage_as_dict(passage) for found in passages for passage in found][:MOST_PASSAGES]
