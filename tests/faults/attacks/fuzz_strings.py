"""Strings that break programs: a published list, and some that are aimed at this one."""

from __future__ import annotations

import json
import random
from pathlib import Path

LIST = Path(__file__).parent / "naughty" / "blns.json"

#: Aimed at what reads addresses, tokens, JSON, templates and Rasa's own commands.
OURS = (
    "http://[",
    "http://[::1",
    "//[",
    "null",
    "\ud800",
    "a\x00b",
    "%00",
    "%ff%fe",
    "..%2f..%2fbot%2fsettings.py",
    "....//....//etc/passwd",
    "Bearer",
    "Bearer ",
    "Bearer a.b.c",
    "Bearer ...",
    "{name} {emergency_number} {0} {__class__}",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "/session_start",
    "/restart",
    "/back",
    '/inform{"side": "left"}',
    "／inform{}",
    "EXTERNAL: reminder",
    "9" * 5000,
    "-1e999",
    "=" * 300,
    "knee\r\nSet-Cookie: a=b",
    "side=left,side=right@both,@,=",
    "=1+1|cmd",
    "\u202eeenk",
    "\u0000\u0001\u0002",
    "🦵" * 400,
    "a" * 1000,
    "a" * 1001,
)


def naughty(count: int | None = None) -> list[str]:
    """All of them, or so many: ours, and then the same ones of the list each time."""
    listed = json.loads(LIST.read_text(encoding="utf-8"))
    if count is None:
        return [*OURS, *listed]
    others = random.Random(7).sample(listed, min(len(listed), max(0, count - len(OURS))))
    return [*OURS, *others][:count]
