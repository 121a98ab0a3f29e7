"""Keyboards over HTTP: what is ticked, answered, closed and confirmed."""

from __future__ import annotations

from bot.words import Words
from tests.bot.channels.telegram.conftest import Chat

ASKED = {"text": "Which side?", "custom": {"question_id": "side"}}
YES = {"title": "Yes", "payload": "helpful"}
SIGNS = {
    "text": "Any of these?",
    "custom": {
        "question": {
            "id": "hip_signs",
            "kind": "multi",
            "options": [
                {"value": "limp", "label": "A limp"},
                {"value": "fever", "label": "Fever"},
                {"value": "none", "label": "None of these"},
                {"value": "not_sure", "label": "Not sure"},
            ],
        }
    },
}
PLACES = {
    "text": "Where?",
    "custom": {
        "question": {
            "id": "location",
            "kind": "zones",
            "options": [
                {"value": "knee_front", "label": "Front of the knee"},
                {"value": "thigh", "label": "Thigh"},
                {"value": "lower_back", "label": "Lower back"},
                {"value": "not_sure", "label": "Not sure"},
            ],
            "why": "It tells a lot.",
        }
    },
}


async def test_after_a_tap_the_choice_stands_below_the_question(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    (asked,) = await chat.writes("hello")
    (nxt,) = await chat.taps("Left")
    assert chat.heard == ["hello", "side=left"]
    assert asked.keyboard == []
    assert asked.text.endswith("Your answer: Left")
    assert "Question 2 of about 9" in asked.text
    assert nxt.labels
    assert len(chat.fake.answered) == 1


async def test_a_second_tap_is_harmless_and_told(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    (asked,) = await chat.writes("hello")
    first, second = chat.fake.tap_update(asked, "Left"), chat.fake.tap_update(asked, "Right")
    await chat.brings(first, second)
    assert chat.heard == ["hello", "side=left"]
    told = chat.fake.answered[second["callback_query"]["id"]]
    assert told["text"] == words.text("utter_messenger_answered")


async def test_a_typed_answer_takes_the_keyboard_away(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    (asked,) = await chat.writes("hello")
    await chat.writes("the left")
    assert asked.keyboard == []
    assert "Your answer" not in asked.text


async def test_several_are_ticked_before_they_are_sent(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    assert asked.labels == ["A limp", "Fever", "Done", "None of these", "Not sure"]
    assert await chat.taps("Fever") == []
    assert "✓ Fever" in asked.labels
    await chat.taps("A limp")
    await chat.taps("✓ Fever")
    assert asked.labels[:2] == ["✓ A limp", "Fever"]
    await chat.taps("Fever")
    assert chat.heard == ["hello"]
    await chat.taps("Done")
    assert chat.heard == ["hello", "hip_signs=limp,fever"]
    assert asked.text.endswith("Your answer: A limp, Fever")


async def test_ticks_faster_than_the_screen_are_all_kept(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    taps = [chat.fake.tap_update(asked, label) for label in ("Fever", "A limp", "Done")]
    await chat.brings(*taps)
    assert chat.heard == ["hello", "hip_signs=limp,fever"]


async def test_a_tick_that_comes_three_times_is_one(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    tick = chat.fake.tap_update(asked, "Fever")
    await chat.brings(tick, tick, tick)
    assert "✓ Fever" in asked.labels


async def test_done_without_a_choice_is_told(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    done = chat.fake.tap_update(asked, "Done")
    await chat.brings(done)
    told = chat.fake.answered[done["callback_query"]["id"]]
    assert told["text"] == words.text("utter_messenger_nothing_chosen")
    assert told["show_alert"] == "true"
    assert asked.labels
    assert chat.heard == ["hello"]


async def test_none_of_these_answers_by_itself(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    await chat.writes("hello")
    await chat.taps("None of these")
    assert chat.heard == ["hello", "hip_signs=none"]


async def test_a_tick_on_its_way_does_not_bring_the_keyboard_back(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    late = chat.fake.tap_update(asked, "Fever")
    chat.bench.dialogue.reply = [{"text": "Thanks."}]
    await chat.taps("A limp", asked)
    await chat.taps("Done", asked)
    await chat.brings(late)
    assert asked.keyboard == []
    told = chat.fake.answered[late["callback_query"]["id"]]
    assert told["text"] == words.text("utter_messenger_answered")


async def test_an_answer_that_was_not_taken_can_be_tapped_again(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    await chat.taps("Fever", asked)
    chat.bench.dialogue.reply = RuntimeError("the action server is away")
    (failed,) = await chat.taps("Done", asked)
    assert "not processed" in failed.text
    assert "✓ Fever" in asked.labels
    await chat.writes("a" * 1001)
    chat.bench.dialogue.reply = [{"text": "Thanks."}]
    await chat.taps("Done", asked)
    assert chat.heard == ["hello", "hip_signs=fever", "hip_signs=fever"]
    assert asked.text.endswith("Your answer: Fever")


async def test_places_then_their_side(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [PLACES]
    picture, asked = await chat.writes("hello")
    assert picture.photo and picture.text == words.text("utter_messenger_map")
    await chat.taps("Front of the knee")
    await chat.taps("Lower back")
    assert await chat.taps("Done") == []
    assert asked.labels == ["Left", "Right", "Both", "✓ Front of the knee", "✓ Lower back", "Why?"]
    assert asked.text.endswith("Front of the knee: " + words.text("utter_messenger_which_side"))
    await chat.taps("Right")
    assert chat.heard == ["hello", "location=knee_front@right,lower_back"]
    assert asked.text.endswith("Your answer: Front of the knee (right), Lower back")
    assert words.text("utter_messenger_which_side") not in asked.text


async def test_the_back_has_no_side(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [PLACES]
    await chat.writes("hello")
    await chat.taps("Lower back")
    await chat.taps("Done")
    assert chat.heard == ["hello", "location=lower_back"]


async def test_the_picture_is_sent_once(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [PLACES]
    assert len(await chat.writes("hello")) == 2
    assert len(await chat.taps("Why?")) == 1
    assert chat.fake.count("sendPhoto") == 1


async def test_a_report_can_be_had_after_what_was_asked_beside_it(chat: Chat) -> None:
    chat.agrees()
    asked = {"text": "Go home.", "custom": {"report_url": "/r", "buttons": [YES]}}
    chat.bench.dialogue.reply = [asked]
    (ending,) = await chat.writes("hello")
    assert ending.labels == ["Yes", "Save the report (PDF)"]
    await chat.taps("Yes", ending)
    assert ending.labels == ["Save the report (PDF)"]
    assert ending.text.endswith("Your answer: Yes")
    await chat.taps("Save the report (PDF)", ending)
    assert ending.labels == ["Save the report (PDF)"]
    assert chat.heard == ["hello", "helpful"]


async def test_what_is_to_be_confirmed_is_not_buried_below_the_open_question(chat: Chat) -> None:
    chat.agrees()
    buttons = [
        {"title": "Yes, erase it", "payload": "erase=yes"},
        {"title": "No, keep it", "payload": "repeat"},
    ]
    chat.bench.dialogue.reply = [{"text": "Shall I erase?", "buttons": buttons}, ASKED]
    (confirm,) = await chat.writes("/erase")
    assert confirm.labels == ["Yes, erase it", "No, keep it"]


async def test_a_payload_too_long_for_a_button_is_known_again(chat: Chat) -> None:
    chat.agrees()
    payload = "question=" + "how long does it take until a torn thing has healed " * 3
    button = {"title": "How long?", "payload": payload}
    chat.bench.dialogue.reply = [{"text": "It heals.", "buttons": [button]}]
    await chat.writes("hello")
    await chat.taps("How long?")
    assert chat.heard == ["hello", payload]
