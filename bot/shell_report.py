"""Saving the report of a finished check from the terminal."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from bot.shell_client import Fetched
from bot.shell_input import Problem

FORMATS = ("pdf", "html", "fhir")

USAGE = "Write /report, or /report pdf, html or fhir, and after that a file name if you like."


@dataclass(frozen=True)
class Wish:
    """The report that somebody wants, and the file it is to go to if they named one."""

    form: str = FORMATS[0]
    file: str = ""


class NotSaved(Exception):
    """The report could not be written; the text says why."""


def read_wish(words: str) -> Wish | Problem:
    """What stands behind `/report`."""
    form, _, file = words.strip().partition(" ")
    if not form:
        return Wish()
    if form.lower() not in FORMATS:
        return Problem(f"There is no report of the kind {form}. {USAGE}")
    return Wish(form.lower(), file.strip())


def save(fetched: Fetched, file: str, folder: Path) -> Path:
    """Write a report and return where it is now; a file that is there already stays as it is.

    Raises:
        NotSaved: if it cannot be written, or the named file is there already.
    """
    path = Path(file)
    try:
        # Looking for a file fails too: no such user, a name too long, a name that can be none.
        path = folder / path.expanduser() if file else _free(folder, fetched.name)
        if path.is_dir():
            path = _free(path, fetched.name)
        # It tells of somebody's health: for this user's eyes only.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(fetched.body)
    except FileExistsError:
        raise NotSaved(f"{path} is there already: give another file name.") from None
    except OSError as error:
        raise NotSaved(f"The report could not be saved as {path}: {error.strerror}.") from None
    except (RuntimeError, ValueError):
        raise NotSaved(f"{file!r} is no file name here: give another one.") from None
    return path


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that nothing has yet: the name, with a number if need be."""
    # The name comes from the server: no way out of the folder, and nothing hidden.
    safe = Path(re.sub(r"[^\w.-]", "_", name).lstrip(".") or "patella-report")
    path, number = folder / safe, 2
    while path.exists():
        path, number = folder / f"{safe.stem}-{number}{safe.suffix}", number + 1
    return path
