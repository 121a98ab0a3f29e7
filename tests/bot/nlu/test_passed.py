"""Signs of an emergency elsewhere: of last week they are asked about again, of long ago not."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import Reading, read_text
from bot.nlu.learned.fusion import fuse
from tests.bot.nlu.recognised import recognised

LATELY = [
    ("i had chest pain last week but it went away", "chest_pain"),
    ("had a bit of chest pain on saturday but it went off", "chest_pain"),
    ("I had chest pain. it's gone now", "chest_pain"),
    ("a few days ago I was short of breath, it's gone now", "breathless"),
    ("I was short of breath two days ago but not any more", "breathless"),
    ("my face drooped last tuesday but it's fine now", "stroke_signs"),
    ("my face drooped on sunday. all gone now.", "stroke_signs"),
    ("my speech was slurred yesterday but it is better now", "stroke_signs"),
    ("blacked out in the kitchen three weeks ago, fine since", "collapse"),
    ("coughed up blood last week but it stopped", "coughing_blood"),
    ("no chest pain now but I had some last week", "chest_pain"),
]
LONG_AGO = [
    ("I had chest pain years ago", "chest_pain"),
    ("I had chest pain last year but it went away", "chest_pain"),
    ("I used to get chest pain in my twenties", "chest_pain"),
    ("fainted as a teenager", "collapse"),
    ("I fainted once last year", "collapse"),
    ("I was short of breath months ago but it settled", "breathless"),
]
DENIED = [
    ("no chest pain today", "chest_pain"),
    ("I don't have chest pain", "chest_pain"),
    ("I wasn't breathless yesterday", "breathless"),
    ("no collapse, no chest pain this week", "chest_pain"),
]
LASTING = [
    "short of breath for years with my chest",
    "I'm always short of breath, I have COPD",
    "I've been breathless for years, it's no different",
    "breathless on hills for years, nothing new",
    "he gets breathless walking, has done for years",
    "short of breath with my COPD, same as always",
]
SUDDEN = [
    "COPD, short of breath for years but much worse today",
    "COPD and now I can't breathe",
    "short of breath since this morning",
    "short of breath for two days",
    "breathless for years, but today it came on suddenly",
    "I have asthma so I get breathless",
]


def judged(reading: Reading, value: str) -> str | None:
    """What the rules make of a value; ``None`` where they leave it unsaid."""
    lists = ("present", "absent", "uncertain")
    return next((name for name in lists if value in reading.findings[name]), None)


@pytest.mark.parametrize(("text", "sign"), LATELY)
def test_what_went_away_lately_is_asked_about_again(text: str, sign: str) -> None:
    assert judged(read_text(text), sign) == "uncertain"


@pytest.mark.parametrize(("text", "sign"), LONG_AGO)
def test_what_is_long_past_is_left_alone(text: str, sign: str) -> None:
    reading = read_text(text)
    assert judged(reading, sign) is None
    assert sign in reading.set_aside


@pytest.mark.parametrize(("text", "sign"), DENIED)
def test_a_denial_stays_one(text: str, sign: str) -> None:
    assert judged(read_text(text), sign) == "absent"


def test_what_was_yesterday_and_is_not_said_to_be_over_counts() -> None:
    assert judged(read_text("yesterday I had chest pain"), "chest_pain") == "present"


def test_a_sign_of_the_joint_that_went_away_is_not_asked_about_again() -> None:
    reading = read_text("my knee was swollen last week but it went down")
    assert judged(reading, "swelling") is None


@pytest.mark.parametrize("text", LASTING)
def test_breath_that_is_short_for_years_is_no_sudden_want_of_it(text: str) -> None:
    assert judged(read_text(text), "breathless") == "uncertain"


@pytest.mark.parametrize("text", SUDDEN)
def test_breath_that_is_shorter_than_it_was_counts(text: str) -> None:
    assert judged(read_text(text), "breathless") == "present"


def test_what_passed_is_still_set_aside_for_the_recogniser_to_weigh() -> None:
    reading = read_text("I had clots in 2018 and today I could not get my breath, it went off")
    assert judged(reading, "breathless") == "uncertain"
    assert "breathless" in reading.set_aside


def test_a_long_time_of_another_thing_is_not_that_of_the_breath() -> None:
    text = "my knee has hurt for months and I'm short of breath"
    assert judged(read_text(text), "breathless") == "present"
    text = "my calf is swollen and I'm always short of breath"
    assert judged(read_text(text), "breathless") == "present"


def test_what_passed_is_never_dropped_for_looking_calm() -> None:
    reading = read_text("coughed up blood last week but it stopped")
    seen = recognised(-2.0, coughing_blood=0.6)
    found, _ = fuse(
        reading.findings, reading.words, reading.set_aside, seen, reading.ruled_out, reading.sure
    )
    assert found["uncertain"] == ["coughing_blood"]
