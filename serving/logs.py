"""Logs as JSON lines that cannot hold what a person said, the same in both servers.

Our own records are written whole: they name codes, types and places only. Everybody else's
(Rasa prints messages, slots and whole conversations when something fails) are reduced to
where they came from and what kind of error they tell of.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sys
import traceback
from typing import Any, TextIO

from serving.course import current_course

#: What our own loggers' names begin with.
OURS = ("patella", "actions", "knowledge", "serving")

#: What a record of ours may have beside its event: ids, codes and numbers.
FIELDS = (
    "turn", "conversation", "channel", "action", "outcome", "reason", "milliseconds", "stages",
)  # fmt: skip

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
        if is_ours(record.name):
            line["event"] = record.getMessage()
            course = current_course()
            if course is not None:
                line["turn"] = course.turn
            line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
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


def is_ours(logger: str) -> bool:
    """Whether this is the name of a logger of ours."""
    return logger.split(".")[0] in OURS


def conversation_hash(sender_id: str) -> str:
    """What stands for a conversation in the log: the same each time, and no way back to its id."""
    return hashlib.sha256(sender_id.encode(errors="replace")).hexdigest()[:12]


def _static_name(message: Any) -> str:
    """A structured event's name (``processor.message.parse``), which is fixed; else nothing."""
    text = message.get("event") if isinstance(message, dict) else message
    known = isinstance(text, str) and _STATIC_NAME.fullmatch(text)
    return str(text) if known else "(withheld: not ours)"


def log_safely(debug: bool = False, stream: TextIO | None = None) -> None:
    """Send every record of this process through the safe formatter, to standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if debug else logging.INFO)
    # Warnings are for developers, and with their text left out they would tell nothing.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def quieten_libraries() -> None:
    """Undo what libraries do to their own loggers on import: no handlers but ours."""
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and not is_ours(name):
            logger.handlers[:] = []
            logger.propagate = True
            if logger.level < logging.WARNING:
                logger.setLevel(logging.WARNING)
