from __future__ import annotations

import argparse
import io
import json
import stat
from pathlib import Path

import httpx
import pytest

from bot.shell import Conversation, run
from bot.shell_client import NO_REPORT, Fetched
from bot.shell_input import Problem
from bot.shell_report import NotSaved, Wish, read_wish, save
from tests.bot.shell_examples import Server, client_of, plain_console

PDF = b"%PDF-1.7"


def report(name: str = "patella-report-2026-03-04.pdf") -> httpx.Response:
    disposition = f'attachment; filename="{name}"'
    return httpx.Response(200, content=PDF, headers={"Content-Disposition": disposition})


def said_to(server: Server, *lines: str) -> str:
    """What is printed when the lines are typed."""
    console = plain_console()
    console.width = 400
    conversation = Conversation(client_of(server), console)
    conversation.begin()
    for line in lines:
        assert conversation.take(line) is True
    return console.file.getvalue()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_saved_in_the_current_folder_and_one_is_told_where(here):
    server = Server(report())
    printed = said_to(server, "/report")
    path = here / "patella-report-2026-03-04.pdf"
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert f"saved as {path}" in printed
    (request,) = server.requests
    assert request.url.params["format"] == "pdf"
    assert request.headers["Authorization"] == "Bearer t1"


@pytest.mark.parametrize(
    ("line", "form", "name"),
    [
        ("/report fhir", "fhir", "patella-report-2026-03-04.pdf"),
        ("/report HTML my knee.html", "html", "my knee.html"),
    ],
)
def test_format_and_file_can_be_named(here, line, form, name):
    server = Server(report())
    said_to(server, line)
    assert [path.name for path in here.iterdir()] == [name]
    assert server.requests[0].url.params["format"] == form


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(409, json={"error": "not_finished", "text": "Not yet."}), "Not yet."),
        (httpx.Response(502, text="<html>"), NO_REPORT),
        (httpx.ConnectError("refused"), NO_REPORT),
    ],
    ids=["not finished", "a proxy's page", "no server"],
)
def test_where_there_is_none_the_servers_words_are_shown(here, answer, words):
    assert words in said_to(Server(answer), "/report")
    assert list(here.iterdir()) == []


def test_an_unknown_kind_is_told_and_not_asked_for(here):
    server = Server()
    assert "no report of the kind docx" in said_to(server, "/report docx")
    assert server.requests == []


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish("pdf")),
        ("fhir", Wish("fhir")),
        ("pdf  a b.pdf ", Wish("pdf", "a b.pdf")),
    ],
)
def test_what_is_wished_for(words, wish):
    assert read_wish(words) == wish


def test_a_file_name_alone_is_no_kind():
    assert isinstance(read_wish("mine.pdf"), Problem)


def test_a_second_report_leaves_the_first_alone(tmp_path):
    first = save(Fetched(b"1", "r.pdf"), "", tmp_path)
    second = save(Fetched(b"2", "r.pdf"), "", tmp_path)
    assert (first.name, second.name) == ("r.pdf", "r-2.pdf")
    assert first.read_bytes() == b"1"


def test_a_named_file_is_never_written_over(tmp_path):
    (tmp_path / "mine.pdf").write_bytes(b"mine")
    with pytest.raises(NotSaved, match="there already"):
        save(Fetched(PDF, "r.pdf"), "mine.pdf", tmp_path)
    assert (tmp_path / "mine.pdf").read_bytes() == b"mine"


def test_a_folder_can_be_named(tmp_path):
    assert save(Fetched(PDF, "r.pdf"), str(tmp_path), Path("/nowhere")) == tmp_path / "r.pdf"


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NotSaved, match="No such file or directory"):
        save(Fetched(PDF, "r.pdf"), "no/where.pdf", tmp_path)


@pytest.mark.parametrize(
    "file", ["~nobody-of-this-name/x.pdf", "a\x00b.pdf", "x" * 300, "x" * 300 + "/y.pdf"]
)
def test_a_name_that_no_file_can_have_is_told(here, file):
    with pytest.raises(NotSaved):
        save(Fetched(PDF, "r.pdf"), file, here)
    assert list(here.iterdir()) == []
    # The conversation goes on.
    assert said_to(Server(report()), f"/report pdf {file}").strip()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", ".bashrc", "..", "a\x00b"])
def test_the_server_cannot_choose_the_folder(tmp_path, name):
    path = save(Fetched(PDF, name), "", tmp_path)
    assert path.parent == tmp_path
    assert not path.name.startswith(".")


def test_programs_are_not_told(here):
    transcript = here / "talk.txt"
    transcript.write_text("my knee\n/report\n")
    server = Server([{"text": "Ah.", "report_url": "/webhooks/web/report"}, {"done": True}])
    out = io.StringIO()
    options = argparse.Namespace(json=True, replay=transcript, plain=True)
    assert run(options, client_of(server), io.StringIO(), out) == 0
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"text": "Ah.", "report_url": "/webhooks/web/report"},
        {"done": True},
    ]
    assert len(server.requests) == 1
