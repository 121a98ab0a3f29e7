"""Whether what the action server answers has the form that Rasa agreed on.

Rasa checks each answer against a schema, and that schema each time against the schema of schemas:
two fifths of a turn went into that. Here the validator is made once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_with_one_validator() -> None:
    """Let Rasa's remote actions check what they are answered with the one validator.

    Rasa makes these actions itself, by name, wherever it needs one, and so takes no class of ours.
    """
    RemoteAction._validate_action_result = check_answer  # type: ignore[method-assign, assignment]


def check_answer(_action: RemoteAction, answer: Mapping[str, Any]) -> bool:
    """Take the place of the action's own check.

    Raises:
        jsonschema.ValidationError: if the answer is not of the form.
    """
    _validator().validate(answer)
    return True


@lru_cache(maxsize=1)
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
