"""The rendering contract: whatever the bot can say has a rendering on every channel.

Each kind of message and question goes through the renderer of every channel that has one. It must
keep to the limits of its service, lose none of the words, offer every answer, and say what is
urgent in the very words of the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from rich.console import Console

from bot.channels.pieces import AGREE, REPORT, pieces_of
from bot.channels.slack import render as slack
from bot.channels.telegram import render as telegram
from bot.exchange import Message
from bot.safety import emergency_message
from bot.shell_input import pending_of
from bot.shell_view import choices_view, message_view
from bot.words import FALLBACKS, NOTICES, Words
from knowledge.asking import describe_question
from knowledge.questions import load_questions
from knowledge.red_flags import load_red_flags
from tests.fakes.slack_api import check_blocks

LONG = " ".join(f"Sentence {number} of a very long answer." for number in range(400))
ODD = (
    'a < b & "c" > d_e_f *g* `h` ~i~ <b>j</b> \U0001f9b5\U0001f3fd \u202eabc\u202c <@U1> <!channel>'
)
ASKED = f"question={'why does it hurt ' * 30}"
CHOSEN = ["knee_front@right", "lower_back", "hip_groin@left"]
PASSAGE = {
    "id": "bursitis#what",
    "title": "Bursitis",
    "text": "A bursa is a small cushion.",
    "source": {"name": "NHS", "year": 2024, "where": "https://nhs.uk"},
}


def question(question_id: str, **more: Any) -> dict[str, Any]:
    described = describe_question(question_id, {})
    assert described is not None
    return {**described, "text": "Well?", **more}


def messages(words: Words) -> dict[str, Message]:
    """Every kind of message, by a name."""
    found: dict[str, Message] = {
        "text": {"text": "Thank you. I've noted:\n\u2022 Side: left\n\u2022 Age: 45"},
        "long text": {"text": LONG},
        "odd text": {"text": ODD},
        "one long word": {"text": "x" * 9000},
        "passage": {
            "text": "A bursa is a cushion.\n\nSource: NHS, 2024.\nReviewed, not by a clinician.",
            "passages": [PASSAGE],
            "buttons": [button("More about this", "topic=bursitis#what"), button("x" * 200, ASKED)],
        },
        "refusal": {"text": "I don't know that.", "buttons": [button(ODD, "skip")]},
        "ending": {
            "text": "See someone within days.\n\nWho to see: a GP",
            "assessment": {"urgency": "within_days", "passages": [PASSAGE]},
            "report_url": "/webhooks/web/report",
        },
        "details": {"text": f"Why:\n\u2022 {LONG}\n\nSources: NHS", "repeats": "assessment"},
        "consent": {"text": "What is kept", "buttons": [button("I agree", AGREE)]},
        "marked places": {"text": "Where?", "question": question("location", chosen=CHOSEN)},
        "doubt": {"text": "Which?", "question": question("emergency_signs", about_doubt=True)},
        "question with buttons": {
            "text": "How long?",
            "question": question("duration_days"),
            "buttons": [button("About a week", "duration_days=7")],
        },
    }
    found |= {name: words.say(name) for name in FALLBACKS}
    message_for = emergency_message(words.fill)
    found |= {f"red flag {name}": message_for(flag) for name, flag in load_red_flags().items()}
    for name in load_questions():
        again = question(name, again=True, progress={"answered": 3, "expected": 9})
        found[f"question {name}"] = {"text": "Well?", "question": question(name)}
        found[f"question {name} again"] = {"text": LONG, "question": again}
    return found


def button(title: str, payload: str) -> dict[str, str]:
    return {"title": title, "payload": payload}


@dataclass(frozen=True)
class Seen:
    """What a person has before them: the words in order, and what can be tapped, as payloads."""

    words: str
    offered: frozenset[str]


def on_telegram(message: Message, words: Words) -> Seen:
    done = words.text("utter_messenger_done")
    shown, offered = "", set()
    for part in telegram.render(pieces_of([message], words), done):
        assert 0 < telegram.units(part.plain) <= 4096
        assert (
            unescape(re.sub(r"</?(?:b|i|blockquote(?: expandable)?)>", "", part.html)) == part.plain
        )
        shown += part.plain + "\n"
        data = [button.data for row in part.rows for button in row]
        assert len(data) == len(set(data))
        assert all(1 <= len(each.encode()) <= 64 for each in data)
        assert all(button.label.strip() for row in part.rows for button in row)
        assert all(len(row) <= 8 for row in part.rows) and len(data) <= 100
        offered.update(data)
    return Seen(shown, frozenset(offered))


def on_slack(message: Message, words: Words) -> Seen:
    shown, offered = "", set()
    for part in slack.render(pieces_of([message], words), words):
        check_blocks(part.blocks)
        check_blocks(part.closed or [])
        assert part.text.strip()
        for block in part.blocks:
            for element in (block.get("text"), *block.get("elements", ())):
                if element and element["type"] in ("mrkdwn", "plain_text"):
                    shown += unescape(element["text"]) + "\n"
            for element in (*block.get("elements", ()), block.get("accessory") or {}):
                values = [element, *element.get("options", ())]
                offered.update(each["value"] for each in values if "value" in each)
    return Seen(shown, frozenset(offered))


def in_the_shell(message: Message, words: Words) -> Seen:
    console = Console(width=10_000, no_color=True, force_terminal=False, color_system=None)
    pending = pending_of([message])
    with console.capture() as capture:
        for view in (message_view(message), choices_view([message], pending)):
            if view is not None:
                console.print(view)
    offered = {choice.payload for choice in pending.choices}
    return Seen(capture.get(), frozenset(offered))


SIDED = ("@left", "@right", "@both")

CHANNELS = {"telegram": on_telegram, "slack": on_slack, "shell": in_the_shell}


def _bare(text: str) -> str:
    """Words without line breaks, frames, bullets and formatting signs."""
    return re.sub(r"[\s\u2022*\u2502\u26a0\ufe0f\u25cf]+", " ", text)


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_message_is_shown_whole_within_the_limits(channel: str, house_words: Words) -> None:
    for name, message in messages(house_words).items():
        if channel == "shell" and "repeats" in message:
            continue  # the assessment before it is shown there
        seen = CHANNELS[channel](message, house_words)
        for paragraph in message["text"].split("\n"):
            words = _bare(paragraph).strip()
            missing = [word for word in words.split() if word[:60] not in seen.words]
            assert not missing, f"{channel}, {name}: {missing[:5]}"


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_is_urgent_is_said_in_the_same_words(channel: str, house_words: Words) -> None:
    urgent = [
        (name, message)
        for name, message in messages(house_words).items()
        if message.get("notice") == "emergency" or name in NOTICES or "red flag" in name
    ]
    assert len(urgent) > 30
    for name, message in urgent:
        seen = CHANNELS[channel](message, house_words)
        for paragraph in filter(None, message["text"].split("\n")):
            assert _bare(paragraph).strip() in _bare(seen.words), f"{channel}, {name}"


@pytest.mark.parametrize("channel", ["telegram", "slack"])
def test_every_answer_can_be_tapped(channel: str, house_words: Words) -> None:
    for name, message in messages(house_words).items():
        if "question" not in message:
            continue
        seen = CHANNELS[channel](message, house_words)
        asked = message["question"]
        for option in asked["options"]:
            value = option["value"]
            ways = {
                f"{asked['id']}={value}",
                *(f"{mark}{value}{side}" for mark in ("", "+") for side in ("", *SIDED)),
            }
            assert ways & seen.offered, f"{channel}, {name}: {value}"


@pytest.mark.parametrize("channel", ["telegram", "slack"])
def test_what_stands_behind_other_buttons_is_there(channel: str, house_words: Words) -> None:
    by_name = messages(house_words)
    assert REPORT in CHANNELS[channel](by_name["ending"], house_words).offered
    assert AGREE in CHANNELS[channel](by_name["consent"], house_words).offered
    assert (
        "duration_days=7"
        in CHANNELS[channel](by_name["question with buttons"], house_words).offered
    )
    for name in ("ask_why", "ask_meaning"):
        assert name in CHANNELS[channel](by_name["question onset"], house_words).offered


@pytest.mark.parametrize("channel", CHANNELS)
def test_an_emergency_stands_out_from_everything_else(channel: str, house_words: Words) -> None:
    plain = {"text": "Go to an emergency department now."}
    urgent = {**plain, "notice": "emergency"}
    assert rendering(channel, urgent, house_words) != rendering(channel, plain, house_words)


def rendering(channel: str, message: Message, words: Words) -> Any:
    if channel == "telegram":
        return telegram.render(pieces_of([message], words), "Done")
    if channel == "slack":
        return slack.render(pieces_of([message], words), words)
    return in_the_shell(message, words).words
