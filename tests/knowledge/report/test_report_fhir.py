from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from markupsafe import escape

from knowledge.answers import PRESENT, UNCERTAIN
from knowledge.report import html
from knowledge.report.content import Report
from knowledge.report.fhir import CODES, bundle
from knowledge.report.fhir_parts import ABSENT_REASON
from knowledge.report.words import load_words
from tests.knowledge.report.checks import CASES, adult, child, emergency, report_of


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in made["entry"]]
    return [each for each in found if each["resourceType"] == kind]


def one(made: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = resources(made, kind)
    return found


def observation(made: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [
        each for each in resources(made, "Observation") if each["code"]["coding"][0]["code"] == code
    ]
    return found


def items(response: dict[str, Any]) -> dict[str, dict[str, Any]]:
    def walk(each: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for item in each:
            yield item
            yield from walk(item.get("item", []))

    return {item["linkId"]: item for item in walk(response["item"])}


def everything(node: Any) -> Iterator[Any]:
    yield node
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for each in below:
        yield from everything(each)


def test_the_bundle_fits_the_standard_and_comes_back_as_it_was(report):
    made = bundle(report)
    again = Bundle.model_validate(json.loads(json.dumps(made)))
    assert json.loads(again.model_dump_json()) == made
    assert made["type"] == "collection"


def test_the_library_checks_what_it_is_given():
    made = bundle(report_of(adult()))
    del one(made, "QuestionnaireResponse")["status"]
    with pytest.raises(ValueError, match="status"):
        Bundle.model_validate(made)


def test_there_is_no_diagnosis_and_no_order(report):
    kinds = {entry["resource"]["resourceType"] for entry in bundle(report)["entry"]}
    assert kinds <= {
        "Composition",
        "QuestionnaireResponse",
        "Observation",
        "Patient",
        "RelatedPerson",
        "Device",
    }


def test_every_reference_leads_to_an_entry_and_ids_are_unique(report):
    made = bundle(report)
    urls = [entry["fullUrl"] for entry in made["entry"]]
    assert len(urls) == len(set(urls))
    assert all(entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}" for entry in made["entry"])
    nodes = [node for node in everything(made) if isinstance(node, dict)]
    references = {node["reference"] for node in nodes if "reference" in node}
    assert references
    assert references <= set(urls)


def test_every_question_put_is_an_item_with_its_id(report):
    found = items(one(bundle(report), "QuestionnaireResponse"))
    assert set(report.answers.asked) <= set(found)
    for question in report.questions:
        assert found[question.id]["text"] == question.text


def test_present_absent_and_unknown_are_told_apart(report):
    made = bundle(report)
    answers = report.answers
    for name, status in {**answers.findings, **answers.history}.items():
        told = observation(made, name)
        if status == UNCERTAIN:
            assert "valueBoolean" not in told
            coding = told["dataAbsentReason"]["coding"][0]
            assert coding["system"] == ABSENT_REASON
        else:
            assert told["valueBoolean"] is (status == PRESENT)


def test_what_was_never_spoken_of_has_no_observation(report):
    told = {each["code"]["coding"][0]["code"] for each in resources(bundle(report), "Observation")}
    assert not told & {sign.name for sign in report.not_asked}


def test_not_sure_and_left_out_have_their_own_reasons():
    made = bundle(report_of(child()))
    reason = observation(made, "weight_loss")["dataAbsentReason"]["coding"][0]["code"]
    assert reason == "asked-unknown"
    assert observation(made, "cancer")["dataAbsentReason"]["coding"][0]["code"] == "asked-declined"
    found = items(one(made, "QuestionnaireResponse"))
    assert found["general_signs.weight_loss"]["answer"][0]["valueCoding"]["code"] == "asked-unknown"
    assert found["history.cancer"]["answer"][0]["valueCoding"]["code"] == "asked-declined"
    assert found["severity"]["answer"][0]["valueCoding"]["code"] == "asked-unknown"
    assert found["child_signs.limp"]["answer"][0]["valueCoding"]["code"] == "Y"
    assert found["child_signs.lump"]["answer"][0]["valueCoding"]["code"] == "N"


def test_what_was_told_after_all_is_the_answer():
    found = items(one(bundle(report_of(replace(child(), severity=7))), "QuestionnaireResponse"))
    assert found["severity"]["answer"] == [{"valueDecimal": 7}]


def test_an_emergency_that_ended_early_is_stopped_and_what_was_not_asked_has_no_answer():
    report = report_of(emergency())
    response = one(bundle(report), "QuestionnaireResponse")
    assert response["status"] == "stopped"
    assert all("answer" not in items(response)[each.id] for each in report.open_questions)
    assert one(bundle(report_of(adult())), "QuestionnaireResponse")["status"] == "completed"


def test_who_answered_for_whom_is_told():
    made = bundle(report_of(child()))
    teller = one(made, "RelatedPerson")
    response = one(made, "QuestionnaireResponse")
    assert response["source"]["reference"] == f"urn:uuid:{teller['id']}"
    mine = bundle(report_of(adult()))
    assert resources(mine, "RelatedPerson") == []
    patient = one(mine, "Patient")
    source = one(mine, "QuestionnaireResponse")["source"]["reference"]
    assert source == f"urn:uuid:{patient['id']}"
    assert set(patient) <= {"resourceType", "id"}


def test_the_pain_has_its_numbers_and_units():
    pain = observation(bundle(report_of(adult())), "pain")
    told = {c["code"]["coding"][0]["code"]: c for c in pain["component"]}
    days = told["duration_days"]["valueRange"]
    assert (days["low"]["value"], days["high"]["value"]) == (21, 21)
    assert days["low"]["code"] == "d"
    assert told["severity"]["valueQuantity"]["value"] == 4
    assert told["side"]["valueCodeableConcept"]["text"] == "Left"
    assert observation(bundle(report_of(child())), "age")["valueQuantity"]["value"] == 12


def test_places_on_different_sides_say_which():
    sides = {"knee_front": "right", "hip_groin": "left"}
    apart = adult().changed(location=tuple(sides), side="both", place_sides=sides)
    made = bundle(report_of(apart))
    told = [c["valueCodeableConcept"] for c in observation(made, "pain")["component"][:2]]
    assert [each["coding"][0]["code"] for each in told] == list(sides)
    assert [each["text"] for each in told] == [
        "Front of the knee (right)",
        "Groin or front of the hip (left)",
    ]


def test_the_composition_can_be_read_and_starts_with_the_urgency(report):
    made = one(bundle(report), "Composition")
    first = made["section"][0]
    assert first["title"] == report.urgency.label
    text = re.sub("<[^>]+>", " ", " ".join(s["text"]["div"] for s in made["section"]))
    assert report.disclaimer in text
    assert report.urgency.when in text


def test_text_within_the_composition_is_escaped():
    built = replace(report_of(adult()), unsure=("<b>bold</b> & more",))
    text = json.dumps(one(bundle(built), "Composition"))
    assert "<b>" not in text
    assert "&lt;b&gt;bold" in text


def test_codes_are_our_own_or_of_the_standard(report):
    systems = {
        node["system"]
        for node in everything(bundle(report))
        if isinstance(node, dict) and "system" in node
    }
    assert all(
        system.startswith((f"{CODES}/", "http://terminology.hl7.org/", "http://unitsofmeasure.org"))
        for system in systems
    )


def test_a_report_keeps_its_ids_and_two_reports_share_none():
    def ids(report: Report) -> set[str]:
        return {entry["fullUrl"] for entry in bundle(report)["entry"]}

    assert ids(report_of(adult())) == ids(report_of(adult()))
    assert not ids(report_of(adult())) & ids(report_of(child()))


def test_a_moment_without_a_zone_is_taken_as_utc():
    made = bundle(report_of(adult(), at=datetime(2026, 11, 29, 9, 18), begun=None))
    assert made["timestamp"] == "2026-11-29T09:18:00Z"


def narrative(report: Report) -> dict[str, list[str]]:
    """Heading → its paragraphs, as somebody reads them in the composition."""
    sections = one(bundle(report), "Composition")["section"]
    return {
        section["title"]: [
            unescape(text) for text in re.findall("<p>(.*?)</p>", section["text"]["div"], re.S)
        ]
        for section in sections
    }


def test_a_suspected_flag_is_no_fact():
    answers = replace(emergency(), suspected=("stroke",))
    report = report_of(answers)
    told = observation(bundle(report), "stroke")
    assert "valueBoolean" not in told
    suspected = load_words().notes["suspected"]
    assert told["valueString"] == suspected
    flag = next(each for each in report.flags if each.id == "stroke")
    (line,) = [
        line for lines in narrative(report).values() for line in lines if line.startswith(flag.say)
    ]
    assert suspected in line
    assert suspected not in str(narrative(report_of(emergency())))


def test_the_composition_says_what_the_page_says(report):
    read = narrative(report)
    headings, notes = load_words().headings, load_words().notes
    assert (notes["ended_early"] in read[report.urgency.label]) is not report.is_complete
    for name in ("expect", "meanwhile", "cautions", "speaks_against", "safety_net"):
        told = [f"{each.text} [{report.number(each.source)}]" for each in getattr(report, name)]
        assert read.get(headings[name], []) == told
    assert read.get(headings["open"], []) == [each.text for each in report.open_questions]
    assert read.get(headings["not_asked"], []) == [sign.label for sign in report.not_asked]
    assert len(read[headings["answers"]]) == len(report.answered)
    patterns = " ".join(read[headings["patterns"]])
    for pattern in report.patterns:
        for each in (*pattern.supporting, *pattern.against):
            assert f"{each.text} [{report.number(each.source)}]" in patterns
    for reason in report.other_reasons:
        assert f"{reason.text} [{report.number(reason.source)}]" in " ".join(read[headings["why"]])


def test_every_heading_of_the_composition_is_one_of_the_page(report):
    page = html.render(report)
    assert all(str(escape(title)) in page for title in narrative(report))


def test_the_cases_have_something_to_say_under_every_heading():
    reports = [report_of(make()) for make in CASES.values()]
    read = {title for each in reports for title in narrative(each)}
    headings = load_words().headings
    # No heading of its own in the composition: the table's, or the picture's.
    others = {"title", "when", "who_to_see", "where", "signs", "next", "supporting", "against"}
    others |= {"summary", "pattern", "strength", "question", "answer"}
    assert {text for name, text in headings.items() if name not in others} <= read
