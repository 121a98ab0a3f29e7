from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from scripts import doctor
from scripts.background import free_ports
from scripts.doctor_slack import SCOPES, look_at_slack
from scripts.findings import FINE, OFF, WRONG
from scripts.places import ROOT, Places
from scripts.slack import problems
from tests.fakes.slack_api import APP_TOKEN, BOT_TOKEN, FakeSlack, running_slack


@pytest.fixture
def at(tmp_path: Path) -> Places:
    return Places(root=tmp_path, build=tmp_path / ".build", var=tmp_path / "var")


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with running_slack() as fake:
        yield fake


def marks(findings) -> dict[str, str]:
    return {finding.subject: finding.mark for finding in findings}


def test_what_is_missing_is_told_with_what_makes_it(at: Places) -> None:
    found = doctor.look_at_what_was_made(at, {})
    assert {finding.mark for finding in found} == {WRONG}
    assert all("`make train`" in finding.said for finding in found)
    for path in (at.dialogue_python, at.actions_python, at.model):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert {finding.mark for finding in doctor.look_at_what_was_made(at, {})} == {FINE}


def test_conversations_that_cannot_be_read(at: Places) -> None:
    assert marks(doctor.look_at_disk(at, {})) == {"disk": FINE, "conversations": FINE}
    path = at.var / "conversations.db"
    sqlite3.connect(path).execute("create table turns (id)").connection.close()
    assert marks(doctor.look_at_disk(at, {}))["conversations"] == FINE
    path.write_bytes(b"no database at all, but long enough to be looked at" * 20)
    assert marks(doctor.look_at_disk(at, {}))["conversations"] == WRONG


def test_ports_that_are_free_or_taken(at: Places) -> None:
    port, actions_port = free_ports(2)
    env = {"PATELLA_PORT": str(port), "PATELLA_ACTIONS_PORT": str(actions_port)}
    assert set(marks(doctor.look_at_servers(at, env)).values()) == {FINE}
    with closing(socket.create_server(("127.0.0.1", port))):
        found = marks(doctor.look_at_servers(at, env))
    assert found == {"action server": FINE, "dialogue server": WRONG}


def settings(slack: FakeSlack, **more: str) -> dict[str, str]:
    return {
        "PATELLA_SLACK_BOT_TOKEN": BOT_TOKEN,
        "PATELLA_SLACK_API": slack.url + "api",
        **more,
    }


def test_slack_without_a_token_is_not_set_up(at: Places) -> None:
    (finding,) = look_at_slack(at, {})
    assert finding.mark == OFF


@pytest.mark.parametrize(
    "more", [{"PATELLA_SLACK_APP_TOKEN": APP_TOKEN}, {"PATELLA_SLACK_SIGNING_SECRET": "x" * 32}]
)
def test_slack_that_is_set_up(at: Places, slack: FakeSlack, more: dict[str, str]) -> None:
    found = look_at_slack(at, settings(slack, **more))
    assert {finding.mark for finding in found} == {FINE} and len(found) == 3


@pytest.mark.parametrize(
    ("more", "subject"),
    [
        ({"PATELLA_SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack token"),
        ({"PATELLA_SLACK_APP_TOKEN": "xapp-wrong"}, "Slack Socket Mode"),
        ({}, "Slack"),
        ({"PATELLA_SLACK_API": "http://127.0.0.1:9/"}, "Slack"),
    ],
)
def test_what_is_wrong_with_slack(
    at: Places, slack: FakeSlack, more: dict[str, str], subject: str
) -> None:
    found = look_at_slack(at, settings(slack, **more))
    (wrong,) = [one for one in found if one.mark == WRONG and one.subject == subject]
    assert "wrong" not in wrong.said.replace("invalid_auth", "")


def test_scopes_that_are_missing_are_named(
    at: Places, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.slack_api.SCOPES", "chat:write,commands")
    found = look_at_slack(at, settings(slack, PATELLA_SLACK_APP_TOKEN=APP_TOKEN))
    (scopes,) = [one for one in found if one.subject == "Slack scopes"]
    assert scopes.mark == WRONG and "files:write, im:history" in scopes.said


def manifest() -> dict:
    text = (ROOT / "deploy" / "slack" / "manifest.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def test_the_manifest_asks_for_what_is_needed() -> None:
    told = manifest()
    assert set(told["oauth_config"]["scopes"]["bot"]) == SCOPES
    events = told["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == {"app_home_opened", "app_mention", "message.im"}
    assert told["features"]["slash_commands"][0]["command"] == "/patella"
    assert told["features"]["app_home"]["home_tab_enabled"] is True


def test_without_tokens_make_slack_says_what_to_do() -> None:
    env = {name: value for name, value in os.environ.items() if "SLACK" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.slack"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 2 and "docs/slack.md" in done.stderr
    assert set(re.findall(r"PATELLA_\w+", done.stderr)) == {
        "PATELLA_SLACK_BOT_TOKEN",
        "PATELLA_SLACK_APP_TOKEN",
    }


def test_tokens_that_were_mixed_up_are_noticed_and_not_shown() -> None:
    mixed = {"PATELLA_SLACK_BOT_TOKEN": "xapp-1", "PATELLA_SLACK_APP_TOKEN": "xoxb-1"}
    found = "\n".join(problems(mixed))
    assert found.count("must begin with") == 2 and "xapp-1" not in found
    right = {"PATELLA_SLACK_BOT_TOKEN": "xoxb-1", "PATELLA_SLACK_APP_TOKEN": "xapp-1"}
    assert problems(right) == []
