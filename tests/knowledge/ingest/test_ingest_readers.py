from __future__ import annotations

import pytest

from knowledge.ingest.blocks import Block, UnreadableError, clean, mend
from knowledge.ingest.readers.docx import read_docx
from knowledge.ingest.readers.html import read_html
from knowledge.ingest.readers.markdown import read_markdown
from knowledge.ingest.readers.pdf import read_pdf
from knowledge.ingest.readers.plain import read_plain
from tests.knowledge.ingest import made


def texts(extracted, kind=None):
    return [block.text for block in extracted.blocks if kind in (None, block.kind)]


def headings(extracted):
    return [(block.level, block.text) for block in extracted.blocks if block.kind == "heading"]


def test_plain_text_knows_headings_lists_and_wrapped_lines():
    read = read_plain(
        b"Knees and hips\n\nThe first paragraph goes over\ntwo lines of the file.\n\n"
        b"What helps\n\n- walking on the\n  flat\n- swimming\n\n"
        b"Underlined\n==========\nMore text.\n"
    )
    assert read.title == "Knees and hips"
    assert read.blocks == (
        Block("text", "The first paragraph goes over two lines of the file."),
        Block("heading", "What helps", 3),
        Block("lines", "- walking on the flat\n- swimming"),
        Block("heading", "Underlined", 2),
        Block("text", "More text."),
    )


def test_plain_text_with_a_paragraph_on_each_line_has_headings_between_them():
    read = read_plain(f"{made.SCAN}\nWhy it hurts\n{made.CHAIR}\nThe end".encode())
    assert headings(read) == [(2, "Why it hurts")]
    assert texts(read) == [made.SCAN, "Why it hurts", made.CHAIR, "The end"]


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"fine\nna\xefve caf\xe9\n", "wrong encoding: not UTF-8 text", 2),
        (b"a\0b", "zero bytes", None),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(data, reason, line):
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_plain(data)
    assert caught.value.line == line


def test_text_with_a_byte_order_mark_is_read():
    assert texts(read_plain("A caf\u00e9 text.".encode("utf-16"))) == ["A caf\u00e9 text."]


def test_markdown_keeps_headings_lists_tables_and_no_marks():
    read = read_markdown(
        "# The title\n\nSome *words* and [a link](https://x.example).\n\n## One\n\n1. first\n"
        "2. second\n   - inner\n\n| Sign | From |\n|---|---|\n| groin | hip |\n\n<!-- hidden -->\n"
    )
    assert read.title == "The title"
    assert texts(read) == [
        "Some words and a link.",
        "One",
        "1. first\n2. second\n  - inner",
        "Sign: groin; From: hip",
    ]


def test_a_page_is_read_without_what_is_around_it():
    read = read_html(made.page())
    assert (read.title, read.date) == ("Hip and knee pain", "2024-03-05")
    assert read.url == "https://clinic.example/hip-and-knee"
    assert headings(read) == [(2, "Weak muscles"), (3, "What to try"), (2, "Signs")]
    assert "- Walk on flat ground\n- Avoid deep squats\n  - and lunges" in texts(read)
    assert (
        "Sign: Groin pain; May come from: the hip joint\n"
        "Sign: Pain on stairs; May come from: the kneecap"
    ) in texts(read)
    whole = " ".join(texts(read))
    for around in ("cookies", "Departments", "Privacy", "Copyright", "track"):
        assert around not in whole


def test_a_tiny_page_keeps_its_heading():
    read = read_html(b"<html><body><h1>Knee</h1><p>Rest the knee for a day.</p></body></html>")
    assert (read.title, texts(read)) == ("Knee", ["Rest the knee for a day."])


def test_control_characters_in_a_page_are_blanks():
    page = b"<html><body><p>a\x01b</p><nav>x</nav>&#2;<p>c &#150; d &#10; e</p></body></html>"
    assert texts(read_html(page)) == ["a b", "c \u2013 d e"]


def test_a_page_is_decoded_as_it_declares():
    page = (
        "<html><head><meta charset='iso-8859-1'></head><body><p>na\u00efve knees</p></body></html>"
    )
    assert texts(read_html(page.encode("latin-1"))) == ["na\u00efve knees"]
    with pytest.raises(UnreadableError, match="wrong encoding") as caught:
        read_html(page.replace("iso-8859-1", "utf-8").encode("latin-1"))
    assert caught.value.line == 1
    with pytest.raises(UnreadableError, match="not an HTML page"):
        read_html(b"just words")


def test_a_pdf_has_headings_paragraphs_and_lists_and_no_headers():
    read = read_pdf(
        made.pdf(
            f"<h1>Hips and knees</h1><p>{made.BUTTOCK}</p><h2>Scans</h2><p>{made.SCAN}</p>"
            f"<ul><li>walk</li><li>swim</li></ul><h3>Sitting</h3><p>{made.CHAIR}</p>"
            f"<p><b>In bold</b></p><p>{made.CHAIR}</p>"
        )
    )
    assert read.title == "Hips and knees"
    assert headings(read) == [(2, "Scans"), (3, "Sitting"), (4, "In bold")]
    assert texts(read, "lines") == ["- walk", "- swim"]
    assert texts(read, "text") == [made.BUTTOCK, made.SCAN, made.CHAIR, made.CHAIR]


def test_words_broken_at_the_end_of_a_line_are_mended():
    style = made.BARE + "p { text-align: left }"
    read = read_pdf(
        made.pdf("<p>The hip and the mis-<br>alignment of a well-known joint.</p>", style)
    )
    assert texts(read) == ["The hip and the misalignment of a well-known joint."]
    assert mend(["a well-", "known joint and X-", "rays"]) == "a well-known joint and X-rays"
    assert mend(["10-", "15 steps of weight-", "bearing"]) == "10-15 steps of weight-bearing"
    whole = frozenset({"one", "sided", "lopsided"})
    assert mend(["one-", "sided and lop-", "sided"], whole) == "one-sided and lopsided"


def test_two_columns_are_read_one_after_the_other():
    read = read_pdf(
        made.pdf(
            f"<div><p>{made.BUTTOCK}</p><p>{made.SCAN}</p></div>",
            made.BARE + "div { columns: 2 } p { text-align: left }",
        )
    )
    assert texts(read) == [made.BUTTOCK, made.SCAN]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (made.encrypted_pdf, "encrypted PDF"),
        (made.scanned_pdf, "scanned PDF: no text on its 2 pages"),
        (lambda: made.pdf("<p>x</p>")[:300], "broken PDF"),
        (lambda: b"<html>", "broken PDF: it does not begin as one"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_pdf(data())


def test_a_word_file_keeps_title_headings_lists_and_tables():
    read = read_docx(made.word_file())
    assert read.title == "Sitting and the knee"
    assert headings(read) == [(2, "At the desk"), (3, "What helps"), (2, "Signs")]
    assert texts(read, "lines") == [
        "- Stand up often\n- Keep the feet flat",
        "1. Raise the chair",
        "Sign: Groin pain; May come from: the hip joint",
    ]


def test_a_line_in_bold_is_a_heading_that_was_painted():
    read = read_markdown("**What helps:**\n\nWalking.\n\n**Stop** at once.\n\n**A sentence.**\n")
    assert read.title == "What helps"
    assert texts(read) == ["Walking.", "Stop at once.", "A sentence."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "protected by a password, or of the old .doc"),
        (b"no archive", "broken Word file"),
        (made.word_file()[:2000], "broken Word file"),
    ],
)
def test_a_word_file_that_cannot_be_read_says_why(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_docx(data)


def test_invisible_characters_and_joined_letters_go():
    assert clean("ﬁrst\u00ad \u200b steps\u00a0x\x07") == "first steps x"
