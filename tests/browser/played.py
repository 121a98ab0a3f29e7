"""A server that the test plays: its answers to a page's turns are given beforehand."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Route

MESSAGE = "**/webhooks/web/message"
OPTIONS = [{"value": "one", "label": "The one"}, {"value": "two", "label": "The other"}]
NOT_PROCESSED = {"text": "Your last message was not processed.", "notice": "not_processed"}


def ndjson(*messages: dict[str, Any], done: bool = True, **state: Any) -> dict[str, Any]:
    """What `route.fulfill` takes to answer a turn; `state` goes with its last message."""
    if state:
        messages = (*messages[:-1], {**messages[-1], "state": state})
    lines = [*messages, {"done": True}] if done else messages
    body = "".join(json.dumps(line) + "\n" for line in lines)
    return {"status": 200, "content_type": "application/x-ndjson", "body": body}


def ask(kind: str, *, answered: str | None = None, **more: Any) -> dict[str, Any]:
    """A turn that asks a question of this kind, after one in which `answered` was answered."""
    question = {"id": "thing", "kind": kind, "text": "What about it?", **more}
    state = {"answered": answered} if answered else {}
    return ndjson({"text": question["text"], "question": question}, **state)


class Server:
    """Answers the turns of a page with given replies, in order; the last one again and again."""

    def __init__(self, page: Page, *replies: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        self._replies = list(replies)
        page.route(MESSAGE, self._answer)

    def _answer(self, route: Route) -> None:
        self.sent.append(json.loads(route.request.post_data or "{}"))
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if reply == "cut":
            route.abort("connectionfailed")
        else:
            route.fulfill(**reply)

    @property
    def ids(self) -> set[str]:
        return {message["id"] for message in self.sent}
