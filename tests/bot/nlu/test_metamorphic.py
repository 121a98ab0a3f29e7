"""Understanding holds when only the manner of a message changes, and turns with a "no"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from bot.nlu.learned.examples import load_examples, load_moves
from bot.nlu.reading import read_message
from knowledge.red_flags import load_red_flags, screen
from knowledge.urgency import SAME_DAY, at_least, most_urgent
from tests.bot.nlu.changes import (
    DATA,
    HEAVY_TYPOS,
    LOOKS,
    MANNERS,
    PERSONS,
    Change,
    as_self,
    without_punctuation,
)

FLAGGED = [(template, flag) for flag, rows in DATA["flagged"].items() for template in rows]
CALM: list[str] = DATA["calm"]
SIGNS: dict[str, str] = DATA["signs"]
DENIALS: dict[str, Callable[[str], str]] = {
    "no": lambda sign: f"no {sign}",
    "haven't got any": lambda sign: f"i haven't got any {sign}",
    "there is no": lambda sign: f"there is no {sign}",
    "no, after a complaint": lambda sign: f"my left knee aches on the stairs, no {sign}",
    "haven't, after a complaint": lambda sign: f"sore knee since may. i haven't got any {sign}",
}
OTHERS = re.compile(
    r"\b(?:mum|mom|dad|gran|grandad|nan|husband|wife|partner|son|daughter|kid|boy|girl|baby|brother|"
    r"sister|aunt|uncle|friend|neighbour|mother|father|grand\w+|toddler|child|lad|he|she|his|her)\b"
)
# How far apart in the list a message and the one that is joined to it stand.
JOINED = {". ": 7, " and ": 24}
# From this similarity on (0 to 100, word order aside) two messages are near-duplicates.
ALIKE = 90


@cache
def read(text: str) -> tuple[Mapping[str, Any], str | None]:
    """Return the findings of a message, and the level of the red flag that it raises, if any."""
    findings, words = read_message(text)
    hit = screen(findings, words)
    return findings, hit.level if hit else None


def level_of(flag: str) -> str:
    return load_red_flags()[flag].level


def rewritten(
    templates: Iterable[str], changes: Mapping[str, Change]
) -> Iterator[tuple[str, str, str]]:
    """Yield message, name of the change and changed message, where the change makes one."""
    for template in templates:
        # Another person is put into the template; whatever else is changed is the message.
        base = as_self(template)
        for name, change in changes.items():
            text = change(template if name in PERSONS else base)
            if text != base:
                yield base, name, text


def flagged(changes: Mapping[str, Change]) -> list[Any]:
    return [
        pytest.param(text, level_of(flag), id=f"{name} | {flag} | {base[:70]}")
        for template, flag in FLAGGED
        for base, name, text in rewritten([template], changes)
    ]


def calm(changes: Mapping[str, Change]) -> list[Any]:
    return [
        pytest.param(text, id=f"{name} | {base[:70]}")
        for base, name, text in rewritten(CALM, changes)
    ]


def looked_at_again() -> list[Any]:
    templates = [*(template for template, _ in FLAGGED), *CALM]
    return [
        pytest.param(base, text, id=f"{name} | {base[:70]}")
        for base, name, text in rewritten(templates, LOOKS)
    ]


def denied() -> list[Any]:
    return [
        pytest.param(deny(sign), value, id=f"{name} | {sign}")
        for sign, value in SIGNS.items()
        for name, deny in DENIALS.items()
    ]


def joined() -> Iterator[Any]:
    # Two signs of one person: of "he fell, and my foot is blue" each is told of somebody else.
    own = [(template, flag) for template, flag in FLAGGED if not OTHERS.search(as_self(template))]
    for place, (template, flag) in enumerate(own):
        for between, step in JOINED.items():
            other, other_flag = own[(place + step) % len(own)]
            text = f"{as_self(template)}{between}{as_self(other)}"
            level = most_urgent([level_of(flag), level_of(other_flag)])
            yield pytest.param(text, level, id=f"{flag}{between}{other_flag} | {text[:60]}")


def test_every_flag_that_cannot_wait_is_among_the_messages() -> None:
    urgent = {flag.id for flag in load_red_flags().values() if at_least(flag.level, SAME_DAY)}
    assert set(DATA["flagged"]) == urgent


def in_order(text: str) -> str:
    """The words of a text in the order of the alphabet."""
    return " ".join(sorted(text.split()))


def test_no_message_is_learned_from() -> None:
    learned = list({example.text.lower() for example in (*load_examples(), *load_moves())})
    messages = [*(template for template, _ in FLAGGED), *CALM]
    likeness = process.cdist(
        [in_order(as_self(template)) for template in messages],
        [in_order(text) for text in learned],
        scorer=fuzz.ratio,
        score_cutoff=ALIKE,
        dtype=np.uint8,
    )
    assert [(messages[row], learned[best]) for row, best in np.argwhere(likeness)] == []


@pytest.mark.parametrize(("text", "level"), flagged({"as it is": lambda text: f"{text} "}))
def test_the_message_raises_its_flag(text: str, level: str) -> None:
    assert read(text)[1] == level


@pytest.mark.parametrize("text", calm({"as it is": lambda text: f"{text} "}))
def test_the_calm_message_raises_nothing(text: str) -> None:
    assert read(text)[1] is None


@pytest.mark.parametrize(("text", "level"), flagged({**LOOKS, **MANNERS}))
def test_another_manner_raises_the_same(text: str, level: str) -> None:
    assert read(text)[1] == level


@pytest.mark.parametrize(("text", "level"), flagged(HEAVY_TYPOS))
def test_with_a_slip_in_every_long_word_it_still_cannot_wait(text: str, level: str) -> None:
    found = read(text)[1]
    assert found is not None and at_least(found, SAME_DAY)


@pytest.mark.parametrize(("text", "level"), flagged(PERSONS))
def test_another_person_is_as_urgent(text: str, level: str) -> None:
    # More so where the rules ask for it: a fall weighs more in a parent.
    found = read(text)[1]
    assert found is not None and at_least(found, level)


@pytest.mark.parametrize("text", calm({**LOOKS, **MANNERS, **HEAVY_TYPOS, **PERSONS}))
def test_another_manner_raises_nothing(text: str) -> None:
    assert read(text)[1] is None


@pytest.mark.parametrize(("base", "text"), looked_at_again())
def test_other_looks_find_the_same(base: str, text: str) -> None:
    differ = set(read(text)[0]["present"]) ^ set(read(base)[0]["present"])
    # Without any sign the parts of a message run together, and one thing in two thirds of a
    # hundred messages is then heard or not; the level that is raised is the same (above).
    assert len(differ) <= (1 if text == without_punctuation(base) else 0)


@pytest.mark.parametrize(("sign", "value"), SIGNS.items())
def test_a_sign_is_present_where_it_is_not_denied(sign: str, value: str) -> None:
    findings, level = read(f"i've got {sign}")
    assert value in findings["present"]
    assert level is not None


@pytest.mark.parametrize(("text", "value"), denied())
def test_a_denied_sign_is_absent_and_raises_nothing(text: str, value: str) -> None:
    findings, level = read(text)
    assert value in findings["absent"]
    assert value not in findings["present"]
    assert level is None


@pytest.mark.parametrize(("text", "level"), joined())
def test_another_red_flag_never_lowers_the_level(text: str, level: str) -> None:
    found = read(text)[1]
    assert found is not None and at_least(found, level)
