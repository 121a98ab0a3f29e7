from __future__ import annotations

from datetime import date

import pytest

from knowledge.ingest import library
from tests.knowledge.ingest import made


@pytest.fixture
def docs(place):
    return made.folder(place.docs)


TOMORROW = f"{date.today().year + 1}-01-01"

BROKEN = {
    "front.md": ("---\ntitle: [open\n---\ntext\n", "front.md:2: not valid YAML"),
    "open.md": ("---\ntitle: x\ntext\n", "open.md:1: front matter is not closed"),
    "year.md": ("---\ntitle: x\nyear: soon\n---\ntext\n", "year.md:3: year: must be of type"),
    "source.md": (
        "---\ntitle: x\nsources:\n  - nowhere\n---\ntext\n",
        "source.md:4: sources[0]: no such source in sources.yml (value 'nowhere')",
    ),
    "review.md": (
        f"---\nreviewed: {TOMORROW}\n---\ntext\n",
        f"review.md:2: reviewed: lies in the future (value '{TOMORROW}')",
    ),
    "twice.md": (
        "---\ntitle: x\nid: buttock\n---\nsome text here\n",
        "twice.md:3: id: already taken by ",
    ),
    "empty.txt": ("  \n", "empty.txt: empty: there is nothing in it"),
    "bare.html": ("<html><body><nav>x</nav></body></html>", "bare.html: empty: there is no text"),
    "latin.txt": (b"one\ncaf\xe9\n", "latin.txt:2: wrong encoding: not UTF-8 text"),
    "scan.pdf": (made.scanned_pdf, "scan.pdf: scanned PDF"),
    "locked.pdf": (made.encrypted_pdf, "locked.pdf: encrypted PDF"),
    "broken.pdf": (b"%PDF-1.7 and no more", "broken.pdf: broken PDF"),
    "large.txt": ("many words " * 100_000, "large.txt: too large: 1 MB, more than 1 (PATELLA"),
}


def _spoil(docs, name):
    content, _ = BROKEN[name]
    content = content() if callable(content) else content
    (docs / name).write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_taken_is_named_and_the_old_index_serves_on(
    place, docs, name, monkeypatch, capsys
):
    monkeypatch.setenv("PATELLA_INGEST_MAX_MB", "1")
    first = docs / "buttock.md"
    first.write_text(first.read_text().replace("title:", "id: buttock\ntitle:"))
    assert place.ingest() == 0
    before = place.served()
    (docs / "chair.txt").unlink()
    _spoil(docs, name)
    capsys.readouterr()
    assert place.ingest() == 1
    shown = capsys.readouterr()
    assert BROKEN[name][1] in shown.err
    assert "Nothing was changed" in shown.err
    assert f"{name}" in shown.out and "NOT READ" in shown.out
    assert place.served() == before
    assert place.ingest("--skip") == 0
    assert BROKEN[name][1] in capsys.readouterr().err
    assert "chair-txt#text" not in place.served()


def test_all_problems_are_told_together(place, docs, monkeypatch, capsys):
    monkeypatch.setenv("PATELLA_INGEST_MAX_MB", "1")
    (docs / "buttock.md").write_text(f"---\nid: buttock\n---\n{made.BUTTOCK}\n")
    for name in BROKEN:
        _spoil(docs, name)
    assert place.ingest() == 1
    shown = capsys.readouterr().err
    assert all(reason in shown for _, reason in BROKEN.values())


def test_more_passages_than_the_setting_allows_are_refused(place, docs, monkeypatch, capsys):
    monkeypatch.setenv("PATELLA_INGEST_MAX_PASSAGES", "2")
    assert place.ingest() == 1
    assert "more than 2 passages (PATELLA_INGEST_MAX_PASSAGES)" in capsys.readouterr().err
    monkeypatch.setenv("PATELLA_INGEST_MAX_PASSAGES", "few")
    assert place.ingest() == 1
    assert "must be a whole number from 1 (value 'few')" in capsys.readouterr().err


def test_a_reader_that_does_not_end_is_given_up(place, docs, monkeypatch, capsys):
    from knowledge.ingest import reading

    def endless(data):
        while True:
            pass

    monkeypatch.setitem(reading.READERS, ".txt", endless)
    monkeypatch.setenv("PATELLA_INGEST_MAX_SECONDS", "1")
    assert place.ingest() == 1
    assert "chair.txt: given up after 1 s" in capsys.readouterr().err


def test_a_reader_that_fails_names_the_file(place, docs, monkeypatch, capsys):
    from knowledge.ingest import reading

    def failing(data):
        raise KeyError("/Pages")

    monkeypatch.setitem(reading.READERS, ".txt", failing)
    assert place.ingest() == 1
    assert "chair.txt: broken: '/Pages'" in capsys.readouterr().err


def test_a_second_ingestion_does_not_begin_while_one_goes_on(place, docs, capsys):
    with library.alone(place.root / "var" / "library"):
        assert place.ingest() == 1
    assert "another `make ingest` is going on" in capsys.readouterr().err
    assert place.ingest() == 0


def test_a_database_that_does_not_answer_leaves_the_rest_to_make_train(
    place, docs, monkeypatch, capsys
):
    from knowledge.search import index
    from knowledge.search.store import IndexMissingError

    def down(*_):
        raise IndexMissingError("no answer")

    stamp = place.root / "build" / "stamps" / "index"
    stamp.parent.mkdir()
    stamp.write_text("made\n")
    real = index.install

    def install(*arguments):
        real(*arguments)
        down()

    monkeypatch.setattr(index, "install", install)
    assert place.ingest() == 1
    assert "no answer" in capsys.readouterr().err
    assert not stamp.exists()
