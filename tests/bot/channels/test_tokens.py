from __future__ import annotations

import time

import jwt
import pytest

from bot.channels.tokens import ALGORITHM, AUDIENCE, Tokens

SECRET = "0123456789abcdef0123456789abcdef"
SID = "a" * 32


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(SECRET, 60)


def claims(**changed: object) -> dict[str, object]:
    whole = {"sid": SID, "aud": AUDIENCE, "exp": int(time.time()) + 60, **changed}
    return {name: value for name, value in whole.items() if value is not None}


def signed(content: dict[str, object], secret: str = SECRET, algorithm: str = ALGORITHM) -> str:
    return "Bearer " + jwt.encode(content, secret, algorithm=algorithm)


def test_a_token_leads_back_to_its_session(tokens: Tokens) -> None:
    session = tokens.begin()
    assert tokens.read(f"Bearer {session.token}") == session.id
    assert tokens.read(f"bearer {session.token}") == session.id


def test_session_ids_are_never_the_same(tokens: Tokens) -> None:
    assert len({tokens.begin().id for _ in range(1000)}) == 1000


def test_renewing_keeps_the_session(tokens: Tokens) -> None:
    session = tokens.begin()
    assert tokens.renew(session.id).id == session.id


def test_what_we_sign_by_hand_is_good(tokens: Tokens) -> None:
    assert tokens.read(signed(claims())) == SID


BAD = {
    "nothing": None,
    "empty": "",
    "no scheme": signed(claims()).split()[1],
    "another scheme": signed(claims()).replace("Bearer", "Basic"),
    "no token": "Bearer ",
    "garbage": "Bearer a.b.c",
    "another secret": signed(claims(), secret="x" * 32),
    "another algorithm": signed(claims(), secret=SECRET * 2, algorithm="HS512"),
    "no signature": "Bearer " + jwt.encode(claims(), "", algorithm="none"),
    "expired": signed(claims(exp=int(time.time()) - 1)),
    "no expiry": signed(claims(exp=None)),
    "no session": signed(claims(sid=None)),
    "for another audience": signed(claims(aud="someone")),
    "no audience": signed(claims(aud=None)),
    "a session id that is a list": signed(claims(sid=["a"])),
    "a session id of another channel": signed(claims(sid="tg:1")),
    "a session id that is too short": signed(claims(sid="a")),
}


@pytest.mark.parametrize("header", BAD.values(), ids=BAD.keys())
def test_a_bad_token_opens_nothing(tokens: Tokens, header: str | None) -> None:
    assert tokens.read(header) is None


def test_a_token_with_a_changed_session_opens_nothing(tokens: Tokens) -> None:
    head, _, signature = tokens.begin().token.split(".")
    other = tokens.begin().token.split(".")[1]
    assert tokens.read(f"Bearer {head}.{other}.{signature}") is None


OLD = "an old secret that is known no more"


def test_a_token_of_the_secret_before_is_read_and_renewed_with_todays() -> None:
    old = Tokens(OLD, 60).begin()
    tokens = Tokens(SECRET, 60, before=["another old secret, of longer ago", OLD])
    assert tokens.read(f"Bearer {old.token}") == old.id
    renewed = tokens.renew(old.id)
    assert Tokens(SECRET, 60).read(f"Bearer {renewed.token}") == old.id


def test_a_token_of_a_secret_that_was_removed_is_refused() -> None:
    old = Tokens(OLD, 60).begin()
    assert (
        Tokens(SECRET, 60, before=["another old secret, of longer ago"]).read(f"Bearer {old.token}")
        is None
    )
    assert Tokens(SECRET, 60).read(f"Bearer {old.token}") is None


def test_nothing_is_signed_with_the_secret_before() -> None:
    made = Tokens(SECRET, 60, before=[OLD]).begin()
    assert Tokens(OLD, 60).read(f"Bearer {made.token}") is None


def test_a_token_of_the_secret_before_ends_when_it_was_to() -> None:
    over = signed(claims(exp=int(time.time()) - 1), secret=OLD)
    assert Tokens(SECRET, 60, before=[OLD]).read(over) is None
