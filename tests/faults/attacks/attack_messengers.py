"""One person on each messenger, for what is tried on both: what they do, and what comes of it."""

from __future__ import annotations

import itertools
import json
from abc import ABC, abstractmethod
from typing import Any

import httpx

from tests.fakes.slack_person import (
    Request,
    SlackPerson,
    button_of,
    command_request,
    event_request,
    labels_of,
    tap_request,
)
from tests.faults.attacks.attack_target import Target

AGREE = "I agree, carry on"

_users = itertools.count(71_000_001)


class Stranger(ABC):
    """Somebody new; what they do are deliveries, each of which can be brought several times."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.user = next(_users)

    @abstractmethod
    def said(self, text: str) -> Any:
        """A delivery of what they have written."""

    @abstractmethod
    def tapped(self, value: str) -> Any:
        """A delivery of a tap behind which this stands, on their last message with a button."""

    @abstractmethod
    def bring(self, delivery: Any) -> int:
        """Bring a delivery; the status."""

    @property
    @abstractmethod
    def seen(self) -> list[Any]:
        """What they were told."""

    @abstractmethod
    def _agreement(self) -> Any: ...

    def agree(self) -> Stranger:
        """Say hello and agree to what is kept."""
        self.bring(self.said("hello"))
        self.target.settle()
        self.bring(self._agreement())
        self.target.settle()
        return self


class OnTelegram(Stranger):
    """Somebody on Telegram; a delivery is an update."""

    def said(self, text: str) -> Any:
        return self.target.telegram.text_update(self.user, text)

    def tapped(self, value: str) -> Any:
        return self.target.telegram.data_update(self.seen[-1], value)

    def bring(self, delivery: Any) -> int:
        return self.target.telegram.post(json.dumps(delivery).encode())

    @property
    def seen(self) -> list[Any]:
        return self.target.telegram.of(self.user)

    def _agreement(self) -> Any:
        message = next(each for each in reversed(self.seen) if AGREE in each.labels)
        return self.target.telegram.tap_update(message, AGREE)


class OnSlack(Stranger):
    """Somebody in Slack; a delivery is a signed request."""

    def __init__(self, target: Target) -> None:
        super().__init__(target)
        self.person = SlackPerson(target.slack, f"U{self.user}")
        self._http = target.http()

    def said(self, text: str) -> Any:
        return event_request(self.person.message(text))

    def commanded(self, text: str) -> Any:
        """A delivery of a slash command."""
        return command_request({**self.person.command(), "text": text})

    def tapped(self, value: str) -> Any:
        button = {
            "type": "button",
            "action_id": value[:255] or "a",
            "text": {"type": "plain_text", "text": "x"},
            "value": value,
        }
        return tap_request(self.person.tap(self.seen[-1], button))

    def bring(self, delivery: Request) -> int:
        return self.post(delivery).status_code

    def post(self, request: Request) -> httpx.Response:
        """Send a request as it is."""
        path, headers, body = request
        return self._http.post(path, headers=headers, content=body)

    @property
    def seen(self) -> list[Any]:
        return self.person.seen()

    def _agreement(self) -> Any:
        message = next(each for each in reversed(self.seen) if AGREE in labels_of(each))
        return tap_request(self.person.tap(message, button_of(message, AGREE)))
