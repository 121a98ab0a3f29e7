"""What a page must not do, noted while a test looks at something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

WATCH_POLICY = """
window.policyViolations = [];
addEventListener("securitypolicyviolation", (event) =>
  window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


@dataclass
class Problems:
    """What went wrong on a page besides what a test looks for."""

    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self, page: Page, *ours: str) -> None:
        """Collect the page's console errors, exceptions and requests to others than `ours`."""
        hosts = {urlsplit(url).netloc for url in ours}

        def note_request(url: str) -> None:
            # A download of our own making lives in the page's memory.
            if not url.startswith("blob:") and urlsplit(url).netloc not in hosts:
                self.foreign.append(url)

        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: note_request(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.console.append(text)
