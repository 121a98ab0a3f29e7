from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loading import ContentError
from knowledge.search.asked import read_asked
from knowledge.search.documents import load_documents
from tests.knowledge.search.corpus import corpus

BUTTOCK = "weak-buttocks#what-the-buttock-muscles-do"


def write(documents: Path, text: str, name: str = "more.yml") -> None:
    (documents / "asked").mkdir(exist_ok=True)
    (documents / "asked" / name).write_text(text, encoding="utf-8")


def test_more_ways_of_asking_are_of_their_passage_alone(tmp_path):
    documents, sources = corpus(tmp_path)
    write(documents, f"{BUTTOCK}:\n  - me backside is idle\n")
    loaded = {each.id: each for each in load_documents(documents, sources)}
    passage = loaded["weak-buttocks"].passages[0]
    assert passage.asked == ("me backside is idle",)
    assert passage.ways == (*passage.questions, "me backside is idle")
    assert "me backside is idle" not in loaded["weak-buttocks"].questions
    assert loaded["clear-scan"].passages[0].asked == ()


def test_ways_in_several_files_come_together(tmp_path):
    write(tmp_path, "a#b: [one, two]\n", "1.yml")
    write(tmp_path, "a#b: [two, three]\n", "2.yml")
    assert read_asked(tmp_path, ["a#b"]) == {"a#b": ("one", "two", "three")}


def test_a_passage_that_is_not_there_is_named_with_its_line(tmp_path):
    write(tmp_path, "a#b: [one]\na#c: [two]\n")
    with pytest.raises(ContentError, match=r"more.yml:2: .*no such passage.*a#c"):
        read_asked(tmp_path, ["a#b"])


def test_without_a_folder_nothing_more_is_asked(tmp_path):
    assert read_asked(tmp_path, []) == {}
