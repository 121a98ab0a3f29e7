"""The answers keep to docs/openapi.yml, and it names every route."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator

from bot import safety
from bot.messages import from_response
from bot.readiness import RED_FLAG_TEXT
from bot.settings import Settings
from knowledge.answers import Answers
from knowledge.asking import describe_question
from knowledge.assessment import assess_so_far
from knowledge.hip_part import HIP, HIP_AND_KNEE
from knowledge.questions import AGAIN, DOUBTED, PARTLY, SUSPECTED, WHICH, load_questions
from tests.bot.standins import Bench

SPEC = yaml.safe_load((Path(__file__).parents[3] / "docs" / "openapi.yml").read_text())


def check(name: str, content: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": SPEC["components"]}
    Draft202012Validator(schema).validate(content)


async def test_what_the_server_answers(client: httpx.AsyncClient, bench: Bench) -> None:
    bench.dialogue.reply = [{"text": "Which side?", "utter_action": "utter_ask_side"}]
    session = (await client.post("/webhooks/web/session")).json()
    check("Session", session)
    headers = {"Authorization": f"Bearer {session['token']}"}
    body = {"id": "1", "text": "I can't breathe"}
    check("Incoming", body)
    answer = await client.post("/webhooks/web/message", headers=headers, json=body)
    for line in answer.text.splitlines():
        check("Line", json.loads(line))
    for said in (await client.get("/webhooks/web/history", headers=headers)).json()["messages"]:
        check("Said", said)
    check("Export", (await client.get("/webhooks/web/export", headers=headers)).json())
    check("Messages", (await client.post("/webhooks/web/erase", headers=headers)).json())
    check("Error", (await client.get("/webhooks/web/history")).json())
    check("Error", (await client.get("/nowhere")).json())
    check("Readiness", (await client.get("/ready")).json())


async def test_every_path_is_there(client: httpx.AsyncClient) -> None:
    for path, methods in SPEC["paths"].items():
        for method in methods:
            response = await client.request(method, path)
            assert response.status_code not in (404, 405), path


async def test_no_route_is_missing(client: httpx.AsyncClient, bench: Bench) -> None:
    paths = {f"/{route.path}".replace("//", "/") for route in bench.app.router.routes}
    pages = {"/", "/webhooks/web/chat", "/webhooks/web/static/<name:path>"}
    assert paths - pages == set(SPEC["paths"])


@pytest.mark.parametrize("question_id", load_questions())
def test_real_questions(question_id: str) -> None:
    response = {"text": "?", "custom": {"question_id": question_id}}
    check("Message", from_response(response, lambda name: safety.describe(name, {})))


def test_real_advice() -> None:
    fill: Callable[[str], str] = str
    hit = safety.screen(RED_FLAG_TEXT, None)
    check("Message", safety.emergency_message(fill)(hit))


def test_a_real_ending_and_every_part_of_it_is_described() -> None:
    answers = Answers(
        age=70,
        severity=6,
        location=("knee_front",),
        triggers=("stairs_down",),
        findings={"fever": "absent", "redness_heat": "absent"},
        history={"blood_thinners": "present"},
    )
    told = assess_so_far(answers).as_dict("112", [])
    check("Message", {"text": "Book an appointment.", "assessment": told})
    check("Message", {"text": "Until then", "repeats": "assessment"})
    described = SPEC["components"]["schemas"]["Assessment"]["properties"]
    assert set(told) == set(described)
    assert all(told[key] for key in ("speaks_against", "expect", "meanwhile", "cautions"))


DOCUMENTED = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("question_id", load_questions())
@pytest.mark.parametrize("mark", [None, DOUBTED, WHICH, AGAIN])
def test_every_part_of_a_question_is_described(question_id: str, mark: str | None) -> None:
    slots = {"asked": {question_id: mark}} if mark else {}
    question = describe_question(question_id, slots)
    assert set(question) <= set(SPEC["components"]["schemas"]["Question"]["properties"])
    assert [name for name in question if f"`{name}`" not in DOCUMENTED] == []


def test_what_changes_the_meaning_of_a_payload_is_told() -> None:
    doubted = describe_question("emergency_signs", {"asked": {"emergency_signs": DOUBTED}})
    assert doubted["about_doubt"] is True
    partly = describe_question("emergency_signs", {"asked": {"emergency_signs": PARTLY}})
    assert partly["about_rest"] is True
    which = describe_question("emergency_signs", {"asked": {"emergency_signs": WHICH}})
    assert which["about_which"] is True
    hip = describe_question("location", {"asked": {"location": HIP}})
    assert hip["about_hip"] is True
    both = describe_question("location", {"asked": {"location": HIP_AND_KNEE}})
    assert both["about_hip_and_knee"] is True
    for described in (hip, both):
        assert set(described) <= set(SPEC["components"]["schemas"]["Question"]["properties"])
        assert [name for name in described if f"`{name}`" not in DOCUMENTED] == []
    at_once = describe_question("onset", {"onset": "sudden"})
    assert at_once["about_injury"] is True
    assert set(at_once) <= set(SPEC["components"]["schemas"]["Question"]["properties"])
    assert f"`{SUSPECTED}`" in DOCUMENTED


def test_every_setting_is_told() -> None:
    source = (Path(__file__).parents[3] / "bot" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"(PATELLA_[A-Z_]+)"', source))
    assert {name for name in names if f"`{name}`" not in DOCUMENTED} == set()
    for name, default in (
        ("REPORT_RATE", Settings.report_rate),
        ("REPORT_ADDRESS_RATE", Settings.report_address_rate),
    ):
        assert f"| `PATELLA_{name}` | {default} |" in DOCUMENTED
