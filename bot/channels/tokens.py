"""Session tokens: who holds one may read and continue exactly one conversation."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import jwt

ALGORITHM = "HS256"
AUDIENCE = "patella-web"

_SESSION_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Session:
    """A session, its signed token and when that ends (unix seconds)."""

    id: str
    token: str
    expires: int


class Tokens:
    """Makes and reads signed session tokens that are valid for ``life`` seconds.

    They are signed with ``secret``; those signed with one of the secrets ``before`` it are read.
    """

    def __init__(self, secret: str, life: int, before: Iterable[str] = ()) -> None:
        self._secret = secret
        self._known = (secret, *before)
        self._life = life

    def begin(self) -> Session:
        """A session with a new id of 128 random bits."""
        return self.renew(secrets.token_hex(16))

    def renew(self, session_id: str) -> Session:
        """The same session with a fresh token."""
        expires = int(time.time()) + self._life
        claims = {"sid": session_id, "aud": AUDIENCE, "exp": expires}
        token = jwt.encode(claims, self._secret, algorithm=ALGORITHM)
        return Session(session_id, token, expires)

    def read(self, authorization: str | None) -> str | None:
        """The session id in an ``Authorization: Bearer …`` header; ``None`` if it is not good."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        read = (_claims(token.strip(), secret) for secret in self._known)
        claims = next((each for each in read if each is not None), None)
        session_id = claims["sid"] if claims else None
        good = isinstance(session_id, str) and _SESSION_ID.fullmatch(session_id)
        return session_id if good else None


def _claims(token: str, secret: str) -> dict[str, Any] | None:
    """What a token claims; ``None`` if it is over, or not signed with this secret."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": ["sid", "aud", "exp"]},
        )
    except (jwt.InvalidTokenError, ValueError):
        return None
    return claims
