"""Interviews at random: whatever is said in whatever order, these things hold.

The same is held with the real servers, more slowly, in tests/conversations/test_any_order.py.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from knowledge.answers import STATUSES, Answers
from knowledge.asking import MOST_QUESTIONS, describe_question, missing_answers, offered, progress
from knowledge.going_back import answered
from knowledge.interview import Heard, Interview, Step, hear
from knowledge.questions import (
    AGAIN,
    DOUBTED,
    MARKS,
    SUSPECTED,
    Question,
    is_put_again,
    load_questions,
)
from knowledge.red_flags import fired_emergencies, load_red_flags
from knowledge.triage import urgency
from knowledge.urgency import at_least
from knowledge.vocabulary import load_vocabulary
from tests.knowledge.conftest import plain_answer
from tests.knowledge.invariants import (
    assert_no_sign_denied_unsaid,
    assert_told_where_it_falls,
    assert_undone,
    lasting_level,
)

QUESTIONS = load_questions()
VOCABULARY = load_vocabulary()
NUMBERS = {"age": (0, 120), "severity": (0, 10), "duration_days": (0, 4000)}
# Mostly such signs as leave the interview going on: an emergency ends it.
CALM = ["clicking", "giving_way", "stiffness", "swelling", "locking", "back_pain", "night_pain"]
CALM += ["lump", "calf_swelling", "limp", "tingling"]
SIGNS = st.one_of(
    *[st.sampled_from(CALM)] * 4,
    st.sampled_from([term.value for term in VOCABULARY.group("findings")]),
)
HISTORY = st.sampled_from([term.value for term in VOCABULARY.group("history")])
EMERGENCIES = [
    flag.when["any"][0] if isinstance(flag.when, dict) and "any" in flag.when else flag.when
    for flag in load_red_flags().values()
    if flag.level == "emergency"
]
URGENT_SIGNS = [sign for sign in EMERGENCIES if isinstance(sign, str)]
SINGLE = {
    "who": st.sampled_from(["self", "child", "parent", "partner", "other"]),
    "side": st.sampled_from(["left", "right", "both"]),
    "onset": st.sampled_from(["sudden", "gradual"]),
    "injury": st.booleans(),
    **{name: st.integers(*bounds) for name, bounds in NUMBERS.items()},
}
PLACES = st.sampled_from([term.value for term in VOCABULARY.group("location")])
FACTS = st.fixed_dictionaries(
    {},
    optional={
        **SINGLE,
        "location": st.lists(PLACES, min_size=1, max_size=2, unique=True),
        "present": st.lists(SIGNS, min_size=1, max_size=2, unique=True),
        "absent": st.lists(SIGNS, min_size=1, max_size=2, unique=True),
        "uncertain": st.lists(SIGNS, min_size=1, max_size=1),
        "history": st.lists(HISTORY, min_size=1, max_size=2, unique=True),
        "suspected": st.lists(st.sampled_from(list(load_red_flags())), max_size=1),
    },
)
# What makes an emergency, and what ends it though it takes nothing back.
SOFTENED = [
    ({"present": ["deformity"]}, {"onset": "gradual"}),
    ({"present": ["redness_heat", "swelling"]}, {"duration_days": 60}),
    (
        {"injury": True, "present": ["cannot_bear_weight", "cannot_bend_knee"]},
        {"duration_days": 20},
    ),
    ({"who": "child", "present": ["cannot_bear_weight"]}, {"age": 17}),
]
ONSET = QUESTIONS["onset"]
NOTHING = ("nlu_fallback", "affirm", "deny", "repeat", "start_check", "inform")
LISTS = ("present", "absent", "uncertain", "history")
ASIDES = ("ask_why", "ask_meaning", "ask_question", "thanks", "show_summary", "complaint")
NOT_MEANT = ("that's not what I meant", "I was wrong", "I want to change my age", "change the side")
BACK = ("", "go back two", "back to the first question", "go back to where you asked my age")


def chosen(question: Question, values: list[str]) -> dict[str, Any]:
    """The findings of options chosen from a list."""
    findings: dict[str, Any] = {}
    for value in values:
        for name, meant in question.choice(value).sets.items():
            name = "present" if name == "findings" else name
            if isinstance(meant, list):
                findings[name] = [*findings.get(name, []), *meant]
            else:
                findings[name] = meant
    return findings


@st.composite
def replies(draw: st.DrawFn, question_id: str, options: list[str]) -> dict[str, Any]:
    """Findings that answer a question: a value, none, or not sure."""
    question = QUESTIONS[question_id]
    outcomes = ["value", "not_sure", "skip"] + (["none"] if question.kind == "multi" else [])
    outcome = draw(st.sampled_from(outcomes))
    findings: dict[str, Any] = {}
    if question.kind == "yes_no":
        outcome = draw(st.sampled_from(["yes", "no", "not_sure", "skip"]))
        findings = {question_id: outcome == "yes"} if outcome in ("yes", "no") else {}
    elif outcome == "value" and question_id in NUMBERS:
        findings = {question_id: draw(SINGLE[question_id])}
    elif outcome == "value" and not options:
        outcome = "none" if question.kind == "multi" else "not_sure"
    elif outcome == "value":
        most = 3 if question.takes_several else 1
        findings = chosen(
            question,
            draw(st.lists(st.sampled_from(options), min_size=1, max_size=most, unique=True)),
        )
    return {**findings, "answer": {"question": question_id, "outcome": outcome}}


class AnyInterview(RuleBasedStateMachine):
    """One person who says anything at any time."""

    step: Step

    @initialize(facts=FACTS)
    def opens(self, facts: dict[str, Any]) -> None:
        self.step = hear(Interview(), Heard(("inform",), facts))
        self.history: list[tuple[str, Answers, Answers]] = []
        self.off_the_order = False
        self.holds_throughout(Interview(), self.step, may_fall=False)

    # -- What may be said

    @precondition(lambda self: self.step.question)
    @rule(times=st.integers(1, 6))
    def answers_plainly(self, times: int) -> None:
        for _ in range(times):
            if self.step.question is None:
                return
            self.answers_by_tap(plain_answer(self.step.question))

    @precondition(lambda self: self.step.question is None)
    @rule(facts=FACTS)
    def begins_anew(self, facts: dict[str, Any]) -> None:
        self.opens(facts)

    @precondition(lambda self: self.step.question)
    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        findings = self.an_answer(data)
        outcome = findings["answer"]["outcome"]
        move = {"none": "deny", "no": "deny", "yes": "affirm", "not_sure": "dont_know"}
        self.answers_by_tap(Heard((move.get(outcome, "inform"),), findings, is_tap=True))

    @precondition(lambda self: self.step.question and self.step.interview.answers.asked)
    @rule(data=st.data())
    def taps_an_earlier_question(self, data: st.DataObject) -> None:
        earlier = data.draw(st.sampled_from(sorted(self.step.interview.answers.asked)))
        findings = data.draw(replies(earlier, list(QUESTIONS[earlier].options)))
        self.hears(Heard(("inform",), findings, is_tap=True), may_fall=True)
        answers = self.step.interview.answers
        if findings["answer"]["outcome"] == "value":
            told = {*findings.get("present", ()), *findings.get("history", ())}
            assert all(answers.status(sign) in ("present", "uncertain") for sign in told)
            assert answers.asked[earlier] == "value"

    @precondition(lambda self: self.step.question)
    @rule(data=st.data(), besides=FACTS)
    def answers_in_words(self, data: st.DataObject, besides: dict[str, Any]) -> None:
        findings = self.an_answer(data)
        # What answers an asked-again question takes its place.
        again = self.asked_again()
        self.hears(Heard(("inform",), {**besides, **findings}), may_fall=again)

    @rule(move=st.sampled_from(["skip", "dont_know"]))
    def does_not_say(self, move: str) -> None:
        self.hears(Heard((move,)), may_fall=self.asked_again())

    @rule(
        move=st.sampled_from(["nlu_fallback", "affirm", "deny", "repeat", "start_check", "inform"])
    )
    def says_nothing(self, move: str) -> None:
        before = self.step.interview
        self.hears(Heard((move,)))
        assert self.step.interview.answers == before.answers

    @rule(facts=FACTS)
    def states(self, facts: dict[str, Any]) -> None:
        self.hears(Heard(("inform",), facts), may_fall=self.asked_again())

    @rule(move=st.sampled_from(ASIDES), facts=FACTS)
    def asks(self, move: str, facts: dict[str, Any]) -> None:
        self.hears(Heard((move,), facts, is_aside=True), may_fall=self.asked_again())

    @rule(facts=FACTS)
    def corrects(self, facts: dict[str, Any]) -> None:
        names = [
            name for name in facts if name not in ("present", "absent", "uncertain", "history")
        ]
        for group in ("present", "absent", "uncertain", "history"):
            names += facts.get(group, [])
        self.hears(Heard(("change_answer",), {**facts, "corrects": names}), may_fall=bool(names))

    @rule(text=st.sampled_from(NOT_MEANT))
    def wants_to_change(self, text: str) -> None:
        had = fired_emergencies(self.step.interview.answers)
        suspected = set(self.step.interview.answers.suspected)
        self.hears(Heard(("change_answer",), text=text), may_fall=True)
        if {flag.id for flag in had} - suspected:
            assert fired_emergencies(self.step.interview.answers), "stays in front until taken back"

    @rule(sign=st.sampled_from(URGENT_SIGNS))
    def has_an_emergency(self, sign: str) -> None:
        self.hears(Heard(("report_red_flag",), {"present": [sign]}))
        assert fired_emergencies(self.step.interview.answers)
        assert self.step.question is None or self.had_emergency

    @precondition(lambda self: self.history)
    @rule(steps=st.integers(1, 3))
    def goes_back(self, steps: int) -> None:
        before, told = self.step.interview, self.history[-steps:]
        text = "" if steps == 1 else f"go back {steps}"
        self.hears(Heard(("go_back",), text=text), may_fall=True)
        is_straight = len(told) == steps and told[-1][2] == before.answers
        if not is_straight or fired_emergencies(before.answers):
            return
        assert self.step.question == told[0][0]
        if steps == 1:
            assert_undone(*told[0], self.step.interview.answers)

    @rule(text=st.sampled_from(BACK), facts=FACTS)
    def goes_back_and_states(self, text: str, facts: dict[str, Any]) -> None:
        self.hears(Heard(("go_back", "inform"), facts, text=text), may_fall=True)
        told = facts.get("location", [])
        assert set(told) <= set(self.step.interview.answers.location)

    @rule()
    def contradicts(self) -> None:
        """Says the harmless opposite of everything, and not that it takes anything back."""
        answers = self.step.interview.answers
        facts = {"duration_days": 2, "severity": 1, "age": 30}
        signs = [sign for sign, how in answers.findings.items() if how == "present"]
        self.hears(Heard(("inform",), {**facts, "absent": signs}), may_fall=self.asked_again())

    @rule(said=st.sampled_from(SOFTENED))
    def says_what_a_rule_makes_an_exception_of(self, said: tuple[dict[str, Any], ...]) -> None:
        for facts in said:
            self.hears(Heard(("inform",), facts), may_fall=self.asked_again())

    @precondition(lambda self: QUESTIONS.get(self.step.question or "", ONSET).kind == "multi")
    @rule(data=st.data())
    def names_a_sign_beside_one_in_doubt(self, data: st.DataObject) -> None:
        pending = str(self.step.question)
        answers = self.step.interview.answers
        again = self.asked_again()
        signs = [v for v in offered(QUESTIONS[pending], answers) if VOCABULARY.find(v)]
        if len(signs) < 2:
            return
        doubted, told = data.draw(st.permutations(signs))[:2]
        self.hears(Heard(("inform",), {"uncertain": [doubted]}), may_fall=again)
        findings = chosen(QUESTIONS[pending], [told])
        answer = {"question": pending, "outcome": "value"}
        self.hears(Heard(("inform",), {**findings, "answer": answer}), may_fall=again)

    @rule()
    def stops_and_comes_back(self) -> None:
        pending, emergency = self.step.question, fired_emergencies(self.step.interview.answers)
        is_in_order = not self.off_the_order
        self.step = replace(self.step, interview=replace(self.step.interview, pending=None))
        self.hears(Heard(("start_check",)))
        if not emergency and pending and is_in_order:
            assert self.step.question == pending, "taken up where it was left"

    # -- What always holds

    def an_answer(self, data: st.DataObject) -> dict[str, Any]:
        slots = self.step.interview.answers.to_slots()
        described = describe_question(str(self.step.question), slots)
        options = [
            o["value"]
            for o in described["options"]
            if o["value"] not in ("none", "not_sure", "yes", "no")
        ]
        return data.draw(replies(str(self.step.question), options))

    def answers_by_tap(self, heard: Heard) -> None:
        pending, before = str(self.step.question), self.step.interview.answers
        is_settled = QUESTIONS[pending].kind != "yes_no"
        self.hears(heard, may_fall=True)
        answers = self.step.interview.answers
        is_doubted = answers.asked.get(pending) == DOUBTED
        is_settled = is_settled and not is_doubted
        assert self.step.question != pending or not is_settled, "a tap that answers moves on"
        if is_settled and heard.findings["answer"]["outcome"] in ("none", "not_sure"):
            options = offered(QUESTIONS[pending], before)
            signs = [v for v in options if (t := VOCABULARY.find(v)) and t.group in STATUSES]
            assert all(answers.status(sign) for sign in signs), "nothing on the list is left out"

    def asked_again(self) -> bool:
        question = self.step.question
        return is_put_again(self.step.interview.answers.asked.get(question or ""))

    def hears(self, heard: Heard, may_fall: bool = False) -> None:
        before = self.step.interview
        self.had_emergency = bool(fired_emergencies(before.answers))
        self.step = hear(before, heard)
        after = self.step.interview
        if len(answered(after)) == len(answered(before)) + 1 and self.is_plain(before):
            self.history.append((str(before.pending), before.answers, after.answers))
        elif after.answers != before.answers:
            self.history = []
        self.off_the_order = "go_back" in heard.moves or "change_answer" in heard.moves
        self.holds_throughout(before, self.step, may_fall)
        assert_no_sign_denied_unsaid(before, heard, self.step)
        assert_told_where_it_falls(before, heard, self.step)
        if not self.off_the_order and not heard.is_tap and not heard.findings.get("corrects"):
            put = str(self.step.question)
            if put == SUSPECTED:
                return  # put for what is suspected since
            if after.answers.who != before.answers.who and put in ("age", "history"):
                return  # another person's
            if put == "onset" and before.answers.injury is True and after.answers.injury is False:
                return  # its answer was taken back
            assert before.answers.asked.get(put, AGAIN) in MARKS, f"{put} is put twice"

    def is_plain(self, before: Interview) -> bool:
        """Whether nothing happened since the last answer, and no answer took another's place."""
        is_first = not set(MARKS) & set(before.answers.asked.values())
        return is_first and (not self.history or self.history[-1][2] == before.answers)

    def holds_throughout(self, before: Interview, step: Step, may_fall: bool) -> None:
        answers = step.interview.answers
        assert step.interview.pending == step.question
        assert step.question is None or step.question in QUESTIONS
        if step.question is None:
            assert fired_emergencies(answers) or missing_answers(answers) == []
        if step.question is not None:
            described = describe_question(step.question, answers.to_slots())
            assert (
                QUESTIONS[step.question].kind in ("yes_no", "number", "text")
                or len(described["options"]) > 2
            ), described
        told = progress(answers)
        assert told["answered"] <= told["expected"] <= MOST_QUESTIONS
        assert Answers.from_slots(json.loads(json.dumps(answers.to_slots()))) == answers
        assert json.loads(json.dumps(step.interview.trail)) == list(step.interview.trail)
        if not may_fall:
            assert at_least(urgency(answers), lasting_level(before.answers))


def examples(ordinary: int) -> settings:
    """As many as a plain run can wait for; PATELLA_EXAMPLES asks for more."""
    wanted = int(os.environ.get("PATELLA_EXAMPLES") or ordinary)
    return settings(
        max_examples=wanted,
        stateful_step_count=30,
        deadline=None,
        derandomize="PATELLA_EXAMPLES" not in os.environ,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.generate] if os.environ.get("NOSHRINK") else list(Phase),
    )


TestAnyInterview = AnyInterview.TestCase
TestAnyInterview.settings = examples(80)
