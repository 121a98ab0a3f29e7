"""The trained understanding alone, without a conversation, a store or an action server."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.model import get_latest_model


class Reader:
    """Parses messages with the latest model of a folder.

    Raises:
        FileNotFoundError: when the folder holds no model.
    """

    def __init__(self, folder: Path) -> None:
        model = get_latest_model(str(folder))
        if model is None:
            raise FileNotFoundError(f"no trained model in {folder}: run `make train`")
        self._agent = Agent.load(model_path=model)

    async def parse(
        self, text: str, asked: str | None = None, today: date | None = None
    ) -> dict[str, Any]:
        """Return what Rasa makes of a text; text that looks like a command is text all the same.

        Args:
            text: the message.
            asked: the id of the pending question.
            today: the day that "since Monday" is counted from; by default the real one.
        """
        told = {"asked": asked, "payload": None, "today": today and today.isoformat()}
        message = UserMessage(text=text.lstrip("/"), metadata=told)
        processor = self._agent.processor
        assert processor is not None  # a loaded agent has one
        return dict(await processor.parse_message(message, only_output_properties=True))
