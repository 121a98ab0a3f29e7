"""The web API does what its OpenAPI file says, whatever is sent that the file allows or forbids."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from scripts.places import ROOT
from tests.conversations.transcripts import Person
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target, complaint

SCHEMA = schemathesis.openapi.from_path(ROOT / "docs" / "openapi.yml")
OPERATIONS = {
    found.ok().definition.raw["operationId"]: found.ok() for found in SCHEMA.get_all_operations()
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@schemathesis.deserializer("application/x-ndjson")
def longest_line(context: Any, response: Any) -> Any:
    """The answer to a message is one object a line; the file describes a line."""
    return json.loads(max(response.content.splitlines(), key=len))


@pytest.mark.parametrize("name", OPERATIONS)
def test_as_the_file_says(
    target: Target, full: bool, attempts: Callable[[str], Attempts], name: str
) -> None:
    operation = OPERATIONS[name]
    token = Person(target.url).token
    session = requests.Session()
    session.trust_env = False

    with attempts("R12") as tried:

        @settings(
            max_examples=250 if full else 8,
            deadline=None,
            derandomize=not full,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(data=st.data())
        def send(data: st.DataObject) -> None:
            mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
            case = data.draw(operation.as_strategy(mode))
            signed = {"Authorization": f"Bearer {token}"} if data.draw(st.booleans()) else {}
            response = case.call(base_url=target.url, session=session, headers=signed)
            wrong = complaint(response.status_code, response.text)
            try:
                case.validate_response(response, checks=CHECKS)
            except FailureGroup as failures:
                wrong = "; ".join(str(failure) for failure in failures.exceptions)
            tried.add(wrong, f"{name}: {wrong}")

        send()
