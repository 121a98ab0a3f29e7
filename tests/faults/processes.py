"""Processes as the operating system tells of them: to kill, to freeze, to weigh."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import psutil


def below(supervisor: int | None) -> list[psutil.Process]:
    """The server that a supervisor looks after, and what it has started; the server first.

    Between them stands a process of the supervisor's own, which is left out.
    """
    if supervisor is None:
        return []
    return [
        process
        for between in started_by(supervisor)
        for child in started_by(between.pid)
        for process in tree(child.pid)
    ]


def started_by(pid: int) -> list[psutil.Process]:
    """What a process has started itself; nothing where it is gone."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).children()
    return []


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that it has started."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def kill(processes: Iterable[psutil.Process]) -> None:
    """End processes as the system does when memory runs out: at once, with no word to them."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)


@contextmanager
def frozen(processes: Iterable[psutil.Process]) -> Iterator[None]:
    """Processes that are there and do nothing, until the end of the block."""
    stopped = list(processes)
    assert stopped, "there is nothing to freeze"
    try:
        for process in stopped:
            process.send_signal(signal.SIGSTOP)
        yield
    finally:
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGCONT)


def megabytes(processes: Iterable[psutil.Process]) -> float:
    """The memory that belongs to the processes, in MB (10⁶ bytes)."""
    return sum(process.memory_info().rss for process in processes) / 1e6


def open_files(processes: Iterable[psutil.Process]) -> int:
    """Files, sockets and pipes that the processes hold open."""
    return sum(process.num_fds() for process in processes)


def seconds_of_work(processes: Iterable[psutil.Process]) -> float:
    """The time that the processes have kept a core busy so far.

    Those that have ended count for nothing: PostgreSQL has some that come and go.
    """
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:2])
    return total
