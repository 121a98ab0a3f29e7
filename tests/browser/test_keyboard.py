"""A whole conversation by keyboard alone; nothing here points at anything."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.chat import ANSWERS, OPENING, Chat

MOST_QUESTIONS = 12
# So many stops at most lie between the focus and what is wanted next.
MOST_PRESSES = 60

FOCUSED = "selector => document.activeElement.matches(selector)"


@dataclass(frozen=True)
class Keyboard:
    """Somebody who has only keys."""

    page: Page

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def reach(self, selector: str) -> None:
        """Tab to an element; back from the message box, below which nothing is."""
        key = "Shift+Tab" if self.page.evaluate(FOCUSED, "#input") else "Tab"
        for _ in range(MOST_PRESSES):
            if self.page.evaluate(FOCUSED, selector):
                assert checks.run(self.page, "focusTrouble") == []
                return
            self.press(key)
        pytest.fail(f"{selector} is not within {MOST_PRESSES} stops")

    def use(self, selector: str, key: str = "Enter") -> None:
        """Go to an element and press a key on it."""
        self.reach(selector)
        self.press(key)

    def say(self, text: str) -> None:
        """Go to the message box, type and send."""
        self.reach("#input")
        self.page.keyboard.type(text)
        self.press("Enter")


def answer(chat: Chat, keyboard: Keyboard) -> None:
    """Answer the open question as its kind wants it, in keys."""
    question = f"[data-question-id={chat.asked()}][data-open=true]"
    kind = chat.question.get_attribute("data-kind")
    value = ANSWERS.get(chat.asked() or "")
    if kind == "text":
        keyboard.say("nothing special")
    elif kind == "number" and chat.question.locator("[data-role=number]").count():
        keyboard.reach(f"{question} [data-role=number]")
        keyboard.page.keyboard.type(value or "1")
        keyboard.press("Enter")
    elif kind in ("multi", "zones") and value:
        keyboard.use(f"{question} input[value={value}]", "Space")
        keyboard.use(f"{question} [data-action=send]", "Space")
    elif kind in ("multi", "zones"):
        keyboard.use(f"{question} [data-value={'none' if kind == 'multi' else 'not_sure'}]")
    else:
        keyboard.use(f'{question} [data-value="{value}"]' if value else f"{question} [data-value]")
    chat.settle()
    assert keyboard.page.evaluate("document.activeElement !== document.body")


def test_a_whole_conversation_by_keyboard_alone(chat_to_come: Chat, page: Page) -> None:
    chat, keyboard = chat_to_come, Keyboard(page)
    if chat.agree_button.count():
        keyboard.use("[data-action=agree]")
    keyboard.say(OPENING)
    chat.settle()
    asked: list[str] = []
    while chat.assessment.count() == 0:
        asked.append(chat.asked() or chat.bot_messages.last.inner_text())
        assert len(asked) <= MOST_QUESTIONS, asked
        if len(asked) == 1:
            keyboard.use("[data-open=true] [data-action=why]")
            expect(chat.question.locator(".disclosed:visible")).not_to_be_empty()
        answer(chat, keyboard)
    keyboard.use(".assessment summary")
    with page.expect_popup() as opened:
        keyboard.use("[data-report=html]")
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()


@pytest.fixture
def chat_to_come(page: Page) -> Chat:
    """The chat page as it is when it was just opened: nothing agreed to, nothing focused."""
    chat = Chat(page)
    chat.arrive()
    return chat
