"""Logs as JSON lines that cannot hold what a person said.

Our own records are written whole: they name codes, types and places only. Everybody else's
(Rasa prints messages, slots and whole conversations when something fails) are reduced to
where they came from and what kind of error they tell of.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

OURS = "patella"

_STATIC_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


class SafeFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, and what may be told of the record."""

    def format(self, record: logging.LogRecord) -> str:
        """Render a record."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".")[0] == OURS:
            line["event"] = record.getMessage()
            if hasattr(record, "channel"):
                line["channel"] = record.channel
        else:
            line["event"] = _static_name(record.msg)
            line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = [
                f"{frame.filename.rsplit('site-packages/', 1)[-1]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line)


def _static_name(message: Any) -> str:
    """A structured event's name (``processor.message.parse``), which is fixed; else nothing."""
    text = message.get("event") if isinstance(message, dict) else message
    known = isinstance(text, str) and _STATIC_NAME.fullmatch(text)
    return str(text) if known else "(left out: not ours)"


def configure_logs(debug: bool = False, stream: TextIO | None = None) -> None:
    """Send every record of this process through the safe formatter, to standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.DEBUG if debug else logging.INFO)
    # Warnings are for developers, and with their text left out they would tell nothing.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _name_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def quieten_libraries() -> None:
    """Undo what libraries do to their own loggers on import: no handlers but ours."""
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and name.split(".")[0] != OURS:
            logger.handlers[:] = []
            logger.propagate = True
            if logger.level < logging.WARNING:
                logger.setLevel(logging.WARNING)
    # Its errors are forms that pass a message on, which is in order; failures are ours to tell.
    logging.getLogger("rasa.core.actions.action").setLevel(logging.CRITICAL)


def _name_only(_logger: Any, _method: str, event_dict: MutableMapping[str, Any]) -> str:
    return str(event_dict.get("event", ""))
