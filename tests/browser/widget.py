"""The widget on a page of somebody else's, as a visitor uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.chat import Chat

#: The widget closes its shadow root; a test has to look inside.
OPEN_ROOTS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  return attach.call(this, { ...options, mode: "open" });
};
"""


@dataclass(frozen=True)
class Widget:
    """Reads and works the widget; what is in its frame is a `Chat`."""

    page: Page

    @property
    def launcher(self) -> Locator:
        """The button that opens it."""
        return self.page.locator("patella-chat button[aria-haspopup=dialog]")

    @property
    def badge(self) -> Locator:
        """How many messages are new."""
        return self.launcher.get_by_role("img")

    @property
    def panel(self) -> Locator:
        """What opens."""
        return self.page.locator("patella-chat dialog")

    @property
    def frame(self) -> FrameLocator:
        """The frame in it."""
        return self.page.frame_locator("patella-chat iframe")

    @property
    def chat(self) -> Chat:
        """The conversation in the frame. All that a chat needs of its page a frame has too."""
        return Chat(cast(Page, self.frame))

    def open(self) -> Chat:
        """Open it by a click, and wait for the greeting."""
        self.launcher.click()
        return self.greeted()

    def greeted(self) -> Chat:
        """The conversation, once the bot has said something."""
        expect(self.chat.bot_messages.first).to_be_visible()
        self.chat.settle()
        return self.chat

    def agreed(self) -> Chat:
        """The conversation, opened and ready for a first message."""
        chat = self.open()
        if chat.agree_button.count():
            chat.agree_button.click()
            chat.settle()
        return chat

    def is_focused(self) -> bool:
        """Whether the keyboard is at the launcher."""
        script = "button => button.getRootNode().activeElement === button && document.hasFocus()"
        return bool(self.launcher.evaluate(script))
