"""Conversations in any order with the real servers: whatever is said, these things hold.

A machine of the same kind runs over the interview's functions alone, and much faster, in
tests/knowledge/test_interview_machine.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from knowledge.answers import Answers
from knowledge.asking import MOST_QUESTIONS, missing_answers
from knowledge.questions import AGAIN, DOUBTED, SUMMARY, load_questions
from knowledge.red_flags import fired_emergencies
from knowledge.triage import urgency
from knowledge.urgency import EMERGENCY, at_least
from tests.conversations.transcripts import PLAIN, Person, pending
from tests.knowledge.invariants import MARKS, assert_undone, lasting_level

WORDS = yaml.safe_load(Path(__file__).with_name("any_order.yml").read_text(encoding="utf-8"))
QUESTIONS = load_questions()
PAYLOADS = {**PLAIN, "duration_days": "21"}
NUMBERS = {"age": st.integers(0, 120), "severity": st.integers(0, 10)}
DAYS = st.sampled_from([1, 5, 21, 90, 400])


class AnyOrder(RuleBasedStateMachine):
    """One person who says anything at any time, over the web API."""

    url: ClassVar[str]

    @initialize(opening=st.sampled_from(WORDS["openings"]))
    def opens(self, opening: str) -> None:
        self.person = Person(self.url)
        self.slots: dict[str, Any] = {}
        self.answers = Answers()
        self.question: str | None = None
        self.answered: tuple[str, Answers, Answers] | None = None
        self.said: list[str] = []
        self.says(opening)

    # -- What a person may say

    @precondition(lambda self: self.question)
    @rule(times=st.sampled_from([1, 2, 3, 4, 5, 40]))
    def answers_plainly(self, times: int) -> None:
        for _ in range(times):
            if self.question is None:
                is_told = self.slots.get("assessed") == self.answers.to_slots()
                assert is_told, "an interview that ends is assessed"
                return
            self.taps_payload(f"{self.question}={PAYLOADS.get(self.question, 'none')}")
        assert times < 40, "an interview comes to its end"

    @precondition(lambda self: self.question is None)
    @rule(opening=st.sampled_from(WORDS["openings"]))
    def begins_anew(self, opening: str) -> None:
        self.opens(opening)

    @precondition(lambda self: self.question)
    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        self.taps_payload(f"{self.question}={data.draw(self.values())}")

    def values(self) -> st.SearchStrategy[str]:
        options = [o["value"] for o in self.message["question"]["options"]]
        single = st.sampled_from(options)
        if self.question in NUMBERS:
            return st.one_of(single, NUMBERS[self.question].map(str))
        if self.question == "duration_days":
            return st.one_of(single, DAYS.map(str))
        real = [value for value in options if value not in ("none", "not_sure")]
        if QUESTIONS[str(self.question)].takes_several and real:
            several = st.lists(st.sampled_from(real), min_size=1, max_size=3, unique=True)
            return st.one_of(single, several.map(",".join))
        return single

    @rule(payload=st.sampled_from(["age=71", "side=both", "emergency_signs=none", "onset=injury"]))
    def taps_something_out_of_turn(self, payload: str) -> None:
        self.taps_payload(payload)

    @precondition(lambda self: self.question)
    @rule(data=st.data())
    def answers_in_words(self, data: st.DataObject) -> None:
        self.says(data.draw(st.sampled_from(WORDS["answers"][self.question])))

    @rule(words=st.sampled_from(["none", "not sure", "skip", "skip this question"]))
    def does_not_tell(self, words: str) -> None:
        self.says(words)

    @rule(words=st.sampled_from(WORDS["asides"]))
    def asks(self, words: str) -> None:
        before = self.question
        self.says(words)
        if before and not fired_emergencies(self.answers):
            assert self.question is not None, "the question comes again"

    @rule(words=st.sampled_from(WORDS["junk"]))
    def says_junk(self, words: str) -> None:
        self.says(words)

    @rule()
    def contradicts(self) -> None:
        """Says the harmless opposite, and not that it takes anything back."""
        self.says("it has been 2 days, my calf is not swollen and i have no fever, i am 30")

    @rule(words=st.sampled_from(WORDS["changes"]))
    def changes_an_answer(self, words: str) -> None:
        self.says(words)

    @precondition(lambda self: self.question)
    @rule()
    def answers_and_goes_back(self) -> None:
        self.answers_plainly(1)
        self.goes_back("back")

    @rule(words=st.sampled_from(WORDS["back"]))
    def goes_back(self, words: str) -> None:
        answered, had_emergency = self.answered, fired_emergencies(self.answers)
        is_plain = words in ("go back", "back") and answered and answered[2] == self.answers
        self.says(words)
        if is_plain and answered and not had_emergency and not fired_emergencies(self.answers):
            question, before, after = answered
            assert self.question == question
            assert_undone(question, before, after, self.answers)

    @rule()
    def stops_and_carries_on(self) -> None:
        before, question = self.answers, self.question
        self.says("stop")
        assert self.question is None
        self.says("carry on")
        assert self.answers == before
        if question is not None and not fired_emergencies(before):
            assert self.question is not None, "taken up where it was left"

    @rule(is_sure=st.booleans())
    def starts_over(self, is_sure: bool) -> None:
        before = self.answers
        self.says("start over")
        if not is_sure:
            self.says("no")
            assert self.answers == before
        elif before != Answers():
            self.says("yes")
            assert self.answers == Answers()

    @rule(words=st.sampled_from(WORDS["emergencies"]))
    def has_an_emergency_and_takes_it_back(self, words: list[str]) -> None:
        had = fired_emergencies(self.answers)
        sign, taken_back = words
        self.says(sign)
        assert self.urgencies[:1] == [EMERGENCY], "the emergency comes first"
        assert fired_emergencies(self.answers)
        self.says(taken_back)
        if not had:
            assert not fired_emergencies(self.answers)

    # -- What always holds

    def says(self, words: str) -> None:
        self.said.append(words)
        self.takes(self.person.send(text=words, debug=True))

    def taps_payload(self, payload: str) -> None:
        asked = self.question
        self.said.append(f"={payload}")
        self.takes(self.person.send(payload=payload, debug=True), is_tap=True)
        is_open = asked == SUMMARY or self.answers.asked.get(str(asked)) == DOUBTED
        is_answer = payload.startswith(f"{asked}=")
        assert self.question != asked or is_open or not is_answer, "a tap that answers moves on"

    def takes(self, lines: list[dict[str, Any]], is_tap: bool = False) -> None:
        messages = [line for line in lines if "debug" not in line]
        assert "not_processed" not in [m.get("notice") for m in messages], messages
        debug = next(line["debug"] for line in lines if "debug" in line)
        before, trail = self.answers, self.way_back()
        asked = self.question
        self.slots = debug["slots"]
        self.answers = Answers.from_slots(self.slots)
        self.question = self.slots.get("requested_slot")
        self.urgencies = [m["assessment"]["urgency"] for m in messages if "assessment" in m]
        assert messages and all(m["text"].strip() for m in messages)
        self.asks_sensibly(messages)
        self.ends_only_when_complete()
        # Going back from an answer that took another's place undoes both.
        is_first = not set(MARKS) & set(before.asked.values())
        moved_on = len(self.way_back()) == len(trail) + 1 and asked and is_first
        self.answered = (str(asked), before, self.answers) if moved_on else None
        findings = debug["findings"] or {}
        is_restart = bool(before != Answers() and self.answers == Answers())
        moves = {(debug["intent"] or {}).get("name")}
        off_the_way = bool({"go_back", "change_answer"} & moves) or "back" in self.said[-1]
        if is_tap or findings.get("corrects") or off_the_way or is_restart:
            return
        if AGAIN not in before.asked.values():
            assert at_least(urgency(self.answers), lasting_level(before)), "a level fell"
        if self.question != asked and not (before.injury and self.answers.injury is False):
            again = before.asked.get(str(self.question), AGAIN)
            assert again in MARKS, f"{self.question} is put twice"

    def way_back(self) -> list[str]:
        return [row["question"] for row in self.slots.get("trail") or [] if row["question"]]

    def asks_sensibly(self, messages: list[dict[str, Any]]) -> None:
        assert pending(messages) == self.question or not self.question
        assert self.question is None or self.question in QUESTIONS
        for message in messages:
            if "question" in message:
                self.message = message
                told = message["question"]["progress"]
                assert told["answered"] < told["expected"] <= MOST_QUESTIONS

    def ends_only_when_complete(self) -> None:
        assessed = self.slots.get("assessed")
        if assessed == self.answers.to_slots():
            assert fired_emergencies(self.answers) or missing_answers(self.answers) == []


@pytest.fixture
def machine(servers) -> type[AnyOrder]:
    AnyOrder.url = servers.url
    return AnyOrder


def test_any_order(machine):
    examples = int(os.environ.get("PATELLA_EXAMPLES") or 20)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=18,
            deadline=None,
            derandomize="PATELLA_EXAMPLES" not in os.environ,
            database=None,
            # A failing conversation is short enough, and each further try takes seconds.
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
