"""A sign of now is not explained away by what the message tells besides, and none is made of it."""

import pytest

from bot.nlu.reading import read_message
from knowledge.red_flags import screen


def flag_of(text: str) -> str | None:
    hit = screen(*read_message(text))
    return hit.id if hit else None


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        # A time long ago is that of the sentence it stands in.
        ("I took 40 paracetamol at once. That pain started years ago", "overdose"),
        ("took sixty codeine an hour ago. That was after the accident years ago", "overdose"),
        ("82, fell in the garden, 2019 stroke, hip pain", "fall_and_hip_pain"),
        ("I'm 82 and I fell on my hip, broke the other one in 2003", "fall_and_hip_pain"),
        ("I'm 70, landed on my hip, same one I fell on in 2015", "fall_and_hip_pain"),
        # How old somebody is, and where they fell, is no time long ago.
        ("my mum aged 76 fell and can't put weight on her leg", "hip_fracture"),
        ("woman aged 84 fell in care home, hip pain", "fall_and_hip_pain"),
        ("male aged 45 fell from a ladder, knee swollen and can't bear weight", "knee_fracture"),
        ("fell in the navy yard and hurt my hip, cannot put weight on it", "hip_fracture"),
        ("he fell off his bike in year 9 PE, knee swollen", "knee_trouble_after_injury"),
        # A short leg of now is no old difference.
        ("I noticed my left leg is shorter and I can't lift it", "leg_changed"),
        ("Woke up and found my leg an inch shorter, groin agony", "leg_changed"),
        ("knocked down by a car, leg 3 cm shorter", "hip_fracture"),
        # Whose emergency it is, is named after one's own complaint.
        ("knee aches, my sister had breathlessness and calf swelling yesterday", "lung_clot"),
        ("Knee is sore. My dad had chest pain just now", "chest_or_breath"),
        ("Knee aches. Mum had weakness in both legs and wet herself today", "cauda_equina"),
        # What may have torn is not only stuck; who cannot get to the toilet does not walk.
        ("landed on my knee, it is stuck, can't straighten it", "extensor_injury"),
        ("can't walk far enough to reach the toilet since I fell", "knee_fracture"),
        ("knee went as I landed on my foot and swelled straight away", "fast_swelling"),
    ],
)
def test_it_is_raised(text: str, flag: str) -> None:
    assert flag_of(text) == flag


@pytest.mark.parametrize(
    "text",
    [
        "no swelling / redness / heat / fever",
        "knee pain. no chest pain / breathlessness / calf swelling / fever",
        "denies fever / trauma / chest pain / breathlessness / leg weakness",
        "locking no / swelling no / giving way no / fever no",
        "nor fever, temp normal",
        "no neither, bladder is normal",
        "suspected knee fracture, x-ray normal",
        "wee lad will not come out to play, hip pain",
        "I took 40 paracetamol. That was in 1996",
        "I used to take 40 paracetamol a week. Knee hurts",
    ],
)
def test_nothing_is_raised(text: str) -> None:
    assert flag_of(text) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Nurse here with a bad knee, calf swollen", None),
        ("nurse here with a patient, 80, fell, hip pain", "other"),
        ("My neighbour, 2 doors down, fell and can't stand", "other"),
        ("my wee brother (15) hurt his knee", "child"),
    ],
)
def test_whom_it_is_about(text: str, who: str | None) -> None:
    assert read_message(text)[0].get("who") == who
