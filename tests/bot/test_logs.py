from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.failure import abort, whereabouts
from bot.logs import configure_logs, quieten_libraries

SAID = "my knee is on fire"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure_logs(debug=True, stream=stream)
    yield stream
    configure_logs()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_own_records_are_whole(logged: io.StringIO) -> None:
    logging.getLogger("patella.turn").warning("turn aborted: %s", "busy", extra={"channel": "web"})
    (line,) = lines(logged)
    assert (line["event"], line["channel"], line["level"]) == (
        "turn aborted: busy",
        "web",
        "warning",
    )


def raise_with(text: str) -> None:
    raise ValueError(text)


def by_message() -> None:
    logging.getLogger("rasa.core.processor").error(f"cannot handle {SAID}")


def by_arguments() -> None:
    logging.getLogger("aiohttp").error("cannot handle %s", SAID)


def by_exception() -> None:
    try:
        raise_with(SAID)
    except ValueError:
        logging.getLogger("rasa.core.processor").exception("failed")


def by_our_exception() -> None:
    try:
        raise_with(SAID)
    except ValueError:
        logging.getLogger("patella.turn").exception("failed")


def by_structlog() -> None:
    structlog.get_logger("rasa").error("processor.message.parse", parse_data_text=SAID)


def by_structlog_free_text() -> None:
    structlog.get_logger("rasa").error(f"cannot parse {SAID}")


def by_warning() -> None:
    warnings.warn(f"cannot parse {SAID}", UserWarning, stacklevel=1)


LEAKS = [by_message, by_arguments, by_exception, by_our_exception, by_structlog,
         by_structlog_free_text, by_warning]  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
@pytest.mark.filterwarnings("always")
def test_nothing_that_was_said_gets_into_a_record(
    logged: io.StringIO, capfd: pytest.CaptureFixture[str], leak: Any
) -> None:
    leak()
    assert SAID not in logged.getvalue() + "".join(capfd.readouterr())


def test_a_librarys_record_tells_where_it_came_from(logged: io.StringIO) -> None:
    by_exception()
    by_structlog()
    first, second = lines(logged)
    assert first["logger"] == "rasa.core.processor"
    assert first["error"] == "ValueError"
    assert first["trace"][-1].endswith("raise_with")
    assert second["event"] == "processor.message.parse"


def test_libraries_handlers_are_taken_off(logged: io.StringIO) -> None:
    theirs = io.StringIO()
    logger = logging.getLogger("sanic.error")
    logger.addHandler(logging.StreamHandler(theirs))
    logger.propagate = False
    quieten_libraries()
    logger.error(SAID)
    assert theirs.getvalue() == ""
    assert lines(logged)[0]["logger"] == "sanic.error"


def test_whereabouts_names_the_cause_but_not_the_message() -> None:
    try:
        try:
            raise_with(SAID)
        except ValueError as error:
            raise RuntimeError(SAID) from error
    except RuntimeError as error:
        where = whereabouts(error)
    assert where.startswith("RuntimeError at test_logs.py:")
    assert "from ValueError at test_logs.py:" in where
    assert SAID not in where


def test_aborting_forgets_what_led_to_it() -> None:
    with pytest.raises(BaseException) as aborted:
        try:
            raise_with(SAID)
        except ValueError:
            abort("understanding", "ValueError")
    assert aborted.value.__cause__ is None
    assert aborted.value.__suppress_context__
