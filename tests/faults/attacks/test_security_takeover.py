"""Nobody reads or continues somebody else's conversation, whatever they show, guess or forge."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conversations.transcripts import Person
from tests.faults.attacks import attack_tokens as tokens
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target

Count = Callable[[str], Attempts]

WORD = "marmalade"
SAID = f"my left knee aches since i fell over the {WORD}"

ROUTES = (
    ("GET", "history"),
    ("GET", "export"),
    ("GET", "report"),
    ("POST", "erase"),
    ("POST", "message"),
    ("POST", "session"),
)


class Victim:
    """Somebody with a conversation of their own."""

    def __init__(self, target: Target) -> None:
        self.person = Person(target.url)
        self.person.send(text=SAID)
        self.token = self.person.token
        self.session = str(tokens.claims_of(self.token)["sid"])
        self.before = self.kept()

    def kept(self) -> Any:
        """Everything that the victim finds of their conversation."""
        found = self.person.fetch("history").raise_for_status().json()
        assert WORD in str(found)
        return found


@pytest.fixture(scope="module")
def victim(target: Target) -> Victim:
    return Victim(target)


@pytest.fixture
def http(target: Target) -> httpx.Client:
    return target.http()


def attack(
    http: httpx.Client, method: str, path: str, headers: dict[str, str], **more: Any
) -> httpx.Response:
    body = {"id": secrets.token_hex(8), "text": "what have you got so far?"}
    json = body if path == "message" else None
    return http.request(method, f"/webhooks/web/{path}", headers=headers, **{"json": json, **more})


def got_in(response: httpx.Response, path: str, victim: Victim) -> bool:
    """Whether a response to a bad token is anything but a refusal."""
    if WORD in response.text:
        return True
    if path == "session" and response.status_code == 200:
        # Whoever shows no good token begins anew, as somebody else.
        return bool(tokens.claims_of(response.json()["token"])["sid"] == victim.session)
    return response.status_code != 401


def test_tokens_that_were_not_given_out(
    target: Target, victim: Victim, http: httpx.Client, full: bool, attempts: Count
) -> None:
    own = Person(target.url).token
    secret = (target.servers.var / "secret").read_text().strip()
    assert tokens.made(tokens.claims_of(own), secret) != "", "the secret can be read here"
    every = [
        *tokens.forged(victim.token, own),
        *tokens.not_good_any_more(victim.token, secret),
    ]
    changed = list(tokens.altered(victim.token))
    every += changed if full else random.Random(5).sample(changed, 40)
    with attempts("S2") as tried:
        # What follows means nothing if a token made like this were never taken.
        remade = tokens.made(tokens.claims_of(victim.token), secret)
        answer = attack(http, "GET", "history", {"Authorization": f"Bearer {remade}"})
        assert answer.status_code == 200 and WORD in answer.text
        for what, token in every:
            for method, path in ROUTES if full else random.Random(what).sample(ROUTES, 2):
                headers = {"Authorization": f"Bearer {token}".encode("latin-1", "replace")}
                try:
                    response = attack(http, method, path, headers)  # type: ignore[arg-type]
                except httpx.LocalProtocolError:
                    # The client itself sends no such header.
                    continue
                tried.add(got_in(response, path, victim), f"{what}, {method} {path}")
        tried.add(victim.kept() != victim.before, "the victim's conversation has changed")


def test_other_ways_to_name_the_victim(
    target: Target, victim: Victim, http: httpx.Client, attempts: Count
) -> None:
    own = {"Authorization": f"Bearer {Person(target.url).token}"}
    names = ("sender", "sender_id", "session", "session_id", "sid", "token", "user", "id")
    values = (victim.session, f"web:{victim.session}", victim.token)
    headers = ("X-Session", "X-Sender-Id", "X-User", "X-Forwarded-User", "X-Original-URL")
    with attempts("S2") as tried:
        for method, path in ROUTES:
            for value in values:
                for name in names:
                    answer = attack(http, method, path, own, params={name: value})
                    tried.add(WORD in answer.text, f"{path}?{name}=")
                for name in headers:
                    answer = attack(http, method, path, {**own, name: value})
                    tried.add(WORD in answer.text, f"{path}, {name}")
                    answer = attack(http, method, path, {name: value})
                    tried.add(got_in(answer, path, victim), f"{path}, {name} alone")
                answer = attack(http, method, path, {"Cookie": f"token={value}; sid={value}"})
                tried.add(got_in(answer, path, victim), f"{path}, cookie")
            answer = attack(http, method, path, {}, params={"token": victim.token})
            tried.add(got_in(answer, path, victim), f"{path}, the token in the address")
        for name in names[:-1]:
            body = {"id": "a", "text": "hello", name: victim.session}
            answer = attack(http, "POST", "message", own, json=body)
            tried.add(answer.status_code != 400, f"the field {name}")
        tried.add(victim.kept() != victim.before, "the victim's conversation has changed")


def test_what_the_victim_sent_cannot_be_fetched_again(
    target: Target, victim: Victim, http: httpx.Client, attempts: Count
) -> None:
    """The id of a message brings its answer again, to whom it was given only."""
    own = {"Authorization": f"Bearer {Person(target.url).token}"}
    ids = [victim.person._last["id"], *(f"{victim.person._visit}-{n}" for n in range(20))]
    with attempts("S2") as tried:
        for message_id in ids:
            body = {"id": message_id, "text": "what have you got so far?"}
            answer = attack(http, "POST", "message", own, json=body)
            tried.add(WORD in answer.text or "Side: left" in answer.text, message_id)


def test_pages_of_other_sites(
    target: Target, victim: Victim, http: httpx.Client, attempts: Count
) -> None:
    host = httpx.URL(target.url).netloc.decode()
    origins = (
        "https://evil.test", "null", "http://127.0.0.1", "http://localhost", "file://",
        f"http://{host}.evil.test", f"http://evil.test/{host}", f"http://evil.test#{host}",
        f"http://evil.test?{host}", f"http://{host}@evil.test", f"http://{host}:80",
        f"http://evil{host}", "http://127.0.0.1:1", "http://[", "", "*", f"{host}",
        "chrome-extension://abcdef", f"http://evil.test\\{host}", f"http://{host}%00.evil.test",
        f"http://{host} http://evil.test", f"//evil.test/{host}",
    )  # fmt: skip
    with attempts("S2") as tried:
        for origin in origins:
            for method, path in ROUTES:
                if method == "POST":
                    headers = {"Authorization": f"Bearer {victim.token}", "Origin": origin}
                    answer = attack(http, method, path, headers)
                    tried.add(answer.status_code != 403, f"{path} from {origin!r}")
        tried.add(victim.kept() != victim.before, "the victim's conversation has changed")


def test_ids_that_are_guessed(
    victim: Victim, http: httpx.Client, full: bool, attempts: Count
) -> None:
    with attempts("S2") as tried:
        for _ in range(2000 if full else 20):
            guess = secrets.token_hex(16)
            headers = {"Authorization": f"Bearer {guess}"}
            answer = attack(http, "GET", "history", headers)
            tried.add(got_in(answer, "history", victim), "an id was guessed")
