"""The dialogue server's logs: the safe ones of both servers, and what Rasa's own needs besides."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from serving import logs


def configure_logs(debug: bool = False, stream: TextIO | None = None) -> None:
    """Send every record of this process through the safe formatter, to standard error."""
    logs.log_safely(debug, stream)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _name_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def quieten_libraries() -> None:
    """Undo what libraries do to their own loggers on import: no handlers but ours."""
    logs.quieten_libraries()
    # Its errors are forms that pass a message on, which is in order; failures are ours to tell.
    logging.getLogger("rasa.core.actions.action").setLevel(logging.CRITICAL)


def _name_only(_logger: Any, _method: str, event_dict: MutableMapping[str, Any]) -> str:
    return str(event_dict.get("event", ""))
