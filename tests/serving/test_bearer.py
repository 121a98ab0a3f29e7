from __future__ import annotations

import pytest

from serving.bearer import is_loopback, may_read_metrics, shows


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Bearer secret", True),
        ("bearer  secret ", True),
        ("Bearer secre", False),
        ("Bearer secrets", False),
        ("Bearer", False),
        ("Basic secret", False),
        ("secret", False),
        ("Bearer sécret", False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_secret_itself_is_taken(header: str | None, shown: bool) -> None:
    assert shows(header, "secret") is shown


@pytest.mark.parametrize(
    ("peer", "headers", "token", "may"),
    [
        ("127.0.0.1", {}, None, True),
        ("::1", {}, None, True),
        ("10.0.0.9", {}, None, False),
        ("", {}, None, False),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.9"}, None, False),
        ("127.0.0.1", {"forwarded": "for=10.0.0.9"}, None, False),
        ("127.0.0.1", {"x-real-ip": "10.0.0.9"}, None, False),
        ("127.0.0.1", {"via": "1.1 proxy"}, None, False),
        ("10.0.0.9", {"authorization": "Bearer token"}, "token", True),
        ("10.0.0.9", {"authorization": "Bearer other"}, "token", False),
        ("127.0.0.1", {}, "token", False),
    ],
)
def test_who_may_read_the_metrics(peer: str, headers: dict, token: str | None, may: bool) -> None:
    assert may_read_metrics(peer, headers, token) is may


def test_loopback() -> None:
    assert is_loopback("localhost")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("clinic.example")
