"""The servers that belong to Patella: how each is started, and where it answers."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from scripts.places import Places
from scripts.terminal import say

NAMES = ("actions", "dialogue")
MOST_PROCESSES = 4
DEMO = "demo"
PROXY = "proxy"


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
    #: When it is ended, beside the others: a smaller number goes first.
    wave: int = 0
    #: The signal upon which it ends in order.
    end_with: signal.Signals = signal.SIGTERM
    #: Whether it is started again when it dies, and the others go on.
    again: bool = False
    #: Whether it speaks https.
    secure: bool = False

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
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}/"


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
            ready_path="/ready",
            live_path="/health",
            env={**shared, "SANIC_HOST": "127.0.0.1"},
            # Turns that are still being taken need it.
            wave=1,
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
            env={**shared, "PATELLA_PROCESSES": processes(env)},
        ),
    ]  # fmt: skip


def processes(env: Mapping[str, str]) -> str:
    """How many processes the dialogue server has: one a core, as far as it can have several.

    More than four would wait for the action server, which is one process.
    """
    if chosen := env.get("PATELLA_PROCESSES"):
        # Whether that is a number is for the server to say.
        return chosen
    has_messenger = env.get("PATELLA_TELEGRAM_TOKEN") or env.get("PATELLA_SLACK_BOT_TOKEN")
    if has_messenger or not sys.platform.startswith("linux"):
        return "1"
    return str(min(len(os.sched_getaffinity(0)), MOST_PROCESSES))


def with_secret(chosen: list[Server], env: Mapping[str, str]) -> list[Server]:
    """The servers with a secret that only they share, where both are started and none is set.

    Nobody else on this machine can then call the action server.
    """
    are_both = {server.name for server in chosen} >= set(NAMES)
    if not are_both or env.get("PATELLA_ACTIONS_SECRET") or env.get("PATELLA_ACTIONS_URL"):
        return chosen
    shared = {"PATELLA_ACTIONS_SECRET": secrets.token_hex(32)}
    return [
        replace(server, env={**server.env, **shared}) if server.name in NAMES else server
        for server in chosen
    ]


def wants_demo(env: Mapping[str, str]) -> bool:
    """Whether the settings in `env` leave the demo on."""
    value = env.get("PATELLA_DEMO") or "1"
    if value not in ("0", "1"):
        raise CannotStart(f"PATELLA_DEMO={value!r}: give 1 (on) or 0 (off).")
    return value == "1"


def with_demo(at: Places, chosen: list[Server], env: Mapping[str, str]) -> list[Server]:
    """The servers and the demo beside them; the chat may then be shown in the demo's frame.

    Without the demo if its port is taken: nobody's work depends on it.
    """
    *others, dialogue = chosen
    port = port_of(env, "PATELLA_DEMO_PORT", 5080)
    demo = Server(
        name=DEMO,
        title="demo site",
        command=[
            str(at.actions_python), "-m", "scripts.demo",
            "--port", str(port), "--chat", dialogue.url.rstrip("/"),
        ],
        host="127.0.0.1",
        port=port,
        setting="PATELLA_DEMO_PORT",
        ready_path="/",
        live_path="/",
        env={},
    )  # fmt: skip
    try:
        if port in [server.port for server in chosen]:
            raise CannotStart(f"PATELLA_DEMO_PORT={port} is the port of another server")
        check_port(demo)
    except CannotStart as problem:
        say(f"{problem}. Going on without the demo.")
        return chosen
    ancestors = f"http://127.0.0.1:{port} http://localhost:{port}"
    if configured := env.get("PATELLA_FRAME_ANCESTORS"):
        ancestors = f"{configured} {ancestors}"
    framed = replace(dialogue, env={**dialogue.env, "PATELLA_FRAME_ANCESTORS": ancestors})
    return [*others, demo, framed]


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
