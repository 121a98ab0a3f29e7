"""A time long ago is that of the words it belongs to, and of no other thing in the message."""

import pytest

from bot.nlu.extract.long_ago import Least, goes_back, is_long_ago
from bot.nlu.extract.understanding import understand
from bot.nlu.reading import read_message
from knowledge.red_flags import screen


def flag_of(text: str) -> str | None:
    hit = screen(*read_message(text))
    return hit.id if hit else None


def is_old(text: str, word: str, least: Least = Least.YEARS) -> bool:
    words = text.split()
    return is_long_ago(words, 0, len(words), words.index(word), least)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("fell yesterday on the hip i broke in 2019", "broke"),
        ("i broke it when i was nine", "broke"),
        ("in 2019 , i broke my hip", "broke"),
        ("i fell off a horse , years ago", "fell"),
        ("i fell , that was in 1996", "fell"),
        ("i fell , 1987 , and broke it", "fell"),
        ("when i was twelve , i fell", "fell"),
        ("i fell in the navy", "fell"),
        ("back in school i fell", "fell"),
        ("i fell at school", "fell"),
        ("she fell as a kid", "fell"),
        ("i fell in my twenties", "fell"),
        ("fell at 71 . he 's 74 now", "fell"),
    ],
)
def test_it_was_long_ago(text: str, word: str) -> None:
    assert is_old(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("fell yesterday on the hip i broke in 2019", "fell"),
        ("fell on the hip i broke in 2019", "fell"),
        ("fell on the knee that was replaced in 2010", "fell"),
        ("fell on a hip broken in 1998", "fell"),
        ("the hip i broke in 2019 i fell on today", "fell"),
        ("82 , fell in the garden , 2019 stroke", "fell"),
        ("fell like in 2019", "fell"),
        ("i fell in the navy yard", "fell"),
        ("i fell when i was 3 miles from home", "fell"),
        ("a lady in her eighties fell", "fell"),
        ("she fell at 82", "fell"),
        ("i fell at 10 this morning", "fell"),
        ("my son fell at school with his friends", "fell"),
        ("i fell at school and can not stand on it", "fell"),
    ],
)
def test_it_was_not(text: str, word: str) -> None:
    assert not is_old(text, word)


def test_how_long_past_it_must_be_is_for_each_to_say() -> None:
    told = "it came out months ago"
    assert is_old(told, "came", Least.MONTHS)
    assert not is_old(told, "came", Least.YEARS)
    assert is_old("it came out last week", "came", Least.WEEKS)
    assert not is_old("it came out last week", "came", Least.MONTHS)


@pytest.mark.parametrize("text", ["that was in 1996", "a long time ago now", "years ago", "1987"])
def test_a_time_and_no_more(text: str) -> None:
    assert goes_back(text)


@pytest.mark.parametrize(
    "text", ["my ulcer was years ago", "2019 stroke", "i fell in 1996", "today", "i fell"]
)
def test_more_than_a_time(text: str) -> None:
    assert not goes_back(text)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("40 paracetamol today for the knee I hurt years ago", "overdose"),
        ("I took 40 paracetamol for the knee I hurt years ago", "overdose"),
        ("I hurt my knee years ago and took 40 paracetamol", "overdose"),
        ("I took 40 paracetamol and I hurt my knee years ago", "overdose"),
        ("I've had knee pain since 2019 and took 40 paracetamol", "overdose"),
        ("I took 40 paracetamol when I was at work", "overdose"),
        ("I took 20 tramadol at college", "overdose"),
        ("I took 50 tablets when she was in school", "overdose"),
        ("Took 40 paracetamol. That was last week", "overdose"),
        ("took 40 paracetamol a week ago", "overdose"),
        ("I used to take 2 for my knee, today I took 40 tablets", "overdose"),
        ("Wanted to take the edge off so took 30 co-codamol just now", "overdose"),
        ("saw it in a film, took 40 paracetamol tonight", "overdose"),
        ("I want to take all my pills. My hip has hurt since an accident years ago", "self_harm"),
        ("yesterday I fell on the hip I broke in 2019 and can't stand", "hip_fracture"),
        ("82, fell on the hip I broke in 2019, it hurts", "fall_and_hip_pain"),
    ],
)
def test_a_sign_of_now_is_raised_beside_an_old_one(text: str, flag: str) -> None:
    assert flag_of(text) == flag


@pytest.mark.parametrize(
    "text",
    [
        "when I was 19 I took 40 paracetamol",
        "I took 40 paracetamol when I was nineteen",
        "in 2010 I was low and took 40 paracetamol",
        "I took 40 paracetamol, years ago",
        "I took 40 paracetamol last year",
        "bought 30 paracetamol today",
    ],
)
def test_what_was_taken_long_ago_or_not_at_all_is_no_overdose(text: str) -> None:
    assert flag_of(text) is None


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("fell yesterday on the hip I broke in 2019", ["previous_hip_injury"]),
        ("the knee I hurt years ago gave way today", ["previous_knee_injury"]),
        ("kneecap popped out once, twenty years back", ["previous_knee_injury"]),
        ("buggered the hip falling off a roof, ages ago", ["previous_hip_injury"]),
        ("I was pregnant when my hips hurt, that was four years ago", []),
        ("my leg is an inch shorter since I had polio at four", ["leg_length_difference"]),
        ("started running when I was 12", []),
        ("started running when I was off work", ["training_increase"]),
    ],
)
def test_what_it_makes_of_the_history(text: str, history: list[str]) -> None:
    assert understand(text).get("history", []) == history


@pytest.mark.parametrize(
    ("text", "injury"),
    [
        ("fell yesterday on the hip I broke in 2019", True),
        ("Fell at 82. Groin. Can't stand.", True),
        ("Dad had that fall at 71, all done with. He's 74 now", None),
        ("once fell off a roof, back in my twenties", None),
        ("my mum broke her hip years ago and fell again", True),
        ("I'm in my seventies and fell, hip hurts", True),
        ("i could not step on my leg after a crash, in 2017, it healed", None),
    ],
)
def test_an_accident_of_now_and_one_of_then(text: str, injury: bool | None) -> None:
    assert understand(text).get("injury") is injury
