"""What the evaluation of search writes: text, page, document; and its parts that want files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.evaluation.gates import judge, load_gates
from knowledge.evaluation.report import DOCUMENT, with_block
from knowledge.loading import ContentError
from knowledge.search.documents import load_documents
from knowledge.search.evaluation import articles, judged, page, report
from knowledge.search.evaluation.__main__ import GATES, main, measure, write
from knowledge.search.evaluation.figures import figures_of
from knowledge.search.evaluation.held_out import load_held_out
from knowledge.search.retrieve import Search
from tests.knowledge.search.corpus import BUTTOCK, corpus
from tests.knowledge.search.questions import held_out_files, outcomes

RANKING = {
    "questions": 4,
    "hit_at_1": 0.5,
    "hit_at_3": 0.75,
    "mrr": 0.6,
    "intervals": {"hit_at_1": [0.1, 0.9], "hit_at_3": [0.3, 0.95]},
}


@pytest.fixture
def figures():
    counted = {"search": figures_of(outcomes(), {"one": ["hip"], "two": ["scan"]})}
    wrong = {"id": "a9", "ask": "<u>raw</u>", "place": None, "shown": []}
    return {
        "about": {
            "date": "2026-01-31",
            "documents": 3,
            "passages": 9,
            "model": "a/model",
            "answer_from": 0.5,
        },
        "gates": judge(load_gates(GATES), counted),
        **counted,
        "ways": [{"way": "both, as it serves", **RANKING, "won": 0, "lost": 0}],
        "articles": {
            **RANKING,
            "documents": 2,
            "passages": 20,
            "out_of_reach": 1,
            "wrong": [wrong],
        },
        "judged": [
            {"way": "both", "questions": 96, "ndcg_10": 0.7, "hit_at_1": 0.5, "hit_at_3": 0.8}
        ],
        "out_of_reach": [{"id": "a7", "ask": "<s>far</s>", "documents": ["one"]}],
        "left_out": ["something (--option)."],
    }


# --- text and page -----------------------------------------------------------


def test_the_text_has_gates_tables_and_what_was_left_out(figures):
    text = "\n".join(report.as_text(figures))
    assert all(row["title"] in text for row in figures["gates"])
    assert "as it serves" in text and "the two articles alone" in text and "LiveQA-Med" in text
    assert "Not done: something (--option)." in text
    assert "1 questions ask for words that no passage" in text
    assert "1 of the 4 asked of the two articles" in text
    assert "ask a2" not in text and "far" not in text


def test_every_wrong_question_is_told_where_that_is_wanted(figures):
    text = "\n".join(report.as_text(figures, errors=True))
    assert "✗ a3 'ask a3': right nowhere, answered; found one#part" in text
    assert "! u4 'ask u4': to be refused as privacy; shown two#part" in text


def test_the_confusion_has_answered_first_and_every_count(figures):
    head, *rows = report.confusion_table(figures["search"]["confusion"])
    assert head[1] == "answered" and rows[0][0] == "answered"
    assert sum(int(cell) for row in rows for cell in row[1:]) == 8


def test_the_page_is_complete_in_itself(figures, tmp_path):
    write(figures, tmp_path / "new")
    told = (tmp_path / "new" / "index.html").read_text(encoding="utf-8")
    assert told.startswith("<!doctype html>") and told.count("<svg") == 2
    assert "&lt;i&gt;wrong&lt;/i&gt;" in told and "&lt;u&gt;raw&lt;/u&gt;" in told
    assert "&lt;s&gt;far" in told and "<s>far" not in told
    assert "<i>wrong" not in told and "<u>raw" not in told
    assert "after: what came before" in told
    assert "http:" not in told and "https:" not in told and "<script" not in told
    read = json.loads((tmp_path / "new" / "figures.json").read_text(encoding="utf-8"))
    assert read["search"]["hit_at_1"] == 0.5


def test_the_page_does_without_the_parts_that_want_files(figures):
    told = page.page({**figures, "articles": None, "judged": None})
    assert "source articles" not in told and "something (--option)" in told


def test_the_figures_go_between_their_marks_without_a_held_out_question(figures, tmp_path):
    path = tmp_path / "evaluation.md"
    path.write_text("before\n" + "\nlast year\n".join(report.MARKS) + "\nafter\n")
    report.write_document(figures, path)
    written = path.read_text(encoding="utf-8")
    assert written.startswith("before") and written.endswith("after\n")
    assert "last year" not in written and "| Right passage first (hit@1) | 0.500" in written
    assert "ask a" not in written and "ask u" not in written
    report.write_document(figures, path)
    assert path.read_text(encoding="utf-8") == written


def test_the_document_has_its_place_for_the_figures():
    assert "| x |" in with_block(DOCUMENT.read_text(encoding="utf-8"), "| x |", report.MARKS)


# --- the whole of it ---------------------------------------------------------


def test_a_search_is_measured_whole(small: Search, tmp_path):
    told = measure(small, held_out_files(tmp_path / "held_out"))
    assert told["search"]["hit_at_1"] == 1.0 and told["search"]["unanswerable_refused"] == 1.0
    assert told["about"]["documents"] == 3 and told["about"]["passages"] == 3
    assert told["articles"] is None and told["judged"] is None
    assert ["--articles" in line for line in told["left_out"]] == [True, False]
    assert report.as_text(told) and page.page(told)


def test_without_an_index_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATELLA_BUILD", str(tmp_path))
    assert main(["--gates"]) == 1
    assert "make train" in capsys.readouterr().err


# --- the articles ------------------------------------------------------------


def test_the_articles_are_searched_alone(encoder, tmp_path):
    questions = load_held_out(held_out_files(tmp_path / "held_out")).answerable
    left_out: list[str] = []
    documents = load_documents(*corpus(tmp_path))
    told = articles.measure(tmp_path, questions, encoder, left_out, lambda folder: documents)
    assert told is not None and left_out == []
    # Only the first question is said to be answered by them, by any passage that says the word.
    assert (told["questions"], told["hit_at_1"], told["wrong"]) == (1, 1.0, [])


def test_the_articles_are_read_as_make_ingest_reads(tmp_path):
    (tmp_path / "knees.txt").write_text(f"Buttocks and knees\n\n{BUTTOCK}\n", encoding="utf-8")
    (document,) = articles.ingested(tmp_path)
    (passage,) = document.passages
    assert "gluteal muscles" in passage.text and document.questions == ()


def test_a_folder_without_articles_is_told(tmp_path):
    with pytest.raises(ContentError, match="no documents here"):
        articles.ingested(tmp_path)


def test_what_the_articles_do_not_give_is_listed(encoder, tmp_path):
    rows = [
        {
            "id": "a1",
            "ask": "is it my bum muscles",
            "documents": ["weak-buttocks"],
            "article": True,
            "article_must_contain": [["zebra"]],
        }
    ]
    questions = load_held_out(held_out_files(tmp_path / "held_out", rows)).answerable
    documents = load_documents(*corpus(tmp_path))
    told = articles.measure(tmp_path, questions, encoder, [], lambda folder: documents)
    assert told is not None
    (wrong,) = told["wrong"]
    assert (wrong["id"], wrong["place"], len(wrong["shown"])) == ("a1", None, 3)
    assert told["out_of_reach"] == 1


# --- the set that others judged ----------------------------------------------

XML = """<?xml version="1.0" encoding="UTF-8"?>
<LiveQA2017-Medical-Test-Set-Full>
<NLM-QUESTION qid="TQ1"><Original-Question><MESSAGE>long</MESSAGE></Original-Question>
<NLM-Summary> What  causes gout? </NLM-Summary></NLM-QUESTION>
<NLM-QUESTION qid="TQ2"><NLM-Summary>What is scurvy?</NLM-Summary></NLM-QUESTION>
</LiveQA2017-Medical-Test-Set-Full>
"""
CSV = """AnswerID,Answer
G1,"Question: What causes Gout ? (Also called: Podagra) URL: https://x.org/a Answer: Gout is caused
by crystals of uric acid in a joint."
S1,"Question: What is Scabies ? URL: https://x.org/b Answer: Scabies is a rash made by tiny mites."
"""
QRELS = "1 4-Excellent G1\n1 1-Incorrect S1.txt\n2 2-Related S1\n2 4-Excellent GONE\n"


def judged_files(folder: Path, qrels: str = QRELS) -> Path:
    (folder / "MedQuAD").mkdir()
    (folder / judged.QUESTIONS).write_text(XML, encoding="utf-8")
    (folder / "MedQuAD" / judged.ANSWERS).write_text(CSV, encoding="utf-8")
    (folder / "MedQuAD" / judged.JUDGEMENTS).write_text(qrels, encoding="utf-8")
    return folder


def test_the_judged_set_is_read(tmp_path):
    told = judged.read(judged_files(tmp_path))
    assert told.questions == {"1": "What causes gout?", "2": "What is scurvy?"}
    assert told.worth == {"1": {"G1": 3, "S1": 0}, "2": {"S1": 1}}
    gout, _ = told.documents
    assert (gout.id, gout.title) == ("G1", "What causes Gout ?")
    assert gout.passages[0].text == "Gout is caused by crystals of uric acid in a joint."


def test_a_line_of_judgements_that_is_none_is_told(tmp_path):
    with pytest.raises(ContentError, match=r"Judged-Answers\.txt:2: must be"):
        judged.read(judged_files(tmp_path, "1 4-Excellent G1\nhello\n"))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ContentError, match=judged.QUESTIONS):
        judged.read(tmp_path)


def test_the_judged_set_is_searched_each_way(encoder, tmp_path):
    left_out: list[str] = []
    rows = judged.measure(judged_files(tmp_path), encoder, left_out)
    assert rows is not None and left_out == []
    assert [row["questions"] for row in rows] == [2, 2, 2]
    # A related answer is worth something and is no good one.
    assert (rows[0]["ndcg_10"] > 0.8, rows[0]["hit_at_1"]) == (True, 0.5)


def test_the_gain_falls_with_the_place():
    assert judged.gain([3, 0, 1]) == pytest.approx(3 + 1 / 2)
