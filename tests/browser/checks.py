"""What is checked of a page in whatever state it is; each check returns what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")

# WCAG 2.2 AA, and what axe calls good practice besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def run(page: Page | Frame, check: str, *arguments: Any) -> Any:
    """What the function of this name in checks.js returns."""
    # Evaluated by the debugger, which the page's own policy has no say in.
    return page.evaluate(f"(given) => ({CHECKS}).{check}(...given)", list(arguments))


def axe(page: Page | Frame, contrast: bool = True) -> list[str]:
    """Rules of axe that the page breaks, and where; its contrast takes longest to look at."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"color-contrast": {"enabled": contrast}},
        "resultTypes": ["violations"],
    }
    broken = page.evaluate(
        "(options) => axe.run(options).then((found) => found.violations)", options
    )
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in broken
        for node in rule["nodes"]
    ]
