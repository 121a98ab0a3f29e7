"""Several servers of each kind as processes of one machine: which, where, and with what settings.

The same servers as under deploy/, and the same proxy configuration; only what stands in the
environment differs. They take eight ports in a row, the first of which is the proxy's.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.places import Places
from scripts.servers import PROXY, CannotStart, Server, port_of

PROXY_CONFIGURATION = Path("deploy") / "haproxy" / "haproxy.cfg"
EACH = (1, 2)
PORTS = 8
#: The file in PATELLA_VAR that tells who is who.
STATE = "scaled.json"


@dataclass(frozen=True)
class Ports:
    """The ports, all on the loopback interface."""

    first: int

    @property
    def proxy(self) -> int:
        """Where people reach the whole."""
        return self.first

    def dialogue(self, number: int) -> int:
        """Of a dialogue server."""
        return self.first + number

    @property
    def actions_front(self) -> int:
        """Where the dialogue servers reach the action servers, through the proxy."""
        return self.first + 3

    def actions(self, number: int) -> int:
        """Of an action server."""
        return self.first + 3 + number

    @property
    def postgres(self) -> int:
        """Of the database."""
        return self.first + 6

    @property
    def metrics(self) -> int:
        """Of what the proxy counts."""
        return self.first + 7


def ports(env: Mapping[str, str]) -> Ports:
    """The ports that the setting PATELLA_PORT leads to."""
    first = port_of(env, "PATELLA_PORT", 5005)
    if first + PORTS > 65536:
        raise CannotStart(f"PATELLA_PORT={first}: {PORTS} ports in a row are needed.")
    return Ports(first)


def proxy_program(env: Mapping[str, str]) -> str:
    """The path of HAProxy, which Debian keeps where only root looks."""
    path = os.pathsep.join([env.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which("haproxy", path=path)
    if found is None:
        raise CannotStart("HAProxy is missing: apt install haproxy (macOS: brew install haproxy).")
    return found


def topology(
    at: Places,
    env: Mapping[str, str],
    database_url: str,
    database: Path | None,
    certificate: Path | None = None,
    haproxy: str = "haproxy",
) -> list[Server]:
    """All servers as the settings in `env` want them, in the order in which they get ready.

    Args:
        at: the folders.
        env: the settings.
        database_url: where conversations and passages are kept.
        database: the folder of the database that is to be started, None where one runs already.
        certificate: the proxy's key and certificate (PEM), None for http.
        haproxy: the program of the proxy.
    """
    where = ports(env)
    shared = {
        "PATELLA_BUILD": str(at.build),
        "PATELLA_VAR": str(at.var),
        "PATELLA_DATABASE_URL": database_url,
        "PATELLA_ACTIONS_URL": f"http://127.0.0.1:{where.actions_front}",
        "PATELLA_ACTIONS_SECRET": env.get("PATELLA_ACTIONS_SECRET") or secrets.token_hex(32),
        "PATELLA_HOST": "127.0.0.1",
        "PATELLA_PROXIES": "1",
        "SANIC_HOST": "127.0.0.1",
    }
    found = [_database(at, database, where)] if database else []
    found += [_actions(at, shared, number, where.actions(number)) for number in EACH]
    found += [_dialogue(at, shared, number, where.dialogue(number)) for number in EACH]
    return [*found, _proxy(at, haproxy, where, certificate)]


def _database(at: Places, folder: Path, where: Ports) -> Server:
    program = [str(at.actions_python), "-m", "scripts.kept_postgres"]
    return Server(
        name="postgres",
        title="database",
        command=[*program, str(folder), str(where.postgres)],
        host="127.0.0.1",
        port=where.postgres,
        setting="PATELLA_PORT",
        ready_path="",
        live_path="",
        env={},
        wave=2,
        # Not SIGTERM, upon which it waits until everybody has gone by themselves.
        end_with=signal.SIGINT,
        again=True,
    )


def _actions(at: Places, shared: Mapping[str, str], number: int, port: int) -> Server:
    return Server(
        name=f"actions-{number}",
        title=f"action server {number}",
        command=[str(at.actions_python), "-m", "actions", "--port", str(port)],
        host="127.0.0.1",
        port=port,
        setting="PATELLA_PORT",
        ready_path="/ready",
        live_path="/health",
        env={**shared, "PATELLA_ACTIONS_PORT": str(port)},
        wave=1,
        again=True,
    )


def _dialogue(at: Places, shared: Mapping[str, str], number: int, port: int) -> Server:
    return Server(
        name=f"dialogue-{number}",
        title=f"dialogue server {number}",
        command=[str(at.dialogue_python), "-m", "bot"],
        host="127.0.0.1",
        port=port,
        setting="PATELLA_PORT",
        ready_path="/ready",
        live_path="/live",
        # There is another server for the other core.
        env={**shared, "PATELLA_PORT": str(port), "PATELLA_PROCESSES": "1"},
        wave=0,
        again=True,
    )


def _proxy(at: Places, program: str, where: Ports, certificate: Path | None) -> Server:
    settings = {
        "PATELLA_PROXY_BIND": f"127.0.0.1:{where.proxy}",
        "PATELLA_PROXY_ACTIONS_BIND": f"127.0.0.1:{where.actions_front}",
        "PATELLA_PROXY_METRICS_BIND": f"127.0.0.1:{where.metrics}",
    }
    for number in EACH:
        settings[f"PATELLA_DIALOGUE_{number}"] = f"127.0.0.1:{where.dialogue(number)}"
        settings[f"PATELLA_ACTIONS_{number}"] = f"127.0.0.1:{where.actions(number)}"
    if certificate is not None:
        settings["PATELLA_CERTIFICATE"] = str(certificate)
    return Server(
        name=PROXY,
        title="proxy",
        command=[program, "-db", "-f", str(at.root / PROXY_CONFIGURATION)],
        host="127.0.0.1",
        port=where.proxy,
        setting="PATELLA_PORT",
        ready_path="/ready",
        live_path="/live",
        env=settings,
        wave=1,
        again=True,
        secure=certificate is not None,
    )
