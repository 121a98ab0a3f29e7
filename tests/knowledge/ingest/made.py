"""Documents of every kind, made anew for each test: no file of unknown origin lies here."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

BUTTOCK = (
    "The buttock muscles hold the pelvis level and stop the thigh from rolling inwards when you"
    " walk. When these gluteal muscles are weak, the knee has to cope with a twisting load on every"
    " step, and the kneecap can become sore. A physiotherapist can test how strong they are, and"
    " show movements that train them without hurting the knee any further. Most people need some"
    " weeks before they notice that stairs get easier again."
)
SCAN = (
    "A scan of the knee shows the knee and nothing else. When the pain starts in the hip, the"
    " pictures of the knee are clear although the pain is real, because the two joints share"
    " nerves. A clear scan is a reason to have the hip examined, and not a reason to stop looking"
    " for the cause. Ask whoever ordered it what they were looking for, and what it rules out."
)
CHAIR = (
    "Long sitting keeps the knee bent and presses the kneecap against the thigh bone. Stand up and"
    " walk about every half hour, set the chair so that the hips are a little higher than the"
    " knees, and keep the feet flat on the floor. Many people notice an ache when they get up"
    " again after a long film, which eases within a few steps and means no harm by itself."
)

PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Hip and knee | A clinic</title>
<meta property="article:modified_time" content="2024-03-05T10:00:00Z">
<link rel="canonical" href="https://clinic.example/hip-and-knee"></head><body>
<header><a href="/">A clinic</a><nav><ul><li><a href="/a">Departments</a></li>
<li><a href="/b">Visitors</a></li></ul></nav></header>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies to improve your visit.</p>
<button>Accept all</button></div>
<main><h1>Hip and knee pain</h1><p>{intro}</p>
<h2>Weak muscles</h2><p>{buttock}</p>
<h3>What to try</h3><ul><li>Walk on flat ground</li><li>Avoid <b>deep</b> squats
<ul><li>and lunges</li></ul></li></ul>
<h2>Signs</h2><p>This table tells which sign points where, as far as one can say at all.</p>
<table><tr><th>Sign</th><th>May come from</th></tr>
<tr><td>Groin pain</td><td>the hip joint</td></tr>
<tr><td>Pain on stairs</td><td>the kneecap</td></tr></table>
</main>
<footer><p>Copyright 2024 A clinic. <a href="/p">Privacy policy</a></p></footer>
<script>track()</script></body></html>
"""


def page() -> bytes:
    """A web page with navigation, a cookie banner and a footer around its text."""
    return PAGE.format(intro=CHAIR, buttock=BUTTOCK).encode()


# A page without header and number, of which a single one cannot be told from the text.
BARE = "@page { @top-center { content: '' } @bottom-center { content: '' } }"


@cache
def pdf(body: str, style: str = "") -> bytes:
    """A PDF of some HTML, with a header and page numbers on every page."""
    from weasyprint import HTML

    sheet = (
        "@page { size: A5; margin: 20mm; @top-center { content: 'Leaflet of a clinic' }"
        " @bottom-center { content: 'Page ' counter(page) ' of ' counter(pages) } }"
        " body { font: 11pt sans-serif } p { text-align: justify; hyphens: manual } "
    )
    page = f"<html lang='en'><style>{sheet}{style}</style><body>{body}</body></html>"
    made: bytes = HTML(string=page).write_pdf()
    return made


def encrypted_pdf(password: str = "secret") -> bytes:
    """A PDF that opens with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf(f"<p>{SCAN}</p>"))))
    writer.encrypt(password, algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def scanned_pdf(pages: int = 2) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    import base64

    source = "data:image/png;base64," + base64.b64encode(_picture()).decode()
    shown = f"<img src='{source}' style='display: block; width: 80mm; break-after: page'>"
    return pdf(
        shown * pages, "@page { @top-center { content: '' } @bottom-center { content: '' } }"
    )


def _picture() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = b"".join(b"\0" + bytes([row % 256] * 20) for row in range(20))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 20, 20, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def docx(parts: Sequence[tuple[str, object]], title: str = "") -> bytes:
    """A Word file of (style, text) pairs; of ("table", rows) it makes a table."""
    from docx import Document

    document = Document()
    document.core_properties.title = title
    for style, content in parts:
        if style == "table":
            rows = list(content)  # type: ignore[call-overload]
            table = document.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(str(content), style=style)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def word_file() -> bytes:
    """A Word file with a title, headings, lists and a table."""
    return docx(
        [
            ("Title", "Sitting and the knee"),
            ("Heading 1", "At the desk"),
            ("Normal", CHAIR),
            ("Heading 2", "What helps"),
            ("List Bullet", "Stand up often"),
            ("List Bullet", "Keep the feet flat"),
            ("List Number", "Raise the chair"),
            ("Heading 1", "Signs"),
            ("Normal", BUTTOCK),
            ("table", [("Sign", "May come from"), ("Groin pain", "the hip joint")]),
        ]
    )


def folder(place: Path) -> Path:
    """A folder with one document of each kind; return it."""
    place.mkdir(parents=True)
    (place / "buttock.md").write_text(
        "---\ntitle: Weak buttock muscles\nsource: A guide\nyear: 2021\n"
        "url: https://example.org/guide\ntopics: [gluteals]\nquestions: [is it my bum]\n---\n"
        f"## What they do\n\n{BUTTOCK}\n",
        encoding="utf-8",
    )
    (place / "chair.txt").write_text(f"Sitting for long\n\n{CHAIR}\n", encoding="utf-8")
    (place / "page.html").write_bytes(
        PAGE.format(intro="About hips and knees, for patients.", buttock=SCAN).encode()
    )
    return place
