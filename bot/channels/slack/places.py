"""Where somebody is answered in Slack, as a plain string."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A conversation of Slack and who is spoken to in it.

    ``channel`` is empty for the person's direct messages where their id is not known yet. In a
    channel of several people only that person sees what is said.
    """

    channel: str
    user: str

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that `str` made this text of."""
        channel, _, user = text.partition("/")
        return cls(channel, user)

    def __str__(self) -> str:
        return f"{self.channel}/{self.user}"

    @property
    def is_private(self) -> bool:
        """Whether nobody else is there: Slack's ids of direct messages begin with a D."""
        return not self.channel or self.channel.startswith("D")
