"""The real channel over HTTP: what is tapped, and what is shown of it."""

from __future__ import annotations

from bot.reports import FinishedCheck, ReportFile
from bot.words import Words
from tests.bot.channels.slack.conftest import Workspace
from tests.fakes.slack_person import (
    button_of,
    command_request,
    element_of,
    elements_of,
    labels_of,
    tap_request,
    words_of,
)

# -- Tapping


async def test_the_choice_takes_the_place_of_the_buttons(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    await agreed.taps("Left")
    assert agreed.heard == ["hello", "side=left"]
    assert elements_of(question.blocks) == [] and question.edited
    assert words_of(question) == "Which side?\nYour answer: Left"


async def test_buttons_go_also_when_the_answer_is_typed(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    await agreed.says("left")
    assert elements_of(question.blocks) == [] and words_of(question) == "Which side?"


async def test_a_second_tap_is_told_to_be_too_late(agreed: Workspace, house_words: Words) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    left, right = (agreed.ann.tap(question, button_of(question, x)) for x in ("Left", "Right"))
    await agreed.hand_over(tap_request(left), tap_request(right))
    assert agreed.heard == ["hello", "side=left"]
    (whisper,) = agreed.slack.whispers
    assert whisper["text"] == house_words.text("utter_messenger_answered")
    assert whisper["user"] == "U0ANN"


async def test_a_tap_that_comes_three_times_is_one(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    request = tap_request(agreed.ann.tap(question, button_of(question, "Left")))
    await agreed.hand_over(request, request, request)
    assert agreed.heard == ["hello", "side=left"] and agreed.slack.whispers == []


SIGNS = {
    "id": "signs",
    "kind": "multi",
    "options": [
        {"value": "fever", "label": "Fever"},
        {"value": "locked", "label": "A knee that is stuck & hot"},
        {"value": "none", "label": "None of these"},
    ],
}


async def test_several_are_marked_and_sent_with_done(agreed: Workspace) -> None:
    agreed.bench.dialogue.reply = [{"text": "Any of these?", "custom": {"question": SIGNS}}]
    await agreed.says("hello")
    question = agreed.ann.open_message()
    boxes = element_of(question, "marks")
    agreed.ann.mark(boxes, "fever", "locked")
    assert await agreed.hand_over(tap_request(agreed.ann.tap(question, boxes))) == []
    await agreed.taps("Done")
    assert agreed.heard == ["hello", "signs=fever,locked"]
    assert "Your answer: Fever, A knee that is stuck &amp; hot" in words_of(question)


async def test_done_without_a_mark_is_told_and_no_turn(
    agreed: Workspace, house_words: Words
) -> None:
    agreed.bench.dialogue.reply = [{"text": "Any of these?", "custom": {"question": SIGNS}}]
    await agreed.says("hello")
    assert await agreed.taps("Done") == []
    assert agreed.heard == ["hello"]
    (whisper,) = agreed.slack.whispers
    assert whisper["text"] == house_words.text("utter_messenger_nothing_chosen")
    await agreed.taps("None of these")
    assert agreed.heard == ["hello", "signs=none"]


# -- What is shown of it


async def test_asking_back_is_no_answer(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    await agreed.taps("Why?")
    assert agreed.heard == ["hello", "ask_why"]
    assert words_of(question) == "Which side?"


async def test_nobody_is_greeted_twice(workspace: Workspace, house_words: Words) -> None:
    workspace.bench.dialogue.reply = [{"text": house_words.text("utter_greet")}]
    assert house_words.text("utter_greet") in await workspace.says("hi")
    said = await workspace.taps("I agree, carry on")
    assert said == [house_words.text("utter_messenger_agreed")]


# -- The report


class Reports:
    async def render(self, check: FinishedCheck, form: str) -> ReportFile:
        return ReportFile(b"%PDF-1.7 " + form.encode(), "application/pdf", "report.pdf")


async def test_the_report_comes_as_a_file(agreed: Workspace, house_words: Words) -> None:
    agreed.bench.turn._reports = Reports()
    agreed.bench.dialogue.reply = [
        {"text": "See a GP.", "custom": {"report_url": "/webhooks/web/report"}}
    ]
    await agreed.says("hello")
    (sender_id,) = agreed.bench.store.kept
    agreed.bench.dialogue.finished[sender_id] = FinishedCheck({}, 0.0, None)
    await agreed.taps("Save the report (PDF)")
    (file,) = agreed.slack.files
    assert file["body"] == b"%PDF-1.7 pdf" and file["channel"] == "D0ANN"
    assert file["comment"] == house_words.text("utter_messenger_report_caption")
    # It stays to be had when the conversation has gone on.
    await agreed.says("and the hip?")
    assert labels_of(agreed.slack.messages[0]) == ["Save the report (PDF)"]
    message = agreed.slack.messages[0]
    request = tap_request(agreed.ann.tap(message, elements_of(message.blocks)[0]))
    await agreed.hand_over(request)
    assert len(agreed.slack.files) == 2


async def test_who_cannot_be_sent_a_file_is_told_so(agreed: Workspace, house_words: Words) -> None:
    agreed.bench.turn._reports = Reports()
    await agreed.says("hello")
    (sender_id,) = agreed.bench.store.kept
    agreed.bench.dialogue.finished[sender_id] = FinishedCheck({}, 0.0, None)
    agreed.slack.refuse("files.getUploadURLExternal", "missing_scope")
    said = await agreed.hand_over(command_request(agreed.ann.command("report")))
    assert said == [house_words.text("utter_report_not_available")]
