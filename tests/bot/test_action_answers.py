from __future__ import annotations

import pytest
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction

from bot.action_answers import check_answer

ACTION = RemoteAction("action_assess", None)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "side", "value": "left"}], "responses": [{}]},
    ],
)
def test_an_answer_of_the_form_is_taken(answer: dict) -> None:
    assert check_answer(ACTION, answer) is True


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"events": {}},
        {"responses": ["hello"]},
        {"events": [{"event": "slot", "name": 7, "value": None}]},
        {"events": [{"name": "an event of no kind"}]},
        {"events": [{"event": "of no known kind"}]},
        {"events": [{"event": "slot", "name": "side"}]},
        {"events": [{"event": "slot", "name": "side", "value": 1, "timestamp": "now"}]},
        {"events": ["slot"]},
    ],
)
def test_what_rasa_would_refuse_is_refused(answer: object) -> None:
    with pytest.raises(ValidationError):
        check_answer(ACTION, answer)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        rasas_own(answer)


def rasas_own(answer: object) -> None:
    validate(answer, RemoteAction.action_response_format_spec())
