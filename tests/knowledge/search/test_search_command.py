from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.loading import ROOT
from knowledge.search.__main__ import answer_all, main, read_query
from knowledge.search.documents import load_documents
from knowledge.search.index import build
from tests.knowledge.search.corpus import corpus


@pytest.mark.parametrize(
    ("line", "query"),
    [
        ("is it my hip\n", "is it my hip"),
        ('{"text": "is it my hip"}', "is it my hip"),
        ('{"text": null}', ""),
        ('{"other": 1}', ""),
        ("{broken", "{broken"),
        ("\n", ""),
    ],
)
def test_a_line_is_text_or_json(line, query):
    assert read_query(line) == query


def test_each_line_gets_one_object_of_the_contract(small):
    out = io.StringIO()
    answer_all(small, ["is it my bum muscles\n", "\n", '{"text": "who won the cup"}\n'], out)
    first, blank, other = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (first["query"], first["answerable"]) == ("is it my bum muscles", True)
    assert 1 <= len(first["passages"]) <= 3
    for passage in first["passages"]:
        assert list(passage) == ["id", "title", "topics", "source", "score", "text"]
    assert (blank["query"], blank["answerable"], blank["passages"]) == ("", False, [])
    assert (other["answerable"], other["passages"]) == (False, [])


@pytest.fixture
def installed(tmp_path: Path, encoder, encoder_folder, embed, probe) -> dict[str, str]:
    """The environment of an installation whose knowledge is the small corpus."""
    built = tmp_path / "build"
    built.mkdir()
    (built / "encoder").symlink_to(encoder_folder)
    documents = load_documents(*corpus(tmp_path))
    build(documents, built / "index", encoder.fingerprint, embed, lambda line: None, probe=probe)
    return {**os.environ, "PATELLA_BUILD": str(built)}


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "knowledge.search", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_standard_output_holds_nothing_but_results(installed):
    process = start(installed)
    out, err = process.communicate("is it my bum muscles\n\n\xff caf\u00e9\n".encode("latin-1"))
    assert process.returncode == 0, err
    assert [json.loads(line)["answerable"] for line in out.splitlines()][:2] == [True, False]
    assert len(out.splitlines()) == 3


def test_arguments_are_questions(installed):
    out, _ = start(installed, "is it my bum muscles", "who won").communicate()
    assert [json.loads(line)["query"] for line in out.splitlines()] == [
        "is it my bum muscles",
        "who won",
    ]


def test_a_reader_that_goes_away_is_no_error(installed):
    process = start(installed, *["is it my bum muscles"] * 200)
    assert process.stdout and process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


def test_before_the_index_is_built_it_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATELLA_BUILD", str(tmp_path))
    assert main(["anything"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "make train" in shown.err
