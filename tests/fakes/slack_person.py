"""Somebody in Slack: what Slack sends us for what they do, and what they can see to tap.

The payloads are shaped as Slack documents them.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.fakes.slack_api import SIGNING_SECRET, FakeSlack, Message

TEAM = "T0001"

#: A request to us: the path, the headers and the body.
Request = tuple[str, dict[str, str], bytes]


def signed(
    path: str, body: bytes, kind: str, at: float | None = None, secret: str = SIGNING_SECRET
) -> Request:
    """A request as Slack signs it, now or at another moment."""
    stamp = str(int(time.time() if at is None else at))
    told = f"v0:{stamp}:".encode() + body
    signature = "v0=" + hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }
    return f"/webhooks/slack/{path}", headers, body


def event_request(body: dict[str, Any], **more: Any) -> Request:
    return signed("events", json.dumps(body).encode(), "application/json; charset=utf-8", **more)


def tap_request(body: dict[str, Any], **more: Any) -> Request:
    form = urlencode({"payload": json.dumps(body)}).encode()
    return signed("interactions", form, "application/x-www-form-urlencoded", **more)


def command_request(fields: dict[str, str], **more: Any) -> Request:
    form = urlencode(fields).encode()
    return signed("commands", form, "application/x-www-form-urlencoded", **more)


@dataclass
class SlackPerson:
    """One person in a workspace; `user` begins with a U."""

    slack: FakeSlack
    user: str
    marked: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def channel(self) -> str:
        """Their direct messages with the app."""
        return f"D{self.user[1:]}"

    # -- What they do

    def event(self, **event: Any) -> dict[str, Any]:
        return {
            "token": "deprecated",
            "team_id": TEAM,
            "api_app_id": "A0001",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{uuid.uuid4().hex[:12].upper()}",
            "event_time": int(time.time()),
            "authorizations": [
                {"enterprise_id": None, "team_id": TEAM, "user_id": "U0BOT", "is_bot": True}
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
        }

    def message(self, text: str, **more: Any) -> dict[str, Any]:
        """They write something."""
        ts = self.slack.tick()
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return self.event(
            **{
                "type": "message",
                "channel": self.channel,
                "channel_type": "im",
                "user": self.user,
                "text": escaped,
                "ts": ts,
                "event_ts": ts,
                "team": TEAM,
                "client_msg_id": str(uuid.uuid4()),
                **more,
            }
        )

    def edit(self, before: dict[str, Any], text: str) -> dict[str, Any]:
        """They change what they wrote."""
        ts = self.slack.tick()
        written = {name: before["event"][name] for name in ("type", "user", "text", "ts")}
        return self.event(
            type="message",
            subtype="message_changed",
            hidden=True,
            channel=self.channel,
            channel_type="im",
            message={**written, "text": text, "edited": {"user": self.user, "ts": ts}},
            previous_message=written,
            ts=ts,
            event_ts=ts,
        )

    def mention(self, text: str, channel: str = "C0001") -> dict[str, Any]:
        """They speak to the app where others can read it."""
        ts = self.slack.tick()
        return self.event(
            type="app_mention",
            user=self.user,
            text=f"<@U0BOT> {text}",
            ts=ts,
            channel=channel,
            event_ts=ts,
        )

    def home_opened(self, tab: str = "home") -> dict[str, Any]:
        return self.event(
            type="app_home_opened",
            user=self.user,
            channel=self.channel,
            tab=tab,
            event_ts=self.slack.tick(),
        )

    def command(self, text: str = "") -> dict[str, str]:
        return {
            "token": "deprecated",
            "team_id": TEAM,
            "team_domain": "test",
            "channel_id": "C0001",
            "channel_name": "general",
            "user_id": self.user,
            "user_name": "ann",
            "command": "/patella",
            "text": text,
            "api_app_id": "A0001",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/T0001/1/x",
            "trigger_id": f"{uuid.uuid4().int}.1.{uuid.uuid4().hex}",
        }

    def tap(
        self, message: Message, element: dict[str, Any], option: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """They tap a button, or choose from a list."""
        action = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": "b1",
            "action_ts": self.slack.tick(),
        }
        if element["type"] == "button":
            action |= {"text": element["text"], "value": element["value"]}
        elif element["type"] == "static_select":
            action["selected_option"] = option
        else:
            action["selected_options"] = self.marked[element["action_id"]]["selected_options"]
        shown = {"type": "message", "user": "U0BOT", "bot_id": "B0BOT", "ts": message.ts}
        return {
            "type": "block_actions",
            "user": {"id": self.user, "username": "ann", "name": "ann", "team_id": TEAM},
            "api_app_id": "A0001",
            "token": "deprecated",
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": False,
            },
            "trigger_id": f"{uuid.uuid4().int}.1.{uuid.uuid4().hex}",
            "team": {"id": TEAM, "domain": "test"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": message.channel, "name": "directmessage"},
            "message": {**shown, "text": message.text, "blocks": copy.deepcopy(message.blocks)},
            "state": {"values": {"b0": copy.deepcopy(self.marked)}},
            "response_url": "https://hooks.slack.com/actions/T0001/1/x",
            "actions": [action],
        }

    def mark(self, element: dict[str, Any], *values: str) -> None:
        """They tick boxes, or mark entries of a list: Slack keeps that with the message."""
        options = [option for option in element["options"] if option["value"] in values]
        assert len(options) == len(values), (values, element["options"])
        if element["type"] == "static_select":
            state: dict[str, Any] = {"selected_option": options[0]}
        else:
            state = {"selected_options": options}
        self.marked[element["action_id"]] = {"type": element["type"], **state}

    def home_button(self) -> dict[str, Any]:
        """They tap the first button of the home tab."""
        view = self.slack.homes[self.user]
        element = next(iter(elements_of(view["blocks"])))
        body = self.tap(Message("", "", "", []), element)
        body["container"] = {"type": "view", "view_id": "V0001"}
        body["view"] = {"id": "V0001", "type": "home", "blocks": view["blocks"]}
        for name in ("message", "channel", "response_url"):
            del body[name]
        return body

    # -- What they see

    def seen(self) -> list[Message]:
        return self.slack.said_in(self.channel)

    def open_message(self) -> Message:
        """The last message that has something to answer with."""
        return [message for message in self.seen() if elements_of(message.blocks)][-1]


def elements_of(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Everything that can be tapped."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        found += block["elements"] if block["type"] == "actions" else []
        found += [block["accessory"]] if "accessory" in block else []
    return found


def button_of(message: Message, label: str) -> dict[str, Any]:
    """The button with this label."""
    for element in elements_of(message.blocks):
        if element["type"] == "button" and element["text"]["text"] == label:
            return element
    raise AssertionError(f"no {label!r} in {labels_of(message)}")


def labels_of(message: Message) -> list[str]:
    """The labels of all buttons."""
    elements = elements_of(message.blocks)
    return [element["text"]["text"] for element in elements if element["type"] == "button"]


def element_of(message: Message, name: str) -> dict[str, Any]:
    """The element whose action_id begins so."""
    for element in elements_of(message.blocks):
        if element["action_id"].startswith(name):
            return element
    raise AssertionError(f"no {name!r} in {elements_of(message.blocks)}")


def words_of(message: Message) -> str:
    """Everything that stands in a message, without its controls."""
    texts = []
    for block in message.blocks:
        texts += [block["text"]] if block["type"] == "section" else []
        texts += block["elements"] if block["type"] == "context" else []
    return "\n".join(text["text"] for text in texts)
