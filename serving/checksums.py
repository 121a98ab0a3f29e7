"""Checksums beside trained files, so that nothing else is ever loaded in their place.

`<file>.sha256` has a line for a file, or for each file of a folder, as `sha256sum` writes it.
Where the setting PATELLA_MODEL_KEY holds a key, the checksums are keyed with it (HMAC): then only
who knows the key can make a file that is loaded.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

SUFFIX = ".sha256"
KEY_SETTING = "PATELLA_MODEL_KEY"

#: Stands before a checksum that is keyed.
_KEYED = "hmac-"
#: In place of a name, where the checksum is that of all lines: so that no line can be taken over
#: from what was signed another time.
_ALL = "*"
_AT_ONCE = 1 << 20


class Damaged(Exception):
    """What is wrong with a file or its checksum, as one line that names the file."""


def model_key(env: Mapping[str, str] | None = None) -> str | None:
    """The key in the settings, if there is one."""
    return (os.environ if env is None else env).get(KEY_SETTING) or None


def checksum_file(path: Path) -> Path:
    """Where the checksum of a file is; those of a folder lie in it."""
    return path / f"files{SUFFIX}" if path.is_dir() else path.with_name(path.name + SUFFIX)


def write(path: Path, key: str | None, beside: Iterable[Path] = ()) -> Path:
    """Write the checksum of a file and others `beside` it, or of every file of a folder.

    It is there whole or not at all.
    """
    target = checksum_file(path)
    files = _files(path) if path.is_dir() else [path, *beside]
    lines = "".join(f"{_digest(each, key)}  {each.name}\n" for each in files)
    if key is not None:
        lines += f"{_of_all(lines, key)}  {_ALL}\n"
    fresh = target.with_name(target.name + ".new")
    fresh.write_text(lines, encoding="utf-8")
    os.replace(fresh, target)
    return target


def check(path: Path, key: str | None, only: Iterable[str] = ()) -> None:
    """Hold a file, or those of a folder (all, or `only` these), against their checksums.

    Raises:
        Damaged: if one is missing, is not what it was, or was signed with another key.
    """
    known = _read(checksum_file(path), key)
    folder = path if path.is_dir() else path.parent
    for name in only or (known if path.is_dir() else [path.name]):
        if name not in known:
            raise Damaged(f"{folder / name} has no checksum")
        try:
            same = hmac.compare_digest(_digest(folder / name, key), known[name])
        except OSError as error:
            raise Damaged(f"{folder / name}: {error.strerror}") from None
        if not same:
            raise Damaged(f"{folder / name} is damaged or replaced: its checksum is another")


def is_whole(path: Path, key: str | None) -> bool:
    """Whether a file, or those of a folder, are what they were."""
    try:
        check(path, key)
    except Damaged:
        return False
    return True


def _read(source: Path, key: str | None) -> dict[str, str]:
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise Damaged(f"{source} is missing or cannot be read") from None
    lines = text.splitlines()
    known = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
    if not known:
        raise Damaged(f"{source} holds no checksum")
    is_signed = all(digest.startswith(_KEYED) for digest in known.values())
    if key is not None and not is_signed:
        raise Damaged(f"{source} is not signed, though {KEY_SETTING} holds a key")
    if key is None and is_signed:
        raise Damaged(f"{source} is signed with a key, which {KEY_SETTING} does not hold")
    if key is not None:
        of_all = known.pop(_ALL, "")
        rest = text.removesuffix(f"{of_all}  {_ALL}\n")
        if not hmac.compare_digest(of_all, _of_all(rest, key)):
            raise Damaged(f"{source} was not signed as a whole with the key of {KEY_SETTING}")
    return known


def _of_all(lines: str, key: str) -> str:
    return _KEYED + hmac.new(key.encode(), lines.encode(), "sha256").hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(
        each
        for each in folder.iterdir()
        if each.is_file() and SUFFIX not in each.suffixes and not each.name.startswith(".")
    )


def _digest(path: Path, key: str | None) -> str:
    total = hmac.new(key.encode(), digestmod="sha256") if key is not None else hashlib.sha256()
    with path.open("rb") as source:
        while part := source.read(_AT_ONCE):
            total.update(part)
    return f"{_KEYED if key is not None else ''}{total.hexdigest()}"
