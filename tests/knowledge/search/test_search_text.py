from __future__ import annotations

import pytest

from knowledge.loading import ContentError
from knowledge.search.text import correct, load_terms, plain, stems, words

KNOWN = {"groin": 3, "swollen": 2, "kneecap": 5, "knee": 9, "stairs": 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my groyn", "my groin"),
        ("Swolen KNEE", "swollen knee"),
        ("both kneecaps", "both kneecaps"),
        ("on the stiars", "on the stairs"),
        ("knew it", "knew it"),
        ("a banana", "a banana"),
    ],
)
def test_only_one_slip_in_a_long_word_is_mended(text, expected):
    assert correct(text, KNOWN) == expected


@pytest.mark.parametrize(
    ("misspelt", "known", "read"),
    [
        ("dosnt", ("dont", "doesnt"), "doesnt"),
        ("brase", ("brave", "brace", "braise", "phrase"), "braise"),
        ("stabs", ("stars", "stays", "scabs", "slabs"), "scabs"),
    ],
)
def test_of_words_that_are_as_frequent_every_process_reads_the_same(misspelt, known, read):
    assert correct(misspelt, dict.fromkeys(known, 3)) == read
    assert correct(misspelt, {**dict.fromkeys(known, 3), known[0]: 4}) == known[0]


def test_words_are_plain():
    assert plain("  It’s\nMY   knee ") == "it's my knee"
    assert words("Perthes’s hip, x-ray!") == ["perthes", "hip", "x", "ray"]


def test_stems_leave_out_what_carries_nothing():
    assert stems("Why does my knee still hurt when I'm climbing the stairs?") == [
        "knee",
        "hurt",
        "climb",
        "stair",
    ]


def test_lay_words_are_read_as_the_documents_say_them():
    readings = dict(load_terms().readings("is it my bum muscles"))
    assert "gluteal" in readings["bum muscles"]


def test_parts_of_words_are_no_phrases():
    assert load_terms().readings("the album") == []


def test_a_list_that_is_missing_is_named(tmp_path):
    path = tmp_path / "terms.yml"
    path.write_text("stopwords: a the\nlay: []\n")
    with pytest.raises(ContentError, match=r"terms.yml:1: ours: key is missing"):
        load_terms(path)
