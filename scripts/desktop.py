"""Opening a page for the person at the terminal, where there is a person and a browser."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Mapping


def has_browser(
    env: Mapping[str, str], platform: str = sys.platform, on_terminal: bool | None = None
) -> bool:
    """Whether somebody sits at this terminal and has a desktop.

    Without a desktop Python would take a browser that runs in the terminal itself.
    """
    if on_terminal is None:
        on_terminal = sys.stdout.isatty()
    if not on_terminal or env.get("CI") or env.get("SSH_CONNECTION"):
        return False
    return platform == "darwin" or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def show(url: str) -> None:
    """Open the page; if that fails, its address has been printed all the same."""
    try:
        webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return
