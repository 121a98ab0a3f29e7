import pytest

from actions.action_answer_question import ActionAnswerQuestion
from actions.action_assess import ActionAssess
from actions.action_repeat import ActionRepeat
from actions.action_stop import ActionStop
from tests.actions.conftest import responses, slot_values, tracker_of

# These use the real index and the real embedding model, which `make train` makes.

# No cautions: the person of the reference case gives no reason for any.
ENDING = [
    "utter_assessment",
    "utter_ending_why",
    "utter_ending_against",
    "utter_ending_expect",
    "utter_ending_meanwhile",
    "utter_ending_sooner",
    "utter_after_assessment",
    "utter_ask_helpful",
]


async def test_a_complete_interview_is_assessed_with_cited_passages(dispatcher, complete):
    events = await ActionAssess().run(dispatcher, tracker_of(complete.to_slots()), {})
    assert responses(dispatcher) == ENDING
    assessment = dispatcher.messages[0]["custom"]["assessment"]
    assert 2 <= len(assessment["passages"]) <= 5
    assert all(passage["source"]["name"] for passage in assessment["passages"])
    assert slot_values(events) == {"assessed": complete.to_slots(), "told_topic": None}
    assert dispatcher.messages[0]["custom"]["report_url"] == "/webhooks/web/report"


async def test_an_emergency_comes_with_its_notice(dispatcher):
    slots = {"findings": {"saddle_numbness": "present"}}
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    custom = dispatcher.messages[0]["custom"]
    assert responses(dispatcher) == ["utter_emergency"]
    assert (custom["notice"], custom["assessment"]["urgency"]) == ("emergency", "emergency")
    assert "112" in dispatcher.messages[0]["advice"]
    assert custom["report_url"] == "/webhooks/web/report"


async def test_advice_does_not_wait_for_a_database_that_is_down(
    dispatcher, complete, monkeypatch, caplog
):
    monkeypatch.setenv("PATELLA_DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:1/db")
    await ActionAssess().run(dispatcher, tracker_of(complete.to_slots()), {})
    assert responses(dispatcher) == ENDING
    assert dispatcher.messages[0]["custom"]["assessment"]["passages"] == []
    assert "PostgreSQL at 127.0.0.1:1/db" in caplog.text
    assert "hunter2" not in caplog.text


async def test_the_parts_of_an_assessment_are_said_in_words_too(dispatcher, complete):
    slots = complete.changed(history={**complete.history, "blood_thinners": "present"}).to_slots()
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    first, *words, _, _ = dispatcher.messages
    assert {message["custom"]["repeats"] for message in words} == {"assessment"}
    said = "\n".join(message["items"] for message in words)
    for key in ("reasons", "speaks_against", "expect", "meanwhile", "cautions", "safety_net"):
        assert first["custom"]["assessment"][key], key
        for item in first["custom"]["assessment"][key]:
            assert f"• {item['text']}" in said
        for name in {item["source"]["name"] for item in first["custom"]["assessment"][key]}:
            assert any(name in message["sources"] for message in words)


async def test_in_an_emergency_only_what_the_staff_must_know_is_added(dispatcher):
    slots = {
        "findings": {"saddle_numbness": "present"},
        "history": {"blood_thinners": "present"},
    }
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher) == ["utter_emergency", "utter_ending_cautions"]


async def test_an_incomplete_interview_gets_no_advice(dispatcher):
    assert await ActionAssess().run(dispatcher, tracker_of({"side": "left"}), {}) == []
    assert responses(dispatcher) == ["utter_cannot_tell"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("is it my bum muscles?", "utter_answer"),
        ("who won the football", "utter_out_of_scope"),
        ("how much ibuprofen can i take", "utter_ask_pharmacist"),
        ("what do you do with my data?", "utter_privacy"),
    ],
    ids=str,
)
async def test_a_question_is_answered_or_honestly_refused(dispatcher, text, response):
    await ActionAnswerQuestion().run(dispatcher, tracker_of(text=text), {})
    (said,) = responses(dispatcher)
    assert said.startswith(response)
    if response == "utter_answer":
        message = dispatcher.messages[0]
        assert message["source"] and message["passage"] and message["reviewed"]
        assert message["passage"] in message["custom"]["passages"][0]["text"]


async def test_what_a_question_says_about_the_pain_is_taken_in_outside_the_interview(dispatcher):
    tracker = tracker_of(
        text="should i worry that it is swollen?", findings={"present": ["swelling"]}
    )
    events = await ActionAnswerQuestion().run(dispatcher, tracker, {})
    assert [event["name"] for event in events][-1:] == ["intake_form"]


async def test_a_topic_behind_a_button_is_shown(dispatcher):
    tracker = tracker_of(text="What that is", payload="topic=weak-gluteals")
    await ActionAnswerQuestion().run(dispatcher, tracker, {})
    passages = dispatcher.messages[0]["custom"]["passages"]
    assert {passage["id"].split("#")[0] for passage in passages} == {"weak-gluteals"}


async def test_the_same_answers_are_not_assessed_twice(dispatcher, complete):
    slots = {**complete.to_slots(), "assessed": complete.to_slots()}
    assert await ActionAssess().run(dispatcher, tracker_of(slots), {}) == []
    assert responses(dispatcher) == ["utter_nothing_new"]


async def test_repeat_after_the_ending_says_it_again(dispatcher, complete):
    slots = {**complete.to_slots(), "assessed": complete.to_slots()}
    await ActionRepeat().run(dispatcher, tracker_of(slots), {})
    # Whether it was helpful is asked once.
    assert responses(dispatcher) == [name for name in ENDING if name != "utter_ask_helpful"]


async def test_repeat_before_the_interview_says_how_to_begin(dispatcher):
    await ActionRepeat().run(dispatcher, tracker_of(), {})
    assert responses(dispatcher) == ["utter_greet"]


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ({}, ["utter_stopped"]),
        ({"calf_swelling": "present"}, ["utter_so_far", "utter_stopped"]),
        ({"calf_swelling": "uncertain"}, ["utter_stopped"]),
    ],
    ids=["calm", "same-day", "not-sure"],
)
async def test_stopping_does_not_keep_back_what_cannot_wait(dispatcher, findings, said):
    await ActionStop().run(dispatcher, tracker_of({"findings": findings}), {})
    assert responses(dispatcher) == said
