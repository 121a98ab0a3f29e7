"""Starts Patella's servers and looks after them until they are ended. Run as `make run`.

The action server and the dialogue server run side by side. When both are ready, the address
is printed; when one dies, the other is ended and the last lines of its log are shown. Ctrl-C
(or SIGTERM) ends both, a second one at once. `python -m scripts.run actions` (or `dialogue`)
looks after that one alone, for machines that keep them apart, and for the tests.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from scripts.places import Places, child_env, places
from scripts.readiness import Readiness, watch_life
from scripts.supervisor import Supervisor
from scripts.terminal import say, useful_lines

START_SECONDS = 180
LEAST_FREE_MB = 500
NAMES = ("actions", "dialogue")


class CannotStart(Exception):
    """What stands in the way, as one line for the person at the terminal."""


@dataclass(frozen=True)
class Server:
    """One server: what it is called, how it is started, and where it answers."""

    name: str
    title: str
    command: list[str]
    host: str
    port: int
    setting: str
    ready_path: str
    live_path: str
    env: dict[str, str]

    @property
    def ready_url(self) -> str:
        """The address that answers 200 once the server can do its work."""
        return self.url + self.ready_path.removeprefix("/")

    @property
    def live_url(self) -> str:
        """The address that answers 200 as long as the server answers at all."""
        return self.url + self.live_path.removeprefix("/")

    @property
    def url(self) -> str:
        """Where the server is, with a slash at the end."""
        host = reachable(self.host)
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"


def reachable(host: str) -> str:
    """The host to call for a server that listens on `host`."""
    return "127.0.0.1" if host in ("", "0.0.0.0", "::") else host


def port_of(env: Mapping[str, str], setting: str, default: int) -> int:
    """The port that a setting names."""
    text = env.get(setting) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotStart(f"{setting}={text!r} is no port: give a number from 1 to 65535.")
    return int(text)


def servers(at: Places, env: Mapping[str, str]) -> list[Server]:
    """Both servers as the settings in `env` want them."""
    port = port_of(env, "PATELLA_PORT", 5005)
    actions_port = port_of(env, "PATELLA_ACTIONS_PORT", 5055)
    if port == actions_port:
        raise CannotStart(
            f"PATELLA_PORT and PATELLA_ACTIONS_PORT are both {port}: give two different ones."
        )
    host = env.get("PATELLA_HOST") or "127.0.0.1"
    shared = {
        "PATELLA_HOST": host,
        "PATELLA_PORT": str(port),
        "PATELLA_ACTIONS_PORT": str(actions_port),
        "PATELLA_BUILD": str(at.build),
        "PATELLA_VAR": str(at.var),
    }
    return [
        Server(
            name="actions",
            title="action server",
            command=[str(at.actions_python), "-m", "actions", "--port", str(actions_port)],
            host="127.0.0.1",
            port=actions_port,
            setting="PATELLA_ACTIONS_PORT",
            ready_path="/health",
            live_path="/health",
            env={**shared, "SANIC_HOST": "127.0.0.1"},
        ),
        Server(
            name="dialogue",
            title="dialogue server",
            command=[str(at.dialogue_python), "-m", "bot"],
            host=host,
            port=port,
            setting="PATELLA_PORT",
            ready_path="/ready",
            live_path="/live",
            env=shared,
        ),
    ]  # fmt: skip


def check_port(server: Server) -> None:
    """Refuses a port that something else listens on."""
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        # Connections that are still closing down do not keep a server from listening.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as error:
            raise CannotStart(
                f"The {server.title} cannot listen on {server.host}:{server.port}"
                f" ({error.strerror}). End what uses that port, or choose another one:"
                f" {server.setting}={server.port + 1} make run"
            ) from error


def check_disk(folder: Path) -> None:
    """Refuses to start where the conversations could soon not be stored any more."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < LEAST_FREE_MB:
        raise CannotStart(
            f"The disk is nearly full: {free} MB are free for {folder}, {LEAST_FREE_MB} are"
            " needed. Make room, or set PATELLA_VAR to a folder on another disk."
        )


def check_made(at: Places, chosen: list[Server]) -> None:
    """Refuses to start without the environments and the model."""
    needed = [Path(server.command[0]) for server in chosen]
    if any(server.name == "dialogue" for server in chosen):
        needed.append(at.model)
    for path in needed:
        if not path.exists():
            raise CannotStart(f"{path} is not there yet: `make train` makes it.")


def supervise(at: Places, chosen: list[Server], quiet: bool) -> int:
    """Runs the servers until one dies or we are told to end; the exit code."""
    manager = Supervisor(at.logs)
    for server in chosen:
        command = "exec " + shlex.join(server.command)
        manager.add_process(server.name, command, env=child_env(**server.env), cwd=str(at.root))
    readiness = Readiness(
        [(server.title, server.ready_url) for server in chosen], START_SECONDS, quiet
    )

    def look_on() -> None:
        trouble = readiness.wait(manager.ending)
        if readiness.reached:
            what = "Patella" if len(chosen) == len(NAMES) else f"The {chosen[0].title}"
            print(f"{what} is ready: {chosen[-1].url}   (Ctrl-C ends it)", flush=True)
            trouble = watch_life(
                [(server.title, server.live_url) for server in chosen], manager.ending
            )
        if trouble:
            manager.give_up(trouble)

    watcher = threading.Thread(target=look_on, name="readiness", daemon=True)
    watcher.start()
    manager.loop()
    watcher.join(timeout=2)
    if manager.asked_to_end:
        if not quiet:
            say("Patella has ended.")
        return 0
    explain(manager, {server.name: server.title for server in chosen})
    return 1


def explain(manager: Supervisor, titles: Mapping[str, str]) -> None:
    """Says why the servers were ended, with what the one to blame wrote last."""
    if manager.gave_up:
        say(manager.gave_up)
    died = manager.first_to_die
    if died is not None:
        name, code = died
        others = [title for other, title in titles.items() if other != name]
        ended = f"; the {others[0]} was ended too" if others else ""
        say(f"The {titles[name]} died{cause(code)}{ended}. The last lines of its log:")
    for name in [died[0]] if died else titles:
        for line in useful_lines(manager.logs.tail(name)):
            say(f"  {line}")
        say(f"  (all of it: {manager.logs.path(name)})")


def cause(code: int) -> str:
    """What an exit code tells about a death."""
    if code == -9:
        return " (killed: perhaps the machine ran out of memory)"
    return f" (signal {-code})" if code < 0 else f" (exit code {code})"


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="actions|dialogue", help="default: both")
    parser.add_argument("--quiet", action="store_true", help="no progress, only what matters")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"there is no server called {', '.join(sorted(unknown))}")
    at = places()
    try:
        chosen = [
            server
            for server in servers(at, os.environ)
            if not options.names or server.name in options.names
        ]
        check_made(at, chosen)
        check_disk(at.var)
        for server in chosen:
            check_port(server)
        return supervise(at, chosen, options.quiet)
    except CannotStart as problem:
        say(str(problem))
    except OSError as error:
        say(f"Cannot start: {error.filename or ''}: {error.strerror}.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
