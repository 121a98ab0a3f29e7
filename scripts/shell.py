"""Opens the terminal client, with servers of its own if none are running. Run as `make shell`.

The server is the one at PATELLA_URL or `--url`, else one that runs on the usual port, else a
pair started for this conversation alone, whose data is thrown away afterwards.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.background import Background, NotStarted, free_ports
from scripts.places import child_env, places
from scripts.readiness import ask
from scripts.terminal import Progress, say


def running_url() -> str | None:
    """The address of a server that is there already."""
    if url := os.environ.get("PATELLA_URL"):
        return url
    usual = f"http://127.0.0.1:{os.environ.get('PATELLA_PORT') or 5005}/"
    return usual if ask(usual + "ready", timeout=5).ready else None


@contextmanager
def server_url() -> Iterator[str]:
    """The address of a server, which lasts as long as the context if we started it."""
    if found := running_url():
        yield found
        return
    with own_servers("Starting Patella for this conversation") as url:
        yield url


@contextmanager
def own_servers(doing: str) -> Iterator[str]:
    """The address of a pair of servers started for this alone; `doing` is said meanwhile.

    Raises:
        NotStarted: if they do not become ready.
    """
    port, actions_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="patella-") as folder:
        servers = Background(
            PATELLA_HOST="127.0.0.1",
            PATELLA_PORT=port,
            PATELLA_ACTIONS_PORT=actions_port,
            PATELLA_DEBUG=1,
            # One person at a keyboard, or a file of messages: nobody to protect others from.
            PATELLA_RATE=0,
            PATELLA_ADDRESS_RATE=0,
            PATELLA_REPORT_RATE=0,
            PATELLA_REPORT_ADDRESS_RATE=0,
            PATELLA_VAR=Path(folder),
        )
        try:
            with Progress(doing):
                servers.start()
            yield f"http://127.0.0.1:{port}/"
        finally:
            servers.stop()


def talk(arguments: list[str]) -> int:
    """Runs the client in the dialogue environment, which has its libraries."""
    at = places()
    command = [str(at.dialogue_python), "-m", "bot.shell", *arguments]
    # Ctrl-C belongs to the client, which ends politely; we then end the servers. (Not
    # SIG_IGN: the client would inherit that.)
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return subprocess.call(command, cwd=at.root, env=child_env())
    finally:
        signal.signal(signal.SIGINT, before)


def main(arguments: list[str]) -> int:
    """The command line; the arguments are the client's."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    if any(one in ("-h", "--help") or one.startswith("--url") for one in arguments):
        return talk(arguments)
    try:
        with server_url() as url:
            return talk(["--url", url, *arguments])
    except NotStarted as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
