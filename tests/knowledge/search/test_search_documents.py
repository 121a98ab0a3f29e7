from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loading import ContentError
from knowledge.search import settings
from knowledge.search.documents import FEWEST_WORDS, MOST_WORDS, load_documents, slug
from tests.knowledge.search.corpus import SOURCES, WORDS, corpus, document

SECTION = f"## One\n\n{WORDS}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "sources.yml").write_text(SOURCES, encoding="utf-8")
    return tmp_path / "documents"


def load(folder: Path):
    return load_documents(folder, folder.parent / "sources.yml")


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [problem.removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_passages_carry_what_their_document_says(tmp_path):
    documents = load_documents(*corpus(tmp_path))
    assert [each.id for each in documents] == ["clear-scan", "long-sitting", "weak-buttocks"]
    (passage,) = documents[0].passages
    assert passage.id == "clear-scan#a-clear-scan-is-a-clue"
    assert passage.title == "When the scan is clear"
    assert passage.heading == "A clear scan is a clue"
    assert passage.topics == ("scan", "imaging")
    assert [source.id for source in passage.sources] == ["article", "guide"]
    assert passage.sources[0].as_dict() == {
        "name": "An article",
        "year": None,
        "where": "supplied article",
    }
    assert passage.reviewed == "2026-01-05"
    assert passage.questions == ("why does it hurt when the mri was fine",)
    assert passage.text.startswith("A scan of the knee shows the knee and nothing else.")
    assert "\n" not in passage.text


def test_lists_links_and_emphasis_become_plain_text(folder):
    body = (
        f"## One\n\nSee **this** [page](https://example.org).\n\n- {WORDS}\n- two\n\n1. a\n2. b\n"
    )
    document(folder, "one", body)
    (passage,) = load(folder)[0].passages
    assert passage.text == f"See this page.\n\n- {WORDS}\n- two\n\n1. a\n2. b"


def test_the_heading_path_is_kept(folder):
    document(folder, "one", f"## Above\n\n### Below\n\n{WORDS}\n\n## Next\n\n{WORDS} more\n")
    first, second = load(folder)[0].passages
    assert (first.heading, first.id) == ("Above: Below", "one#above-below")
    assert second.heading == "Next"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("## One\n\ntoo short\n", "12: a passage has 40 to 200 words, this one 2"
                     " (value 'One')", id="short"),
        pytest.param(f"## One\n\n{WORDS * 5}\n", "12: a passage has 40 to 200 words, this one 246"
                     " (value 'One')", id="long"),
        pytest.param(f"## One\n\n## Two\n\n{WORDS}\n", "12: empty section (value 'One')",
                     id="empty"),
        pytest.param(f"{WORDS}\n", "12: text before the first ## heading", id="no-heading"),
        pytest.param("\n", "12: no ## section", id="nothing"),
        pytest.param(f"# One\n\n{WORDS}\n", "12: the title has its key, use ## (value 'One')",
                     id="title"),
        pytest.param(f"## One\n\n{WORDS}\n\n## One\n\n{WORDS} b\n",
                     "16: heading repeats the one on line 12 (value 'One')", id="heading-twice"),
        pytest.param(f"## One\n\n{WORDS}\n\n<div>x</div>\n",
                     "16: html_block cannot be shown as a passage", id="html"),
    ],
)  # fmt: skip
def test_a_section_problem_names_file_and_line(folder, body, expected):
    document(folder, "one", body)
    assert any(each.startswith(f"one.md:{expected}") for each in problems_of(folder))


def test_front_matter_problems_name_file_line_and_key(folder):
    document(folder, "one", SECTION, sources="guide, nowhere", name="other")
    assert problems_of(folder) == [
        "other.md:2: id: must be the file's name, other (value 'one')",
        "other.md:6: sources[1]: no such source in sources.yml (value 'nowhere')",
    ]


def test_a_missing_key_and_a_day_to_come_are_named(folder):
    path = document(folder, "one", SECTION)
    path.write_text(path.read_text().replace("audience: adults\n", ""))
    document(folder, "two", SECTION)
    path = document(folder, "three", f"## One\n\n{WORDS} c\n")
    path.write_text(path.read_text().replace("2026-01-05", "2999-01-05"))
    assert problems_of(folder) == [
        "one.md:2: audience: key is missing",
        "three.md:7: reviewed: lies in the future (value '2999-01-05')",
    ]


def test_an_id_stands_once(folder):
    (folder / "more").mkdir()
    document(folder, "one", SECTION)
    document(folder / "more", "one", f"## Two\n\n{WORDS} b\n")
    (problem,) = problems_of(folder)
    assert "2: id: already taken by " in problem


def test_a_text_stands_once(folder):
    document(folder, "one", SECTION)
    document(folder, "two", SECTION)
    assert problems_of(folder) == ["two.md:1: two#one repeats the text of one#one"]


def test_a_source_without_a_year_key_is_named(folder):
    sources = folder.parent / "sources.yml"
    sources.write_text("guide:\n  name: A guide\n  where: here\n", encoding="utf-8")
    document(folder, "one", SECTION)
    with pytest.raises(ContentError, match=r"sources.yml:1: guide.year: key is missing"):
        load(folder)


def test_a_folder_without_documents_is_an_error(folder):
    with pytest.raises(ContentError, match="no documents here"):
        load(folder)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("What it is, and who's at risk", "what-it-is-and-whos-at-risk"),
        ("Perthes’ disease: é", "perthes-disease-e"),
        ("???", ""),
    ],
)
def test_slugs(heading, expected):
    assert slug(heading) == expected


def test_the_documents_of_the_repository_are_in_order():
    documents = load_documents(settings.DOCUMENTS, settings.SOURCES)
    assert documents
    for passage in (passage for each in documents for passage in each.passages):
        assert FEWEST_WORDS <= len(passage.text.split()) <= MOST_WORDS
        assert passage.sources
