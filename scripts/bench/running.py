"""A bot's servers as they are started for people: to the first answer, their memory, their end."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from scripts.background import END_SECONDS, free_block
from scripts.bench.bots import BenchFailed, kept_stock
from scripts.bench.figures import PATELLA, STOCK
from scripts.bench.probe import memory as share_of
from scripts.bench.talk import TALKS, UNANSWERED, connected
from scripts.places import Places, child_env
from scripts.terminal import useful_lines

#: A bot that has not answered by then does not start.
START_SECONDS = 240
_PAUSE = 0.02
#: `make run` may want eight ports in a row; the action server has one of its own.
_PORTS = 9
_READ = ("dialogue", "actions", "encoder", "index", "models", "recogniser")
_ELSEWHERE = (
    *("PATELLA_DATABASE_URL", "PATELLA_ACTIONS_URL"),
    *("PATELLA_TELEGRAM_TOKEN", "PATELLA_SLACK_BOT_TOKEN"),
)


@dataclass(frozen=True)
class Site:
    """How a bot's servers are started, and where they answer."""

    name: str
    command: list[str]
    folder: Path
    port: int
    env: dict[str, str]
    #: What is read at a start: dropped from the system's cache before a cold one.
    reads: tuple[Path, ...] = ()

    @property
    def url(self) -> str:
        """Where people reach it."""
        return f"http://127.0.0.1:{self.port}"


def patella_site(at: Places, var: Path) -> Site:
    """Patella as `make run` starts it, without the demo, and without limits on one address."""
    port = free_block(_PORTS)
    settings = {
        "PATELLA_HOST": "127.0.0.1",
        "PATELLA_PORT": str(port),
        "PATELLA_ACTIONS_PORT": str(port + _PORTS - 1),
        "PATELLA_BUILD": str(at.build),
        "PATELLA_VAR": str(var),
        "PATELLA_DEMO": "0",
        "PATELLA_RATE": "0",
        "PATELLA_ADDRESS_RATE": "0",
        # Whatever this machine is set to, nobody else is asked anything.
        **dict.fromkeys(_ELSEWHERE, ""),
    }
    return Site(
        PATELLA,
        [str(at.actions_python), "-m", "scripts.run", "--quiet"],
        at.root,
        port,
        child_env(**settings),
        tuple(at.build / name for name in _READ),
    )


def stock_site(at: Places) -> Site:
    """The stock bot with `rasa run`, on this machine only.

    Raises:
        BenchFailed: if it has to be trained and cannot be.
    """
    folder, bot = kept_stock(at)
    port = free_block(1)
    command = [
        *(str(at.dialogue_python), "-m", "rasa", "run", "--interface", "127.0.0.1"),
        *("--port", str(port), "--model", str(bot.model)),
    ]
    return Site(STOCK, command, folder, port, child_env(), (at.build / "dialogue", folder))


@dataclass
class Running:
    """Servers that were started; `first_answer` are the seconds until a message was answered."""

    site: Site
    process: subprocess.Popen[bytes]
    first_answer: float = 0.0

    def stop(self) -> None:
        """End them and wait for that."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                for each in reversed(tree(self.process.pid)):
                    with suppress(psutil.NoSuchProcess):
                        each.kill()
                self.process.wait()

    @property
    def memory(self) -> float:
        """The proportional share of all processes together, in MB."""
        return sum(_share(process) for process in tree(self.process.pid))


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that it has started."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def _share(process: psutil.Process) -> float:
    told = Path(f"/proc/{process.pid}/smaps_rollup")
    # One that has just ended has none.
    with suppress(OSError, psutil.NoSuchProcess):
        # Where the system tells no shares (macOS), what is shared counts for each.
        return share_of(told) if told.is_file() else process.memory_info().rss / 1024**2
    return 0.0


def start(site: Site) -> Running:
    """Start a bot's servers and return once they have answered a message.

    Raises:
        BenchFailed: if they end, or do not answer in time; with what they said last.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        process = subprocess.Popen(
            site.command,
            cwd=site.folder,
            env=site.env,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the benchmark, which then ends them.
            start_new_session=True,
        )
        running = Running(site, process)
        try:
            asyncio.run(_first_answer(running, begun))
        except BaseException as error:
            running.stop()
            if isinstance(error, BenchFailed):
                said.seek(0)
                lines = useful_lines(said.read().decode("utf-8", "replace"))
                raise BenchFailed("\n".join([str(error), *(f"  {x}" for x in lines)])) from None
            raise
        running.first_answer = time.monotonic() - begun
        return running


async def _first_answer(running: Running, begun: float) -> None:
    async with connected(running.site.url) as http:
        while time.monotonic() - begun < START_SECONDS:
            if running.process.poll() is not None:
                raise BenchFailed(f"{running.site.name} ended instead of starting.")
            talk = TALKS[running.site.name](http)
            with suppress(*UNANSWERED, ValueError, KeyError):
                await talk.begin()
                if (await talk.say("hello")).messages:
                    return
            await asyncio.sleep(_PAUSE)
    raise BenchFailed(f"{running.site.name} did not answer within {START_SECONDS} seconds.")


def forget_cached(folders: Iterable[Path]) -> None:
    """Have the system drop what it has cached of files, so that they are read from the disk again.

    What a running program has loaded of them stays.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                _forget(file)


def _forget(file: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
