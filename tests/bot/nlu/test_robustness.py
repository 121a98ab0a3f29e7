from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.extract.message import read_by_rules
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.spelling import build_lexicon, load_lexicon
from bot.nlu.extract.understanding import understand

TODAY = date(2026, 11, 20)
# Real talk of which nothing was written for this project; it lies beside the repository, if at all.
TALK = Path(__file__).parents[4] / "shared" / "data" / "mts_dialog_knee_hip.jsonl"
NOTHING: dict[str, Any] = {"present": [], "absent": [], "history": [], "uncertain": []}
OPENING = "no fever but my left knee is swollen and gives way when i go downstairs"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\t",
        "a" * 4000,
        "x " * 2000,
        "?" * 4000,
        "🦵🦴😀" * 50,
        "\u200b\u200b\u200d\ufeff",
        "\x00\x01\x02\x1b[31m",
        "'; DROP TABLE events; --",
        "SELECT * FROM users WHERE 1=1",
        "<script>alert('x')</script>",
        "<b></b><img src=x onerror=alert(1)>",
        "膝が痛いです",
        "Моё колено болит",
        "ركبتي تؤلمني",
        "{{7*7}} ${jndi:ldap://x}",
        "/inform{}",
        "....!!!???",
        "1234567890" * 40,
        "\ud800",
        "%s%s%n",
        "lorem ipsum dolor sit amet consectetur adipiscing elit",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_junk_finds_nothing(text: str) -> None:
    for asked in (None, "location", "emergency_signs"):
        found = understand(text, asked, None, TODAY)
        assert {name: value for name, value in found.items() if name != "answer"} == NOTHING


def plain(text: str) -> dict[str, Any]:
    found = understand(text, None, None, TODAY)
    return {k: sorted(v) if isinstance(v, list) else v for k, v in found.items()}


@pytest.mark.parametrize(
    "text",
    [
        OPENING.upper(),
        OPENING + "!!!",
        "Hi there, " + OPENING,
        OPENING + " 😩🦵",
        OPENING.replace("'", "’"),
        OPENING.replace("swollen", "swolen"),
        OPENING.replace("fever", "feever"),
        OPENING.replace(" ", "  "),
        OPENING.replace("swollen", "swol\u200blen"),
        "Good morning doctor. " + OPENING + ". thanks",
    ],
    ids=lambda text: ascii(text[:25]),
)
def test_looks_change_nothing(text: str) -> None:
    assert plain(text) == plain(OPENING)


def test_the_opening_itself() -> None:
    assert plain(OPENING) == {
        "present": ["giving_way", "swelling"],
        "absent": ["fever"],
        "history": [],
        "uncertain": [],
        "side": "left",
        "triggers": ["stairs_down"],
        "who": "self",
    }


def test_left_and_right_change_only_the_side() -> None:
    left, right = plain(OPENING), plain(OPENING.replace("left", "right"))
    assert (left.pop("side"), right.pop("side")) == ("left", "right")
    assert left == right


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("my mum has a swollen knee", "my mom has a swollen knee"),
        ("pain in my bum", "pain in my butt"),
        ("i'm taking paracetamol", "i'm taking tylenol"),
        ("physio didn't help", "physical therapy didn't help"),
    ],
)
def test_british_and_american(british: str, american: str) -> None:
    one, other = plain(british), plain(american)
    # People are called what the writer calls them.
    assert one.pop("relation", None) != "mum" or other.pop("relation") == "mom"
    assert one == other


@pytest.mark.parametrize(
    "word",
    [
        "knead",
        "pane",
        "stares",
        "numbers",
        "makes",
        "stolen",
        "grown",
        "stir",
        "hubby",
        "bloke",
        "telly",
        "jumper",
        "sticky",
        "swell",
        "limpet",
        "wen",
        "groan",
        "acne",
        "banana",
        "computer",
        "holiday",
        "keyboard",
        "London",
        "neighbour",
        "yesterday",
        "breakfast",
        "kitchen",
        "sandwich",
        "shopping",
        "holidays",
        "weather",
        "umbrella",
        "swimming",
        "garden",
        "tennis",
    ],
)
def test_real_words_are_left_alone(word: str) -> None:
    assert load_lexicon().mend(word.lower()) == word.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("swolen", "swollen"),
        ("numbess", "numbness"),
        ("groyn", "groin"),
        ("stifness", "stiffness"),
        ("buckels", "buckles"),
        ("arthritus", "arthritis"),
        ("downstiars", "downstairs"),
        ("tingeling", "tingling"),
        ("physeo", "physio"),
        ("ibuprofin", "ibuprofen"),
        ("kneecp", "kneecap"),
    ],
)
def test_misspelt_words_are_mended(typed: str, meant: str) -> None:
    from bot.nlu.extract.stems import stem

    assert stem(load_lexicon().mend(typed)) == stem(meant)


def test_without_known_words_nothing_is_mended() -> None:
    assert build_lexicon({"swollen"}, frozenset()).mend("swolen") == "swolen"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("I CAN’T walk", "i can not walk"),
        ("dont know", "do not know"),
        ("P T and an M R I", "pt and an mri"),
        ("swollen—hot", "swollen ; hot"),
        ("12yo", "12 yo"),
        ("3-4 weeks", "3-4 weeks"),
        ("x-ray", "x ray"),
        ("soooooo sore", "soo sore"),
        ("y do u ask that?", "why do you ask that?"),
        ("y is that", "why is that"),
        ("y", "y"),
        ("y it hurts", "y it hurts"),
        ("my nee has bin akin", "my knee has been aching"),
        ("both nees, the left kneecap", "both knees, the left kneecap"),
        ("nee pain", "knee pain"),
        ("nah nuffin there", "nah nothing there"),
        ("my knees been bad", "my knee has been bad"),
        ("my knees have been bad", "my knees have been bad"),
        ("nee, dank je", "nee, dank je"),
        ("dunno it just crept up", "do not know, it just crept up"),
        ("dunno if it does", "do not know if it does"),
        ("it's akin to toothache", "it's akin to toothache"),
        ("i dropped the bin", "i dropped the bin"),
    ],
)
def test_normalise(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


def test_words_for_red_flags_are_told() -> None:
    found = read_by_rules("my calf is hot and swollen and i can't get my breath")
    assert set(found.words) == {"calf_swelling", "breathless"}


# Without the sample there is nothing to test, which is not the same as a test that was skipped.
if TALK.is_file():

    def test_real_talk_is_read_without_an_error() -> None:
        for line in TALK.read_text(encoding="utf-8").splitlines():
            found = plain(json.loads(line)["text"])
            assert set(NOTHING) <= set(found)
