"""Saying what is asked or remarked beside the answers: reviewed words, before anything else."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.advice import REPORT_URL
from actions.conversation import answers_in, payload_of
from actions.settings import load_settings
from knowledge.address import address_of, forms
from knowledge.answers import Answers
from knowledge.asking import progress
from knowledge.assessment import (
    Assessment,
    IncompleteInterview,
    assess,
    assess_so_far,
    standing_emergency,
)
from knowledge.red_flags import confirmed_level
from knowledge.remarks import Remark, Saying, in_emergency, remark_in
from knowledge.sources import load_sources
from knowledge.urgency import SAME_DAY, WITHIN_DAYS, at_least

#: What has one answer, whatever is known already.
PLAIN = {
    "name": "utter_about",
    "asked_already": "utter_asked_already",
    "how_are_you": "utter_how_are_you",
}
#: What can be said beside an answer without taking its place.
BESIDE_AN_ANSWER = frozenset({"report", "questions_left", "name", "asked_already", "how_are_you"})
#: Going to be seen is easier with the report in hand.
WITH_REPORT = frozenset({"going", "help_is_coming", "taking"})


def answer_remark(
    dispatcher: CollectingDispatcher, tracker: Tracker, kinds: frozenset[str] | None = None
) -> bool:
    """Say what there is to say to a remark; False, and nothing said, where it is none.

    ``kinds`` are those to listen for, all of them if not told.
    """
    remark = remark_of(tracker)
    if remark is None or (kinds is not None and remark.kind not in kinds):
        return False
    answers = answers_in(tracker)
    if _urge(dispatcher, tracker, remark, answers):
        return True
    if remark.kind in PLAIN:
        dispatcher.utter_message(response=PLAIN[remark.kind])
        return True
    if remark.kind == "questions_left":
        _say_how_many_are_left(dispatcher, answers)
        return True
    if remark.kind == "report":
        _hand_over_report(dispatcher, finished(tracker))
        return True
    if remark.kind in ("serious", "what_is_it"):
        _say_what_is_not_known(dispatcher, answers, finished(tracker))
        return True
    if remark.by_level:
        _say_by_level(dispatcher, answers, finished(tracker))
        return True
    if remark.otherwise is not None:
        _say(dispatcher, remark.otherwise, answers)
        return True
    return False


def remark_of(tracker: Tracker) -> Remark | None:
    """What the latest message asks or says beside the answers; a tap is never that."""
    if payload_of(tracker) is not None:
        return None
    text = str((tracker.latest_message or {}).get("text") or "")
    calm, urgent = (remark_in(text, is_urgent) for is_urgent in (False, True))
    # To weigh all answers takes far longer than to read a message twice, and most are no remark.
    return urgent if calm is not urgent and _cannot_wait(tracker) else calm


def _cannot_wait(tracker: Tracker) -> bool:
    """Whether what is known is for today, or an emergency."""
    found = finished(tracker)
    if found is not None and at_least(found.urgency, SAME_DAY):
        return True
    return bool(standing_emergency(answers_in(tracker)))


def finished(tracker: Tracker) -> Assessment | None:
    """The assessment that still holds; ``None`` where none was told or questions are open."""
    if tracker.get_slot(slots.ASSESSED) is None or tracker.get_slot(slots.REQUESTED_SLOT):
        return None
    try:
        return assess(answers_in(tracker))
    except IncompleteInterview:
        return None


def say_when(dispatcher: CollectingDispatcher, response: str, found: Assessment) -> None:
    """Say a response that holds what to do and how soon."""
    dispatcher.utter_message(response=response, when=_when(found))


def _urge(
    dispatcher: CollectingDispatcher, tracker: Tracker, remark: Remark, answers: Answers
) -> bool:
    """Say what a standing emergency asks for; False where there is none, or nothing for this."""
    number = load_settings().emergency_number
    told = in_emergency(remark, standing_emergency(answers), address_of(answers), number)
    if told is None:
        return False
    custom: dict[str, Any] = {"notice": "emergency"}
    if remark.kind in WITH_REPORT and tracker.get_slot(slots.ASSESSED) is not None:
        custom["report_url"] = REPORT_URL
    dispatcher.utter_message(
        response="utter_remark", answer=told.text, source=_named(told.source), json_message=custom
    )
    return True


def _say_how_many_are_left(dispatcher: CollectingDispatcher, answers: Answers) -> None:
    if standing_emergency(answers):
        dispatcher.utter_message(response="utter_no_questions_left")
        return
    counted = progress(answers)
    left = counted["expected"] - counted["answered"]
    if not left:
        dispatcher.utter_message(response="utter_no_questions_left")
        return
    numbers = {"left": str(left), "expected": str(counted["expected"])}
    dispatcher.utter_message(response="utter_questions_left", **numbers)


def _hand_over_report(dispatcher: CollectingDispatcher, found: Assessment | None) -> None:
    if found is None:
        dispatcher.utter_message(response="utter_report_not_finished")
        return
    dispatcher.utter_message(response="utter_report", json_message={"report_url": REPORT_URL})


def _say_what_is_not_known(
    dispatcher: CollectingDispatcher, answers: Answers, found: Assessment | None
) -> None:
    """Say that only an examination tells what it is, and what the answers point to.

    Patterns are told once the check is done: before, they would be made of half of the answers.
    """
    if found is None:
        dispatcher.utter_message(response="utter_not_known_yet")
        if at_least(confirmed_level(answers), WITHIN_DAYS):
            say_when(dispatcher, "utter_when_so_far", assess_so_far(answers))
        return
    if not found.patterns:
        say_when(dispatcher, "utter_no_pattern", found)
        return
    evidence = (cited.source for fit in found.patterns for cited in fit.supporting)
    names = dict.fromkeys(_named(source) for source in evidence)
    dispatcher.utter_message(
        response="utter_what_it_may_be",
        patterns="\n".join(f"• {fit.pattern.label}" for fit in found.patterns),
        when=_when(found),
        sources="; ".join(names),
    )


def _say_by_level(
    dispatcher: CollectingDispatcher, answers: Answers, found: Assessment | None
) -> None:
    if found is not None:
        who = found.who_to_see
        dispatcher.utter_message(response="utter_as_soon_as", when=_when(found), who_to_see=who)
        return
    if at_least(confirmed_level(answers), WITHIN_DAYS):
        say_when(dispatcher, "utter_when_so_far", assess_so_far(answers))
        return
    dispatcher.utter_message(response="utter_if_emergency")


def _say(dispatcher: CollectingDispatcher, saying: Saying, answers: Answers) -> None:
    address = address_of(answers)
    number = load_settings().emergency_number
    text = saying.to(address).format(emergency_number=number, **forms(address))
    dispatcher.utter_message(response="utter_remark", answer=text, source=_named(saying.source))


def _when(found: Assessment) -> str:
    return found.when(load_settings().emergency_number)


def _named(source: str) -> str:
    return load_sources()[source].in_words()
