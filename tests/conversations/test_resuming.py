"""Somebody comes back later: in a new browser session, after both servers were restarted."""

import pytest

from tests.conversations.transcripts import Person, pending


@pytest.fixture
def restarting(servers):
    """The servers, running again at the end whatever becomes of a test."""
    yield servers
    servers.start_actions()
    servers.start_dialogue()


def test_an_interview_is_taken_up_where_it_was_left(restarting):
    person = Person(restarting.url)
    person.send(text="my left knee aches at the front for 3 weeks, worse going down stairs")
    person.send(payload="emergency_signs=none")
    assert pending(person.send(payload="onset=gradual")) == "age"
    restarting.stop_dialogue()
    restarting.stop_actions()
    restarting.start_actions()
    restarting.start_dialogue()
    restarting.wait_until_ready()
    later = Person(restarting.url, token=person.token)
    assert pending(later.send(text="34")) == "hip_signs"
    assert pending(later.send(text="stop")) is None
    assert pending(Person(restarting.url, token=person.token).send(text="carry on")) == "hip_signs"
    assert pending(later.send(text="go back")) == "age"
