"""What a turn works with: the dialogue, the store, and what makes reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.exchange import Answer, Message, Said, StoredTurn
from bot.reports import FinishedCheck, ReportFile
from bot.storage.draft import Draft

#: Describes a question from its id and the slots, or ``None`` if there is no such question.
DescribeQuestion = Callable[[str, Mapping[str, Any]], "Mapping[str, Any] | None"]

#: What is said to a text that is in another language, ``None`` where it may be English.
OnlyEnglish = Callable[[str], "Message | None"]


class Dialogue(Protocol):
    """What decides the answer; a draft goes in, and comes out with the turn staged in it."""

    def pending_question(self, draft: Draft) -> str | None:
        """The id of the question that the person was asked last."""

    def slots(self, draft: Draft) -> Mapping[str, Any]:
        """What is known in the conversation."""

    async def answer(self, draft: Draft, said: Said) -> Answer:
        """Answer a message; raises whatever goes wrong."""

    def finished_check(self, draft: Draft) -> FinishedCheck | None:
        """The check that the conversation has come to the end of, if it has."""


class Store(Protocol):
    """Where conversations are kept; `bot.storage` says what each of these does.

    They wait for the database, so a turn has them called aside, in threads.
    """

    def open_for(  # noqa: D102
        self, sender_id: str, message_id: str
    ) -> tuple[StoredTurn | None, Draft]: ...
    def open(self, sender_id: str) -> Draft: ...  # noqa: D102
    def open_whole(self, sender_id: str) -> Draft: ...  # noqa: D102
    def commit(self, draft: Draft, turn: StoredTurn) -> None: ...  # noqa: D102
    def delete(self, sender_id: str) -> None: ...  # noqa: D102
    def idle_since(self, moment: float) -> list[str]: ...  # noqa: D102
    def is_idle_since(self, sender_id: str, moment: float) -> bool: ...  # noqa: D102
    def turns_since_restart(self, sender_id: str) -> int: ...  # noqa: D102
    def history(self, sender_id: str) -> list[StoredTurn]: ...  # noqa: D102
    def export(self, sender_id: str) -> dict[str, Any]: ...  # noqa: D102


class Reports(Protocol):
    """What makes a file of a finished check."""

    async def render(self, check: FinishedCheck, form: str) -> ReportFile:
        """The report in this format; raises `NoReport` if there can be none."""
