"""Small pieces that the resources of the FHIR bundle are made of."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timezone
from typing import Any

from knowledge.questions import SKIP
from knowledge.report.content import Report

#: Where Patella's own codes live: an example address (RFC 2606), to be replaced by whoever runs it.
CODES = "https://patella.example/fhir"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, CODES)


def identifiers(report: Report) -> dict[str, str]:
    """Resource type → its id, the same each time the same report is made."""
    told = json.dumps(report.answers.to_slots(), sort_keys=True)
    report_id = uuid.uuid5(_NAMES, f"{report.at.isoformat()} {told}")
    kinds = ("Bundle", "Composition", "QuestionnaireResponse", "Patient", "RelatedPerson", "Device")
    return {kind: str(uuid.uuid5(report_id, kind)) for kind in kinds}


def part_id(ids: dict[str, str], name: str) -> str:
    """The id of a further resource of the same report."""
    return str(uuid.uuid5(uuid.UUID(ids["Bundle"]), name))


def reference(resource_id: str) -> dict[str, str]:
    """A reference to another entry of the bundle."""
    return {"reference": f"urn:uuid:{resource_id}"}


def moment(at: datetime) -> str:
    """A moment as FHIR wants it, with its offset; without one it is taken as UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).isoformat(timespec="seconds")


def concept(system: str, code: str, text: str) -> dict[str, Any]:
    """A code of Patella's own, with its words."""
    return {"coding": [coding(system, code, text)], "text": text}


def coding(system: str, code: str, text: str) -> dict[str, str]:
    """The coding of one of Patella's own code systems."""
    return {
        "system": f"{CODES}/CodeSystem/{system}",
        "code": code,
        "display": text,
    }


def unknown(outcome: str) -> dict[str, Any]:
    """Why a value is missing: skipped, or asked and not known."""
    code, text = (
        ("asked-declined", "Asked But Declined")
        if outcome == SKIP
        else ("asked-unknown", "Asked But Unknown")
    )
    return {"system": ABSENT_REASON, "code": code, "display": text}
