"""What a clinic's servers write, keep, forget and send: told in the order of a server's life."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psutil
import psycopg
import pytest

from scripts.places import ROOT
from tests.conversations.transcripts import Person
from tests.faults.attacks.attack_messengers import OnSlack, OnTelegram, Stranger
from tests.faults.attacks.attack_sealed import (
    SECRET,
    Sealed,
    found_in,
    is_elsewhere,
    running_sealed,
)
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target
from tests.faults.attacks.attack_tokens import claims_of

Count = Callable[[str], Attempts]

DAY = 24 * 60 * 60
#: Words that are nowhere in what we deliver, and what they stand in.
CANARIES = {
    "text": "zanzibarian",
    "payload": "pomegranate",
    "id": "tangerinebird",
    "refused": "gooseberryfool",
    "unagreed": "kumquatsorbet",
    "path": "persimmontart",
    "header": "rambutanjelly",
    "actions": "mangosteenpie",
}
#: Within so many seconds words have left the disk once they were answered.
ANSWERED_SECONDS = 5.0
EMERGENCY = "my calf is hot and swollen and i can't get my breath"


@pytest.fixture(scope="module")
def sealed() -> Iterator[Sealed]:
    with running_sealed() as running:
        yield running


@pytest.fixture(scope="module")
def person(sealed: Sealed) -> Person:
    return Person(sealed.url)


def sender_of(person: Person) -> str:
    return f"web:{claims_of(person.token)['sid']}"


def leave_canaries(sealed: Sealed, person: Person) -> None:
    """Say the words wherever something can be said, in good requests and in bad ones."""
    http, headers = sealed.http(), {"Authorization": f"Bearer {person.token}"}

    def post(body: Any, **more: Any) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {**headers, "Content-Type": "application/json", **more}
        return http.post("webhooks/web/message", content=content, headers=told)

    def new(**fields: Any) -> dict[str, Any]:
        return {"id": f"{CANARIES['id']}{uuid.uuid4().hex[:8]}", **fields}

    text, refused = CANARIES["text"], CANARIES["refused"]
    for body in (
        new(text=f"my {text} knee aches since i fell"),
        new(text=f'/inform{{"{text}": 1}}'),
        new(text=f"why does {text} hurt? {EMERGENCY}"),
        new(payload=f"question=is {CANARIES['payload']} bad for knees"),
        new(payload=f"{CANARIES['payload']}=yes"),
        new(text=f"{CANARIES['unagreed']} hurts", consent=False),
        new(text=f"{CANARIES['unagreed']}, and {EMERGENCY}", consent=False),
        new(text=refused * 100),
        new(text=refused, payload=refused),
        new(**{refused: 1}),
        {"id": f"{refused} !", "text": refused},
        f'{{"id": "{refused}'.encode(),
        refused.encode() * 1000,
        f"[{refused}]".encode(),
    ):
        post(body)
    post(new(text=refused), Authorization=f"Bearer {CANARIES['header']}")
    post(new(text=refused), Origin=f"https://{CANARIES['header']}.test")
    http.get(f"/{CANARIES['path']}?{CANARIES['path']}={CANARIES['path']}")
    http.get(f"webhooks/web/report?format={CANARIES['path']}", headers=headers)
    http.get(f"webhooks/web/static/{CANARIES['path']}")


def leave_canaries_with_the_action_server(sealed: Sealed) -> None:
    """What the dialogue server would ask of it, spoilt: its library logs what it fails at."""
    word = CANARIES["actions"]
    tracker = {"sender_id": word, "slots": {"side": word}, "latest_message": {"text": word}}
    with httpx.Client(base_url=sealed.actions_url, trust_env=False, timeout=30) as http:
        http.headers["Authorization"] = f"Bearer {SECRET}"
        for path in ("webhook", "report"):
            for body in (
                {"next_action": word, "tracker": tracker},
                {"next_action": "action_assess", "sender_id": word, "tracker": {"slots": word}},
                {"next_action": "validate_intake_form", "tracker": {**tracker, "events": [word]}},
                {"next_action": "action_answer_question", "tracker": {**tracker, "slots": [word]}},
                {word: word},
                [word],
                word,
            ):
                http.post(path, json=body)
            http.post(path, content=word.encode() * 50)
            http.post(path, content=f'{{"next_action": "{word}'.encode())


def test_nothing_is_kept_before_somebody_agrees(sealed: Sealed, attempts: Count) -> None:
    http = sealed.http()
    token = http.post("webhooks/web/session").json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    with attempts("P1") as tried:
        for words in ("hello", "my left knee aches", EMERGENCY):
            body = {"id": uuid.uuid4().hex, "text": words, "consent": False}
            answer = http.post("webhooks/web/message", json=body, headers=headers)
            if words == EMERGENCY:
                tried.add("112" not in answer.text, "the emergency is not told")
                tried.add('"urgency": "emergency"' not in answer.text, "it is not told as one")
        for table in ("turns", "events", "contacts"):
            (rows,) = sealed.rows(f"select count(*) from {table}")
            tried.add(rows != (0,), f"{rows[0]} rows in {table}")


@pytest.mark.parametrize("messenger", [OnTelegram, OnSlack])
def test_nothing_said_on_a_messenger_is_kept_before_somebody_agrees(
    target: Target, attempts: Count, messenger: Callable[[Target], Stranger]
) -> None:
    """It waits in the inbox, of an SQLite file without a key, until it is answered."""
    stranger, word = messenger(target), f"{CANARIES['unagreed']}{messenger.__name__}".lower()
    with attempts("P1") as tried:
        for words in (f"my {word} aches", f"{word}. {EMERGENCY}"):
            stranger.bring(stranger.said(words))
            target.settle()
            deadline = time.monotonic() + ANSWERED_SECONDS
            while found_in(target.servers.var, word) and time.monotonic() < deadline:
                time.sleep(0.1)
            for file in found_in(target.servers.var, word):
                tried.add(True, f"{file.name} holds what was said on {messenger.__name__}")
            tried.add(not stranger.seen, "nothing is told")
        tried.add("112" not in str(stranger.seen), "the emergency is not told")


def test_nothing_that_was_said_is_in_a_log(sealed: Sealed, person: Person, attempts: Count) -> None:
    leave_canaries(sealed, person)
    leave_canaries_with_the_action_server(sealed)
    sealed.postgres.stop()
    leave_canaries(sealed, person)
    sealed.postgres.start()
    sealed.actions.stop()
    leave_canaries(sealed, person)
    sealed.actions.start()
    sealed.wait_until_ready()
    leave_canaries(sealed, person)
    logs = sealed.logs()
    assert "turn" in logs and "not_processed" in logs, "the failures are told of, without words"
    with attempts("S5") as tried:
        for what, word in CANARIES.items():
            tried.add(word in logs, f"the {what} {word!r} stands in a log")
        session = sender_of(person).removeprefix("web:")
        tried.add(session in logs, "the id of a conversation stands in a log")
        tried.add(person.token in logs, "a token stands in a log")
        tried.add(SECRET in logs, "a secret stands in a log")
        _, found, trace = logs.partition("Traceback")
        tried.add(found, f"a trace stands in a log: {trace[:1500]}")


def test_no_core_file_holds_what_was_said(sealed: Sealed, attempts: Count) -> None:
    with attempts("S5") as tried:
        for server in (sealed.dialogue, sealed.actions):
            found = server.processes
            assert found
            for process in found:
                limits = process.rlimit(psutil.RLIMIT_CORE)
                tried.add(limits != (0, 0), f"{server.name}: core files up to {limits}")
        cores = [*ROOT.glob("core*"), *sealed.folder.rglob("core*")]
        tried.add([core for core in cores if core.is_file()], f"{cores}")


def test_only_ciphertext_is_on_the_disk(sealed: Sealed, person: Person, attempts: Count) -> None:
    kept = sealed.rows("select count(*) from turns where sender_id = %s", sender_of(person))
    assert kept[0][0] > 3, "there is something to be found"
    control = "plaintextcontrol"
    with psycopg.connect(sealed.database, autocommit=True) as connection:
        connection.execute("create table control as select %s::text as word", [control])
        connection.execute("checkpoint")
    assert found_in(sealed.postgres.folder, control), "words in the clear would be found"
    with attempts("P2") as tried:
        for what, word in CANARIES.items():
            if what == "id":
                # What a client calls its messages is not about anybody, and is looked for.
                continue
            found = found_in(sealed.postgres.folder, word) + found_in(sealed.folder / "var", word)
            tried.add(found, f"the {what} {word!r} is in {[file.name for file in found]}")


def test_all_of_it_can_be_taken_along(sealed: Sealed, attempts: Count) -> None:
    person = Person(sealed.url)
    ledger = []
    for text in ("hello", "my left knee aches on the stairs", "what do you know so far?"):
        reply = person.send(text=text)
        ledger.append((person._last["id"], text, reply))
    kept = person.fetch("export").json()["conversation"]
    with attempts("P2") as tried:
        tried.add(len(kept) != len(ledger), f"{len(kept)} turns of {len(ledger)}")
        for (message_id, text, reply), turn in zip(ledger, kept, strict=False):
            tried.add(turn["message_id"] != message_id, "another message")
            tried.add(turn["person"]["text"] != text, "other words")
            tried.add(turn["reply"] != reply, "another answer")


def test_too_many_messages(sealed: Sealed, attempts: Count) -> None:
    """The rates are those that are there by default."""
    http = sealed.http()
    with attempts("S6") as tried:
        token = http.post("webhooks/web/session").json()["token"]
        headers = {"Authorization": f"Bearer {token}"}

        def statuses(count: int, method: str, path: str, **more: Any) -> list[httpx.Response]:
            return [http.request(method, path, headers=headers, **more) for _ in range(count)]

        body = {"id": "a", "text": "hello", "consent": False}
        begun = time.monotonic()
        answers = statuses(45, "POST", "webhooks/web/message", json=body)
        let_through = sum(answer.status_code == 200 for answer in answers)
        earned = (time.monotonic() - begun) / 2 + 1
        tried.add(let_through > 30 + earned, f"{let_through} messages", times=45)
        answers = statuses(150, "GET", "webhooks/web/history")
        refused = [answer for answer in answers if answer.status_code == 429]
        tried.add(not refused, "150 requests of one address", times=150)
        for answer in refused[:1]:
            tried.add(int(answer.headers["Retry-After"]) < 1, "nobody is told how long to wait")
            tried.add(not answer.json()["text"], "nothing is told")
        answers = statuses(10, "GET", "webhooks/web/export")
        let_through = sum(answer.status_code == 200 for answer in answers)
        tried.add(let_through > 7, f"{let_through} files", times=10)
        # Whoever asks too often is still told of an emergency's number.
        tried.add(http.get("webhooks/web/chat").status_code != 200, "the page is away")


def test_conversations_are_forgotten_after_thirty_days(sealed: Sealed, attempts: Count) -> None:
    time.sleep(3)  # whoever asked too often waits for a moment
    people = {}
    for days in (29, 31):
        with httpx.Client(base_url=sealed.url, trust_env=False) as http:
            token = http.post("webhooks/web/session").raise_for_status().json()["token"]
        person = people[days] = Person(sealed.url, token)
        person.send(text="my left knee aches")
        sealed.change(
            "update turns set created = created - %s where sender_id = %s",
            days * DAY,
            sender_of(person),
        )
    # The server looks when it starts, and then every hour.
    sealed.dialogue.stop()
    sealed.dialogue.start()

    def rows(person: Person) -> int:
        told = [
            sealed.rows(f"select count(*) from {table} where sender_id = %s", sender_of(person))
            for table in ("turns", "events", "contacts")
        ]
        return sum(int(count) for ((count,),) in told)

    deadline = time.monotonic() + 20
    while rows(people[31]) and time.monotonic() < deadline:
        time.sleep(0.1)
    with attempts("P2") as tried:
        tried.add(rows(people[31]), "a conversation of 31 days ago is kept")
        tried.add(not rows(people[29]), "a conversation of 29 days ago is gone")
        tried.add(people[31].fetch("history").json()["messages"], "its history is told")


def test_nothing_was_sent_to_another_machine(sealed: Sealed, attempts: Count) -> None:
    """Of all that the servers have done above, from their start."""
    with attempts("S8") as tried:
        for server in (sealed.dialogue, sealed.actions):
            made = server.connections()
            others = {f"{address}:{port}" for address, port in made if is_elsewhere(address)}
            tried.add(others, f"{server.name} server: {sorted(others)}", times=max(1, len(made)))
        assert sealed.dialogue.connections(), "its calls of the action server are seen"
