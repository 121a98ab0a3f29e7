"""PostgreSQL with pgvector whose data stay from one run to the next, for `make run-scaled`.

Run as `python -m scripts.kept_postgres FOLDER PORT`: this process becomes the server, so that
whoever started it knows its process id. It comes with a package of the test requirements; a
clinic has a server of its own, and names it in PATELLA_DATABASE_URL.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from scripts.postgres import PostgresNotStarted, end_with_parent, settle

USER = DATABASE = "patella"
START_SECONDS = 60

#: On top of PostgreSQL's own. What a statement held must not get into its log.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_parameter_max_length": 0,
    "log_parameter_max_length_on_error": 0,
    # A dialogue server that was killed must not keep its conversations locked.
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
}


class Kept:
    """A server's data in ``folder/data``, made with the first start, and the way to it.

    Raises:
        PostgresNotStarted: the data can be neither made nor reached.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        _let_enter(folder)
        self.programs, self.owner = settle(folder)
        if not (folder / "data" / "PG_VERSION").exists():
            self._make()

    @property
    def url(self) -> str:
        """The address of the database, with the password in it."""
        secret = self._secret.read_text(encoding="ascii").strip()
        return f"postgresql://{USER}:{secret}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def command(self) -> list[str]:
        """What starts the server."""
        settings = [f"--{name}={value}" for name, value in {**SETTINGS, "port": self.port}.items()]
        return [str(self.programs / "postgres"), "-D", str(self.folder / "data"), *settings]

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        """Return once the server takes connections.

        Raises:
            PostgresNotStarted: it ended, or took too long.
        """
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise PostgresNotStarted(str(error)) from None
            time.sleep(0.1)

    @property
    def _secret(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.secret")

    def _make(self) -> None:
        secret = secrets.token_hex(32)
        with os.fdopen(
            os.open(self._secret, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w"
        ) as to:
            to.write(secret + "\n")
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shown = self.folder / "password"
        try:
            _write_for(shown, secret, self.owner)
            self._run(
                "initdb", "-D", str(fresh), "-U", USER, f"--pwfile={shown}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
            )  # fmt: skip
        finally:
            shown.unlink(missing_ok=True)
        self._run(
            "postgres",
            "--single",
            "-D",
            str(fresh),
            "postgres",
            said=f"CREATE DATABASE {DATABASE}\n",
        )
        # Only data that are whole have this name.
        fresh.rename(self.folder / "data")

    def _run(self, program: str, *arguments: str, said: str = "") -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            input=said,
            capture_output=True,
            text=True,
            cwd=self.folder,
            **self.owner,
        )
        if done.returncode:
            raise PostgresNotStarted((done.stdout + done.stderr)[-2000:])


def _let_enter(folder: Path) -> None:
    """See that the user who stands in for root can come to the folder.

    Raises:
        PostgresNotStarted: a folder that is not ours keeps everyone else out.
    """
    if os.geteuid() != 0:
        return
    ours = folder.parent
    ours.chmod(ours.stat().st_mode | 0o011)
    for each in ours.parents:
        if not each.stat().st_mode & 0o001:
            raise PostgresNotStarted(
                f"PostgreSQL does not run as root, and nobody else may enter {each}. Set"
                " PATELLA_VAR to a folder elsewhere, or be another user."
            )


def _write_for(path: Path, text: str, owner: dict[str, Any]) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as to:
        to.write(text + "\n")
    if owner:
        os.chown(path, owner["user"], owner["group"])


def main() -> int:
    """Become the server."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    try:
        kept = Kept(folder, port)
    except PostgresNotStarted as problem:
        print(problem, file=sys.stderr)
        return 1
    os.chdir(kept.folder)
    if kept.owner:
        os.setgroups(kept.owner["extra_groups"])
        os.setgid(kept.owner["group"])
        os.setuid(kept.owner["user"])
    # Said now, because the system forgets it when the user changes.
    end_with_parent()
    os.execv(kept.command[0], kept.command)


if __name__ == "__main__":
    sys.exit(main())
