"""A bone that is broken now, and one that broke once."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import understand
from knowledge.red_flags import screen

FRESH = """
I've broken my hip
I have just broken my hip
my mum has a broken hip
she's broken her leg
my husband has broken his leg
my dad thinks he's broken his hip
i think i've broken my leg
i fell and i think it's broken
my leg might be broken
broke my hip yesterday
i fell this morning and broke my hip
can i drive to hospital with a broken hip
should i go to a&e with a broken hip
do i need an ambulance for my broken leg
i had it pinned last year and i think i've broken my hip again
i've never had pain like this before, i think i've broken my hip
i had my other hip fixed last year. i fell out of bed and i've broken my leg this morning
fell out of bed i've broken my hip
i was pushed, i've broken my leg
"""
NOT_FRESH = """
I broke my hip two years ago and now my knee hurts
i had a broken hip in 2019, now my groin aches
i've broken my hip before, years ago
i've broken my leg twice as a kid
i've never broken my leg
my hip isn't broken
i don't think it's broken
nothing is broken, they said
my gran had a broken hip fixed, i have knee pain
my mate broke his hip last year, i just have an achy knee
my broken hip was pinned last year and it aches
i have osteoporosis and worry about a broken hip
i've had a broken leg and now my knee is stiff
how long does a broken hip take to heal
how long do you stay in hospital with a broken hip
can a broken hip cause knee pain
is it normal to limp after a broken hip
i have broken sleep because my hip hurts
my knee has broken out in a rash
i've broken my kneecap before, in 2009
in january i have broken my hip, they put screws
i keep dreaming i've broken my hip
what does the hospital do for a broken hip
why does the leg look short when the hip is broken
this knee has broken my heart
the stool leg is broken and my knee aches
"""


@pytest.mark.parametrize("text", FRESH.strip().splitlines())
def test_a_bone_that_is_broken_or_feared_to_be_is_an_emergency(text: str) -> None:
    findings = understand(text)
    hit = screen(findings, {})
    assert "fresh_fracture" in findings["present"]
    assert "previous_hip_injury" not in findings["history"]
    assert hit is not None
    assert hit.level == "emergency"


@pytest.mark.parametrize("text", NOT_FRESH.strip().splitlines())
def test_a_bone_that_broke_once_or_is_asked_about_is_none(text: str) -> None:
    assert "fresh_fracture" not in understand(text)["present"]


def test_a_doubt_about_a_broken_bone_stays_a_doubt() -> None:
    assert "fresh_fracture" in understand("not sure if i've broken my hip")["uncertain"]
