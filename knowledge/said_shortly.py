"""Answers of a word or two that mean something only after what was asked and told before. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.going_back import answered
from knowledge.questions import YES, load_questions
from knowledge.steps import Heard, Interview

_BARE_RIGHT = re.compile(r"^\W*(?:that is |that's |yes |yeah )?right\W*$")


def with_last_number(interview: Interview, heard: Heard) -> Heard:
    """The message with the number that was asked last put right: "no sorry 7" after the score."""
    number = heard.findings.get("instead")
    rows = answered(interview)
    last = load_questions().get(rows[-1]["question"]) if rows else None
    if number is None or last is None or last.kind != "number" or last.id == interview.pending:
        return heard
    is_possible = (last.min or 0) <= number <= (last.max if last.max is not None else number)
    if not is_possible or heard.findings.get(last.id) is not None:
        return heard
    findings = {name: value for name, value in heard.findings.items() if name != "answer"}
    findings[last.id] = number
    findings["corrects"] = [*(heard.findings.get("corrects") or ()), last.id]
    return replace(heard, findings=findings, moves=("change_answer",))


def without_bare_right(interview: Interview, heard: Heard) -> Heard:
    """The message without a side where "right" to a list is a yes: the side was told before."""
    question = load_questions().get(interview.pending or "")
    is_list = question is not None and question.kind == "multi"
    known = interview.answers.side
    if question is None or not is_list or known is None or heard.is_tap:
        return heard
    is_bare = _BARE_RIGHT.match(heard.text.lower()) is not None
    if not is_bare or heard.findings.get("side") in (None, known):
        return heard
    findings = {name: value for name, value in heard.findings.items() if name != "side"}
    findings["answer"] = {"question": question.id, "outcome": YES}
    return replace(heard, findings=findings)
