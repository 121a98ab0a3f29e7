"""Looks at everything that Patella needs, one line each. Run as `make doctor`.

The exit code is 1 if something is wrong; a messenger without a token is not set up, which is
nothing wrong.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from scripts.doctor_slack import look_at_slack
from scripts.doctor_telegram import look_at_telegram
from scripts.findings import FINE, WRONG, Finding
from scripts.places import Places, places
from scripts.readiness import ask
from scripts.run import check_disk
from scripts.servers import CannotStart, check_port, servers

#: Looks at one subject, with the settings in the environment that is given.
Look = Callable[[Places, Mapping[str, str]], Sequence[Finding]]


def look_at_what_was_made(at: Places, env: Mapping[str, str]) -> list[Finding]:
    """Both environments and the model."""
    needed = {
        "Python for the dialogue server": at.dialogue_python,
        "Python for the action server": at.actions_python,
        "dialogue model": at.model,
    }
    return [
        Finding(FINE, subject, "there")
        if path.exists()
        else Finding(WRONG, subject, f"{path} is missing. `make train` makes it.")
        for subject, path in needed.items()
    ]


def look_at_servers(at: Places, env: Mapping[str, str]) -> list[Finding]:
    """Each server: running and ready, or its port free."""
    found = []
    for server in servers(at, env):
        if ask(server.live_url, timeout=3).ready:
            state = ask(server.ready_url)
            waits = f" ({state.detail})" if state.detail else ""
            said = f"running on port {server.port}, {'ready' if state.ready else 'not ready'}"
            found.append(Finding(FINE if state.ready else WRONG, server.title, said + waits))
            continue
        try:
            check_port(server)
            said = f"not running, port {server.port} is free. `make run` starts it."
            found.append(Finding(FINE, server.title, said))
        except CannotStart as problem:
            found.append(Finding(WRONG, server.title, str(problem)))
    return found


def look_at_disk(at: Places, env: Mapping[str, str]) -> list[Finding]:
    """Room for the conversations, and that they can be read and written."""
    try:
        check_disk(at.var)
    except CannotStart as problem:
        return [Finding(WRONG, "disk", str(problem))]
    except OSError as error:
        said = f"{at.var}: {error.strerror}. Make it yours, or set PATELLA_VAR."
        return [Finding(WRONG, "disk", said)]
    return [Finding(FINE, "disk", f"enough room for {at.var}"), _database(at)]


def _database(at: Places) -> Finding:
    path = at.var / "conversations.db"
    if not path.exists():
        return Finding(FINE, "conversations", "none yet")
    try:
        with closing(sqlite3.connect(path, timeout=3)) as database:
            (verdict,) = database.execute("pragma quick_check(1)").fetchone()
            database.execute("begin immediate")
            database.rollback()
    except sqlite3.Error as error:
        return Finding(WRONG, "conversations", f"{path}: {error}. See that it is yours and whole.")
    if verdict != "ok":
        return Finding(WRONG, "conversations", f"{path} is damaged. Bring a copy of it back.")
    return Finding(FINE, "conversations", "can be read and written")


#: Everything that is looked at, in the order of the lines.
LOOKS: tuple[Look, ...] = (
    look_at_what_was_made,
    look_at_servers,
    look_at_disk,
    look_at_telegram,
    look_at_slack,
)


def main() -> int:
    """The command line."""
    at = places()
    wrong = False
    for look in LOOKS:
        try:
            findings = look(at, os.environ)
        except CannotStart as problem:
            findings = [Finding(WRONG, "settings", str(problem))]
        for finding in findings:
            print(finding, flush=True)
            wrong = wrong or finding.mark == WRONG
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
