"""The checks of the page find what they are there to find."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import checks

HTML = "<!doctype html><html lang='en'><title>T</title><style>{style}</style><main><h1>H</h1>{body}"


def show(page: Page, body: str, style: str = "") -> None:
    page.goto("about:blank")
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(HTML.format(style=style, body=body))
    page.evaluate("window.policyViolations = []")


@pytest.mark.parametrize(
    ("check", "body", "style"),
    [
        ("sideways", "<p>Wide</p>", "p { inline-size: 400px }"),
        ("sideways", "<div><p>Out on the left</p></div>", "p { margin-inline-start: -20px }"),
        ("smallTargets", "<button class='button'>Yes</button>", "button { block-size: 40px }"),
        ("smallTargets", "<a href='#'>Source</a>", "a { display: block; block-size: 20px }"),
        ("smallTargets", "<label><input type=checkbox>One</label>", "label { display: block }"),
        ("cutOff", "<button>Immeasurable</button>", "button { inline-size: 40px; overflow: clip }"),
        ("cutOff", "<p>Two<br>lines</p>", "p { block-size: 1em; overflow: hidden }"),
        ("moving", "<p>Moves</p>", "p::before { content: ''; animation: x 1s }"),
        ("moving", "<p>Would move</p>", "p { transition: opacity 1s }"),
        ("moving", "<p>Glides</p>", "html { scroll-behavior: smooth }"),
    ],
)
def test_a_planted_fault_is_found(page: Page, check: str, body: str, style: str) -> None:
    show(page, body, style)
    assert checks.run(page, check) != []


@pytest.mark.parametrize("check", ["sideways", "smallTargets", "cutOff", "moving"])
def test_a_sound_page_passes(page: Page, check: str) -> None:
    body = "<p>See the <a href='#'>source</a>.</p><button class='button'>Yes</button>"
    show(page, body, ".button { min-block-size: 44px; min-inline-size: 44px }")
    assert checks.run(page, check) == []


@pytest.mark.parametrize(
    ("style", "trouble"),
    [
        ("button { outline: none }", "shows no focus"),
        ("header { position: fixed; inset: 0 }", "is covered"),
        ("", None),
    ],
)
def test_focus_that_cannot_be_seen_is_found(page: Page, style: str, trouble: str | None) -> None:
    ring = "button:focus { outline: 3px solid blue }"
    show(
        page,
        "<button>Yes</button><header></header>",
        ring + style.replace("button", "button:focus"),
    )
    assert checks.run(page, "focusTrouble") == ["nothing has the focus"]
    page.keyboard.press("Tab")
    found = checks.run(page, "focusTrouble")
    assert [trouble in line for line in found] == [True] if trouble else found == []


def test_axe_finds_what_is_unnamed_or_pale(page: Page) -> None:
    show(page, "<button></button><p style='color: #bbb'>Pale</p>")
    assert {line.split(":")[0] for line in checks.axe(page)} == {"button-name", "color-contrast"}
    assert {line.split(":")[0] for line in checks.axe(page, contrast=False)} == {"button-name"}
