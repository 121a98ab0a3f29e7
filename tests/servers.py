"""The real servers, started by the project's own code, on ports and data of their own."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from scripts.background import Background, free_ports
from scripts.readiness import ask
from tests.faults import processes

READY_SECONDS = 60

#: The tests are one impatient person.
UNLIMITED = {
    "PATELLA_RATE": "0",
    "PATELLA_ADDRESS_RATE": "0",
    "PATELLA_REPORT_RATE": "0",
    "PATELLA_REPORT_ADDRESS_RATE": "0",
}


class Servers:
    """Both servers; each can be stopped and started again on the same port and data."""

    def __init__(self, var: Path, settings: dict[str, str]) -> None:
        port, actions_port = free_ports(2)
        self.var = var
        self.url = f"http://127.0.0.1:{port}/"
        self.actions_url = f"http://127.0.0.1:{actions_port}/"
        everything = {
            "PATELLA_HOST": "127.0.0.1",
            "PATELLA_PORT": str(port),
            "PATELLA_ACTIONS_PORT": str(actions_port),
            "PATELLA_VAR": str(var),
            "PATELLA_DEBUG": "1",
            **UNLIMITED,
            **settings,
        }
        self._actions = Background(["actions"], **everything)
        self._dialogue = Background(["dialogue"], **everything)

    def start(self) -> None:
        """Starts both, side by side: the dialogue server is ready once it sees the other."""
        with ThreadPoolExecutor(2) as pool:
            for started in [pool.submit(one.start) for one in (self._actions, self._dialogue)]:
                started.result()

    def stop(self) -> None:
        """Ends both."""
        with ThreadPoolExecutor(2) as pool:
            for stopped in [pool.submit(one.stop) for one in (self._dialogue, self._actions)]:
                stopped.result()

    def stop_actions(self) -> None:
        """Ends the action server; the dialogue server goes on."""
        self._actions.stop()

    def start_actions(self) -> None:
        """Starts the action server again and waits until the dialogue server has noticed."""
        self._actions.start()
        if self._dialogue.running:
            self.wait_until_ready()

    def supervisor(self, name: str) -> int | None:
        """The process that looks after the "actions" or the "dialogue" server."""
        return (self._actions if name == "actions" else self._dialogue).pid

    def stop_dialogue(self) -> None:
        """Ends the dialogue server."""
        self._dialogue.stop()

    def kill_dialogue(self) -> None:
        """Ends the dialogue server as a power cut would; it can be started again."""
        processes.kill(processes.below(self._dialogue.pid))
        self._dialogue.stop()

    def start_dialogue(self) -> None:
        """Starts the dialogue server again; it is not ready without the action server."""
        self._dialogue.start()

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Returns when a whole turn works again."""
        deadline = time.monotonic() + seconds
        while not ask(self.url + "ready").ready:
            assert time.monotonic() < deadline, f"not ready after {seconds} s\n{self.logs()}"
            time.sleep(0.2)

    def logs(self) -> str:
        """Everything that both servers have logged so far."""
        files = sorted((self.var / "log").glob("*.log*"))
        return "\n".join(f"--- {file.name}\n{file.read_text()}" for file in files)


@contextmanager
def running_servers(**settings: str) -> Iterator[Servers]:
    """Both servers, ready; `settings` are environment variables for them."""
    with tempfile.TemporaryDirectory(prefix="patella-test-") as folder:
        servers = Servers(Path(folder), settings)
        try:
            servers.start()
            yield servers
        finally:
            servers.stop()
