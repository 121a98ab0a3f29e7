"""Answering from the knowledge base: a cited passage, what may be asked next, or why there is none.

What is told last is kept in a slot, so that "more" and "how long does that take?" find it again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import islice

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.conversation import answers_in, intent_of, payload_of
from actions.offers import Button, leading_on, nearest_topics
from knowledge.answer import Excerpt, Topic, asks_for_more, cited, excerpt, reviewed
from knowledge.assessment import standing_emergency
from knowledge.search.documents import Passage
from knowledge.search.follow_up import is_follow_up, own_words, search_after
from knowledge.search.refuse import refused_by_rule
from knowledge.search.results import Encoded, SearchResult, passage_as_dict
from knowledge.search.retrieve import Search, load_search
from knowledge.search.store import IndexMissingError
from knowledge.sources import load_sources
from knowledge.told_topics import topics_told

logger = logging.getLogger(__name__)

#: How many passages are looked at, of which the first is the answer and others lead on.
FOUND = 8
MOST_RELATED = 2
#: How many messages later "it" may still be what was told.
FRESH_FOR = 2

#: What is said when the knowledge base has no answer, by the reason for that.
REFUSALS = {
    "ask_pharmacist": "utter_ask_pharmacist",
    "instructions": "utter_instructions",
    "out_of_scope": "utter_out_of_scope",
    "privacy": "utter_privacy",
}

#: The source of what to do when too much of a medicine was taken.
POISONING = "nidirect-poisoning"


def answer_question(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: str
) -> list[EventType]:
    """Answer a question, or open what a button names; returns what to remember of it."""
    search = load_search()
    kind, _, wanted = (payload_of(tracker) or "").partition("=")
    told = Topic.from_slot(tracker.get_slot(slots.TOLD_TOPIC))
    if kind == "topic":
        return _open(dispatcher, tracker, search, wanted)
    question = wanted if kind == "question" else question
    if told is not None and asks_for_more(question):
        return _go_on(dispatcher, tracker, search, told)
    topics = topics_told(answers_in(tracker))
    before = fresh_topic(tracker) if kind != "question" else None
    if before is not None and is_follow_up(question):
        result = _search_after(search, question, before, topics)
    else:
        result = search.search(question, FOUND, boost_topics=topics)
    if result.answerable:
        return _say_passage(dispatcher, tracker, search, question, result)
    _refuse(dispatcher, tracker, search, question, result)
    return []


def answer_follow_up(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: str
) -> list[EventType]:
    """Answer a question by the topic told just before; nothing is said where that has no answer."""
    before = fresh_topic(tracker, messages=1)
    if payload_of(tracker) is not None or before is None or not is_follow_up(question):
        return []
    try:
        search = load_search()
        result = _search_after(search, question, before, topics_told(answers_in(tracker)))
        if not result.answerable or result.passages[0].passage.document_id != before.document_id:
            return []
        return _say_passage(dispatcher, tracker, search, question, result)
    except IndexMissingError as error:
        return _nothing_told(error)


def answer_if_told(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: str
) -> list[EventType]:
    """Answer a question that has a subject of its own, if the documents do; else say nothing."""
    if payload_of(tracker) is not None or not own_words(question):
        return []
    try:
        search = load_search()
        topics = topics_told(answers_in(tracker))
        result = search.search(question, FOUND, boost_topics=topics)
        if not result.answerable:
            return []
        return _say_passage(dispatcher, tracker, search, question, result)
    except IndexMissingError as error:
        return _nothing_told(error)


def _nothing_told(error: IndexMissingError) -> list[EventType]:
    """What can be said without the documents is not to wait for a server that keeps them."""
    logger.warning("the documents are not asked: %s", error)
    return []


def tells_the_bot_what_to_be(tracker: Tracker) -> bool:
    """Whether the latest message gives the bot orders, whatever else it asks."""
    typed = str((tracker.latest_message or {}).get("text") or "")
    return payload_of(tracker) is None and refused_by_rule(typed) == "instructions"


def fresh_topic(tracker: Tracker, messages: int = FRESH_FOR) -> Topic | None:
    """What was told so few messages ago that "it" may mean it."""
    told = Topic.from_slot(tracker.get_slot(slots.TOLD_TOPIC))
    return told if told and _turn(tracker) - told.turn <= messages else None


def _search_after(
    search: Search, question: str, before: Topic, topics: Iterable[str]
) -> SearchResult:
    passages = search.passage_by_document(before.document_id)
    told = next((each for each in passages if each.id == before.passage_id), None)
    if told is None:  # the documents were changed meanwhile
        return search.search(question, FOUND, boost_topics=topics)
    shown = {before.passage_id} if before.is_whole else set()
    return search_after(search, question, told, frozenset(topics), shown)


def _say_passage(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    search: Search,
    question: str,
    result: SearchResult,
) -> list[EventType]:
    """Say the best passage, cut to what answers, with what can be asked next."""
    passage = result.passages[0].passage
    cut = nearest_sentences(search, question, passage, result.encoded)
    rest = _after(search, passage)
    more = rest[0].id if cut.is_whole and rest else None if cut.is_whole else passage.id
    dispatcher.utter_message(
        response="utter_answer" if more is None else "utter_answer_more",
        passage=cut.text,
        source=cited(passage),
        reviewed=reviewed(passage),
        more=more,
        buttons=_related(search, tracker, passage),
        json_message={"passages": [result.passages[0].as_dict()]},
    )
    return [_remember(tracker, passage, cut.is_whole)]


def _open(
    dispatcher: CollectingDispatcher, tracker: Tracker, search: Search, wanted: str
) -> list[EventType]:
    """Show a whole topic, or a passage of it whole and the one after it."""
    passages = search.passage_by_document(wanted.partition("#")[0])
    places = [place for place, each in enumerate(passages) if each.id == wanted]
    if "#" in wanted:
        passages_shown = passages[places[0] : places[0] + 2] if places else ()
    else:
        passages_shown = passages
    if not passages_shown:
        dispatcher.utter_message(response="utter_no_answer")
        return []
    last = passages_shown[-1]
    rest = _after(search, last)
    for passage in passages_shown:
        is_last = passage is last
        dispatcher.utter_message(
            response="utter_passage_more" if is_last and rest else "utter_passage",
            heading=passage.heading,
            passage=passage.text,
            source=cited(passage, is_whole=True),
            reviewed=reviewed(passage),
            more=rest[0].id if is_last and rest else None,
            buttons=_related(search, tracker, passage) if is_last else [],
            json_message={"passages": [passage_as_dict(passage)]},
        )
    return [_remember(tracker, last, is_whole=True)]


def _go_on(
    dispatcher: CollectingDispatcher, tracker: Tracker, search: Search, told: Topic
) -> list[EventType]:
    """Show the rest of the passage that was told last and the next; or say that there is none."""
    passages = search.passage_by_document(told.document_id)
    ids = [each.id for each in passages]
    place = ids.index(told.passage_id) + told.is_whole if told.passage_id in ids else len(ids)
    if place < len(ids):
        return _open(dispatcher, tracker, search, ids[place])
    dispatcher.utter_message(
        response="utter_no_more",
        buttons=_related(search, tracker, passages[-1]) if passages else [],
    )
    return []


def _refuse(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    search: Search,
    question: str,
    result: SearchResult,
) -> None:
    """Say why there is no answer; where it was near, what the nearest topics are."""
    if result.reason == "emergency":
        notice = {"notice": "emergency"}
        dispatcher.utter_message(response="utter_if_it_is_now", json_message=notice)
        return
    if result.reason in REFUSALS or intent_of(tracker.latest_message) == "out_of_scope":
        # The message may not have been about knees at all.
        source = load_sources()[POISONING].in_words()
        response = REFUSALS.get(result.reason, "utter_out_of_scope")
        dispatcher.utter_message(response=response, source=source)
        return
    near = result.near or (search.rank(question, FOUND) if result.reason == "not_covered" else ())
    buttons = nearest_topics((hit.passage for hit in near), answers_in(tracker))
    if buttons:
        dispatcher.utter_message(response="utter_not_covered", buttons=buttons)
        return
    dispatcher.utter_message(response="utter_no_answer")


def nearest_sentences(
    search: Search, question: str, passage: Passage, encoded: Encoded | None = None
) -> Excerpt:
    """The sentences of a passage that are nearest in meaning to a question.

    ``encoded`` is what the search encoded, which serves where it is this very question.
    """
    if encoded is not None and encoded.said == " ".join(question.lower().split()):
        asked = encoded.vector
    else:
        asked = search.encoder.encode([question], prompt="query")[0]
    near = search.sentences.of(passage.text) @ asked
    return excerpt(passage.text, [float(score) for score in near])


def _related(search: Search, tracker: Tracker, told: Passage) -> list[Button]:
    """Two questions that lead on to other topics, those of the person's own findings first.

    They are of what is near to the answer. What else the question found may lie far off: "is
    swimming ok" sounds like what people ask about many an illness, too.
    """
    answers = answers_in(tracker)
    if standing_emergency(answers):
        return []
    about = topics_told(answers)
    candidates = sorted(search.near(told, FOUND), key=lambda each: not about & set(each.topics))
    candidates += search.passages_for_topics(sorted(about), FOUND)
    leading = islice(leading_on(candidates, told, answers), MOST_RELATED)
    return [{"title": title, "payload": f"question={each}"} for each, title in leading]


def _after(search: Search, passage: Passage) -> tuple[Passage, ...]:
    """The passages of the same topic that follow one."""
    passages = search.passage_by_document(passage.document_id)
    ids = [each.id for each in passages]
    return passages[ids.index(passage.id) + 1 :] if passage.id in ids else ()


def _remember(tracker: Tracker, passage: Passage, is_whole: bool) -> EventType:
    return SlotSet(slots.TOLD_TOPIC, Topic(passage.id, is_whole, _turn(tracker)).to_slot())


def _turn(tracker: Tracker) -> int:
    """How many messages the person had sent before this one."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return int(metadata.get("turn") or 0)
