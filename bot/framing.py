"""Which requests have an end that everybody agrees on. A pure function of the head."""

from __future__ import annotations

import re

_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LENGTH = re.compile(rb"[0-9]{1,10}")
#: What some servers take for the end of a line, and others do not.
_STRAY = re.compile(rb"[\r\n\x00]")


def is_well_framed(head: bytes) -> bool:
    """Whether it is beyond doubt where the request with this head (line and headers) ends.

    Sanic 21.12 takes whatever stands there: a negative length keeps it busy for ever, so that one
    request stops the server, and a length beside chunks, or two lengths, let a proxy in front see
    other requests than we do.
    """
    _, *lines = head.split(b"\r\n")
    framing: list[tuple[bytes, bytes]] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not _NAME.fullmatch(name) or _STRAY.search(value):
            return False
        if name.lower() in (b"content-length", b"transfer-encoding"):
            framing.append((name.lower(), value.strip(b" \t")))
    if not framing:
        return True
    if len(framing) > 1:
        return False
    name, value = framing[0]
    if name == b"content-length":
        return _LENGTH.fullmatch(value) is not None
    return value == b"chunked"
