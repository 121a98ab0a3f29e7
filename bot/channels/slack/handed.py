"""What Slack hands over, taken apart with care. Pure functions.

Whatever Slack may send one day must not bring us down, so nothing here is taken for granted:
what is not of the form that is expected counts as not there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.heard import Heard

_ID = re.compile(r"[A-Z0-9]{1,32}")
_TS = re.compile(r"[0-9]{1,16}(\.[0-9]{1,9})?")


@dataclass(frozen=True)
class Handed:
    """Something that somebody did in Slack.

    ``id`` is the same when it is handed over once more, ``person`` is who did it, and ``order``
    when, by Slack's clock or (where it tells no time) by ours.
    """

    id: str
    person: str
    order: float
    heard: Heard


def at(value: Any, *keys: str | int) -> Any:
    """What lies in nested objects and lists, ``None`` if there is nothing."""
    for key in keys:
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def words(value: Any) -> str:
    """A string, empty if it is none."""
    return value if isinstance(value, str) else ""


def id_of(value: Any) -> str:
    """An id of Slack's, empty if it is none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def ts_of(value: Any) -> str:
    """A time as Slack writes it, which also names a message; empty if it is none."""
    return value if isinstance(value, str) and _TS.fullmatch(value) else ""


def person_of(organisation: Any, team: Any, user: Any) -> str:
    """Who somebody is, the same in events, taps and commands; empty if that is not told.

    User ids are those of the organisation where workspaces belong to one.
    """
    home, name = id_of(organisation) or id_of(team), id_of(user)
    return f"{home}:{name}" if home and name else ""


def digest(*parts: str) -> str:
    """A name for what has none, from which the parts cannot be read."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
