"""Commands that are known by their form alone."""

import pytest

from bot.nlu.commands import command_of
from bot.nlu.extract.normalise import normalise


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("go back two", "go_back"),
        ("go back 3 questions please", "go_back"),
        ("two steps back", "go_back"),
        ("undo that", "go_back"),
        ("back to the first question", "go_back"),
        ("can we go back to the start", "go_back"),
        ("take me back to where you asked my age", "go_back"),
        ("go back to the question about how long", "go_back"),
        ("when can I go back to running?", None),
        ("can i go back to football", None),
        ("my knee is back to hurting", None),
        ("That's not what I meant", "change_answer"),
        ("no thats not what i meant", "change_answer"),
        ("I didn't mean that", "change_answer"),
        ("oh sorry, i pressed the wrong button", "change_answer"),
        ("you misunderstood me", "change_answer"),
        ("i think i made a mistake", "change_answer"),
        ("I'd like to change an answer", "change_answer"),
        ("i want to change my age", "change_answer"),
        ("change my age to 45", None),
        ("ok im back", "start_check"),
        ("im back to running", None),
        ("no thanks, carry on", "start_check"),
        ("where were we", "repeat"),
        ("what now?", "repeat"),
        ("can we do this later", "stop"),
        ("i've got to go", "stop"),
        ("i have to go to the toilet all night", None),
        ("that's not what i meant by locking, it clicks", None),
    ],
)
def test_a_command_is_known_by_its_form(text: str, command: str | None) -> None:
    assert command_of(normalise(text)) == command
