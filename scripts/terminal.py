"""How the jobs talk to the person at the terminal: on standard error, one line a thing."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType

#: Lines of the libraries that never say why something failed.
NOISE = re.compile(
    r"^\s*([~^]+\s*$|Traceback \(most recent call last\)|warnings\.warn|During handling of"
    r"|The above exception was)|\b(DEBUG|INFO) |declare_namespace|withheld: not ours"
)
#: A frame of a Python stack or a warning, with the source line that follows it.
FRAME = re.compile(r"^(\s*File \"|[^\n]*Warning: )[^\n]*(\n  [^\n]*)?(\n|$)", re.MULTILINE)
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def say(text: str) -> None:
    """Prints one line for the person, past whatever standard output is used for."""
    print(text, file=sys.stderr, flush=True)


def useful_lines(text: str, most: int = 8) -> list[str]:
    """The last lines that say something, without colours, stack frames and warnings."""
    lines = [line.rstrip() for line in FRAME.sub("", ANSI.sub("", text)).split("\n")]
    # A progress bar rewrites its line; only what it ended on counts.
    lines = [line.rsplit("\r", 1)[-1] for line in lines]
    kept = [line for line in lines if line.strip() and not NOISE.search(line)]
    return [line[:300] for line in (kept or text.strip().split("\n"))[-most:]]


class Progress:
    """A heading with its seconds: a live line on a terminal, two plain lines elsewhere."""

    def __init__(
        self, title: str, quiet: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._title = title
        self._quiet = quiet
        self._clock = clock
        self._live = not quiet and sys.stderr.isatty()
        self._begun = 0.0
        #: Set where the end is no success, of which the caller then says more.
        self.failed = False

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return self._clock() - self._begun

    def __enter__(self) -> Progress:
        """Shows the heading."""
        self._begun = self._clock()
        if not self._live and not self._quiet:
            say(f"{self._title} …")
        return self

    def show(self, detail: str = "") -> None:
        """Brings the live line up to date."""
        if self._live:
            line = f"{self._title} … {self.seconds:.0f} s  {detail}"
            sys.stderr.write(f"\r\033[K{line[:110]}")
            sys.stderr.flush()

    def until_ends(self, child: subprocess.Popen[bytes]) -> int:
        """Waits for the program, counting the seconds; ends it if we are interrupted."""
        try:
            while True:
                try:
                    return child.wait(timeout=0.5)
                except subprocess.TimeoutExpired:
                    self.show()
        except BaseException:
            child.terminate()
            child.wait()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clears the live line and says how long it took."""
        if self._live:
            sys.stderr.write("\r\033[K")
        if kind is None and not self.failed and not self._quiet:
            say(f"{self._title}: {self.seconds:.0f} s")
