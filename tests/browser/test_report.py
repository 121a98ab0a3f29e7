"""The buttons under an ending that open and save the report."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Download, Locator, Page, Route, expect

from tests.browser.chat import OPENING, Chat
from tests.browser.problems import Problems

REPORT = "**/webhooks/web/report?*"
NAME = "patella-report-2026-03-04"


def ending(route: Route) -> None:
    """Answers a turn with a message that has a report."""
    lines = [{"text": "That is all.", "report_url": "/webhooks/web/report"}, {"done": True}]
    body = "".join(json.dumps(line) + "\n" for line in lines)
    route.fulfill(status=200, content_type="application/x-ndjson", body=body)


def file(body: str, content_type: str, name: str) -> dict[str, Any]:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Type": content_type, "Content-Disposition": disposition}
    return {"status": 200, "headers": headers, "body": body}


def saved(download: Download) -> bytes:
    return download.path().read_bytes()


@pytest.fixture
def buttons(chat: Chat, page: Page) -> Callable[[str], Locator]:
    """The buttons of an ending that was just said, by name."""
    page.route("**/webhooks/web/message", ending)
    chat.say("it clicks")
    group = page.get_by_role("group", name="Report")
    expect(group).to_be_visible()
    return lambda name: group.get_by_role("button", name=name)


def test_a_page_opens_in_a_tab_of_its_own(page: Page, buttons: Callable[[str], Locator]) -> None:
    html = "<!doctype html><title>Mine</title><h1>My report</h1><script>window.ran = 1</script>"
    tokens: list[str | None] = []

    def answer(route: Route) -> None:
        tokens.append(route.request.header_value("authorization"))
        route.fulfill(**file(html, "text/html; charset=utf-8", f"{NAME}.html"))

    page.route(REPORT, answer)
    with page.expect_popup() as opened:
        buttons("Open the report").click()
    tab = opened.value
    expect(tab.get_by_role("heading")).to_have_text("My report")
    # The address is worth nothing elsewhere, and what it shows runs no code.
    assert tab.url.startswith("blob:")
    assert tab.evaluate("window.ran") is None
    assert tab.evaluate("window.opener") is None
    token = page.evaluate("JSON.parse(sessionStorage.getItem('patella.session')).token")
    assert tokens == [f"Bearer {token}"]


@pytest.mark.parametrize(
    ("button", "form", "kind", "suffix"),
    [
        ("Report as PDF", "pdf", "application/pdf", "pdf"),
        ("Report as FHIR", "fhir", "application/fhir+json", "json"),
    ],
)
def test_a_file_is_saved_under_the_servers_name(
    page: Page, buttons: Callable[[str], Locator], button: str, form: str, kind: str, suffix: str
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(**file("the file", kind, f"{NAME}.{suffix}"))

    page.route(REPORT, answer)
    with page.expect_download() as download:
        buttons(button).click()
    assert download.value.suggested_filename == f"{NAME}.{suffix}"
    assert saved(download.value) == b"the file"
    assert [url.rpartition("=")[2] for url in asked] == [form]
    expect(page.get_by_text(f"Saved as {NAME}.{suffix}")).to_be_visible()


@pytest.mark.parametrize("button", ["Open the report", "Report as PDF"])
def test_where_there_is_none_the_servers_words_are_shown(
    page: Page, buttons: Callable[[str], Locator], problems: Problems, button: str
) -> None:
    refusal = {"error": "not_finished", "text": "There is no report yet."}
    page.route(REPORT, lambda route: route.fulfill(status=409, json=refusal))
    buttons(button).click()
    expect(page.get_by_text("There is no report yet.")).to_be_visible()
    # The tab that was opened for it closes, though not within the same moment.
    for tab in page.context.pages[1:]:
        tab.wait_for_event("close")
    assert len(page.context.pages) == 1
    # It can be tried again, and the words go when it works.
    page.unroute(REPORT)
    page.route(REPORT, lambda route: route.fulfill(**file("x", "application/pdf", f"{NAME}.pdf")))
    with page.expect_download():
        buttons("Report as PDF").click()
    expect(page.get_by_text("There is no report yet.")).to_have_count(0)
    problems.console.clear()


def test_a_lost_connection_is_told(
    page: Page, buttons: Callable[[str], Locator], problems: Problems
) -> None:
    page.route(REPORT, lambda route: route.abort("connectionfailed"))
    buttons("Report as PDF").click()
    expect(page.get_by_text("The report could not be opened.")).to_be_visible()
    problems.console.clear()


def test_a_second_click_waits_for_the_first(page: Page, buttons: Callable[[str], Locator]) -> None:
    waiting: list[Route] = []
    page.route(REPORT, lambda route: waiting.append(route))
    buttons("Report as PDF").click()
    expect(page.get_by_text("Still working on it")).to_be_visible()
    buttons("Report as PDF").click()
    buttons("Report as FHIR").click()
    with page.expect_download():
        waiting[0].fulfill(**file("x", "application/pdf", f"{NAME}.pdf"))
    assert len(waiting) == 1


def test_the_real_report_opens_in_its_own_style(chat: Chat, page: Page) -> None:
    chat.say(OPENING)
    while chat.assessment.count() == 0:
        assert chat.asked() is not None, chat.bot_messages.last.inner_text()
        chat.answer()
    group = page.get_by_role("group", name="Report")
    with page.expect_popup() as opened:
        group.get_by_role("button", name="Open the report").click()
    tab = opened.value
    level = page.locator(".assessment .banner h2").inner_text()
    expect(tab.locator(".urgency h2")).to_have_text(level)
    # The page's policy holds for it too: its own style is let in, and nothing is asked for that
    # the policy would have to keep out.
    assert tab.locator(".urgency").evaluate("box => getComputedStyle(box).borderTopWidth") == "2px"
    assert tab.evaluate("window.policyViolations") == []
    with page.expect_download() as download:
        group.get_by_role("button", name="Report as PDF").click()
    assert saved(download.value).startswith(b"%PDF-")


def test_an_emergency_has_the_buttons_too_also_after_a_reload(chat: Chat, page: Page) -> None:
    chat.say("my calf is hot and swollen and i can't get my breath")
    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("group", name="Report").get_by_role("button", name="PDF").click()
        assert saved(download.value).startswith(b"%PDF-")
        page.reload()
