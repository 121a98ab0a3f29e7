"""What holds of every interview, whatever is said in it; for the machines that say anything."""

from __future__ import annotations

import json

from knowledge.answers import MANY_VALUED, STATUSES, Answers
from knowledge.conditions import Condition, holds
from knowledge.questions import AGAIN, DOUBTED, load_questions
from knowledge.red_flags import load_red_flags
from knowledge.urgency import ROUTINE, load_urgency, most_urgent

MARKS = (AGAIN, DOUBTED)


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
