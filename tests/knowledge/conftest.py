import pytest

from knowledge.answers import Answers
from knowledge.interview import Heard, Interview, Step, hear
from knowledge.questions import load_questions

REFERENCE = {
    "who": "self",
    "side": "left",
    "location": ["knee_front"],
    "quality": ["aching"],
    "duration_days": 21,
    "triggers": ["stairs_down", "prolonged_sitting"],
    "history": ["imaging_normal", "desk_job"],
}


def said(*moves: str, **findings) -> Heard:
    """A message as understanding would hand it on."""
    return Heard(moves or ("inform",), findings)


def answered(question: str, outcome: str = "value", **findings) -> Heard:
    """A choice from a list, or a button, that answers the pending question."""
    answer = {"question": question, "outcome": outcome}
    return Heard(("inform",), {**findings, "answer": answer}, is_tap=True)


def plain_answer(question: str) -> Heard:
    """What somebody with nothing alarming would say to a question."""
    return {
        "age": answered("age", age=34),
        "severity": answered("severity", severity=4),
        "onset": answered("onset", onset="gradual", injury=False),
        "side": answered("side", side="left"),
        "location": answered("location", location=["knee_front"]),
        "duration_days": answered("duration_days", duration_days=21),
        "summary_confirmed": answered("summary_confirmed", summary_confirmed=True),
    }.get(question, answered(question, "none"))


def finish(step: Step, **answers: Heard) -> tuple[Step, list[str]]:
    """Answer every further question; returns the last step and the questions put."""
    put = []
    while step.question:
        put.append(step.question)
        assert len(put) <= len(load_questions()), f"no end: {put}"
        step = hear(step.interview, answers.get(step.question, plain_answer(step.question)))
    return step, put


@pytest.fixture
def reference() -> Step:
    return hear(Interview(), said(**REFERENCE))


@pytest.fixture
def complete(reference: Step) -> Answers:
    return finish(reference)[0].interview.answers
