"""Somebody comes back later: in a new browser session, after both servers were restarted."""

from tests.conversations.transcripts import Person, pending


def test_an_interview_is_taken_up_where_it_was_left(servers):
    person = Person(servers.url)
    person.send(text="my left knee aches at the front for 3 weeks, worse going down stairs")
    person.send(payload="emergency_signs=none")
    assert pending(person.send(payload="onset=gradual")) == "age"
    servers.stop_dialogue()
    servers.stop_actions()
    servers.start_actions()
    servers.start_dialogue()
    servers.wait_until_ready()
    later = Person(servers.url, token=person.token)
    assert pending(later.send(text="34")) == "hip_signs"
    assert pending(later.send(text="stop")) is None
    assert pending(Person(servers.url, token=person.token).send(text="carry on")) == "hip_signs"
    assert pending(later.send(text="go back")) == "age"
