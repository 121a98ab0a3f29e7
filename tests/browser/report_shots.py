"""Pictures of reports, for looking at.

python -m tests.browser.report_shots <folder> keeps the page, wide and on a phone, and each page of
the PDF of three different checks.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, sync_playwright

from knowledge.report import html, pdf
from knowledge.report.content import Report
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.knowledge.report.checks import CASES, report_of

WIDTHS = {"page": 1000, "phone": 360}


def take(browser: Browser, folder: Path, name: str, report: Report) -> None:
    """Keep every picture of one report."""
    for look, width in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.set_content(html.render(report))
        page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
        page.close()
    for number, sheet in enumerate(pypdfium2.PdfDocument(pdf.render(report)), 1):
        sheet.render(scale=1.6).to_pil().save(folder / f"{name}-pdf-{number}.png")


def main() -> None:
    """Take the pictures of every check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    executable = os.environ.get("PATELLA_CHROMIUM", CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for name, answers in CASES.items():
            take(browser, folder, name, report_of(answers()))
        browser.close()


if __name__ == "__main__":
    main()
