"""What is changed in Rasa gives what Rasa gives, and is not changed in a Rasa nobody has read."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import rasa
import yaml
from rasa.core.actions import action, forms
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot import log_copies, rules_by_text
from bot.action_calls import _call_format_of_rasa, call_format, since_last_message
from bot.dialogue import PlacedResponses, _extracts_slots
from bot.quick_rasa import MADE_FOR, OtherRasa, make_rasa_quick
from bot.rules_by_text import look_for_no_rules_by_text, may_go_by_text
from bot.settings import ROOT
from bot.straight_graph import StraightRunner

FORM = "intake_form"
LISTEN = ActionExecuted("action_listen")


def test_it_is_the_rasa_that_is_known() -> None:
    assert rasa.__version__ == MADE_FOR


def test_another_rasa_is_left_alone() -> None:
    with pytest.raises(OtherRasa, match=r"3\.7\.0.*compare each"):
        make_rasa_quick("3.7.0")


# -- rules ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def processor(tiny_model: Path) -> MessageProcessor:
    return MessageProcessor(str(tiny_model), InMemoryTrackerStore(None), None, None)


def policy_of(processor: MessageProcessor) -> RulePolicy:
    runner: Any = processor.graph_runner
    (found,) = [
        node._component
        for node in runner._instantiated_nodes.values()
        if isinstance(node._component, RulePolicy)
    ]
    return found


def said(intent: str, text: str = "left") -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 1.0})


CONVERSATIONS: dict[str, list[Event]] = {
    "a greeting": [LISTEN, said("greet")],
    "a beginning": [LISTEN, said("inform")],
    "begun": [LISTEN, said("inform"), ActionExecuted(FORM), ActiveLoop(FORM)],
    "an answer": [
        LISTEN, said("inform"), ActionExecuted(FORM), ActiveLoop(FORM),
        SlotSet("requested_slot", "side"), LISTEN, said("inform"),
    ],
    "an aside": [
        LISTEN, said("inform"), ActionExecuted(FORM), ActiveLoop(FORM), LISTEN, said("ask"),
        ActionExecutionRejected(FORM),
    ],
    "after an aside": [
        LISTEN, said("inform"), ActionExecuted(FORM), ActiveLoop(FORM), LISTEN, said("ask"),
        ActionExecutionRejected(FORM), ActionExecuted("action_answer"),
    ],
    "an end": [
        LISTEN, said("inform"), ActionExecuted(FORM), ActiveLoop(FORM), LISTEN, said("inform"),
        ActionExecuted(FORM), ActiveLoop(None), SlotSet("requested_slot", None),
    ],
    "nothing known": [LISTEN, said("unheard")],
}  # fmt: skip


@pytest.mark.parametrize("events", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_the_same_comes_next_without_looking_for_rules_by_text(
    processor: MessageProcessor, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    domain, policy = processor.domain, policy_of(processor)
    predicted = []
    for change in (lambda: None, look_for_no_rules_by_text):
        monkeypatch.setattr(RulePolicy, "_find_action_from_rules", rules_by_text._looks_for_rules)
        change()
        tracker = DialogueStateTracker.from_events("web:one", events, domain.slots)
        predicted.append(policy.predict_action_probabilities(tracker, domain))
    by_rasa, quickly = predicted
    assert vars(quickly) == vars(by_rasa)


def test_where_a_rule_may_go_by_text_it_is_looked_for(
    processor: MessageProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RulePolicy, "_find_action_from_rules", rules_by_text._looks_for_rules)
    look_for_no_rules_by_text()
    policy = copy.copy(policy_of(processor))
    vars(policy).pop(rules_by_text._FOUND_OUT, None)
    by_text = json.dumps([{"prev_action": {"action_name": "action_listen"}, "user": {"text": "a"}}])
    policy.lookup = {**policy.lookup, RULES: {**policy.lookup[RULES], by_text: "utter_greet"}}
    tracker = DialogueStateTracker.from_events("web:one", [LISTEN, said("ask", "a")])
    found = policy._find_action_from_rules(tracker, processor.domain, True)
    assert found == ("utter_greet", by_text, False)


@pytest.mark.parametrize(
    ("last", "may"),
    [
        ({"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}, False),
        ({"prev_action": {"action_name": "action_listen"}, "user": {"text": "hello"}}, True),
        ({"prev_action": {"action_name": "action_listen"}}, True),
        ({"prev_action": {"action_name": "action_answer"}}, False),
    ],
    ids=str,
)
def test_a_rule_may_go_by_text_that_asks_for_no_intent_after_a_message(
    last: dict[str, Any], may: bool
) -> None:
    assert may_go_by_text([{"prev_action": {"action_name": "action_listen"}}, last]) is may


# -- the graph ------------------------------------------------------------------------------


class Node:
    """A component that joins what it is given, or fails."""

    def __init__(self, name: str, error: Exception | None = None) -> None:
        self.name, self.error, self.runs = name, error, 0

    def __call__(self, *given: tuple[str, Any]) -> tuple[str, str]:
        self.runs += 1
        if self.error is not None:
            raise self.error
        return self.name, f"{self.name}({', '.join(str(value) for _, value in given)})"


def graph(nodes: dict[str, Node]) -> tuple[GraphSchema, dict[str, Any]]:
    needs = {"a": {"x": "__message__"}, "b": {"x": "a", "y": "__message__"}, "c": {"x": "a"}}
    schema = {
        name: SchemaNode(
            needs=needs[name], uses=Any, fn="f", constructor_name="c", config={}  # type: ignore[arg-type]
        )
        for name in nodes
    }  # fmt: skip
    return GraphSchema(schema), dict(nodes)


def test_a_graph_gives_what_rasas_runner_gives_and_runs_no_more_than_is_needed() -> None:
    told = []
    for make in (StraightRunner, rasas_runner):
        nodes = {name: Node(name) for name in "cba"}
        runner = make(*graph(nodes))
        told.append([runner.run({"__message__": "hello"}, [target]) for target in "bbc"])
        assert {name: node.runs for name, node in nodes.items()} == {"a": 3, "b": 2, "c": 1}
    assert told[0] == told[1]
    assert told[0][0] == {"b": "b(a(hello), hello)"}


def rasas_runner(schema: GraphSchema, nodes: dict[str, Any]) -> DaskGraphRunner:
    runner = DaskGraphRunner(GraphSchema({}), None, None)  # type: ignore[arg-type]
    runner._graph_schema, runner._instantiated_nodes = schema, nodes
    return runner


@pytest.mark.parametrize("error", [RuntimeError("broken"), ValueError("broken")])
def test_a_component_that_fails_fails_as_with_rasas_runner(error: Exception) -> None:
    wanted = GraphRunError if isinstance(error, RuntimeError) else type(error)
    for make in (StraightRunner, rasas_runner):
        nodes = {"a": Node("a", error), "b": Node("b"), "c": Node("c")}
        with pytest.raises(wanted):
            make(*graph(nodes)).run({"__message__": "hello"}, ["b"])
        assert nodes["b"].runs == 0


# -- the call of an action ------------------------------------------------------------------


def test_an_action_is_told_where_the_conversation_stands_and_of_this_turn() -> None:
    domain = Domain.from_yaml(
        "version: '3.1'\nslots: {side: {type: any, mappings: [{type: custom}]}}"
    )
    events = [LISTEN, said("greet"), LISTEN, SlotSet("side", "left"), said("ask"), LISTEN]
    tracker = DialogueStateTracker.from_events("web:one", events, domain.slots)
    call = call_format(RemoteAction("action_assess", None), tracker, domain)
    whole = _call_format_of_rasa(RemoteAction("action_assess", None), tracker, domain)
    assert len(whole["tracker"]["events"]) == len(events) and whole["domain"]
    assert call["domain"] == {}
    assert [event["event"] for event in call["tracker"]["events"]] == ["user", "action"]
    for each in (call["tracker"], whole["tracker"]):
        each.pop("events")
    assert call == {**whole, "domain": {}}


def test_where_nobody_said_anything_all_events_are_told() -> None:
    assert since_last_message([LISTEN, ActiveLoop(FORM)]) == [LISTEN, ActiveLoop(FORM)]


# -- what Rasa does for its log, and for slots that it would fill ---------------------------


def test_no_module_that_copies_for_the_log_copies_for_anything_else() -> None:
    for module in log_copies.MODULES:
        lines = Path(module.__file__).read_text(encoding="utf-8").splitlines()
        used = [number for number, line in enumerate(lines) if "copy." in line.split("#")[0]]
        for number in used:
            near = "".join(lines[number - 6 : number + 1])
            assert "copy.deepcopy(" in lines[number] and "structlogger.debug(" in near
    assert action not in log_copies.MODULES and forms in log_copies.MODULES


@pytest.mark.parametrize(
    ("mapping", "extracts"),
    [
        ("{type: custom}", False),
        ("{type: custom, action: action_find_side}", True),
        ("{type: from_text}", True),
    ],
)
def test_slots_are_looked_for_in_a_message_where_rasa_fills_one(
    mapping: str, extracts: bool
) -> None:
    slots = f"slots: {{side: {{type: any, influence_conversation: false, mappings: [{mapping}]}}}}"
    assert _extracts_slots(Domain.from_yaml(f"version: '3.1'\n{slots}")) is extracts
    validated = "actions: [action_validate_slot_mappings]"
    assert _extracts_slots(Domain.from_yaml(f"version: '3.1'\n{slots}\n{validated}")) is True


def test_rasa_fills_none_of_our_slots() -> None:
    assert _extracts_slots(Domain.load(str(ROOT / "domain.yml"))) is False


async def test_of_several_wordings_each_is_said_and_of_none_nothing() -> None:
    wordings = {"utter_hello": [{"text": "Hello."}, {"text": "Hi {name}."}]}
    responses, tracker = PlacedResponses(wordings, {"name": "you"}), DialogueStateTracker("a", [])
    told = {
        ((await responses.generate("utter_hello", tracker, "web")) or {})["text"]
        for _ in range(60)
    }  # fmt: skip
    assert told == {"Hello.", "Hi you."}
    assert await responses.generate("utter_nothing", tracker, "web") is None


# -- how far back is read -------------------------------------------------------------------


def test_no_rule_looks_further_back_than_the_last_message() -> None:
    """`bot.storage.state.WINDOW` rests on it."""
    for file in (ROOT / "data" / "stories").glob("*.yml"):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            steps = rule["steps"]
            messages = [step for step in steps if "intent" in step or "or" in step]
            assert len(messages) <= 1 and messages in ([], steps[:1]), rule["rule"]
