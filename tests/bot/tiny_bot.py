"""A bot small enough to train in a test, and an action server that can be made to fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, List  # noqa: UP035 — Rasa compares annotations literally

from aiohttp import web
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

FILES = {
    "config.yml": """
recipe: default.v1
assistant_id: tiny
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: KeywordIntentClassifier
  - name: tests.bot.tiny_bot.Fragile
policies:
  - name: RulePolicy
    core_fallback_action_name: action_default_fallback
    core_fallback_threshold: 0.3
    enable_fallback_prediction: true
""",
    "domain.yml": """
version: "3.1"
session_config: {session_expiration_time: 0, carry_over_slots_to_new_session: false}
intents: [greet, inform, ask, loop]
slots:
  side:
    type: any
    influence_conversation: false
    mappings: [{type: custom}]
  who: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  pronoun: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  relation: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  intake_form:
    required_slots: [side]
actions: [validate_intake_form, action_assess, action_answer, action_loop]
responses:
  utter_greet: [{text: "Hello. In an emergency call {emergency_number}."}]
  utter_default: [{text: "I did not understand that."}]
  utter_ask_side: [{text: "Which side?"}]
  utter_not_processed: [{text: "Not processed. In an emergency call {emergency_number}."}]
""",
    "nlu.yml": """
version: "3.1"
nlu:
  - {intent: greet, examples: "- hello\\n"}
  - {intent: inform, examples: "- hurts\\n- left\\n"}
  - {intent: ask, examples: "- why\\n"}
  - {intent: loop, examples: "- loop\\n"}
""",
    "rules.yml": """
version: "3.1"
rules:
  - rule: greet
    steps: [{intent: greet}, {action: utter_greet}]
  - rule: begin
    steps: [{intent: inform}, {action: intake_form}, {active_loop: intake_form}]
  - rule: assess
    condition: [{active_loop: intake_form}]
    steps:
      - action: intake_form
      - active_loop: null
      - slot_was_set: [{requested_slot: null}]
      - action: action_assess
  - rule: answer
    steps: [{intent: ask}, {action: action_answer}]
  - rule: circle
    steps: [{intent: loop}, {action: action_loop}]
""",
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Fragile(GraphComponent):
    """A part of understanding that breaks on one word, and tells what metadata it got."""

    @classmethod
    def create(cls, config: Any, model_storage: Any, resource: Any, execution_context: Any) -> Any:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006
        for message in messages:
            if "kaboom" in (message.get("text") or ""):
                raise ValueError(f"cannot understand {message.get('text')}")
            message.set("findings", {"metadata": message.get("metadata")}, add_to_output=True)
        return messages


def write_bot(folder: Path) -> None:
    """Write the tiny bot's files into a folder."""
    for name, text in FILES.items():
        (folder / name).write_text(text)


@dataclass
class FakeActions:
    """An action server: `answers` by action, `fault` makes it fail; keeps what it was sent."""

    fault: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    async def health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(self, request: web.Request) -> web.Response:
        return web.json_response({"ready": True, "checks": {"embedding": True, "passages": True}})

    async def webhook(self, request: web.Request) -> web.Response:
        call = await request.json()
        self.calls.append(call)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        name, slots = call["next_action"], call["tracker"]["slots"]
        if self.fault == "late":
            await asyncio.sleep(1.5)
        if self.fault == "slow":
            await asyncio.sleep(30)
        if self.fault == "crash":
            return web.json_response({"error": "boom", "request_body": call}, status=500)
        if self.fault == "nonsense":
            return web.Response(text="<html>", content_type="text/html")
        if self.fault == "wrong shape":
            return web.json_response({"events": [{"event": call}], "responses": [call]})
        if name in self.answers:
            return web.json_response(self.answers[name])
        return web.json_response(self.default(name, slots, call))

    def default(self, name: str, slots: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
        if name == "validate_intake_form":
            said = (call["tracker"]["latest_message"] or {}).get("text", "").lower()
            side = "left" if "left" in said else None
            return {"events": [{"event": "slot", "name": "side", "value": side}], "responses": []}
        return {"events": [], "responses": [{"text": f"{name} with {slots.get('side')}"}]}


@asynccontextmanager
async def serving(actions: FakeActions) -> AsyncIterator[FakeActions]:
    """Let the fake action server answer on a free port."""
    app = web.Application()
    app.router.add_post("/webhook", actions.webhook)
    app.router.add_get("/health", actions.health)
    app.router.add_get("/ready", actions.ready)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    actions.url = f"http://127.0.0.1:{port}/webhook"
    try:
        yield actions
    finally:
        await runner.cleanup()
