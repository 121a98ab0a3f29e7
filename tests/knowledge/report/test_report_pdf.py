from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys

import pypdfium2
import pytest
from pypdf import PdfReader

from knowledge.loading import ROOT
from knowledge.report import pdf
from knowledge.report.content import Report
from tests.knowledge.report.checks import adult, child, report_of


def read(report: Report) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(report)))


def squeezed(text: str) -> str:
    """Text without spaces: where a line ends, a PDF has none or several."""
    return re.sub(r"\s+", "", text)


def test_the_same_text_can_be_read_back_from_at_most_two_pages(report):
    reader = read(report)
    assert len(reader.pages) <= 2
    text = squeezed(" ".join(page.extract_text() for page in reader.pages))
    for each in (
        report.about,
        report.urgency.label,
        report.urgency.when,
        report.disclaimer,
        *(flag.say for flag in report.flags),
        *(sign.label for sign in (*report.present, *report.absent)),
        *report.unsure,
        *(question.text for question in report.questions),
    ):
        assert squeezed(each) in text, each


def test_the_first_page_has_what_a_busy_clinician_needs(report):
    text = squeezed(read(report).pages[0].extract_text())
    for each in (
        report.urgency.label,
        report.urgency.when,
        report.disclaimer,
        *(row.text for row in report.pain),
        *(event.date for event in report.timeline),
        *(sign.label for sign in (*report.present, *report.history, *report.absent)),
        *report.unsure,
        *(pattern.label for pattern in report.patterns),
    ):
        assert squeezed(each) in text, each


def test_it_is_tagged_and_has_its_title_and_language(report):
    reader = read(report)
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert catalogue["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in catalogue
    assert report.urgency.label in (reader.metadata.title or "")
    metadata = catalogue["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid" in metadata


def test_the_picture_is_drawn_and_has_its_words():
    """WeasyPrint once wrote the words of the drawing instead of drawing it."""
    reader = read(report_of(child()))
    text = squeezed(reader.pages[0].extract_text())
    assert text.count(squeezed("Lower back")) == 1  # in "No pain in", and in no list of zones
    kinds: dict[str, list[str]] = {}

    def walk(node) -> None:
        node = node.get_object()
        if "/S" in node:
            kinds.setdefault(node["/S"], []).append(str(node.get("/Alt", "")))
        below = node.get("/K", [])
        for each in below if isinstance(below, list) else [below]:
            if hasattr(each.get_object(), "get"):
                walk(each)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    assert any(
        "on the left: front of the knee, back of the knee" in alt for alt in kinds["/Figure"]
    )
    assert kinds["/H1"] and kinds["/TH"]
    page = pypdfium2.PdfDocument(pdf.render(report_of(child())))[0]
    colours = page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 20) or []
    reddish = sum(n for n, (r, g, b) in colours if r > 130 and g < 90 and b < 90)
    assert reddish > 300


def test_two_reports_one_after_the_other_are_alike():
    first, second = (read(report_of(adult())) for _ in range(2))
    assert [p.extract_text() for p in first.pages] == [p.extract_text() for p in second.pages]


def test_nothing_is_fetched():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        page = f"""<html lang="en"><title>A page</title>
            <link rel="stylesheet" href="{address}/a.css"><style>@import "{address}/b.css";</style>
            <p>Hello <img alt="x" src="{address}/c.png"><img alt="y" src="file:///etc/hostname">"""
        made = PdfReader(io.BytesIO(pdf.from_page(page)))
        with pytest.raises(TimeoutError):
            server.accept()
    assert "Hello" in made.pages[0].extract_text()
    assert list(made.pages[0].images) == []


def test_without_pango_the_error_names_the_packages(tmp_path):
    """In a process of its own, in which WeasyPrint finds no Pango."""
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load libpango\\nand more")')
    program = """
from knowledge.report import pdf
try:
    pdf.from_page("<p>x")
except pdf.PangoMissing as missing:
    print(missing)
"""
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=60
    )
    assert "install libpango-1.0-0" in done.stdout, done.stderr
    assert "cannot load libpango" in done.stdout
    assert "and more" not in done.stdout
