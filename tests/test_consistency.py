"""Names that several files speak of are the same everywhere."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
import yaml

import actions
from actions import slots as slot_names
from actions.base import PatellaAction
from actions.moves import ASIDES
from bot.channels.heard import COMMANDS, UNREADABLE
from bot.feedback import THANKS
from knowledge.answers import Answers
from knowledge.patterns import load_patterns
from knowledge.questions import load_questions
from knowledge.red_flags import load_red_flags

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def domain() -> dict:
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rules() -> list[dict]:
    files = sorted((ROOT / "data" / "stories").glob("*.yml"))
    return [r for f in files for r in yaml.safe_load(f.read_text(encoding="utf-8"))["rules"]]


def action_classes() -> list[type[PatellaAction]]:
    found = set()
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        for _, item in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(item, PatellaAction) and not inspect.isabstract(item):
                found.add(item)
    return sorted(found, key=lambda item: item.__name__)


def python_text(*folders: str) -> str:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_action_is_in_the_domain_and_the_other_way_round(domain):
    assert {cls().name() for cls in action_classes()} == set(domain["actions"])


@pytest.mark.parametrize("cls", action_classes(), ids=lambda cls: cls.__name__)
def test_an_action_lives_in_the_file_of_its_name(cls):
    assert cls.__module__ == f"actions.{cls().name()}"


def test_questions_are_the_slots_of_the_form_and_have_their_words(domain):
    questions = list(load_questions())
    assert domain["forms"]["intake_form"]["required_slots"] == questions
    for question in questions:
        assert question in domain["slots"]
        assert f"utter_ask_{question}" in domain["responses"]


def test_every_answer_has_its_slot(domain):
    assert set(Answers().to_slots()) <= set(domain["slots"])


def test_slot_constants_are_slots_of_the_domain(domain):
    names = {v for k, v in vars(slot_names).items() if k.isupper()}
    assert names - {"requested_slot"} <= set(domain["slots"])


def test_no_slot_is_filled_by_rasa_itself(domain):
    kinds = {m["type"] for slot in domain["slots"].values() for m in slot["mappings"]}
    assert kinds == {"custom"}


def test_responses_used_in_code_or_rules_exist_and_all_are_used(domain, rules):
    used = set(re.findall(r"\butter_[a-z0-9_]+\b", python_text("actions", "bot", "knowledge")))
    used |= {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    used |= {f"utter_ask_{question}" for question in load_questions()}
    used |= {f"utter_not_understood_{n}" for n in (1, 2, 3)}
    used |= {f"utter_command_{name}" for name in COMMANDS}
    used |= {f"utter_messenger_no_{kind}" for kind in UNREADABLE}
    used |= {"utter_telegram_sees", "utter_slack_sees"}
    unused = set(domain["responses"]) - used
    assert unused == set()
    named_in_actions = set(
        re.findall(r'"(utter_[a-z0-9_]*[a-z0-9])"', python_text("actions", "knowledge"))
    )
    assert named_in_actions <= set(domain["responses"])


def test_every_aside_has_a_rule_and_every_intent_is_handled(domain, rules):
    ruled = set()
    for rule in rules:
        for step in rule["steps"]:
            ruled |= {step["intent"]} if "intent" in step else set()
            ruled |= {option["intent"] for option in step.get("or", ())}
    assert ruled >= ASIDES
    handled_by_rasa = {"restart"}
    assert set(domain["intents"]) - ruled == handled_by_rasa


def test_training_examples_are_of_intents_of_the_domain(domain):
    trained = set()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        trained |= {row["intent"] for row in rows}
    assert trained == set(domain["intents"]) - {"nlu_fallback"}


def test_topics_that_rules_point_to_exist():
    documents = {path.stem for path in (ROOT / "knowledge" / "documents").glob("*.md")}
    wanted = {flag.document for flag in load_red_flags().values()}
    wanted |= {pattern.document for pattern in load_patterns().patterns}
    wanted |= {"when-to-come-back", "who-to-see", "first-steps"}
    assert wanted <= documents


def test_buttons_carry_payloads_that_the_turn_knows(domain):
    commands = {*domain["intents"], "erase=yes", "restart=yes", *THANKS}
    for name, variants in domain["responses"].items():
        for variant in variants:
            for button in variant.get("buttons", ()):
                asked, is_answer, value = button["payload"].partition("=")
                answers = asked in load_questions() and is_answer and value
                is_told = asked in ("topic", "question") and value
                assert button["payload"] in commands or answers or is_told, name


def test_who_asks_about_medicines_is_told_what_to_do_when_too_much_was_taken(domain):
    (said,) = domain["responses"]["utter_ask_pharmacist"]
    assert "{emergency_number}" in said["text"]
