"""What several processes have measured is told as that of one server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from serving.shared_metrics import forget_metrics, share_metrics

#: Two processes measure, of which one has died; the third tells.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from serving.shared_metrics import *
share_metrics()
var = Path(sys.argv[1])
(var / "metrics-5005").mkdir()
(var / "metrics-5005" / "counter_1.db").write_bytes(b"of a server that was killed")
prepare_metrics(var, 5005)
assert are_shared()
from prometheus_client import generate_latest
from bot.exchange import EndedTurn, Reply
from bot.metrics import Metrics

def measure(turns):
    metrics = Metrics(lambda: [os.getpid()])
    for _ in range(turns):
        metrics.turn_ended(EndedTurn("web", Reply([{"text": "?"}]), 0.1, {"actions": 0.05}, True))
    metrics.watch_turns(lambda: turns)
    metrics.count_turns()
    metrics.ready.set({"store": turns == 3})
    if turns == 3:
        metrics.deliveries({"telegram": 2})

read, write = os.pipe()
for turns in (2, 3):
    pid = os.fork()
    if pid == 0:
        measure(turns)
        os.write(write, b"!")
        if turns == 3:
            signal.pause()
        os._exit(0)
    os.read(read, 1)
    if turns == 2:
        os.waitpid(pid, 0)
        forget_process(pid)
asked = Metrics(lambda: [os.getpid(), pid])
asked.deliveries({})
print(generate_latest(asked.exposed).decode())
os.kill(pid, 9)
forget_metrics()
print(*var.iterdir())
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    return said_by(PROGRAM, "2", str(tmp_path_factory.mktemp("var")))


def said_by(program: str, processes: str, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    env = {**os.environ, "PATELLA_PROCESSES": processes}
    done = subprocess.run(
        command, cwd=ROOT, env=env, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout


@pytest.mark.parametrize(
    "line",
    [
        'patella_turns_total{channel="web",outcome="answered",reason=""} 5.0',
        'patella_turn_seconds_count{channel="web"} 5.0',
        'patella_stage_seconds_count{stage="actions"} 5.0',
        # Of one that has died nothing is under way, and it is not asked whether it is ready.
        "patella_turns_under_way 3.0",
        'patella_ready{check="store"} 1.0',
        # What the other process has told of it before is over.
        'patella_deliveries_waiting{channel="telegram"} 0.0',
    ],
)
def test_the_processes_are_told_as_one(told: str, line: str) -> None:
    assert line in told.splitlines()


def test_what_they_take_of_the_machine_is_added_up(told: str) -> None:
    values = dict(line.rsplit(" ", 1) for line in told.splitlines() if line.startswith("process_"))
    # Each has loaded more than this.
    assert float(values["process_resident_memory_bytes"]) > 2 * 10e6
    assert float(values["process_cpu_seconds_total"]) > 0


def test_nothing_is_left_behind(told: str) -> None:
    assert told.splitlines()[-1] == ""


def test_one_process_measures_by_itself() -> None:
    program = "from serving.shared_metrics import *; share_metrics(); print(are_shared())"
    assert said_by(program, "").strip() == "False"


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    env = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    share_metrics(env)
    forget_metrics(env)
    assert tmp_path.is_dir()
