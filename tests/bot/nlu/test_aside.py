"""Words that stand beside a sign and are none: "wee" for small, "never mind", who only types."""

import pytest

from bot.nlu.reading import read_message
from knowledge.red_flags import screen


def flag_of(text: str) -> str | None:
    hit = screen(*read_message(text))
    return hit.id if hit else None


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("my wee knee pain will not go", None),
        ("my wee will not come and my knee hurts", "cauda_equina"),
        ("wee knee is sore and my wee will not come", "cauda_equina"),
        ("my wee back is sore and i can't pee, it will not go", "cauda_equina"),
    ],
)
def test_wee_is_small_or_of_the_bladder(text: str, flag: str | None) -> None:
    assert flag_of(text) == flag


@pytest.mark.parametrize(
    "text",
    [
        "never mind my hip, my chest hurts",
        "never mind my hip, my chest hurts and i can't breathe",
    ],
)
def test_never_mind_denies_nothing_that_comes_after(text: str) -> None:
    assert flag_of(text) == "chest_or_breath"
    assert "chest_pain" not in read_message(text)[0]["absent"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("he is typing this for me", "self"),
        ("my old dear of a knee hurts on stairs", "self"),
        ("my old dear hurt her knee", "parent"),
        ("she won't bend her knee for me", None),
    ],
)
def test_whom_it_is_about(text: str, who: str | None) -> None:
    assert read_message(text)[0].get("who") == who


@pytest.mark.parametrize(
    ("text", "is_wish"),
    [
        ("my husband took too many of his pills", False),
        ("my husband took too many of his pills, he left a note", True),
        ("my husband took too many of his pills, he has been so down", True),
        ("i took too many of my pills on purpose", True),
        ("my husband swallowed a whole packet of tablets", True),
    ],
)
def test_another_who_took_too_many_is_no_wish_where_nothing_tells_of_one(
    text: str, is_wish: bool
) -> None:
    present = read_message(text)[0]["present"]
    assert "overdose" in present
    assert ("self_harm" in present) is is_wish


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("it went from four days to seven", None),
        ("physio went from four days to seven", None),
        ("my knee has hurt for four to seven days", [4, 7]),
        ("my knee went from fine to sore 4 days ago", 4),
        ("limping, going on from 20 days", 20),
    ],
)
def test_what_changed_from_so_many_days_is_no_length(
    text: str, days: int | list[int] | None
) -> None:
    assert read_message(text)[0].get("duration_days") == days
