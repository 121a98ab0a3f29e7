"""What holds of every interview, whatever is said in it; for the machines that say anything."""

from __future__ import annotations

import json

from knowledge.answers import ABSENT, MANY_VALUED, PRESENT, STATUSES, UNCERTAIN, Answers
from knowledge.asking import is_asked_again
from knowledge.conditions import Condition, holds, names_in
from knowledge.going_back import brings_of
from knowledge.questions import MARKS, NONE, load_questions
from knowledge.red_flags import confirmed_level, fired, load_red_flags
from knowledge.steps import Heard, Interview, Step
from knowledge.urgency import ROUTINE, at_least, load_urgency, most_urgent


def assert_no_sign_denied_unsaid(before: Interview, heard: Heard, step: Step) -> None:
    """A sign told or doubted became a "no" only where the message says so.

    It does by denying the sign, by a tap on a list that offers it, by "none of these" to that
    list in words, or by going back to where it had been denied.
    """
    if _goes_back(heard):
        return
    was, now = before.answers, step.interview.answers
    answer = heard.findings.get("answer") or {}
    question = load_questions().get(answer.get("question") or "")
    denies = heard.is_tap or answer.get("outcome") == NONE
    listed = set(question.options) if question and denies else set()
    for sign in {*was.findings, *was.history}:
        if was.status(sign) in (PRESENT, UNCERTAIN) and now.status(sign) == ABSENT:
            assert sign in {*heard.findings.get("absent", ()), *listed}, sign


def assert_told_where_it_falls(before: Interview, heard: Heard, step: Step) -> None:
    """The level of the red flags fell only by a change that was asked for, or with a word of it."""
    was, now = before.answers, step.interview.answers
    if at_least(confirmed_level(now), confirmed_level(was)):
        return
    pending = load_questions().get(before.pending or "")
    is_again = pending is not None and is_asked_again(pending, was)
    is_change = _goes_back(heard) or is_again or heard.findings.get("corrects")
    still = {flag.id for flag in fired(now)}
    ended = [flag for flag in fired(was) if flag.id not in still]
    parts = {n if g == "finding" else g for f in ended for g, n in names_in(f.when)}
    tapped = load_questions().get((heard.findings.get("answer") or {}).get("question") or "")
    is_change = is_change or (heard.is_tap and tapped and parts & set(brings_of(tapped)))
    told = {notice.response for notice in step.notices}
    assert is_change or "utter_less_urgent" in told, (confirmed_level(was), confirmed_level(now))


def _goes_back(heard: Heard) -> bool:
    return bool({"go_back", "change_answer"} & set(heard.moves))


def lasting_level(answers: Answers) -> str:
    """The level of what was stated, which nothing said later settles in another way.

    Left out are doubts, suspicions, and rules that hold only as long as something is not known.
    """
    rules: list[tuple[Condition, str]] = [(f.when, f.level) for f in load_red_flags().values()]
    rules += [(lift.when, ROUTINE) for lift in load_urgency().routine_when]
    return most_urgent(
        level for when, level in rules if _lasts(when) and holds(when, answers) is True
    )


def _lasts(condition: Condition) -> bool:
    return not any(word in json.dumps(condition) for word in ('"unless"', '"not"'))


def assert_undone(question_id: str, before: Answers, after: Answers, now: Answers) -> None:
    """Going back from an answer took away what its question asks for, and nothing else.

    ``before`` and ``after`` are the answers around the message that answered the question.
    """
    sets = [choice.sets for choice in load_questions()[question_id].choices]
    brings = {question_id, *(slot for row in sets for slot in row)}
    told = {v for row in sets for name in (*MANY_VALUED, *STATUSES) for v in row.get(name, ())}
    slots, was, stands = now.to_slots(), before.to_slots(), after.to_slots()
    for name in slots:
        if name in STATUSES:
            for sign in {*(was[name] or {}), *(stands[name] or {})}:
                expected = (was if sign in told else stands)[name] or {}
                assert (slots[name] or {}).get(sign) == expected.get(sign), sign
        elif name == "asked":
            left = {key: how for key, how in (slots[name] or {}).items() if how not in MARKS}
            expected = {k: how for k, how in (stands[name] or {}).items() if how not in MARKS}
            assert left == {key: how for key, how in expected.items() if key != question_id}
        elif name in MANY_VALUED:
            kept = [v for v in stands[name] or [] if v not in told or v in (was[name] or [])]
            assert set(slots[name] or []) == set(kept), name
        elif name != "summary_confirmed":
            assert slots[name] == (was if name in brings else stands)[name], name
