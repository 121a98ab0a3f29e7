"""The report of a check with the real servers: for the one who made it, and for nobody else."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from tests.conversations.transcripts import Person, hold, pending
from tests.servers import Servers

ROUTINE = {
    "turns": [
        {"say": "my left knee aches at the front on the stairs, for 3 weeks now"},
        {"finish": {}, "expect": {"urgency": ["routine", "self_care"]}},
    ]
}
EMERGENCY = {
    "turns": [
        {
            "say": "i fell down the stairs and cant feel between my legs and i've wet myself",
            "expect": {"urgency": "emergency"},
        }
    ]
}


@pytest.fixture
def person(servers: Servers) -> Person:
    return Person(servers.url)


def refused(response: httpx.Response) -> tuple[int, str]:
    answer = response.json()
    assert len(answer["text"]) > 20
    return response.status_code, answer["error"]


def test_a_finished_check_has_a_report_in_every_format(servers: Servers, person: Person) -> None:
    assert refused(person.fetch("report")) == (409, "not_finished")
    hold(ROUTINE, person, servers)

    page = person.fetch("report", format="html")
    assert page.status_code == 200, page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Left" in page.text and "<script" not in page.text
    # Which program, model and knowledge it rests on.
    assert re.search(r"Patella \d.*knowledge [0-9a-f]{12}.*dialogue model [0-9a-f]{12}", page.text)

    pdf = person.fetch("report", format="pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert re.fullmatch(
        r'attachment; filename="patella-report-\d{4}-\d\d-\d\d\.pdf"',
        pdf.headers["content-disposition"],
    )
    assert pdf.content.startswith(b"%PDF-") and len(pdf.content) > 10_000

    fhir = person.fetch("report", format="fhir")
    assert fhir.headers["content-type"] == "application/fhir+json"
    assert json.loads(fhir.content)["resourceType"] == "Bundle"


def test_a_report_is_only_for_the_session_that_made_it(servers: Servers, person: Person) -> None:
    hold(ROUTINE, person, servers)
    other = Person(servers.url)
    assert refused(other.fetch("report")) == (409, "not_finished")
    hold(EMERGENCY, other, servers)
    theirs, mine = other.fetch("report").text, person.fetch("report").text
    assert "aches" not in theirs
    assert theirs != mine
    url = f"{servers.url}webhooks/web/report"
    assert refused(httpx.get(url)) == (401, "unauthorised")
    assert refused(httpx.get(url, params={"token": "x"})) == (401, "unauthorised")


def test_an_emergency_has_its_report_at_once(servers: Servers, person: Person) -> None:
    hold(EMERGENCY, person, servers)
    for form in ("html", "pdf", "fhir"):
        response = person.fetch("report", format=form)
        assert response.status_code == 200, response.text


def test_a_correction_is_in_the_next_report(servers: Servers, person: Person) -> None:
    hold(ROUTINE, person, servers)
    assert "Left" in person.fetch("report").text
    answer = person.send(text="sorry, it is the right knee")
    if pending(answer) is not None:
        # What stands is not what was assessed: no report of either until that is settled.
        assert refused(person.fetch("report")) == (409, "not_finished")
        person.send(payload="summary_confirmed=yes")
    after = person.fetch("report").text
    assert "Right" in after and "Left" not in after


def test_a_new_start_has_no_report_of_the_old_one(servers: Servers, person: Person) -> None:
    hold(ROUTINE, person, servers)
    person.send(payload="restart=yes")
    assert refused(person.fetch("report")) == (409, "not_finished")


def test_without_the_action_server_it_is_told(servers: Servers, person: Person) -> None:
    hold(ROUTINE, person, servers)
    servers.stop_actions()
    try:
        assert refused(person.fetch("report")) == (503, "not_available")
    finally:
        servers.start_actions()
    assert person.fetch("report").status_code == 200


def test_no_word_of_it_is_in_the_logs(servers: Servers, person: Person) -> None:
    hold(ROUTINE, person, servers)
    for form in ("html", "pdf", "fhir"):
        assert person.fetch("report", format=form).status_code == 200
    logged = servers.logs().lower()
    for word in ("stairs", "knee_front", "left", "%pdf", "weasyprint", "fonttools"):
        assert word not in logged
