from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from knowledge.search.stores.files import FileStore
from scripts.bench.passages import make
from scripts.bench.search import keep, kept, main, questions_of
from scripts.bench.search_page import figures, lines, picture, verdicts
from scripts.bench.search_probe import _recall
from tests.knowledge.search.indexes import write_index


def found(milliseconds: float, **other) -> dict:
    """What a probe tells of two questions in two rounds, the first of which was disturbed."""
    asked = dict.fromkeys(("all", "busy", "encode", "nearest", "lexical"), milliseconds)
    return {
        "questions": 2,
        "opening_ms": 8.0,
        "asked": [[{**asked, "all": 9 * milliseconds}, asked], [asked, asked]],
        "nearest_ms": [1.0, 2.0],
        "nearest_of_all_ms": [4.0, 4.0],
        "recall": 0.97,
        "store_mb": 3.0,
        "build_s": 2.0,
        "disk_mb": 12.0,
        **other,
    }


@pytest.fixture
def results() -> list[dict]:
    about = {
        "date": "2026-01-05",
        "system": "Linux",
        "processor": "one",
        "cores": 2,
        "load": 3.0,
        "versions": {"numpy": "2"},
    }
    return [
        {
            "size": size,
            "about": about,
            "rounds": 2,
            "files": found(5.0),
            "postgres": found(6.0, server_mb=90.0),
        }
        for size in (1_000, 1_000_000)
    ]


def test_the_figures_tell_all_rounds_and_the_quickest_of_each_question():
    of = figures(found(5.0))
    assert (of["p50"], of["p95"], of["quiet_p50"], of["quiet_p95"]) == (5.0, 45.0, 5.0, 5.0)
    assert of["beside_exact"] == 4.0


def test_each_target_is_told_met_or_missed(results):
    said = verdicts(results)
    assert said[0] == (
        "- 1,000 passages in files, a question, p95 ≤ 15 ms: **missed** (45.0 ms, quiet 5.0 ms)"
    )
    assert said[3] == "- 1,000 passages in files, opening ≤ 1000 ms: met (8.0 ms)"
    assert said[-1] == "- recall@10 ≥ 0.95 everywhere: met (least 0.970)"
    del results[1]
    assert not any("1,000,000" in line for line in verdicts(results))


def test_the_page_has_a_row_for_each_store_and_the_picture_a_line(results):
    page = lines(results)
    assert sum("PostgreSQL |" in line for line in page) == 4
    assert "beside other work" in page[-1]
    drawn = ElementTree.fromstring(picture(results))
    names = [each.tag.rpartition("}")[2] for each in drawn.iter()]
    assert names.count("polyline") == 2
    assert names.count("title") == 1


def test_recall_takes_what_is_as_near_as_the_tenth():
    class Near:
        def __init__(self, score):
            self.score = score

    exact = [Near(each) for each in (0.9, 0.8, 0.8, 0.7)]
    assert _recall(exact[:3], exact) == 0.75
    assert _recall([Near(0.9), Near(0.8), Near(0.7), Near(0.7)], exact) == 1.0


@pytest.mark.parametrize("count", [5, 20, 70])
def test_made_passages_come_after_the_real_ones(tmp_path, count):
    real = FileStore(write_index(tmp_path / "index", 20))
    content = make(real, count)
    passages = list(content.passages)
    assert len(passages) == len(content.vectors) == count
    assert passages[: min(count, 20)] == list(real.passages[: min(count, 20)])
    assert np.allclose(np.linalg.norm(content.vectors, axis=1), 1, atol=1e-5)
    words = {word for each in real.passages[:] for word in each.for_search.lower().split()}
    assert all(word in {w.strip(".?") for w in words} for word in passages[-1].text.split())
    assert make(real, count).postings.keys() == content.postings.keys()


def test_questions_are_taken_evenly(tmp_path):
    passages = FileStore(write_index(tmp_path / "index", 30)).passages[:]
    assert questions_of(passages, 5) == [f"what of {number}?" for number in (0, 2, 4, 6, 8)]
    assert len(questions_of(passages, 100)) == 10


def test_a_size_that_is_measured_again_replaces_its_result(tmp_path, results):
    file = tmp_path / "results" / "search.json"
    assert kept(file) == []
    for each in reversed(results):
        keep(file, each)
    assert kept(file) == results
    keep(file, {**results[0], "rounds": 7})
    assert [each["rounds"] for each in kept(file)] == [7, 2]


def test_a_size_must_be_one_at_least(capsys):
    with pytest.raises(SystemExit):
        main(["--sizes", "0"])
    assert "at least one passage" in capsys.readouterr().err
