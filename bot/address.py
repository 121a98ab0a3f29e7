"""The address of the dialogue server: its sockets, which no other server may have."""

from __future__ import annotations

import socket
import sys

from bot.assembly import CannotStart
from bot.settings import Settings


def claim_address(settings: Settings) -> socket.socket | None:
    """Keep every other server from our address, for as long as what is returned stays open.

    Until somebody listens, the system lets others have an address as well; to load the model takes
    seconds, and servers of several processes would share it from then on, each with a store of its
    own. Only Linux has the names that this takes, which go with those who hold them.

    Raises:
        CannotStart: if another server has it.
    """
    if not sys.platform.startswith("linux"):
        return None
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        claim.bind(f"\0patella/{settings.host}/{settings.port}")
    except OSError as error:
        claim.close()
        raise _taken(settings, error) from None
    return claim


def listening_sockets(settings: Settings) -> list[socket.socket]:
    """A socket on our address for each process. Taken first: loading the model takes a while.

    Raises:
        CannotStart: if something else has the port, or it may not be used.
    """
    first = listening_socket(settings)
    if settings.processes == 1:
        return [first]
    # Sockets that share an address would also share it with another server of this user.
    first.close()
    return [listening_socket(settings, shared=True) for _ in range(settings.processes)]


def listening_socket(settings: Settings, shared: bool = False) -> socket.socket:
    """A socket on our address, which may be shared with others.

    Raises:
        CannotStart: if something else has the port, or it may not be used.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        sock.bind((settings.host, settings.port))
    except OSError as error:
        sock.close()
        raise _taken(settings, error) from None
    return sock


def _taken(settings: Settings, error: OSError) -> CannotStart:
    return CannotStart(
        f"{settings.host}:{settings.port}: {error.strerror}. End what uses that port, or"
        " choose another one with PATELLA_PORT."
    )
