"""The interface in each of its languages; the conversation in English, and marked as such."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks
from tests.browser.chat import OPENING, Chat
from tests.browser.played import Server, ask, ndjson

WEB = Path(__file__).resolve().parents[2] / "bot" / "web"
LANGUAGES = sorted(path.name.split(".")[1] for path in WEB.glob("strings.*.js"))
OTHERS = [language for language in LANGUAGES if language != "en"]
CHOICES = {
    "the address asks": ("?lang=de", "en-GB", "de"),
    "the browser asks": ("", "de-AT", "de"),
    "the address goes first": ("?lang=en", "ar-EG", "en"),
    "one that we have not": ("?lang=fr", "ar-EG", "ar"),
    "none that we have": ("?lang=xx", "fr-FR", "en"),
    "no language at all": ("?lang=../chat", "fr-FR", "en"),
}


def sentences(words: Any, key: str = "") -> dict[str, str]:
    """Each sentence of a language file under its whole key."""
    if not isinstance(words, dict):
        return {key: words}
    return {
        name: sentence
        for part, inner in words.items()
        for name, sentence in sentences(inner, f"{key}.{part}").items()
    }


@pytest.fixture(scope="module")
def files(browser: Browser, base_url: str) -> dict[str, dict[str, str]]:
    """What the two files of each language export."""
    page = browser.new_page(base_url=f"{base_url}/")
    page.goto("webhooks/web/chat")
    get = "name => import(`/webhooks/web/static/${name}.js`).then((file) => file.default)"

    def read(language: str) -> dict[str, str]:
        strings, later = (page.evaluate(get, f"{name}.{language}") for name in ("strings", "later"))
        return sentences({**strings, **later})

    found = {language: read(language) for language in LANGUAGES}
    page.close()
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_sentence(files: dict[str, dict[str, str]], language: str) -> None:
    english, other = files["en"], files[language]
    assert set(other) == set(english)
    assert [key for key, sentence in other.items() if not str(sentence).strip()] == []
    for key, sentence in other.items():
        blanks = sorted(re.findall(r"\{\w+\}", english[key]))
        assert sorted(re.findall(r"\{\w+\}", sentence)) == blanks, key
    assert other[".lang"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_every_language_says_what_to_do(language: str) -> None:
    html = (WEB / "chat.html").read_text(encoding="utf-8")
    spoken = "" if language == "en" else f' lang="{language}"'
    assert f'<p class="notice"{spoken}' in html.split("<noscript>")[1]


@pytest.mark.parametrize(("query", "locale", "shown"), CHOICES.values(), ids=CHOICES)
def test_the_language_is_chosen_and_no_other_one_loaded(
    browser: Browser, base_url: str, query: str, locale: str, shown: str
) -> None:
    context = browser.new_context(base_url=f"{base_url}/", locale=locale)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    Chat(page).arrive(query)
    loaded = [path.rsplit("/", 1)[-1] for path in asked if "/strings." in path]
    assert set(loaded) == {"strings.js", f"strings.{shown}.js"}
    assert page.locator("html").get_attribute("lang") == shown
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_breaks_no_rule_and_fits_a_small_phone(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    Chat(page).arrive(f"?lang={language}")
    page.locator(".consent summary").click()
    expect(page.locator(".consent li").first).to_be_visible()
    assert checks.axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_conversation_is_in_english_is_said_where_that_is_news(
    page: Page, files: dict[str, dict[str, str]], language: str
) -> None:
    Chat(page).arrive(f"?lang={language}")
    said = page.get_by_text(files[language][".conversationLanguage"])
    expect(said).to_have_count(0 if language == "en" else 1)


def test_arabic_runs_from_right_to_left_around_english(
    page: Page, files: dict[str, dict[str, str]]
) -> None:
    arabic = files["ar"]
    chat = Chat(page)
    chat.open("?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.get_by_label(arabic[".composerLabel"])).to_be_visible()
    chat.say(OPENING)
    expect(chat.question).to_be_visible()
    bot = chat.bot_messages.last
    assert (bot.get_attribute("lang"), bot.get_attribute("dir")) == ("en", "ltr")
    # A button of the interface amidst what the bot says.
    label = chat.question.get_by_text(arabic[".why"])
    assert label.evaluate("node => node.closest('[lang]').lang") == "ar"
    assert label.evaluate("node => getComputedStyle(node).direction") == "rtl"
    words = chat.person_messages.get_by_text(OPENING)
    assert words.evaluate("node => getComputedStyle(node).direction") == "ltr"
    assert checks.axe(page) == []


@pytest.mark.parametrize("digits", ["٣٤", "۳۴"], ids=["Arabic", "Persian"])
def test_a_number_may_be_written_in_other_digits(page: Page, digits: str) -> None:
    chat = Chat(page)
    chat.open("?lang=ar")
    server = Server(page, ask("number", min=0, max=120), ndjson({"text": "Ok."}))
    chat.say("it clicks")
    field = chat.question.locator("[data-role=number]")
    field.fill(digits)
    field.press("Enter")
    chat.settle()
    assert server.sent[-1].get("payload") == "thing=34"


def test_a_page_in_english_marks_no_language_twice(chat: Chat) -> None:
    chat.say(OPENING)
    assert chat.question.locator("[lang]").count() == 0
