"""What is told as changed between two assessments. Pure functions."""

from __future__ import annotations

from knowledge.answers import Answers
from knowledge.asking import missing_answers
from knowledge.notices import added, replaced


def told_as_changed(before: Answers, after: Answers) -> list[str]:
    """In words, what somebody has changed since an assessment.

    After a whole interview that is whatever is new or otherwise. An alarm that was told before the
    interview was over had hardly any answers: the first answer to a question put since then
    changes nothing, so that only what took an earlier answer's place is named.
    """
    return replaced(before, after) if missing_answers(before) else added(before, after)
