"""Whoever erases their conversation finds it gone, also when it is just being answered."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from tests.conversations.transcripts import Person
from tests.faults.attacks.attack_sealed import found_in
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target
from tests.faults.attacks.attack_tokens import claims_of

Count = Callable[[str], Attempts]

WORD = "butterscotch"
TABLES = ("turns", "events", "contacts")


def rows(target: Target, sender: str) -> dict[str, int]:
    """How many rows a sender has, by table."""
    return {
        table: int(target.rows(f"select count(*) from {table} where sender_id = ?", sender)[0][0])
        for table in TABLES
    }


def test_erasing_while_a_message_is_being_answered(
    target: Target, full: bool, attempts: Count
) -> None:
    """Nothing from before it is ever there again; of a message that came later, only that."""
    chance = random.Random(13)
    with attempts("P2") as tried:
        for number in range(60 if full else 6):
            person, other = Person(target.url), None
            sender = f"web:{claims_of(person.token)['sid']}"
            person.send(text=f"my left knee aches since i ate {WORD}")
            other = Person(target.url, person.token)
            ended: dict[str, float] = {}

            def answer(person: Person = person, ended: dict[str, float] = ended) -> None:
                person.send(text="it is worse on the stairs")
                ended["answered"] = time.monotonic()

            talking = threading.Thread(target=answer)
            talking.start()
            time.sleep(chance.uniform(0, 0.12))
            other._client.post("webhooks/web/erase").raise_for_status()
            erased = time.monotonic()
            talking.join()
            left = rows(target, sender)
            kept = person.fetch("history").json()["messages"]
            tried.add(WORD in str(kept), f"{number}: what was erased is back")
            if ended["answered"] < erased:
                tried.add(any(left.values()), f"{number}: {left} after erasing")
            else:
                tried.add(left["turns"] > 1, f"{number}: {left} of one message")
        for table, column in (("turns", "person"), ("events", "data")):
            query = f"select count(*) from {table} where {column} like ?"
            found = target.rows(query, f"%{WORD}%")[0][0]
            tried.add(found, f"{found} rows of {table} hold what was erased")
        tried.add(found_in(target.servers.var, WORD), "it is still on the disk")


def test_without_a_key_words_are_found_on_the_disk(target: Target) -> None:
    """What the test with a key looks for is there to be found, where there is none."""
    Person(target.url).send(text="my left knee aches since i ate blackcurrants")
    assert found_in(target.servers.var, "blackcurrants")
