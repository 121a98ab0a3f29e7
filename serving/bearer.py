"""Who may ask: secrets in an `Authorization: Bearer …` header."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from ipaddress import ip_address

#: What a proxy in front adds to a request, by one name or another.
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


def shows(authorization: str | None, secret: str) -> bool:
    """Whether this header holds the secret; takes as long whatever is wrong with it."""
    scheme, _, shown = (authorization or "").partition(" ")
    same = hmac.compare_digest(shown.strip().encode(errors="replace"), secret.encode())
    return same and scheme.lower() == "bearer"


def may_read_metrics(peer: str, headers: Mapping[str, str], token: str | None) -> bool:
    """Whether somebody may see the metrics: whoever shows the token.

    Where there is none to show, whoever asks on this very machine, and not through a proxy.
    """
    if token:
        return shows(headers.get("authorization"), token)
    return is_loopback(peer) and not any(name in headers for name in FORWARDED)


def is_loopback(host: str) -> bool:
    """Whether an address, or the name "localhost", is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
