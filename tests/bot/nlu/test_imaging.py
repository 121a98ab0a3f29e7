"""What a scan or an X-ray showed, told before it, after it, or not at all."""

from __future__ import annotations

import pytest

from bot.nlu.extract.imaging import BOTH, CLEAR, SHOWED
from bot.nlu.extract.understanding import Reading, read_text
from bot.nlu.learned.fusion import fuse
from tests.bot.nlu.recognised import recognised


def told(text: str) -> Reading:
    return read_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "they found nothing wrong on my x-ray",
        "no abnormality on my MRI",
        "had an x-ray, no fracture",
        "X-rays don't show any arthritis",
        "the scan turned up zilch",
        "they took pics of my knee and they were good",
        "X-rayed both hips. Textbook, the lady said.",
        "there's no damage on the mri",
        "had a scan to rule out a tear and there wasn't one",
        "clean MRI, sore knee",
        "x-ray normal so they think it's my cartilage, torn maybe",
        "the radiographer couldn't find any problem",
        "they scanned my hip, no joy finding anything",
    ],
)
def test_a_scan_that_was_clear(text: str) -> None:
    found = told(text).findings
    assert CLEAR in found["history"]
    assert SHOWED not in found["history"]


@pytest.mark.parametrize(
    "text",
    [
        "My MRI wasn't normal, there's a cyst behind the joint",
        "x-ray wasn't great, worn joint",
        "scan didn't come back clear",
        "they found a tear when they put me through the scanner",
        "bone spurs on the x-ray",
        "X-ray report: loss of joint space",
        "the scan flagged up something on my meniscus",
        "x-ray was fine apart from a bit of arthritis",
        "x-ray shows the gap in the joint has gone",
    ],
)
def test_a_scan_that_showed_something(text: str) -> None:
    found = told(text).findings
    assert SHOWED in found["history"]
    assert CLEAR not in found["history"]


def test_two_scans_are_told_apart() -> None:
    assert (
        set(told("the X-ray was clear, the MRI shows a torn meniscus").findings["history"]) >= BOTH
    )


@pytest.mark.parametrize(
    "text",
    [
        "waiting to hear about my scan, it's been ten days",
        "they won't give me an MRI",
        "GP wants to send me for a scan to see if it's torn",
        "should I get an mri or is that overkill",
        "my husband's MRI was clear, mine's not been done",
        "if the X-ray is clear, what then?",
        "chest x-ray was clear but my knee hurts",
        "how long does a scan take",
    ],
)
def test_a_scan_not_had_or_not_of_the_joint_shows_nothing(text: str) -> None:
    assert BOTH.isdisjoint(told(text).findings["history"])


def test_the_recogniser_does_not_add_the_opposite() -> None:
    reading = told("no damage on the mri")
    seen = recognised(imaging_abnormal=0.4, imaging_normal=-0.5)
    fused, _ = fuse(
        reading.findings, reading.words, reading.set_aside, seen, reading.ruled_out, reading.sure
    )
    assert fused["history"] == [CLEAR]


def test_the_place_beside_a_scan_is_still_read() -> None:
    found = told("inside of my knee hurts, mri was clear").findings
    assert found["location"] == ["knee_inner"]
