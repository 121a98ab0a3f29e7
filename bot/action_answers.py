"""Whether what the action server answers has the form that Rasa agreed on.

Rasa checks each answer against a schema, that schema each time against the schema of schemas, and
each event against the forms of all kinds of events: a good part of a turn went into that. Here the
validators are made once, and an event is held against the form of its own kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_with_one_validator() -> None:
    """Let Rasa's remote actions check what they are answered with the validators made once.

    Rasa makes these actions itself, by name, wherever it needs one, and so takes no class of ours.
    """
    RemoteAction._validate_action_result = check_answer  # type: ignore[method-assign, assignment]


def check_answer(_action: RemoteAction, answer: Mapping[str, Any]) -> bool:
    """Take the place of the action's own check.

    Raises:
        jsonschema.ValidationError: if the answer is not of the form.
    """
    whole, kinds = _validators()
    whole.validate(answer)
    for event in answer.get("events", ()):
        kind = kinds.get(event["event"])
        if kind is None:
            raise ValidationError("an event of no known kind")
        kind.validate(event)
    return True


@lru_cache(maxsize=1)
def _validators() -> tuple[Validator, Mapping[str, Validator]]:
    """What holds of every answer, and of each kind of event by its name."""
    schema = RemoteAction.action_response_format_spec()
    events = schema["properties"]["events"]
    kinds = {
        each["properties"]["event"]["const"]: _validator(each) for each in events["items"]["oneOf"]
    }
    common = {name: rule for name, rule in events["items"].items() if name != "oneOf"}
    properties = {**schema["properties"], "events": {**events, "items": common}}
    return _validator({**schema, "properties": properties}), kinds


def _validator(schema: dict[str, Any]) -> Validator:
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
