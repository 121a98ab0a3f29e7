"""The answers of a check as FHIR: the questionnaire's response and the observations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.answers import MANY_VALUED, PRESENT, STATUSES, UNCERTAIN
from knowledge.areas import areas
from knowledge.questions import NOT_SURE, SKIP, SUMMARY
from knowledge.report.answered import OPEN, Answered, OptionAnswer
from knowledge.report.content import Report
from knowledge.report.fhir_parts import (
    CODES,
    YES_NO,
    coding,
    concept,
    moment,
    part_id,
    reference,
    unknown,
)
from knowledge.report.words import load_words
from knowledge.vocabulary import load_vocabulary

_UCUM = "http://unitsofmeasure.org"
_SURVEY = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "survey",
            "display": "Survey",
        }
    ]
}
_YES = {"system": YES_NO, "code": "Y", "display": "Yes"}
_NO = {"system": YES_NO, "code": "N", "display": "No"}

Resource = dict[str, Any]


def questionnaire_response(report: Report, ids: dict[str, str]) -> Resource:
    """Every question that was put or answered unasked; an emergency that ends a check stops it."""
    teller = "Patient" if report.answers.is_about_self else "RelatedPerson"
    return {
        "resourceType": "QuestionnaireResponse",
        "id": ids["QuestionnaireResponse"],
        "questionnaire": f"{CODES}/Questionnaire/check",
        "status": "completed" if report.is_complete else "stopped",
        "subject": reference(ids["Patient"]),
        "authored": moment(report.at),
        "author": reference(ids["Device"]),
        "source": reference(ids[teller]),
        "item": [_item(question, report) for question in report.questions],
    }


def _item(question: Answered, report: Report) -> Resource:
    item: Resource = {"linkId": question.id, "text": question.text}
    if question.options:
        item["item"] = [_option(question, option) for option in question.options]
        return item
    answers = _answers(question, report)
    return {**item, "answer": answers} if answers else item


def _option(question: Answered, option: OptionAnswer) -> Resource:
    if option.status == UNCERTAIN:
        value = unknown(question.outcome)
    else:
        value = _YES if option.status == PRESENT else _NO
    return {
        "linkId": f"{question.id}.{option.value}",
        "text": option.label,
        "answer": [{"valueCoding": value}],
    }


def _answers(question: Answered, report: Report) -> list[Resource]:
    """The answers to a question without options of its own; none for one that was not put."""
    told, vocabulary = report.answers, load_vocabulary()
    if question.id == SUMMARY:
        return [{"valueBoolean": told.summary_confirmed is True}]
    value = getattr(told, question.id, None)
    if isinstance(value, tuple) and question.id in MANY_VALUED and value:
        return [
            {"valueCoding": coding(question.id, each, vocabulary.label(each))} for each in value
        ]
    if question.id in ("age", "severity") and value is not None:
        return [{"valueDecimal": value}]
    if question.outcome in (NOT_SURE, SKIP) and value in (None, ()):
        return [{"valueCoding": unknown(question.outcome)}]
    return [] if question.outcome == OPEN else [{"valueString": each} for each in question.lines]


def observations(report: Report, ids: dict[str, str]) -> Iterator[Resource]:
    """The urgency, the pain, then each finding and item of history that was spoken of."""
    yield _urgency(report, ids)
    yield _pain(report, ids)
    if report.age is not None:
        yield _observation(
            report,
            ids,
            "age",
            concept("answer", "age", "Age"),
            {"valueQuantity": _years(report.age)},
        )
    for flag in report.flags:
        value: Resource = {"valueBoolean": True}
        if flag.is_suspected:
            value = {"valueString": load_words().notes["suspected"]}
        note = {"note": [{"text": flag.say}]}
        code = concept("red-flag", flag.id, flag.id.replace("_", " "))
        yield _observation(report, ids, f"red-flag {flag.id}", code, {**value, **note})
    for group in STATUSES:
        for term in load_vocabulary().group(group):
            status = getattr(report.answers, group).get(term.value)
            if status is not None:
                told = _told(report, term.label, status)
                code = concept(group, term.value, term.label)
                yield _observation(report, ids, f"{group} {term.value}", code, told)


def _told(report: Report, label: str, status: str) -> Resource:
    if status == UNCERTAIN:
        reason = unknown(SKIP if label in report.skipped else NOT_SURE)
        return {"dataAbsentReason": {"coding": [reason]}}
    return {"valueBoolean": status == PRESENT}


def _urgency(report: Report, ids: dict[str, str]) -> Resource:
    level = report.urgency
    return _observation(
        report,
        ids,
        "urgency",
        concept("answer", "urgency", "How soon to be seen"),
        {
            "valueCodeableConcept": concept("urgency", level.id, level.label),
            "note": [{"text": level.when}, {"text": report.disclaimer}],
        },
    )


def _pain(report: Report, ids: dict[str, str]) -> Resource:
    components = list(_components(report))
    extra = {"component": components} if components else {}
    return _observation(report, ids, "pain", concept("answer", "pain", "The pain"), extra)


def _components(report: Report) -> Iterator[Resource]:
    answers, vocabulary = report.answers, load_vocabulary()
    # Where the sides differ, the code is that of the place and the words tell the side as well.
    places = {area.zone: area.label for area in areas(answers)} if answers.place_sides else {}
    for slot in ("location", "side", "quality", "triggers", "onset"):
        value = getattr(answers, slot)
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None:
                code = concept(slot, each, vocabulary.label(each))
                code["text"] = places.get(each, code["text"])
                yield {"code": _slot(slot), "valueCodeableConcept": code}
    if answers.injury is not None:
        yield {"code": _slot("injury"), "valueBoolean": answers.injury}
    if answers.severity is not None:
        yield {"code": _slot("severity"), "valueQuantity": {"value": answers.severity}}
    if answers.duration_days is not None:
        low, high = (_days(each) for each in answers.duration_days)
        yield {"code": _slot("duration_days"), "valueRange": {"low": low, "high": high}}


def _slot(name: str) -> Resource:
    return concept("answer", name, name.replace("_", " "))


def _days(number: float) -> Resource:
    return {"value": number, "unit": "days", "system": _UCUM, "code": "d"}


def _years(number: float) -> Resource:
    return {"value": number, "unit": "years", "system": _UCUM, "code": "a"}


def _observation(
    report: Report, ids: dict[str, str], name: str, code: Resource, rest: Resource
) -> Resource:
    return {
        "resourceType": "Observation",
        "id": part_id(ids, name),
        # Told by the person and checked by nobody.
        "status": "preliminary",
        "category": [_SURVEY],
        "code": code,
        "subject": reference(ids["Patient"]),
        "effectiveDateTime": moment(report.at),
        "device": reference(ids["Device"]),
        "derivedFrom": [reference(ids["QuestionnaireResponse"])],
        **rest,
    }
