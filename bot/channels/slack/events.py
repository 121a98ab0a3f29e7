"""Slack's events and slash commands as something heard. Pure functions."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.channels.heard import COMMANDS, Heard
from bot.channels.slack.handed import Handed, at, digest, id_of, person_of, ts_of, words
from bot.channels.slack.places import Place

DAY = 24 * 60 * 60

_EVENT_ID = re.compile(r"[A-Za-z0-9]{1,64}")

#: The events that we ask for; of others nothing is known.
EVENTS = ("message", "app_mention", "app_home_opened")

#: Kinds of messages that somebody has written; all others tell of something that happened.
_WRITTEN = (None, "file_share", "thread_broadcast", "me_message")

#: What stands between angle brackets: a mention, a channel, a link with or without words.
_BRACKETS = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def event_of(body: Any) -> Handed | None:
    """What somebody said, from the body of an event; ``None`` if nobody said anything to us."""
    event = at(body, "event")
    kind = at(event, "type")
    if kind == "app_mention" or (kind == "message" and at(event, "channel_type") == "mpim"):
        return _among_others(body, event)
    if kind != "message" or at(event, "channel_type") != "im":
        return None
    if at(event, "subtype") == "message_changed":
        return _edited(body, event)
    if at(event, "subtype") not in _WRITTEN:
        return None
    return _said(body, event, event, _heard_in(event))


def home_opened_by(body: Any) -> str | None:
    """Whose home tab was opened; ``None`` for any other event."""
    event = at(body, "event")
    is_home = at(event, "type") == "app_home_opened" and at(event, "tab") == "home"
    return id_of(at(event, "user")) or None if is_home else None


def command_of(fields: Mapping[str, str], now: float) -> Handed | None:
    """A slash command, answered in direct messages; `now` is in unix seconds."""
    user = id_of(fields.get("user_id"))
    person = person_of(fields.get("enterprise_id"), fields.get("team_id"), user)
    trigger = words(fields.get("trigger_id"))
    if not person or not trigger:
        return None
    text = plain(words(fields.get("text"))).strip()
    command = text.lower() or "start"
    place = str(Place("", user))
    known = command in COMMANDS
    heard = Heard(place, command=command) if known else Heard(place, text=text)
    return Handed(f"command:{digest(trigger)}", person, now, heard)


def plain(text: str) -> str:
    """Words as they were typed: Slack escapes three characters and marks links and mentions."""
    return html.unescape(_BRACKETS.sub(_unmarked, text)) if "<" in text else html.unescape(text)


def _unmarked(found: re.Match[str]) -> str:
    sign, address, label = found[1], found[2], found[3]
    if sign in ("@", "!"):
        return label or ""
    if sign == "#":
        return label or address
    # A number or an address that Slack made a link of is what was typed.
    return label or address.removeprefix("mailto:").removeprefix("tel:")


def _said(body: Any, event: Any, written: Any, heard: Heard) -> Handed | None:
    """It, if a person wrote it."""
    user = id_of(at(written, "user"))
    person = _person(body, user)
    order, channel = ts_of(at(event, "ts")), id_of(at(event, "channel"))
    event_id = words(at(body, "event_id"))
    if at(written, "bot_id") or user == "USLACKBOT":
        return None
    if not (person and order and channel and _EVENT_ID.fullmatch(event_id)):
        return None
    return Handed(f"event:{event_id}", person, float(order), heard)


def _heard_in(event: Any) -> Heard:
    place = str(Place(id_of(at(event, "channel")), id_of(at(event, "user"))))
    text = plain(words(at(event, "text"))).strip() or None
    unreadable = _kind_of_files(at(event, "files"))
    if text is None and unreadable is None:
        unreadable = "other"
    return Heard(place, text=text, unreadable=unreadable)


def _kind_of_files(files: Any) -> str | None:
    if not isinstance(files, list) or not files:
        return None
    kinds = {words(at(file, "mimetype")).partition("/")[0] for file in files}
    if kinds == {"image"}:
        return "picture"
    return "voice" if kinds <= {"audio", "video"} else "file"


def _edited(body: Any, event: Any) -> Handed | None:
    """Only new words count: Slack also tells of links that it has unfolded."""
    message = at(event, "message")
    before = words(at(event, "previous_message", "text"))
    text = plain(words(at(message, "text"))).strip()
    if not text or words(at(message, "text")) == before:
        return None
    place = str(Place(id_of(at(event, "channel")), id_of(at(message, "user"))))
    return _said(body, event, message, Heard(place, text=text, edited=True))


def _among_others(body: Any, event: Any) -> Handed | None:
    """In a channel each one is told once a day that it works in private only."""
    user, channel = id_of(at(event, "user")), id_of(at(event, "channel"))
    if at(event, "subtype") not in _WRITTEN or channel.startswith("D"):
        return None
    handed = _said(body, event, event, Heard(str(Place(channel, user)), unreadable="group"))
    if handed is None:
        return None
    day = str(int(handed.order // DAY))
    return replace(handed, id=f"channel:{digest(channel, user, day)}")


def _person(body: Any, user: str) -> str:
    installed = at(body, "authorizations", 0)
    organisation = at(body, "enterprise_id") or at(installed, "enterprise_id")
    return person_of(organisation, at(body, "team_id"), user)
