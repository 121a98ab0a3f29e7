"""Starts Patella's servers and looks after them until they are ended. Run as `make run`.

The action server and the dialogue server run side by side. When both are ready, the address
is printed; when one dies, the other is ended and the last lines of its log are shown. Ctrl-C
(or SIGTERM) ends both, a second one at once. `python -m scripts.run actions` (or `dialogue`)
looks after that one alone, for machines that keep them apart, and for the tests.

Beside them runs the website of a made-up clinic with Patella on it (`scripts.demo`), which a
browser is opened with where there is one; PATELLA_DEMO=0 or --no-demo leaves it out.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.desktop import has_browser, show
from scripts.places import Places, child_env, places
from scripts.readiness import Readiness, watch_life
from scripts.servers import (
    DEMO,
    NAMES,
    PROXY,
    CannotStart,
    Server,
    check_port,
    servers,
    wants_demo,
    with_demo,
    with_secret,
)
from scripts.supervisor import Supervisor
from scripts.terminal import say, useful_lines

START_SECONDS = 180
LEAST_FREE_MB = 500


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


def add(manager: Supervisor, server: Server, at: Places) -> None:
    """Gives a server to the supervisor, which starts it with the others."""
    command = "exec " + shlex.join(server.command)
    child = manager.add_process(server.name, command, env=child_env(**server.env), cwd=str(at.root))
    child.wave, child.end_with, child.again = server.wave, server.end_with, server.again


def supervise(
    at: Places, chosen: list[Server], quiet: bool, opening: Callable[[str], object] | None = None
) -> int:
    """Runs the servers until one dies or we are told to end; the exit code.

    `opening` is called with the address to look at once all are ready.
    """
    manager = Supervisor(at.logs)
    for server in chosen:
        add(manager, server, at)
    readiness = Readiness(
        [(server.title, server.ready_url) for server in chosen], START_SECONDS, quiet
    )

    def look_on() -> None:
        trouble = readiness.wait(manager.ending)
        if readiness.reached:
            tell_ready(chosen)
            if opening:
                opening(look_at(chosen).url)
            needed = [server for server in chosen if server.name != DEMO]
            trouble = watch_life(
                [(server.title, server.live_url) for server in needed], manager.ending
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


def tell_ready(chosen: list[Server]) -> None:
    """Says where to talk to Patella; its line comes first, since programs wait for it."""
    names = {server.name for server in chosen}
    whole = names >= set(NAMES) or PROXY in names
    what = "Patella" if whole else f"The {chosen[0].title}"
    print(f"{what} is ready: {chosen[-1].url}   (Ctrl-C ends it)", flush=True)
    for server in chosen:
        if server.name == DEMO:
            print(f"On the website of a made-up clinic: {server.url}", flush=True)


def look_at(chosen: list[Server]) -> Server:
    """What a browser is opened with: the demo, or else the chat by itself."""
    return next((server for server in chosen if server.name == DEMO), chosen[-1])


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


def main(
    arguments: list[str] | None = None, when_ready: Callable[[str], object] | None = None
) -> int:
    """The command line; `when_ready` is called with the address to look at."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="actions|dialogue", help="default: both")
    parser.add_argument("--quiet", action="store_true", help="no progress, only what matters")
    parser.add_argument("--no-demo", action="store_true", help="without the clinic's website")
    parser.add_argument("--no-open", action="store_true", help="open no browser")
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
        if wants_demo(os.environ) and not (options.names or options.no_demo):
            chosen = with_demo(at, chosen, os.environ)
        chosen = with_secret(chosen, os.environ)
        opens = not (options.names or options.quiet or options.no_open) and has_browser(os.environ)
        return supervise(at, chosen, options.quiet, when_ready or (show if opens else None))
    except CannotStart as problem:
        say(str(problem))
    except OSError as error:
        say(f"Cannot start: {error.filename or ''}: {error.strerror}.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
