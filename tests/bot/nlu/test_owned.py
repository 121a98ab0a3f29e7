"""Whose it is where somebody else is named after it, or is named for what they do."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import read_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the fever was my husband's not mine", "fever"),
        ("the fever was my husband's, not mine", "fever"),
        ("the fever was my husbands not mine", "fever"),
        ("the swelling was my mums, not mine", "swelling"),
        ("the swelling was my wife's not mine", "swelling"),
        ("that was my sister's fever, not mine", "fever"),
        ("the cancer was my mum's, not mine", "cancer"),
        ("the lump was my daughter's not mine", "lump"),
        ("the chest pain was my wife's, I don't have it", "chest_pain"),
        ("not me with the fever, my husband", "fever"),
        ("my husband had the fever, not me", "fever"),
    ],
)
def test_what_is_not_mine_is_denied(text: str, value: str) -> None:
    found = read_text(text).findings
    assert value in found["absent"]
    assert found.get("who") is None


def test_what_is_said_to_be_anothers_is_set_aside() -> None:
    reading = read_text("the swelling is my son's, mine just hurts")
    assert "swelling" in reading.set_aside
    assert reading.findings["present"] == []


@pytest.mark.parametrize(
    "text",
    [
        "My wife has started doing my laces",
        "my husband puts my socks on for me",
        "my daughter has to do my shoes up",
        "my partner ties my shoes",
        "my wife has to help me out of the chair",
        "my son ties my laces because my hip is stiff",
        "my mum ties my laces",
    ],
)
def test_who_does_it_for_me_is_not_the_one_who_hurts(text: str) -> None:
    assert read_text(text).findings.get("who") in (None, "self")


@pytest.mark.parametrize(
    "text", ["My wife has started doing my laces", "my husband puts my socks on for me"]
)
def test_what_is_done_for_me_i_cannot_do(text: str) -> None:
    assert "trouble_with_socks" in read_text(text).findings["present"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("my wife struggles with her socks", "partner"),
        ("my mum can't tie her laces, hip pain", "parent"),
        ("my husband can't put his socks on", "partner"),
        ("my mum does my head in, her knee hurts", "parent"),
        ("my wife helps my dad, his knee is bad", "parent"),
    ],
)
def test_who_has_the_trouble_is(text: str, who: str) -> None:
    assert read_text(text).findings["who"] == who


@pytest.mark.parametrize(
    ("text", "has_it"),
    [
        ("arthritis in the family", False),
        ("there is arthritis in my family", False),
        ("i have arthritis, it runs in the family", True),
        ("I've got osteoporosis like everyone in my family", True),
    ],
)
def test_what_runs_in_the_family_is_ones_own_only_where_it_is_said(text: str, has_it: bool) -> None:
    reading = read_text(text)
    named = {"arthritis", "osteoporosis"}
    assert bool(named & set(reading.findings["history"])) is has_it
    # The recogniser knows the illness and not whose it is.
    assert bool(named & set(reading.ruled_out)) is not has_it


@pytest.mark.parametrize(
    ("text", "is_ruled_out"),
    [
        ("is it my acl", True),
        ("could it be the meniscus?", True),
        ("did my acl repair fail?", False),
    ],
)
def test_who_only_asks_about_a_band_has_had_no_operation(text: str, is_ruled_out: bool) -> None:
    assert ("knee_surgery" in read_text(text).ruled_out) is is_ruled_out
