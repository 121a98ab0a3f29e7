"""What somebody has done on a messenger, free of the service's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

#: The commands of every messenger that go through the dialogue, by the payload they stand for.
MOVES = {
    "start": "greet",
    "restart": "restart",
    "stop": "stop",
    "summary": "show_summary",
    "erase": "erase_my_data",
}
#: Those that the channel answers itself; they leave an open question open.
OWN = ("help", "privacy", "report")
COMMANDS = ("start", "help", "summary", "report", "restart", "stop", "privacy", "erase")

#: What cannot be read, each with words of its own (`utter_messenger_no_<kind>`).
UNREADABLE = ("picture", "voice", "sticker", "location", "file", "group", "other")


@dataclass(frozen=True)
class Heard:
    """What somebody has done, free of the service's form; kept as JSON in the inbox.

    ``place`` is where to answer (a chat or channel of the service). One of ``text``,
    ``payload`` (of what was tapped) and ``command`` is there, or none where only something
    ``unreadable`` came; a picture may have a ``text`` too. ``edited`` is a text that was changed
    after it was sent. ``tapped`` is the service's reference to the message that was tapped,
    ``label`` what stood on the button, and ``receipt`` what the service wants back as a sign that
    the tap has arrived. ``too_many`` asks for patience instead of an answer.
    """

    place: str
    text: str | None = None
    payload: str | None = None
    command: str | None = None
    unreadable: str | None = None
    edited: bool = False
    tapped: Any = None
    label: str = ""
    receipt: str = ""
    too_many: bool = False

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Heard:
        """As it was kept, perhaps by another version: what is unknown here is passed over."""
        known = {each.name for each in fields(cls)}
        told = {name: value for name, value in body.items() if name in known}
        return cls(**{"place": "", **told})

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)
