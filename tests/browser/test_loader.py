"""The widget on a clinic's page, under the strictest policy that it has to live with.

The clinic's page is of another origin than the chat's. Every test also fails on a console message,
on a request to a third one, and on a violation of either page's policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from scripts.demo.server import Demo, policy
from tests.browser.conftest import on_the_air, watched
from tests.browser.played import MESSAGE
from tests.browser.problems import Problems
from tests.browser.widget import OPEN_ROOTS, Widget

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LABEL = "Check my knee or hip pain"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]

# A message that the page sends itself, as if it came from the frame.
FORGED = """origin => {
  const root = document.querySelector("patella-chat").shadowRoot;
  const source = root.querySelector("iframe").contentWindow;
  const told = { data: { patella: "close" }, source, origin };
  dispatchEvent(new MessageEvent("message", told));
}"""

Embed = Callable[..., Widget]


@pytest.fixture
def look() -> dict[str, Any]:
    """The device; a test that wants another one is parametrised with it."""
    return DESK


@pytest.fixture
def page(
    browser: Browser, base_url: str, clinic_url: str, problems: Problems, look: dict[str, Any]
) -> Iterator[Page]:
    """A visitor of the clinic's website."""
    for page in watched(browser, base_url, problems, home=clinic_url, **look):
        page.context.add_init_script(OPEN_ROOTS)
        # To the browser, a page that a route makes up is from somewhere out in the network.
        page.context.grant_permissions(["local-network-access"])
        yield page


@pytest.fixture
def widget(page: Page) -> Widget:
    """The widget on the clinic's first page, closed."""
    page.goto("")
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    return widget


@pytest.fixture
def embed(page: Page, base_url: str) -> Embed:
    """Opens a page of our own making on the clinic's site, with the loader's attributes given."""

    def on_page(attributes: str = "", times: int = 1, html: str = "<html lang=en>") -> Widget:
        source = f"{base_url}/webhooks/web/static/loader.js"
        tags = f'<script async src="{source}" {attributes}></script>' * times
        narrow = '<meta name="viewport" content="width=device-width">'
        body = f"<!doctype html>{html}{narrow}<title>A page</title>{tags}<p>Words.</p>"
        headers = {"Content-Security-Policy": policy(base_url)}
        page.route(
            "**/own",
            lambda route: route.fulfill(content_type="text/html", body=body, headers=headers),
        )
        page.goto("own")
        return Widget(page)

    return on_page


def style(widget: Widget, what: str) -> str:
    script = f"node => getComputedStyle(node).{what}"
    return str(widget.launcher.evaluate(script))


def in_frame(widget: Widget, script: str) -> Any:
    return widget.frame.locator(":root").evaluate(script)


def test_the_chat_opens_by_click_and_takes_the_keyboard(widget: Widget, page: Page) -> None:
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")
    expect(widget.panel).to_be_hidden()
    chat = widget.open()
    expect(widget.launcher).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("dialog", name="Harbourside knee and hip check")).to_be_visible()
    expect(chat.box).to_be_focused()
    page.keyboard.type("hello")
    expect(chat.box).to_have_value("hello")
    widget.launcher.click()
    expect(widget.panel).to_be_hidden()
    assert widget.is_focused()


def test_nothing_is_said_or_begun_before_somebody_opens_it(widget: Widget, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    assert page.locator("iframe").count() == 0
    widget.launcher.hover()
    # It is shown to the loader as ready, and has had the time to begin.
    expect(page.locator("patella-chat iframe")).not_to_have_attribute("hidden", "")
    page.frames[-1].evaluate("new Promise((done) => setTimeout(done, 200))")
    expect(widget.chat.bot_messages).to_have_count(0)
    assert "/webhooks/web/chat" in asked
    assert "/webhooks/web/session" not in asked


def test_the_keyboard_alone_opens_and_closes_it(widget: Widget, page: Page) -> None:
    # It stands at the end of the page, so one step back from its beginning leads to it.
    page.keyboard.press("Shift+Tab")
    assert widget.is_focused()
    page.keyboard.press("Enter")
    expect(widget.greeted().box).to_be_focused()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    assert widget.is_focused()
    page.keyboard.press("Space")
    expect(widget.chat.box).to_be_focused()
    widget.launcher.focus()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    assert widget.is_focused()


def test_escape_closes_the_menu_first(widget: Widget, page: Page) -> None:
    chat = widget.open()
    menu = widget.frame.locator("#menu")
    widget.frame.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(widget.panel).to_be_visible()
    chat.box.press("Escape")
    expect(widget.panel).to_be_hidden()


def test_the_button_in_the_frame_closes_it(widget: Widget) -> None:
    widget.open()
    widget.frame.get_by_role("button", name="Close the chat").click()
    expect(widget.panel).to_be_hidden()
    assert widget.is_focused()


def test_answers_that_come_while_it_is_closed_are_counted(widget: Widget, page: Page) -> None:
    chat = widget.agreed()
    held: list[Route] = []
    page.route(MESSAGE, lambda route: held.append(route))
    chat.box.fill("it clicks")
    with page.expect_request(MESSAGE):
        chat.box.press("Enter")
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    before = chat.bot_messages.count()
    held[0].continue_()
    expect(widget.badge).to_be_visible()
    chat.settle()
    new = chat.bot_messages.count() - before
    assert new > 0
    expect(widget.badge).to_have_text(str(new))
    expect(widget.launcher).to_have_accessible_name(f"{LABEL} {new} new messages")
    widget.launcher.click()
    expect(chat.bot_messages.last).to_be_visible()
    expect(widget.badge).to_be_hidden()
    expect(widget.launcher).to_have_accessible_name(LABEL)


def test_another_page_goes_on_with_the_conversation(widget: Widget, page: Page) -> None:
    widget.agreed().say("my left knee hurts")
    said = widget.chat.bot_messages.last.inner_text()
    page.get_by_role("link", name="Is it my knee or my hip?").click()
    expect(page).to_have_title("Knee and hip – Harbourside Physiotherapy")
    # Open as it was, but the reader of the new page is left where they are.
    expect(widget.panel).to_be_visible()
    expect(widget.chat.person_messages.first).to_contain_text("my left knee hurts")
    assert widget.chat.bot_messages.last.inner_text() == said
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    # Nothing of it is left with the clinic but whether it is open.
    assert page.evaluate("JSON.stringify(sessionStorage)") == '{"patella":"yes"}'
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_closed_stays_closed_on_the_next_page(widget: Widget, page: Page) -> None:
    widget.open()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    page.reload()
    expect(widget.launcher).to_be_visible()
    expect(widget.panel).to_be_hidden()
    assert page.locator("iframe").count() == 0


@pytest.mark.parametrize("look", [PHONE], ids=["phone"])
def test_on_a_phone_it_takes_the_whole_screen(widget: Widget, page: Page) -> None:
    launcher = widget.launcher.bounding_box()
    assert launcher is not None
    assert min(launcher["width"], launcher["height"]) >= 44
    widget.launcher.tap()
    widget.greeted()
    assert widget.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    overflow = "getComputedStyle(document.documentElement).overflowY"
    assert page.evaluate(overflow) == "hidden"
    # No keyboard jumps up over the greeting.
    expect(widget.frame.get_by_role("heading", name="Patella")).to_be_focused()
    expect(widget.frame.locator("[data-action=close]")).to_be_in_viewport()
    widget.frame.locator("[data-action=close]").tap()
    expect(widget.panel).to_be_hidden()
    assert page.evaluate(overflow) == "visible"
    assert widget.is_focused()


def test_a_window_that_becomes_narrow_shows_it_whole(widget: Widget, page: Page) -> None:
    widget.open()
    page.set_viewport_size({"width": 320, "height": 640})
    expect(widget.panel).to_have_css("width", "320px")
    assert widget.panel.evaluate("dialog => dialog.matches(':modal')")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(widget.panel).to_have_css("width", "416px")
    assert not widget.panel.evaluate("dialog => dialog.matches(':modal')")
    expect(widget.chat.bot_messages.first).to_be_visible()


def test_where_it_may_not_be_shown_it_says_what_to_do(
    browser: Browser, base_url: str, problems: Problems
) -> None:
    stranger = Demo(0, base_url)
    with on_the_air(stranger):
        home = stranger.url.rstrip("/")
        for page in watched(browser, base_url, problems, home=home, **DESK):
            page.context.add_init_script(OPEN_ROOTS)
            page.clock.install()
            page.goto("")
            widget = Widget(page)
            widget.launcher.click()
            said = widget.panel.get_by_role("status")
            expect(said).to_have_text("Harbourside knee and hip check")
            page.clock.fast_forward(7000)
            expect(said).to_contain_text("phone the emergency services")
            away = widget.panel.get_by_role("link", name="Open the chat in a new tab")
            address = urlsplit(away.get_attribute("href") or "")
            assert address.path == "/webhooks/web/chat"
            assert "widget" not in parse_qs(address.query, keep_blank_values=True)
            widget.panel.get_by_role("button", name="Close").click()
            expect(widget.panel).to_be_hidden()
            assert widget.is_focused()
            assert any("frame-ancestors" in line for line in problems.console)
            problems.console.clear()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lang", "english please"),
        ("color", "teal"),
        ("label", ""),
        ("title", "x" * 61),
        ("position", "top"),
        ("open", "yes"),
        ("theme", "night"),
        ("theme", "Dark"),
    ],
)
def test_a_setting_that_is_none_is_named_and_left_out(
    embed: Embed, problems: Problems, name: str, value: str
) -> None:
    widget = embed(f'data-{name}="{value}"')
    expect(widget.launcher).to_have_accessible_name(LABEL)
    expect(widget.panel).to_be_hidden()
    assert len(problems.console) == 1
    assert f'Patella: data-{name}="{value}"' in problems.console[0]
    problems.console.clear()


def test_words_colour_and_side_are_the_clinics(embed: Embed) -> None:
    widget = embed(
        'data-color="#ffd54a" data-label="Knee sore?" data-title="Our check"'
        ' data-position="left" data-theme="dark"'
    )
    expect(widget.launcher).to_have_accessible_name("Knee sore?")
    assert style(widget, "backgroundColor") == "rgb(255, 213, 74)"
    assert style(widget, "color") == "rgb(0, 0, 0)"
    box = widget.launcher.bounding_box()
    assert box is not None
    assert box["x"] == 16
    widget.open()
    expect(widget.page.get_by_role("dialog", name="Our check")).to_be_visible()
    assert in_frame(widget, "root => getComputedStyle(root).colorScheme") == "dark"
    ground = "root => getComputedStyle(root.querySelector('body')).backgroundColor"
    assert in_frame(widget, ground) == "rgb(17, 22, 23)"
    send = widget.frame.locator(".send")
    assert send.evaluate("button => getComputedStyle(button).backgroundColor") == (
        "rgb(255, 213, 74)"
    )


@pytest.mark.parametrize("color", ["#ffff00", "#808080", "#000000"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_colour_can_be_read(embed: Embed, color: str, theme: str) -> None:
    widget = embed(f'data-color="{color}" data-theme="{theme}"')
    widget.agreed()
    # Inside the frame: from outside, axe would knock at it with messages that it may not take.
    found = Axe().run(widget.page.frames[-1], options={"runOnly": ["wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_a_language_is_passed_on(embed: Embed) -> None:
    widget = embed('data-lang="de"')
    expect(widget.launcher).to_have_accessible_name("Knie- oder Hüftschmerzen prüfen")
    widget.open()
    assert in_frame(widget, "root => root.lang") == "de"
    expect(widget.frame.get_by_role("button", name="Chat schließen")).to_be_visible()


def test_on_a_page_from_right_to_left_it_stands_on_the_left(embed: Embed) -> None:
    widget = embed(html="<html lang=ar dir=rtl>")
    box = widget.launcher.bounding_box()
    assert box is not None
    assert box["x"] == 16


def test_the_page_may_open_it_at_load_but_not_take_the_keyboard(embed: Embed, page: Page) -> None:
    widget = embed('data-open="true"')
    widget.greeted()
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    widget.launcher.click()
    page.reload()
    expect(widget.launcher).to_be_visible()
    expect(widget.panel).to_be_hidden()


@pytest.mark.parametrize("look", [PHONE], ids=["phone"])
def test_a_phone_is_not_covered_at_load(embed: Embed) -> None:
    widget = embed('data-open="true"')
    expect(widget.launcher).to_be_visible()
    expect(widget.panel).to_be_hidden()


def test_the_page_can_open_and_close_it(widget: Widget, page: Page) -> None:
    page.evaluate("Patella.open()")
    widget.greeted()
    page.evaluate("Patella.close()")
    expect(widget.panel).to_be_hidden()
    assert page.evaluate("Object.keys(Patella)") == ["open", "close"]


def test_two_scripts_are_one_widget(embed: Embed, page: Page) -> None:
    widget = embed(times=2)
    expect(widget.launcher).to_be_visible()
    page.wait_for_load_state()
    expect(widget.launcher).to_have_count(1)


def test_messages_of_others_are_not_heard(widget: Widget, page: Page, base_url: str) -> None:
    widget.open()
    page.evaluate("postMessage({ patella: 'close' }, '*')")
    page.evaluate("postMessage(null, '*')")
    # From our own frame, but of an origin that it does not have.
    page.evaluate(FORGED, "https://evil.test")
    page.evaluate("new Promise((done) => setTimeout(done))")
    expect(widget.panel).to_be_visible()
    page.evaluate(FORGED, base_url)
    expect(widget.panel).to_be_hidden()


def test_the_chat_begins_for_nobody_but_the_page_around_it(widget: Widget, page: Page) -> None:
    widget.launcher.hover()
    expect(page.locator("patella-chat iframe")).not_to_have_attribute("hidden", "")
    in_frame(widget, "() => postMessage({ patella: 'open' }, '*')")
    page.frames[-1].evaluate("new Promise((done) => setTimeout(done, 200))")
    expect(widget.chat.bot_messages).to_have_count(0)


def test_an_element_called_like_it_keeps_nobody_from_it(embed: Embed) -> None:
    expect(embed(html="<html lang=en id=Patella>").launcher).to_be_visible()


def test_it_is_not_printed(widget: Widget, page: Page) -> None:
    page.emulate_media(media="print")
    expect(widget.launcher).to_be_hidden()


def test_the_page_around_cannot_look_inside(
    browser: Browser, base_url: str, clinic_url: str, problems: Problems
) -> None:
    for page in watched(browser, base_url, problems, home=clinic_url, **DESK):
        page.goto("")
        page.wait_for_selector("patella-chat", state="attached")
        assert page.evaluate("document.querySelector('patella-chat').shadowRoot") is None
        page.evaluate("Patella.open()")
        assert page.evaluate("document.querySelector('iframe')") is None
        assert page.evaluate("document.querySelector('patella-chat').childElementCount") == 0


def test_a_frame_without_the_loader_greets_at_once(
    page: Page, base_url: str, clinic_url: str
) -> None:
    body = f'<!doctype html><title>x</title><iframe src="{base_url}/webhooks/web/chat"></iframe>'
    page.route("**/own", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto("own")
    frame = page.frame_locator("iframe")
    expect(frame.locator("[data-from=bot]").first).to_be_attached()
    assert frame.locator("[data-action=close]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "knee-and-hip"])
def test_the_clinics_page_breaks_no_rule(page: Page, path: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    expect(Widget(page).launcher).to_be_visible()
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
