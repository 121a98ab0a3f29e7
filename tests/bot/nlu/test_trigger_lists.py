"""What sets it off where it is told in a list, by its harm or by what is set against it."""

from __future__ import annotations

import pytest

from bot.nlu.reading import read_message


def triggers(text: str) -> set[str]:
    return set(read_message(text)[0].get("triggers") or ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When: first steps of the morning, bicycle, squatting for strawberries.", "cycling"),
        ("Cycling and the cold, doctor: those two bring it on.", "cycling"),
        ("I ride a cycle to work daily, from that the knee is paining", "cycling"),
        ("I do the Peloton before work and it's wrecking my knee", "cycling"),
        ("only when I'm out on the road bike, past the hour mark", "cycling"),
        ("gave up the cycling over it, too painful", "cycling"),
        ("cycling is fine, running isn't", "running"),
        ("Walking is bliss; sitting through a long lecture isn't.", "prolonged_sitting"),
        ("since I got the new bike my knee aches", "cycling"),
        ("I'm a courier on a bicycle and by Friday the knee is in ribbons", "cycling"),
        ("hurts at night and after sitting, doesn't hurt when walking", "prolonged_sitting"),
        ("I'm fine in the evenings, mornings are the problem", "morning"),
        ("he cries at bedtime, right as rain in the morning", "night"),
        ("by the end of the day it's throbbing", "night"),
        ("it misbehaves by night", "night"),
        ("night time = 8/10", "night"),
        ("it begins as soon as the lights are out", "night"),
    ],
)
def test_it_sets_it_off(text: str, expected: str) -> None:
    assert expected in triggers(text)


@pytest.mark.parametrize(
    ("text", "not_this"),
    [
        ("running hurts, cycling doesn't", "cycling"),
        ("the bike is the only thing that doesn't hurt", "cycling"),
        ("it's easier on the bike than walking", "cycling"),
        ("gave up cycling years ago, the knee hurts walking", "cycling"),
        ("pirouettes hurt, spinning on the planted foot", "cycling"),
        ("I cycle to work but the knee hurts on stairs", "cycling"),
        ("cannot lie on it in bed", "night"),
        ("my knees were stiff, by teatime they'd recovered", "night"),
        ("all of me was red, it went by teatime", "night"),
        ("I drive from five till night, the knee hurts driving", "night"),
        ("pain worse in the evening, better in the morning", "morning"),
        ("at the end of the day I just want it fixed, stairs hurt", "night"),
    ],
)
def test_it_does_not(text: str, not_this: str) -> None:
    assert not_this not in triggers(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("nights are worst but I do sleep", "absent"),
        ("it aches at night but she sleeps through", "absent"),
        ("baby wakes me at night, not the knee", "absent"),
        ("toddler keeps me awake, not the hip", "absent"),
        ("e no dey gree make I sleep", "present"),
        ("never sleeps through, the hip wakes her", "present"),
    ],
)
def test_whether_it_breaks_sleep(text: str, status: str) -> None:
    assert "night_pain" in read_message(text)[0][status]
