"""The chat page as a person uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

OPENING = (
    "my left knee's been aching round the front for about 3 weeks, worse going downstairs "
    "and after sitting ages at my desk. scan was clear"
)

# What the person of the reference conversation says when asked; several-choice questions that
# are not here are answered with "none of these".
ANSWERS = {
    "who": "self",
    "side": "left",
    "onset": "gradual",
    "age": "34",
    "severity": "4",
    "duration_days": "about 3 weeks",
    "location": "knee_front",
    "triggers": "stairs_down",
    "summary_confirmed": "yes",
}


@dataclass(frozen=True)
class Chat:
    """Reads and works the page; every method returns when the page has come to rest."""

    page: Page
    #: Whether a finger taps, where otherwise a mouse clicks.
    touch: bool = False

    def open(self, query: str = "") -> None:
        """Load the page, wait for the first words of the bot, and agree to what is kept."""
        self.arrive(query)
        if self.agree_button.count():
            self.press(self.agree_button)
            self.settle()

    def arrive(self, query: str = "") -> None:
        """Load the page and wait for the first words of the bot, without agreeing to anything."""
        self.page.goto(f"webhooks/web/chat{query}")
        expect(self.bot_messages.first).to_be_visible()
        self.settle()

    @property
    def agree_button(self) -> Locator:
        """The button of the card that stands there until somebody agrees."""
        return self.page.locator("[data-action=agree]")

    @property
    def bot_messages(self) -> Locator:
        """What the bot has said."""
        return self.page.locator("[data-from=bot]")

    @property
    def person_messages(self) -> Locator:
        """What the person has said."""
        return self.page.locator("[data-from=person]")

    @property
    def question(self) -> Locator:
        """The question that can be answered now."""
        return self.page.locator("[data-question-id][data-open=true]")

    @property
    def assessment(self) -> Locator:
        """The ending."""
        return self.page.locator(".assessment")

    @property
    def box(self) -> Locator:
        """The message box, in whatever language it is named."""
        return self.page.locator("#input")

    def say(self, text: str) -> None:
        """Type a message and send it with Enter."""
        self.box.fill(text)
        self.box.press("Enter")
        self.settle()

    def settle(self) -> None:
        """Wait until no answer is on its way."""
        expect(self.page.locator("body:not([data-busy])")).to_be_attached()

    def asked(self) -> str | None:
        """The id of the open question."""
        if self.question.count() == 0:
            return None
        assert self.question.count() == 1
        return self.question.get_attribute("data-question-id")

    def press(self, target: Locator) -> None:
        """Tap or click something."""
        if self.touch:
            target.tap()
        else:
            target.click()

    def zone(self, place: str, side: str = "") -> Locator:
        """A place on the drawing of the body; the lower back has no side."""
        return self.question.locator(f"[role=checkbox][data-zone={place}][data-side='{side}']")

    def show_list(self) -> None:
        """Show the places as a list, where they are shown on the drawing."""
        swap = self.question.locator("[data-action=swap]")
        expect(swap).to_be_visible()
        if self.question.locator(".choices").is_hidden():
            self.press(swap)

    def answer(self, answers: Mapping[str, str] = ANSWERS) -> None:
        """Answer the open question as its kind wants it."""
        name = self.asked() or ""
        kind = self.question.get_attribute("data-kind")
        value = answers.get(name)
        if kind == "number":
            expect(self.question.locator("[data-role=number], .scale")).to_be_visible()
        if kind == "text":
            self.say(value or "not sure")
        elif kind == "number" and self.question.locator("[data-role=number]").count():
            self.question.locator("[data-role=number]").fill(value or "1")
            self.press(self.question.locator("[data-action=send]"))
        elif kind in ("multi", "zones") and value:
            if kind == "zones":
                self.show_list()
            box = self.question.locator(f"input[value={value}]")
            # What was understood before is ticked already.
            if not box.is_checked():
                self.press(box)
            self.press(self.question.locator("[data-action=send]"))
        elif kind in ("multi", "zones"):
            refusal = "none" if kind == "multi" else "not_sure"
            self.press(self.question.locator(f"[data-value={refusal}]"))
        elif value:
            self.press(self.question.locator(f'[data-value="{value}"]'))
        else:
            self.press(self.question.locator("[data-value]").first)
        self.settle()
