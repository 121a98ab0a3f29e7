from __future__ import annotations

import pytest

from knowledge.ingest import preview
from tests.knowledge.ingest import made


@pytest.fixture
def docs(place):
    return made.folder(place.docs)


def tree(folder):
    return {str(path) for path in folder.rglob("*")}


def test_a_folder_is_shown_as_people_would_see_it_and_nothing_changes(place, docs, capsys):
    before = tree(place.root)
    (docs / "again.txt").write_text(f"Once more\n\n{made.CHAIR}\n")
    assert preview.main([str(docs)]) == 0
    shown = capsys.readouterr().out
    assert "Weak buttock muscles › What they do\n\nThe buttock muscles hold" in shown
    assert "source:    A guide, 2021 (https://example.org/guide)\n" in shown
    assert "topics:    gluteals\nreviewed:  not known\nquestions: is it my bum\n" in shown
    assert "id:        buttock-md#what-they-do, 74 words\n" in shown
    assert "left out:  repeats again-txt#text" in shown
    assert max(len(line) for line in shown.split("\n") if "http" not in line) <= preview.WIDTH
    assert tree(place.root) == before | {str(docs / "again.txt")}


def test_without_a_folder_it_shows_what_serves(place, docs, capsys):
    assert preview.main([]) == 0
    assert capsys.readouterr().out.count("reviewed:  2026-01-05") == 3
    assert place.ingest("--only") == 0
    capsys.readouterr()
    assert preview.main([]) == 0
    shown = capsys.readouterr().out
    assert "Weak buttock muscles › What they do" in shown
    assert "2026-01-05" not in shown


def test_problems_are_told_and_end_with_1(place, docs, capsys):
    (docs / "broken.pdf").write_bytes(b"%PDF-1.7")
    (docs / "photo.jpg").write_bytes(b"x")
    assert preview.main([str(docs)]) == 1
    shown = capsys.readouterr()
    assert "Weak buttock muscles" in shown.out
    assert f"{docs}/broken.pdf: broken PDF" in shown.err
    assert "photo.jpg: files .jpg are not read" in shown.err
    assert preview.main([str(docs / "nowhere")]) == 1
    assert "no such folder" in capsys.readouterr().err


def test_a_page_holds_every_passage_and_no_markup_of_theirs(place, docs, tmp_path):
    (docs / "odd.txt").write_text("Title <b>\n\n<script>alert(1)</script> & some words here.\n")
    page = tmp_path / "page.html"
    assert preview.main([str(docs), "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<article>") == 4
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; some words here." in text
    assert "<script>" not in text
