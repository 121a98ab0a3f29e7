from __future__ import annotations

import pytest

from bot.words import FALLBACKS, Words

NUMBERED = [
    "utter_not_processed",
    "utter_too_long",
    "utter_too_many",
    "utter_consent_first",
    "utter_only_english",
]
PLACE = {"emergency_number": "999", "keep_days": "7"}


@pytest.mark.parametrize("name", FALLBACKS)
def test_there_are_words_without_a_domain(name: str) -> None:
    text = Words({}, PLACE).say(name)["text"]
    assert text and "{" not in text


@pytest.mark.parametrize("name", NUMBERED)
def test_the_emergency_number_is_told(name: str) -> None:
    assert "999" in Words({}, PLACE).say(name)["text"]


def test_the_domains_words_come_first() -> None:
    words = Words({"utter_not_processed": [{"text": "Oops, {emergency_number}."}]}, PLACE)
    assert words.say("utter_not_processed") == {"text": "Oops, 999.", "notice": "not_processed"}


def test_an_empty_response_does_not_silence_us() -> None:
    assert Words({"utter_erased": [{"text": ""}]}, PLACE).say("utter_erased")["text"]


def test_the_greeting_has_its_buttons_and_the_privacy_notice() -> None:
    button = {"title": "Start", "payload": "start_check"}
    words = Words({"utter_greet": [{"text": "Hello", "buttons": [button]}]}, PLACE)
    greeting = words.greeting()
    assert greeting[0] == {"text": "Hello", "buttons": [button]}
    assert "kept on this server for 7 days" in greeting[1]["text"]
    assert greeting[1]["notice"] == "consent"
