"""The course of one turn: its id, and where its time went.

The id goes along to the action server, so that the lines of both logs can be joined.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

#: The header that a turn's id goes along in.
TURN_HEADER = "X-Patella-Turn"

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass
class Course:
    """One turn on its way; ``spent`` is seconds by stage, each without the stages within it."""

    turn: str
    spent: dict[str, float] = field(default_factory=dict)
    understood: bool = True
    clock: Callable[[], float] = time.perf_counter
    _open: list[str] = field(default_factory=list)
    _since: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time within as that of a stage; one inside another interrupts it."""
        self._count()
        self._open.append(name)
        try:
            yield
        finally:
            self._count()
            # Not simply the last: what was given up in another thread may end after this one.
            self._open.remove(name)

    def _count(self) -> None:
        now = self.clock()
        if self._open:
            name = self._open[-1]
            self.spent[name] = self.spent.get(name, 0.0) + now - self._since
        self._since = now


_current: ContextVar[Course | None] = ContextVar("course", default=None)


def current_course() -> Course | None:
    """The course of the turn that this task works on, if it works on one."""
    return _current.get()


def turn_id(told: str | None = None) -> str:
    """The id that was `told`, if it is one, else a new one of 64 random bits."""
    return told if told and _ID.fullmatch(told) else secrets.token_hex(8)


@contextmanager
def beginning(turn: str) -> Iterator[Course]:
    """What is done within belongs to this turn."""
    course = Course(turn)
    token = _current.set(course)
    try:
        yield course
    finally:
        _current.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the time within for the turn that runs, if one does: the canary is none."""
    course = _current.get()
    if course is None:
        yield
        return
    with course.stage(name):
        yield


def follow(turn: str) -> None:
    """What this task does from now on belongs to this turn."""
    _current.set(Course(turn))
