"""The report as a FHIR bundle for a clinic's own system.

It is a ``Bundle`` of type ``collection`` with

* ``Composition``: the report in sections to read, urgency first, with the disclaimer;
* ``QuestionnaireResponse``: every question that was put, its ``linkId`` the question's id; each
  option of a list of signs is an item ``<question>.<option>``, answered yes, no or unknown;
* ``Observation``: the urgency, the pain, and one for each finding or item of history spoken of,
  ``true``, ``false``, or without a value and with the reason (``asked-unknown``,
  ``asked-declined``): what is not known is never ``false``;
* ``Patient`` without a name, ``RelatedPerson`` where somebody else answered, ``Device``: Patella.

There is no ``Condition`` and no ``ServiceRequest``: nothing here is a diagnosis or an order. All
codes are Patella's own (`CODES`, an example address until there is a real one); none is mapped to
SNOMED CT or LOINC, which takes a licence and a clinician.

The library holds R4B (4.3.0) and not R4 (4.0.1). What is made here is valid as either: R4B changed
medication definition, evidence, subscriptions and nutrition only, and whoever uses none of these
may use R4 or R4B "without any functional difference" (hl7.org/fhir/R4B/r4b-explanation.html).
None of the resources that it changed existed in R3 (hl7.org/fhir/R4B/r3maps.html); all that are
used here did. No type is used that R4B added (CodeableReference, RatioRange).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fhir.resources.R4B.bundle import Bundle

from knowledge.report.content import Report
from knowledge.report.fhir_parts import CODES, identifiers, moment, reference
from knowledge.report.fhir_text import composition
from knowledge.report.fhir_values import observations, questionnaire_response

__all__ = ["CODES", "bundle"]


def bundle(report: Report) -> dict[str, Any]:
    """The bundle as JSON data, validated against the model of the standard.

    Raises:
        pydantic.ValidationError: if it does not fit the standard.
    """
    ids = identifiers(report)
    made = {
        "resourceType": "Bundle",
        "id": ids["Bundle"],
        "type": "collection",
        "timestamp": moment(report.at),
        "entry": [
            {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
            for resource in _resources(report, ids)
        ],
    }
    checked = Bundle.model_validate(made)
    return dict(json.loads(checked.model_dump_json()))


def _resources(report: Report, ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    found = list(observations(report, ids))
    yield composition(report, ids, found)
    yield questionnaire_response(report, ids)
    yield from found
    yield {"resourceType": "Patient", "id": ids["Patient"]}
    if not report.answers.is_about_self:
        yield {
            "resourceType": "RelatedPerson",
            "id": ids["RelatedPerson"],
            "patient": reference(ids["Patient"]),
        }
    yield {
        "resourceType": "Device",
        "id": ids["Device"],
        "deviceName": [{"name": "Patella", "type": "user-friendly-name"}],
        "version": [
            {"type": {"text": name}, "value": version} for name, version in report.versions
        ],
    }
