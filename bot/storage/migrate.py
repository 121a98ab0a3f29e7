"""Brings the tables of a database to the state that this version works with.

The steps are in migrations/versions, one file each. They only ever add: while servers are
exchanged one by one, those of the version before still work on the same tables.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import Engine

from bot.storage.failure import OtherVersion
from bot.storage.postgres import patient

FOLDER = Path(__file__).parent / "migrations"

#: So long a step may take, and the servers that start meanwhile wait for it.
SECONDS = 600

#: PostgreSQL's lock for it; any number that stands for nothing else.
_LOCK = 7_283_552_846


def migrate(engine: Engine) -> None:
    """Take the steps that are missing: all of them, or none.

    Raises:
        OtherVersion: if the tables are those of a later version.
        SQLAlchemyError: if the database is away or refuses a step.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with (
        engine.connect().execution_options(writes=True) as connection,
        # From here on the server is known to answer.
        patient(SECONDS),
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
            connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise OtherVersion(f"the tables are those of another version: {error}") from None
