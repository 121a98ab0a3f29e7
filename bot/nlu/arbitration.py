"""Which dialogue moves a message makes, from all that is known about it: one pure function."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.nlu.commands import (
    asks_why_and_what,
    command_of,
    only_marks_a_doubt,
    question_move,
)
from bot.nlu.extract.complaint import PAIN
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.parts import KNEE
from bot.nlu.extract.payload import read_payload
from bot.nlu.extract.severity import asks_of_scale
from bot.nlu.extract.spelling import load_lexicon
from bot.nlu.extract.words import word_set
from knowledge.answers import ADDRESS
from knowledge.facts import tells_of_complaint
from knowledge.questions import CHANGE, NO, NONE, NOT_SURE, SKIP, YES, is_changeable

FALLBACK = "nlu_fallback"

_QUESTIONS = frozenset(
    {"ask_question", "ask_why", "ask_meaning", "are_you_a_doctor", "show_summary", "repeat"}
)
# What a button may ask for by its intent's name alone.
_COMMANDS = word_set(
    """
    start_check go_back skip stop show_summary ask_why ask_meaning restart repeat change_answer
    human_handover are_you_a_doctor erase_my_data export_my_data ask_question goodbye greet
    thanks
    """
)
_CONFIRMED = {"restart": "restart", "erase": "erase_my_data"}
_OUTCOMES = {NONE: "deny", NO: "deny", YES: "affirm", NOT_SURE: "dont_know", SKIP: "skip"}

# The intents that a message with findings keeps if the classifier is this sure of them.
_KEPT_BESIDE_FINDINGS = {
    "ask_question": 0.5,
    "ask_why": 0.5,
    "ask_meaning": 0.5,
    "human_handover": 0.6,
    "are_you_a_doctor": 0.6,
    "erase_my_data": 0.6,
    "export_my_data": 0.6,
    "show_summary": 0.6,
    "restart": 0.7,
    "go_back": 0.7,
    "stop": 0.7,
    "complaint": 0.7,
    "out_of_scope": 0.7,
    "report_red_flag": 0.8,
}
_NEEDS_MORE = {"report_red_flag": 0.5, "erase_my_data": 0.45, "restart": 0.45, "stop": 0.45}


# From this confidence on, the classifier's word goes before the form of a sentence.
_SURE = 0.6
_CERTAIN = 0.85
_SURE_OF_A_PART = 0.75
# What may have the form of a question and is none.
_NO_QUESTIONS = word_set(
    "greet goodbye thanks start_check change_answer skip affirm deny dont_know"
)
# What somebody may want besides, in a part of a message.
_WANTED = word_set(
    """
    ask_question ask_why ask_meaning human_handover are_you_a_doctor show_summary erase_my_data
    export_my_data stop skip go_back repeat restart complaint
    """
)
_MERELY_SAID = word_set("inform affirm deny dont_know greet thanks nlu_fallback")
EXPLANATIONS = ("ask_why", "ask_meaning")
# What only a question that was put can be asked about.
_OF_A_QUESTION_PUT = word_set("ask_meaning ask_why repeat")
_WANTS_A_PERSON = re.compile(
    r"\b(?:(?:speak|talk|chat) (?:to|with)|human|real person|somebody real|(?:call|ring|phone) me|"
    r"put me through)\b"
)
_HELP = re.compile(
    r"\W*(?:please |pls )?(?:i need |can you )?(?:some )?help(?: me)?"
    r"(?: please| pls)?\W*"
)
# "should he stop football?" does not stop the check.
_OF_AN_ACTIVITY = re.compile(r"\b(?:should|must|need to|have to|he|she|they)\b")
_LEG = KNEE | word_set("hip hips groin thigh thighs leg legs")
# What is asked for without the form of a question: "exercises for knee pain".
_TOPICS = word_set(
    """
    exercise exercises stretch stretches treatment treatments relief options cause causes reasons
    tips cure cures remedy remedies best recovery time surgery meaning symptoms advice help
    diagnosis
    syndrome safe should how what why which is can difference between versus vs brace diet prevent
    prevention information info about
    """
)


@dataclass(frozen=True)
class Case:
    """All that is known about a message.

    Attributes:
        text: as typed.
        ranking: (intent, confidence) of the classifier, best first.
        findings: in the shape of the contract.
        asked: the id of the pending question.
        payload: of a tapped button.
        has_red_flag: whether a red-flag rule fired.
        parts: the classifier's best (intent, confidence) of each part of a longer message.
    """

    text: str
    ranking: Sequence[tuple[str, float]] = ()
    findings: Mapping[str, Any] = field(default_factory=dict)
    asked: str | None = None
    payload: str | None = None
    has_red_flag: bool = False
    parts: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True)
class Decision:
    """The moves of a message, the foremost first, and how sure that one is."""

    moves: tuple[str, ...]
    confidence: float = 1.0


def decide(case: Case, threshold: float) -> Decision:
    """Return the moves of a message: of the whole, and what one of its parts does besides.

    What only answers, greets or thanks stands behind what wants something done.
    """
    found = _with_both_explanations(_decide(case, threshold), case)
    if case.payload is not None or len(case.parts) < 2:
        return found
    besides = [
        intent
        for intent, confidence in dict(case.parts).items()
        if confidence >= _SURE_OF_A_PART
        and intent in _WANTED
        and intent not in found.moves
        and not _is_about_the_pain(intent, case)
    ]
    first = found.moves[0]
    if first in _MERELY_SAID:
        return Decision((*besides, *found.moves), found.confidence)
    return Decision((*found.moves, *besides), found.confidence)


def _with_both_explanations(found: Decision, case: Case) -> Decision:
    """The moves with the second explanation of "what does calf mean, and why do you ask?"."""
    first, rest = found.moves[0], found.moves[1:]
    if first not in EXPLANATIONS or case.payload is not None:
        return found
    if not asks_why_and_what(normalise(case.text)):
        return found
    return replace(found, moves=tuple(dict.fromkeys((first, *EXPLANATIONS, *rest))))


def _decide(case: Case, threshold: float) -> Decision:
    """Return the moves of the whole message.

    A tapped button says what it means; a red flag goes before everything typed; then plain
    commands, then answers and findings, and only then the classifier by itself. Where a message
    answers and asks, the question is the foremost move: it is answered, and the findings that
    travel with the message are taken in all the same.
    """
    if case.payload is not None:
        move = _move_of_payload(case.payload)
        # With no question pending, "none of these" of an earlier list answers that list anew.
        is_of_earlier = case.asked is None and move in ("deny", "dont_know", "skip")
        return Decision(("inform",) if is_of_earlier and "=" in case.payload else (move,))
    text = normalise(case.text)
    top, confidence = case.ranking[0] if case.ranking else (FALLBACK, 0.0)
    if case.has_red_flag:
        return Decision(("report_red_flag",))
    command = command_of(text)
    if case.asked is None and _HELP.fullmatch(text):
        command = "start_check"
    if command is not None:
        return Decision((command,))
    answer = _answering(case.findings, case.asked)
    asking = _asking(text, case)
    if asking == "ask_question" and answer == "inform" and only_marks_a_doubt(text):
        asking = None  # "osteoporosis, and warfarin?" answers, and is not sure of the second
    if answer is not None:
        return Decision((asking, answer)) if asking else Decision((answer,))
    if asking in _OF_A_QUESTION_PUT and _tells_at_first(case):
        asking = "ask_question"
    if asking is not None:
        return _with_question(case, asking, top, confidence)
    if says_something(case.findings):
        if top == "ask_question" and confidence < _CERTAIN and _complains(text, case.findings):
            top, confidence = "inform", max(confidence, 0.6)
        if _is_about_the_pain(top, case):
            top = "inform"
        return _with_findings(case.findings, top, confidence)
    if confidence < max(threshold, _NEEDS_MORE.get(top, 0.0)) or _is_gibberish(text):
        # "So my son has a sore knee" is a beginning, however little it tells.
        return Decision(("inform" if _names_complaint(text) else FALLBACK,), threshold)
    return Decision((top,), confidence)


def _is_about_the_pain(move: str, case: Case) -> bool:
    """Whether somebody is fed up with the knee and not with the check, which has not begun.

    Nor is a surgeon who is mentioned a person that is asked for.
    """
    if move == "human_handover" and _WANTS_A_PERSON.search(case.text.lower()):
        return False
    return move in ("complaint", "human_handover") and _tells_at_first(case)


def _tells_at_first(case: Case) -> bool:
    """Whether a message tells what is wrong before any question was put."""
    return case.asked is None and tells_of_complaint(case.findings)


def says_something(findings: Mapping[str, Any]) -> bool:
    """Whether anything but whom it is about was found."""
    return any(
        value or value is False or value == 0
        for name, value in findings.items()
        if name not in ("who", *ADDRESS, "answer", "corrects") and value != []
    )


def _complains(text: str, findings: Mapping[str, Any]) -> bool:
    """Whether it tells of a pain or a sign and asks for nothing: "knee pain after running"."""
    words = set(re.findall(r"[a-z]+", text))
    return not words & _TOPICS and bool(words & PAIN or findings["present"])


def _names_complaint(text: str) -> bool:
    """Whether it says that a leg hurts, and asks for nothing: "well, me knee's sore"."""
    words = set(re.findall(r"[a-z]+", text))
    return bool(words & PAIN and words & _LEG) and not words & _TOPICS


def _move_of_payload(payload: str) -> str:
    parts = read_payload(payload)
    if parts is None:
        return FALLBACK
    if parts.value is None:
        return parts.name if parts.name in _COMMANDS else FALLBACK
    if parts.name in _CONFIRMED:
        return _CONFIRMED[parts.name] if parts.value == YES else FALLBACK
    if parts.name in ("topic", "question"):
        return "ask_question"
    if parts.name == CHANGE:
        return "change_answer" if is_changeable(parts.value) else FALLBACK
    return _OUTCOMES.get(parts.value.strip(), "inform")


def _answering(findings: Mapping[str, Any], asked: str | None) -> str | None:
    """The move by which a message answers the pending question, ``None`` when it does not."""
    answer = findings.get("answer")
    if not answer:
        return None
    if findings.get("corrects") and set(findings["corrects"]) - {asked}:
        return "change_answer"
    move = _OUTCOMES.get(str(answer["outcome"]), "inform")
    return "inform" if move == "dont_know" and says_something(findings) else move


def _asking(text: str, case: Case) -> str | None:
    """The question that a message puts, by its form; the classifier may know better which.

    Where the classifier is sure, it knows better altogether: "how are you" asks nothing.
    """
    if case.asked == "severity" and asks_of_scale(with_digits(text)):
        return "ask_meaning"
    asking = question_move(text)
    top, sure = case.ranking[0] if case.ranking else (FALLBACK, 0.0)
    if asking is not None and sure >= _SURE and not _goes_on_with_the_activity(top, text):
        if top in _QUESTIONS or top in _KEPT_BESIDE_FINDINGS:
            return top
        if top in _NO_QUESTIONS and case.asked is None:
            return None
    if asking != "ask_question":
        return asking
    best = [each for each in case.ranking[:3] if each[1] >= 0.25]
    for name, confidence in best:
        if _goes_on_with_the_activity(name, text):
            continue
        if name in _QUESTIONS or (name in _KEPT_BESIDE_FINDINGS and confidence >= 0.4):
            return name
    return asking


def _is_gibberish(text: str) -> bool:
    """Whether there is not one word in it: what a classifier makes of "zxcv qwer" is chance."""
    words = re.findall(r"[a-z]{2,}", text)
    lexicon = load_lexicon()
    return bool(words) and bool(lexicon.common) and not any(map(lexicon.knows, words))


def _goes_on_with_the_activity(move: str, text: str) -> bool:
    """Whether "stop" is about something else than the check."""
    return move == "stop" and _OF_AN_ACTIVITY.search(text) is not None


def _with_question(case: Case, asking: str, top: str, confidence: float) -> Decision:
    second: tuple[str, ...] = ()
    if case.findings.get("corrects"):
        second = ("change_answer",)
    elif says_something(case.findings) and asking != "change_answer":
        second = ("inform",)
    sure = confidence if asking == top else max(confidence, 0.5)
    return Decision((asking, *(each for each in second if each != asking)), sure)


def _with_findings(findings: Mapping[str, Any], top: str, confidence: float) -> Decision:
    if findings.get("corrects"):
        return Decision(("change_answer",), max(confidence, 0.6))
    least = _KEPT_BESIDE_FINDINGS.get(top)
    if least is not None and confidence >= least:
        return Decision((top, "inform"), confidence)
    if top == "change_answer" and confidence >= 0.5:
        return Decision((top,), confidence)
    return Decision(("inform",), confidence if top == "inform" else max(confidence, 0.6))
