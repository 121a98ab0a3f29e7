from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import turn as module
from bot.exchange import Incoming
from bot.failure import TurnAborted
from bot.guard import Guard
from bot.payloads import MOST_CHARACTERS, meant_button
from bot.turn import Turn
from knowledge.red_flags import RedFlagHit
from tests.bot.standins import Bench, Hit, at_once, describe, emergency_message, screen

FAILURES = {
    "action server down": TurnAborted("actions_unreachable", "action_assess"),
    "action server slow": TurnAborted("actions_timeout", "action_assess"),
    "understanding broken": ValueError("spaCy fell over"),
    "programming error": KeyError("side"),
}


def notices(messages: list[dict]) -> list[str | None]:
    return [message.get("notice") for message in messages]


async def test_a_message_is_answered_and_kept(bench: Bench) -> None:
    assert await bench.say("my knee hurts") == [{"text": "Which side?"}]
    (kept,) = bench.store.kept["web:a"]
    assert kept.person == {"text": "my knee hurts"}
    assert kept.reply == [{"text": "Which side?"}]


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
async def test_a_failed_turn_keeps_nothing_and_says_so(
    bench: Bench, failure: BaseException
) -> None:
    bench.dialogue.reply = failure
    (message,) = await bench.say("my knee hurts")
    assert message["notice"] == "not_processed"
    assert "112" in message["text"]
    assert bench.store.kept == {}


@pytest.mark.parametrize(
    "responses",
    [[], [{"custom": {}}], [{"text": "Sorry", "custom": {"failed": True}}], [{"custom": "x"}]],
    ids=["no reply", "empty reply", "reply marked as failed", "reply that is no message"],
)
async def test_a_reply_that_is_none_fails_the_turn(bench: Bench, responses: list) -> None:
    bench.dialogue.reply = responses
    assert notices(await bench.say("my knee hurts")) == ["not_processed"]
    assert bench.store.kept == {}


@pytest.mark.parametrize("step", ["open", "commit"])
async def test_a_broken_store_fails_the_turn(bench: Bench, step: str) -> None:
    bench.store.broken, bench.store.breaks_on = OSError("disk full"), step
    assert notices(await bench.say("my knee hurts")) == ["not_processed"]


async def test_the_same_message_is_processed_once_it_can_be(bench: Bench) -> None:
    bench.dialogue.reply = TurnAborted("actions_unreachable")
    await bench.say("my knee hurts", "7")
    bench.dialogue.reply = [{"text": "Which side?"}]
    assert await bench.say("my knee hurts", "7") == [{"text": "Which side?"}]
    assert len(bench.store.kept["web:a"]) == 1


async def test_a_turn_that_takes_too_long_fails(bench: Bench) -> None:
    bench.dialogue.gate = asyncio.Event()  # never opens
    assert notices(await bench.say("my knee hurts")) == ["not_processed"]
    assert bench.store.kept == {}


async def test_the_same_id_gets_the_same_answer_and_changes_nothing(bench: Bench) -> None:
    first = await bench.say("my knee hurts", "7")
    bench.dialogue.reply = [{"text": "Something else"}]
    assert await bench.say("my knee hurts", "7") == first
    assert len(bench.store.kept["web:a"]) == 1
    assert len(bench.dialogue.heard) == 1


async def test_the_same_id_of_somebody_else_is_another_message(bench: Bench) -> None:
    await bench.say("my knee hurts", "7", sender_id="web:a")
    await bench.say("my hip hurts", "7", sender_id="web:b")
    assert [said.text for said in bench.dialogue.heard] == ["my knee hurts", "my hip hurts"]


async def test_a_repeat_that_overtakes_waits_for_the_first(bench: Bench) -> None:
    bench.dialogue.gate = asyncio.Event()
    first = asyncio.ensure_future(bench.say("my knee hurts", "7"))
    again = asyncio.ensure_future(bench.say("my knee hurts", "7"))
    await asyncio.sleep(0)
    bench.dialogue.gate.set()
    assert await first == await again
    assert len(bench.dialogue.heard) == 1


async def test_messages_of_one_conversation_are_taken_one_by_one(bench: Bench) -> None:
    bench.dialogue.gate = asyncio.Event()
    both = [asyncio.ensure_future(bench.say(f"number {n}", str(n))) for n in (1, 2)]
    other = asyncio.ensure_future(bench.say("hello", "1", sender_id="web:b"))
    for _ in range(20):
        await asyncio.sleep(0)
    assert [said.text for said in bench.dialogue.heard] == ["number 1", "hello"]
    bench.dialogue.gate.set()
    await asyncio.gather(*both, other)
    assert [said.text for said in bench.dialogue.heard] == ["number 1", "hello", "number 2"]


async def test_a_closed_page_does_not_undo_the_turn(bench: Bench) -> None:
    bench.dialogue.gate = asyncio.Event()
    request = asyncio.ensure_future(bench.say("my knee hurts"))
    for _ in range(20):
        await asyncio.sleep(0)
    request.cancel()
    bench.dialogue.gate.set()
    await bench.turn.drain(1)
    assert len(bench.store.kept["web:a"]) == 1


async def test_draining_waits_for_running_turns(bench: Bench) -> None:
    bench.dialogue.gate = asyncio.Event()
    request = asyncio.ensure_future(bench.say("my knee hurts"))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.01, bench.dialogue.gate.set)
    await bench.turn.drain(1)
    assert request.done() or await request == [{"text": "Which side?"}]
    assert len(bench.store.kept["web:a"]) == 1


SLASHES = {
    "/restart": "restart",
    '/inform{"severity": "0"}': 'inform{"severity": "0"}',
    "  //restart": "restart",
    "／restart": "restart",
    "/ /／ restart": "restart",
    "\u200b/restart": "restart",
    "\ufeff/restart": "restart",
    "\x00/restart": "restart",
    "⁄restart": "restart",
    "/\u200d/restart": "restart",
    "left/right knee": "left/right knee",
}


@pytest.mark.parametrize(("typed", "heard"), SLASHES.items(), ids=map(ascii, SLASHES))
async def test_no_typed_message_reaches_rasa_as_a_command(
    bench: Bench, typed: str, heard: str
) -> None:
    await bench.say(typed)
    assert bench.dialogue.heard[0].text == heard


@pytest.mark.parametrize("payload", ["/restart", '/inform{"a": 1}', "A=1", "a b", "x=1\n/restart"])
async def test_what_is_no_payload_is_not_let_in(bench: Bench, payload: str) -> None:
    assert notices(await bench.tap(payload)) == ["limit"]
    assert bench.dialogue.heard == []


EMPTY = ["", "   ", "\n\t", "///", "\u200b\u200b", "\x00\x07", "\ud800"]


@pytest.mark.parametrize("typed", EMPTY, ids=map(ascii, EMPTY))
async def test_a_message_without_words_is_not_a_turn(bench: Bench, typed: str) -> None:
    assert notices(await bench.say(typed)) == ["limit"]
    assert bench.store.kept == {}


@pytest.mark.parametrize(
    ("length", "taken"), [(MOST_CHARACTERS, True), (MOST_CHARACTERS + 1, False)]
)
async def test_the_length_limit(bench: Bench, length: int, taken: bool) -> None:
    messages = await bench.say("a" * length)
    assert (notices(messages) == [None]) is taken
    assert bool(bench.store.kept) is taken


async def test_a_red_flag_is_answered_first_if_the_dialogue_misses_it(bench: Bench) -> None:
    first, second = await bench.say("I can't breathe")
    assert first["assessment"] == {"urgency": "emergency", "red_flags": ["clot"]}
    assert second == {"text": "Which side?"}
    assert bench.store.kept["web:a"][0].reply == [first, second]


async def test_a_red_flag_that_the_dialogue_answers_is_not_answered_twice(bench: Bench) -> None:
    assessment = {"urgency": "emergency", "red_flags": ["clot"]}
    bench.dialogue.reply = [{"text": "Call 112 now", "custom": {"assessment": assessment}}]
    assert await bench.say("I can't breathe") == [
        {"text": "Call 112 now", "assessment": assessment}
    ]


async def test_a_weaker_assessment_does_not_hide_a_red_flag(bench: Bench) -> None:
    weaker = {"urgency": "same_day", "red_flags": []}
    bench.dialogue.reply = [{"text": "Be seen today", "custom": {"assessment": weaker}}]
    messages = await bench.say("I can't breathe")
    assert [m["assessment"]["urgency"] for m in messages] == ["emergency", "same_day"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("I can't breathe", "Get help: clot"), ("it is hot and red", "Get help: infection")],
)
async def test_a_red_flag_is_answered_when_the_turn_fails(
    bench: Bench, text: str, said: str
) -> None:
    bench.dialogue.reply = TurnAborted("actions_unreachable")
    messages = await bench.say(text)
    assert messages[0]["text"] == said
    assert notices(messages)[1:] == ["not_processed"]


async def test_a_red_flag_is_found_when_the_store_is_down(bench: Bench) -> None:
    bench.store.broken, bench.store.breaks_on = OSError("gone"), "open"
    assert (await bench.say("I can't breathe"))[0]["text"] == "Get help: clot"


async def test_a_red_flag_is_found_in_a_message_that_is_too_long(bench: Bench) -> None:
    messages = await bench.say("a " * MOST_CHARACTERS + "and I can't breathe")
    assert notices(messages) == ["emergency", "limit"]


async def test_a_red_flag_hidden_in_invisible_characters_is_found(bench: Bench) -> None:
    assert (await bench.say("I ca\u200bn't brea\u00adthe"))[0]["text"] == "Get help: clot"


async def test_a_sign_that_can_wait_is_left_to_the_dialogue(bench: Bench) -> None:
    assert await bench.say("there is a lump") == [{"text": "Which side?"}]


def in_spanish(text: str) -> dict | None:
    return {"text": "Only English."} if "rodilla" in text or "puedo" in text else None


def spanish_bench(bench: Bench) -> Turn:
    guard = Guard(screen_spanish, emergency_message, "Call 999.")
    return Turn(
        bench.dialogue,
        bench.store,
        bench.turn.words,
        guard,
        describe,
        only_english=in_spanish,
    )


def screen_spanish(text: str, payload: str | None = None) -> Hit | None:
    return Hit("clot", "emergency") if "no puedo respirar" in text else None


async def test_another_language_is_no_answer_to_the_question(bench: Bench) -> None:
    reply = await spanish_bench(bench).take(
        Incoming("web:a", "web", "1", text="me duele la rodilla")
    )
    assert reply.messages == [{"text": "Only English.", "notice": "limit"}]
    assert bench.dialogue.heard == []


async def test_an_emergency_in_another_language_is_kept_and_answered_first(bench: Bench) -> None:
    reply = await spanish_bench(bench).take(Incoming("web:a", "web", "1", text="no puedo respirar"))
    assert [m["text"] for m in reply.messages[:2]] == ["Get help: clot", "Only English."]
    assert [said.text for said in bench.dialogue.heard] == ["no puedo respirar"]


async def test_without_a_working_guard_nothing_is_processed(bench: Bench) -> None:
    def broken(text: str, payload: str | None) -> None:
        raise RuntimeError

    guard = Guard(broken, emergency_message, "Call 112.")
    turn = Turn(bench.dialogue, bench.store, bench.turn.words, guard, describe)
    reply = await turn.take(Incoming("web:a", "web", "1", text="hello"))
    assert notices(reply.messages) == ["not_processed"]
    assert bench.store.kept == {}


async def test_a_red_flag_without_advice_still_gets_the_last_resort(bench: Bench) -> None:
    def broken(hit: object) -> dict:
        raise RuntimeError

    guard = Guard(screen, broken, "Call 112.")
    turn = Turn(bench.dialogue, bench.store, bench.turn.words, guard, describe)
    reply = await turn.take(Incoming("web:a", "web", "1", text="I can't breathe"))
    assert reply.messages[0]["text"] == "Call 112."
    assert reply.messages[0]["assessment"]["urgency"] == "emergency"


CONSENT_FIRST = {"text": "my knee hurts"}, {"payload": "start_check"}, {"payload": "erase=yes"}


@pytest.mark.parametrize("said", CONSENT_FIRST, ids=str)
async def test_without_consent_nothing_is_kept_and_the_dialogue_hears_nothing(
    bench: Bench, said: dict
) -> None:
    reply = await bench.turn.take(Incoming("web:a", "web", "1", consent=False, **said))
    assert notices(reply.messages) == ["consent"]
    assert bench.dialogue.heard == []
    assert bench.store.kept == {}


async def test_an_emergency_is_answered_before_consent(bench: Bench) -> None:
    incoming = Incoming("web:a", "web", "1", text="I can't breathe", consent=False)
    first, second = (await bench.turn.take(incoming)).messages
    assert first["assessment"] == {"urgency": "emergency", "red_flags": ["clot"]}
    assert second["notice"] == "consent"
    assert bench.store.kept == {}


async def test_what_was_refused_for_want_of_consent_is_taken_with_it(bench: Bench) -> None:
    incoming = Incoming("web:a", "web", "1", text="my knee hurts", consent=False)
    await bench.turn.take(incoming)
    agreed = await bench.turn.take(replace(incoming, consent=True))
    assert agreed.messages == [{"text": "Which side?"}]
    assert len(bench.store.kept["web:a"]) == 1


TAPS = {
    "a button of the last reply": ("start_check", "Begin the check"),
    "an option of a question": ("side=left", "Left"),
    "two options": ("side=left,right", "Left, Right"),
    "not sure": ("side=not_sure", "I'm not sure"),
    "an option that is not there": ("side=middle", "middle"),
    "a question of our own": ("question=what is a bursa", "what is a bursa"),
    "a command": ("show_summary", "show summary"),
}


@pytest.mark.parametrize(("payload", "shown"), TAPS.values(), ids=TAPS.keys())
async def test_a_tap_is_heard_as_what_was_shown(bench: Bench, payload: str, shown: str) -> None:
    buttons = [{"title": "Begin the check", "payload": "start_check"}]
    bench.dialogue.reply = [{"text": "Hello", "buttons": buttons}]
    bench.dialogue.asked = "side"
    await bench.say("hello", "1")
    await bench.tap(payload, "2")
    said = bench.dialogue.heard[-1]
    assert (said.text, said.payload, said.asked) == (shown, payload, "side")
    assert bench.store.kept["web:a"][-1].person == {"text": shown, "payload": payload}


async def test_an_option_that_is_a_red_flag_counts_as_said(bench: Bench) -> None:
    bench.dialogue.reply = TurnAborted("actions_unreachable")
    assert (await bench.tap("emergency_signs=breathless"))[0]["text"] == "Get help: clot"


async def test_a_suggested_question_is_not_the_persons_own_words(bench: Bench) -> None:
    assert await bench.tap("question=what if I can't breathe") == [{"text": "Which side?"}]


async def test_erasing(bench: Bench) -> None:
    await bench.say("my knee hurts", "1")
    (message,) = await bench.tap("erase=yes", "2")
    assert "deleted" in message["text"]
    assert message["state"] == {"erased": True}
    assert bench.store.kept == {}
    assert await bench.turn.history("web:a") == []


async def test_erasing_waits_for_a_running_turn(bench: Bench) -> None:
    bench.dialogue.gate = asyncio.Event()
    turn = asyncio.ensure_future(bench.say("my knee hurts", "1"))
    for _ in range(20):
        await asyncio.sleep(0)
    erasing = asyncio.ensure_future(bench.turn.erase("web:a"))
    await asyncio.sleep(0)
    bench.dialogue.gate.set()
    await asyncio.gather(turn, erasing)
    assert bench.store.kept == {}


async def test_erasing_that_fails_is_not_called_done(bench: Bench) -> None:
    await bench.say("my knee hurts", "1")
    bench.store.broken, bench.store.breaks_on = OSError("disk"), "delete"
    assert notices(await bench.turn.erase("web:a")) == ["not_processed"]
    assert notices(await bench.tap("erase=yes", "2")) == ["not_processed"]
    assert bench.store.kept != {}


async def test_conversations_are_forgotten_after_some_days(bench: Bench, guard: Guard) -> None:
    now = 0.0
    turn = Turn(bench.dialogue, bench.store, bench.turn.words, guard, describe, now=lambda: now)
    await turn.take(Incoming("web:a", "web", "1", text="my knee hurts"))
    now = 29 * 86400
    await turn.forget(30)
    assert list(bench.store.kept) == ["web:a"]
    now = 31 * 86400
    await turn.forget(30)
    assert bench.store.kept == {}


async def test_one_conversation_that_is_locked_keeps_no_other_from_being_forgotten(
    bench: Bench,
) -> None:
    await bench.say("my knee hurts", "1", sender_id="web:a")
    await bench.say("my knee hurts", "1", sender_id="web:b")
    async with bench.turn.locks.hold("web:a", 1):
        await bench.turn.forget(-1)
    assert list(bench.store.kept) == ["web:a"]


async def test_understanding_is_all_done_where_it_may_keep_the_processor_busy(
    bench: Bench, guard: Guard
) -> None:
    looked = []

    async def think(call: Any, *arguments: Any) -> Any:
        looked.append(arguments[0])
        return call(*arguments)

    words = bench.turn.words
    turn = Turn(bench.dialogue, bench.store, words, guard, describe, aside=at_once, think=think)
    await turn.take(Incoming("web:a", "web", "1", text="a turn"))
    await turn.look("a look")
    await turn.beside(None, [], "something beside", None)
    assert looked == ["a turn", "a look", "something beside"]


async def test_who_is_not_looked_through_in_time_is_told_so(
    bench: Bench, guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_LOOK", 0.01)

    async def think(call: Any, *arguments: Any) -> Any:
        await asyncio.sleep(60)

    words = bench.turn.words
    turn = Turn(bench.dialogue, bench.store, words, guard, describe, think=think)
    reply = await turn.take(Incoming("web:a", "web", "1", text="my knee hurts"))
    assert (reply.outcome, reply.reason) == ("not_processed", "timeout")
    assert notices(reply.messages) == ["not_processed"]


async def test_history_tells_who_said_what(bench: Bench) -> None:
    await bench.say("my knee hurts")
    assert await bench.turn.history("web:a") == [
        {"from": "person", "text": "my knee hurts"},
        {"from": "bot", "text": "Which side?"},
    ]


def heard(question_id: str, outcome: str = "value") -> dict:
    return {"findings": {"answer": {"question": question_id, "outcome": outcome}}}


async def test_a_turn_and_the_history_tell_which_question_was_answered(bench: Bench) -> None:
    bench.dialogue.parse = heard("side")
    for _ in range(2):  # the second time out of the store
        reply = await bench.turn.take(Incoming("web:a", "web", "1", text="left"))
        assert reply.messages[-1]["state"] == {"answered": "side"}
    assert (await bench.turn.history("web:a"))[0] == {
        "from": "person",
        "text": "left",
        "question_id": "side",
    }


@pytest.mark.parametrize(
    ("parse", "known"),
    [
        ({}, {}),
        (heard("summary_confirmed"), {}),
        (heard("suspected_signs", "none"), {}),
        (heard("side", "skip"), {"asked": {"side": "again:value"}}),
    ],
    ids=["no answer", "a confirmation", "a suspicion", "an answer left as it was"],
)
async def test_what_is_no_answer_to_be_changed_is_not_called_one(
    bench: Bench, parse: dict, known: dict
) -> None:
    bench.dialogue.parse, bench.dialogue.known = parse, known
    reply = await bench.turn.take(Incoming("web:a", "web", "1", text="left"))
    assert "state" not in reply.messages[-1]


async def test_answers_that_were_put_aside_cannot_be_changed(bench: Bench) -> None:
    bench.dialogue.parse = heard("side")
    await bench.say("left", "1")
    bench.dialogue.parse = {}
    reply = await bench.tap("restart=yes", "2")
    assert reply[-1]["state"] == {"restarted": True}
    assert [m for m in await bench.turn.history("web:a") if "question_id" in m] == []


async def test_a_turn_tells_whether_an_emergency_stands_after_it(bench: Bench) -> None:
    guard = Guard(
        screen, emergency_message, "Call 112.", lambda slots: {"text": "!"} if slots else None
    )
    turn = Turn(bench.dialogue, bench.store, bench.turn.words, guard, describe)
    calm = await turn.take(Incoming("web:a", "web", "1", text="left"))
    bench.dialogue.known = {"findings": {"fever": "present"}}
    grave = await turn.take(Incoming("web:a", "web", "2", text="left"))
    assert "state" not in calm.messages[-1]
    assert grave.messages[-1]["state"] == {"emergency": True}
    assert (await turn.history("web:a"))[-1]["state"] == {"emergency": True}


async def test_debug_tells_how_a_reply_came_about(bench: Bench) -> None:
    bench.dialogue.parse = {
        "intent": {"name": "inform", "confidence": 0.9},
        "findings": {"side": 1},
    }
    bench.dialogue.known = {"side": "left", "age": None}
    bench.dialogue.asked = "side"
    reply = await bench.turn.take(Incoming("web:a", "web", "1", text="left", debug=True))
    assert reply.debug == {
        "slots": {"side": "left"},
        "intent": {"name": "inform", "confidence": 0.9},
        "findings": {"side": 1},
        "red_flag": None,
        "passages": [],
        "asked": "side",
    }


async def test_no_debug_unless_asked_for(bench: Bench) -> None:
    assert (await bench.turn.take(Incoming("web:a", "web", "1", text="left"))).debug is None


async def test_the_canary_is_a_whole_turn_that_is_not_kept(bench: Bench) -> None:
    assert await bench.turn.canary("hello") is None
    assert len(bench.dialogue.heard) == 1
    assert bench.store.kept == {}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
async def test_the_canary_tells_of_failures(bench: Bench, failure: BaseException) -> None:
    bench.dialogue.reply = failure
    assert await bench.turn.canary("hello")


SHORT_LIST = {
    "id": "emergency_signs",
    "kind": "multi",
    "text": "And any of the others?",
    "options": [{"value": "locked_now", "label": "Stuck"}, {"value": "none", "label": "None"}],
}
CONFIRM_ERASE = [
    {
        "text": "Shall I erase this?",
        "buttons": [
            {"title": "Yes, erase it", "payload": "erase=yes"},
            {"title": "No, keep it", "payload": "repeat"},
        ],
    }
]


@pytest.mark.parametrize("text", ["yes", "Yes please!", "yes, erase it", "ok"])
async def test_a_typed_yes_confirms_what_was_offered(bench: Bench, text: str) -> None:
    bench.dialogue.reply = CONFIRM_ERASE
    await bench.say("erase my data", "1")
    (message,) = await bench.say(text, "2")
    assert message["state"] == {"erased": True}
    assert bench.store.kept == {}


@pytest.mark.parametrize("text", ["no", "Nope", "no, keep it"])
async def test_a_typed_no_keeps_it(bench: Bench, text: str) -> None:
    bench.dialogue.reply = CONFIRM_ERASE
    await bench.say("erase my data", "1")
    bench.dialogue.reply = [{"text": "Which side?"}]
    await bench.say(text, "2")
    assert bench.store.kept["web:a"][-1].person["payload"] == "repeat"


@pytest.mark.parametrize(
    ("text", "payload"),
    [("yes", None), ("start the check", "start_check"), ("Start the check!", "start_check")],
    ids=str,
)
def test_a_button_may_be_typed_but_yes_means_one_only_after_a_confirmation(text, payload):
    offered = [
        {"text": "Hello", "buttons": [{"title": "Start the check", "payload": "start_check"}]}
    ]
    assert meant_button(text, offered) == payload


async def test_understanding_is_told_which_options_were_shown(bench: Bench) -> None:
    bench.dialogue.reply = [{"custom": {"question": SHORT_LIST}}]
    await bench.say("i have a fever", "1")
    bench.dialogue.asked = SHORT_LIST["id"]
    await bench.say("the first one", "2")
    assert [said.offered for said in bench.dialogue.heard] == [(), ("locked_now", "none")]


async def test_an_emergency_goes_first_and_stays_in_front(bench: Bench) -> None:
    emergency = {"text": "Call 112", "assessment": {"urgency": "emergency", "red_flags": []}}
    reminder = {"text": "Get help now."}
    guard = Guard(screen, emergency_message, "Call 112.", lambda slots: reminder)
    assert guard.ensure([{"text": "a passage"}, emergency], None, {"x": 1})[0] == emergency
    assert guard.ensure([{"text": "a passage"}], None, {"x": 1})[-1] == reminder
    assert guard.ensure([{"text": "a passage"}], None, None) == [{"text": "a passage"}]


def test_a_line_about_the_emergency_goes_first_and_needs_no_reminder():
    guard = Guard(screen, emergency_message, "Call 112.", lambda slots: {"text": "Get help now."})
    line = {"text": "Do not wait.", "notice": "emergency"}
    assert guard.ensure([{"text": "a passage"}, line], None, {"x": 1}) == [
        line,
        {"text": "a passage"},
    ]


def test_what_is_less_urgent_is_not_set_beside_an_emergency_that_stands():
    hit = RedFlagHit("locked_knee", "same_day")
    line = {"text": "Do not wait.", "notice": "emergency"}
    standing = Guard(screen, emergency_message, "Call 112.", lambda slots: {"text": "Help."})
    assert standing.ensure([line], hit, {"x": 1}) == [line]
    calm = Guard(screen, emergency_message, "Call 112.")
    assert calm.ensure([{"text": "a passage"}], hit, {"x": 1})[0] != {"text": "a passage"}
