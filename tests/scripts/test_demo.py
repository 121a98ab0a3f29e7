"""The demo site by itself, and beside the servers."""

from __future__ import annotations

import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.background import free_ports
from scripts.demo.server import SITE, Demo, files, policy
from scripts.desktop import has_browser
from scripts.places import Places
from scripts.run import look_at, tell_ready
from scripts.servers import CannotStart, servers, wants_demo, with_demo

CHAT = "https://chat.example"
OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


@pytest.fixture
def at(tmp_path: Path) -> Places:
    return Places(root=tmp_path, build=tmp_path / ".build", var=tmp_path / "var")


@pytest.fixture
def site() -> Iterator[Demo]:
    with Demo(0, CHAT) as demo:
        thread = threading.Thread(target=demo.serve_forever, args=(0.05,))
        thread.start()
        yield demo
        demo.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("knee-and-hip?from=mail", "text/html; charset=utf-8"),
        ("site.css", "text/css; charset=utf-8"),
        ("harbour.svg", "image/svg+xml"),
    ],
)
def test_every_answer_is_under_the_policy(site, path, kind):
    with OPEN(site.url + path) as response:
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Security-Policy"] == policy(CHAT)
        assert int(response.headers["Content-Length"]) == len(response.read()) > 0


def test_the_head_of_a_page_comes_alone(site):
    with OPEN(urllib.request.Request(site.url, method="HEAD")) as response:
        assert int(response.headers["Content-Length"]) > 0
        assert response.read() == b""


@pytest.mark.parametrize("path", ["nothing", "../server.py", "%2e%2e/server.py", "index.html/"])
def test_there_is_nothing_else(site, path):
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        OPEN(site.url + path)
    assert refused.value.headers["Content-Security-Policy"] == policy(CHAT)


def test_the_policy_lets_in_the_chat_and_no_inline_code():
    entries = dict(entry.strip().split(" ", 1) for entry in policy(CHAT).split(";"))
    assert entries["default-src"] == "'none'"
    assert (entries["script-src"], entries["frame-src"]) == (CHAT, CHAT)
    assert entries["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in policy(CHAT)


def test_the_pages_ask_for_their_own_files_and_the_loader_only():
    pages = files(CHAT)
    asked = set()
    for file in pages.values():
        if file.content_type.startswith("text/html"):
            html = file.body.decode()
            asked |= set(re.findall(r'(?:src|href)="([^"#]+)"', html))
            assert 'style="' not in html
            assert "<style" not in html
            assert "made-up clinic" in html
    assert f"{CHAT}/webhooks/web/static/loader.js" in asked
    ours = {name for name in asked if not name.startswith((CHAT, "tel:"))}
    assert {f"/{name.removeprefix('./')}" for name in ours} == set(pages)
    assert "@import" not in (SITE / "site.css").read_text()


def test_beside_the_servers_the_chat_may_be_framed_by_the_demo(at):
    settings = {"PATELLA_PORT": "6000", "PATELLA_DEMO_PORT": str(free_ports(1)[0])}
    actions, demo, dialogue = with_demo(at, servers(at, settings), settings)
    port = settings["PATELLA_DEMO_PORT"]
    assert demo.command[1:] == [
        *("-m", "scripts.demo", "--port", port, "--chat", "http://127.0.0.1:6000"),
    ]
    assert dialogue.env["PATELLA_FRAME_ANCESTORS"] == (
        f"http://127.0.0.1:{port} http://localhost:{port}"
    )
    assert "PATELLA_FRAME_ANCESTORS" not in actions.env
    assert look_at([actions, demo, dialogue]) is demo


def test_frames_that_were_allowed_stay_allowed(at):
    settings = {
        "PATELLA_DEMO_PORT": str(free_ports(1)[0]),
        "PATELLA_FRAME_ANCESTORS": "https://clinic.example",
    }
    *_, dialogue = with_demo(at, servers(at, settings), settings)
    assert dialogue.env["PATELLA_FRAME_ANCESTORS"].startswith("https://clinic.example http://")


def test_a_port_in_use_costs_the_demo_and_nothing_else(at, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = {"PATELLA_DEMO_PORT": str(taken.getsockname()[1])}
        both = servers(at, settings)
        assert with_demo(at, both, settings) == both
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "PATELLA_DEMO_PORT=" in said
    assert "without the demo" in said


def test_the_port_of_another_server_is_in_use_too(at, capsys):
    settings = {"PATELLA_DEMO_PORT": "5055"}
    both = servers(at, settings)
    assert with_demo(at, both, settings) == both
    assert "PATELLA_DEMO_PORT=5055" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "wanted"), [(None, True), ("", True), ("1", True), ("0", False)])
def test_the_demo_is_there_unless_it_is_switched_off(value, wanted):
    assert wants_demo({} if value is None else {"PATELLA_DEMO": value}) is wanted


def test_a_switch_that_is_none_is_refused():
    with pytest.raises(CannotStart, match="PATELLA_DEMO='no'"):
        wants_demo({"PATELLA_DEMO": "no"})


def test_both_addresses_are_told_the_chat_first(at, capsys):
    settings = {"PATELLA_DEMO_PORT": str(free_ports(1)[0])}
    tell_ready(with_demo(at, servers(at, settings), settings))
    chat, demo = capsys.readouterr().out.splitlines()
    assert chat.startswith("Patella is ready: http://127.0.0.1:5005/ ")
    assert demo.endswith(f" http://127.0.0.1:{settings['PATELLA_DEMO_PORT']}/")


def test_one_server_alone_is_named(at, capsys):
    tell_ready(servers(at, {})[:1])
    assert capsys.readouterr().out.startswith("The action server is ready: ")


@pytest.mark.parametrize(
    ("env", "platform", "on_terminal", "has"),
    [
        ({"DISPLAY": ":0"}, "linux", True, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True, True),
        ({}, "darwin", True, True),
        ({}, "linux", True, False),
        ({"DISPLAY": ":0"}, "linux", False, False),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", True, False),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "a b"}, "linux", True, False),
    ],
)
def test_a_browser_is_opened_only_for_somebody_at_a_desktop(env, platform, on_terminal, has):
    assert has_browser(env, platform, on_terminal) is has
