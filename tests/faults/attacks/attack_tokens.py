"""Tokens that were not given out: forged, altered, expired, meant for something else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

#: What a key is set to by who does not set one.
WEAK = (
    "", " ", "secret", "changeme", "password", "patella", "rasa", "rasaToken", "key", "test",
    "thisismysecret", "your-256-bit-secret", "0" * 32, "a" * 32, "secret" * 6, "patella-web",
    "null", "None", "undefined", "true",
)  # fmt: skip

DIGESTS = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


def part(value: bytes | Mapping[str, Any]) -> str:
    """A part of a token."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def made(claims: Mapping[str, Any], secret: str, algorithm: str = "HS256", **header: Any) -> str:
    """A token signed with this secret."""
    told = f"{part({'typ': 'JWT', 'alg': algorithm, **header})}.{part(claims)}"
    digest = DIGESTS.get(algorithm, hashlib.sha256)
    return f"{told}.{part(hmac.new(secret.encode(), told.encode(), digest).digest())}"


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    middle = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))))


def decoded(token: str) -> tuple[bytes, ...]:
    """The bytes of a token's parts: the last letter of each has bits that mean nothing."""
    return tuple(
        base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)) for piece in token.split(".")
    )


def forged(victim: str, own: str) -> Iterator[tuple[str, str]]:
    """What somebody makes who has a token of their own and knows, somehow, the victim's claims."""
    claims = claims_of(victim)
    head, body, signature = victim.split(".")
    own_head, own_body, own_signature = own.split(".")
    for name in ("none", "None", "NONE", "nOnE", "", "null"):
        unsigned = f"{part({'alg': name, 'typ': 'JWT'})}.{body}"
        for end in ("", own_signature, part(b"\x00" * 32)):
            yield f"algorithm {name!r}", f"{unsigned}.{end}"
    for name in ("RS256", "ES256", "PS256", "EdDSA", "HS1", "hs256", "HS256 "):
        yield f"algorithm {name}", made(claims, "", name)
    for secret in WEAK:
        for algorithm in DIGESTS:
            yield f"secret {secret!r} {algorithm}", made(claims, secret, algorithm)
    for extra in (
        {"kid": "../../../../dev/null"},
        {"kid": "' UNION SELECT '' --"},
        {"jku": "https://evil.test/keys"},
        {"x5u": "https://evil.test/cert"},
        {"jwk": {"kty": "oct", "k": part(b"")}},
        {"crit": ["exp"]},
        {"b64": False},
    ):
        yield f"header {extra}", made(claims, "", **extra)
    yield "own signature", f"{head}.{body}.{own_signature}"
    yield "own head", f"{own_head}.{body}.{own_signature}"
    yield "own body under the victim's signature", f"{head}.{own_body}.{signature}"
    yield "the session's id", str(claims["sid"])
    yield "the sender's id", f"web:{claims['sid']}"
    yield "no signature", f"{head}.{body}."
    yield "two parts", f"{head}.{body}"
    yield "one part", body
    yield "five parts", f"{head}.{body}.{signature}.{head}.{body}"
    yield "as JSON", json.dumps({"protected": head, "payload": body, "signature": ""})


def altered(victim: str) -> Iterator[tuple[str, str]]:
    """The victim's token with something cut off, or one letter changed to another meaning."""
    for length in range(len(victim)):
        yield f"the first {length} letters", victim[:length]
    letters = "Aq_0"
    for at, old in enumerate(victim):
        for new in letters:
            changed = f"{victim[:at]}{new}{victim[at + 1 :]}"
            if old in (".", new) or decoded(changed) == decoded(victim):
                continue
            yield f"letter {at} as {new}", changed


def not_good_any_more(victim: str, secret: str) -> Iterator[tuple[str, str]]:
    """Tokens that are signed with the right secret, but not to be believed."""
    claims, now = claims_of(victim), int(time.time())
    for seconds in (1, 60, 3600, 10**6):
        yield f"expired {seconds} s ago", made({**claims, "exp": now - seconds}, secret)
    for name in ("sid", "aud", "exp"):
        yield f"without {name}", made({k: v for k, v in claims.items() if k != name}, secret)
    for audience in ("", "patella", "patella-slack", ["other"], None, 1):
        yield f"for {audience!r}", made({**claims, "aud": audience}, secret)
    for session in (
        "", "*", "%", claims["sid"].upper(), f"{claims['sid']} ", f"{claims['sid']}\n",
        [claims["sid"]], {"$ne": ""}, None, 0, f"../{claims['sid']}", f"web:{claims['sid']}",
    ):  # fmt: skip
        yield f"session {session!r}"[:40], made({**claims, "sid": session}, secret)
    for expires in ("never", None, [], -1, 0, "9999999999x"):
        yield f"expires {expires!r}", made({**claims, "exp": expires}, secret)
    yield "not yet", made({**claims, "nbf": now + 3600}, secret)
    for algorithm in ("HS384", "HS512"):
        yield f"with {algorithm}", made(claims, secret, algorithm)
