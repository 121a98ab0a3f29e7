"""Which question comes next, which of its options are worth offering, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.answers import MANY_VALUED, PRESENT, SINGLE_VALUED, UNCERTAIN, Answers
from knowledge.areas import BOTH, SIDES, areas
from knowledge.conditions import holds, possible
from knowledge.hip_part import HIP, HIP_AND_KNEE, HIP_PLACES, LOCATION, PARTS_OF_HIP, is_part_open
from knowledge.questions import (
    DOUBTED,
    MARKS,
    NO,
    NONE,
    NOT_SURE,
    PARTLY,
    SUMMARY,
    SUSPECTED,
    WHICH,
    YES,
    Question,
    is_put_again,
    load_questions,
    plain_option,
)
from knowledge.red_flags import fired_emergencies, signs_to_ask_about, suspected_signs
from knowledge.vocabulary import load_vocabulary

# Nobody is asked more than this.
MOST_QUESTIONS = 16
# An option and the finding that says the same of it.
_TOLD_BY = {"night": "night_pain"}


def next_question(answers: Answers) -> Question | None:
    """The first question that applies and is not known yet; none once an emergency is found.

    What is asked again comes before all that, so that an emergency can be taken back.
    """
    for question in load_questions().values():
        if is_asked_again(question, answers) and _applies(question, answers):
            return question
    if fired_emergencies(answers):
        return None
    return next(open_questions(answers), None)


def open_questions(answers: Answers) -> Iterator[Question]:
    """Every question that would still be put, in order; the mandatory ones always find room."""
    questions = [
        question
        for question in load_questions().values()
        if _applies(question, answers) and not is_known(question, answers)
    ]
    room = MOST_QUESTIONS - _put(answers) - sum(question.mandatory for question in questions)
    for question in questions:
        if question.mandatory:
            yield question
        elif room > 0:
            room -= 1
            yield question


def _applies(question: Question, answers: Answers) -> bool:
    """Whether to put a question; one that safety needs also when it only may apply."""
    if question.mandatory:
        return possible(question.when, answers)
    return holds(question.when, answers) is True


def missing_answers(answers: Answers) -> list[str]:
    """The mandatory questions that apply and have neither an answer nor a "not sure"."""
    return [question.id for question in open_questions(answers) if question.mandatory]


def is_known(question: Question, answers: Answers) -> bool:
    """Whether it was put already, or everything that it would bring has been said unasked."""
    if answers.asked.get(question.id) in MARKS:
        return False
    if question.id == SUSPECTED:
        # Whatever was asked before, what is suspected since is not known.
        return not offered(question, answers)
    if question.id in answers.asked:
        return True
    if question.known_when is not None:
        return holds(question.known_when, answers) is True
    if question.id in (*SINGLE_VALUED, SUMMARY):
        return getattr(answers, question.id) is not None
    if question.id in MANY_VALUED:
        return getattr(answers, question.id) != ()
    return not offered(question, answers)


def is_asked_again(question: Question, answers: Answers) -> bool:
    """Whether it was answered and is to be put once more."""
    return is_put_again(answers.asked.get(question.id))


def is_doubted(question: Question, answers: Answers) -> bool:
    """Whether it was answered with "not sure", and it is to be said about what."""
    return answers.asked.get(question.id) == DOUBTED


def is_about_rest(question: Question, answers: Answers) -> bool:
    """Whether some of it was told in words, and it is to be said of the others."""
    if answers.asked.get(question.id) == PARTLY:
        return True
    return question.id not in answers.asked and bool(_told_as_findings(question, answers))


def _told_as_findings(question: Question, answers: Answers) -> set[str]:
    """The options that a finding tells as well: who is woken by it has pain at night."""
    told = {option for option, sign in _TOLD_BY.items() if answers.status(sign) == PRESENT}
    return told & set(question.options)


def is_about_which(question: Question, answers: Answers) -> bool:
    """Whether it was said that some of it is so, and it is to be said which."""
    return answers.asked.get(question.id) == WHICH


def is_about_hip(question: Question, answers: Answers) -> bool:
    """Whether a hip hurts and only where about it is asked."""
    return question.id == LOCATION and answers.asked.get(LOCATION) == HIP


def is_about_hip_and_knee(question: Question, answers: Answers) -> bool:
    """Whether a hip and a knee hurt, and where about both is asked."""
    return question.id == LOCATION and answers.asked.get(LOCATION) == HIP_AND_KNEE


def is_about_injury(question: Question, answers: Answers) -> bool:
    """Whether it is known to have come on all at once, and only an accident is asked about."""
    came_at_once = answers.onset == "sudden" and answers.injury is None
    return question.id == "onset" and came_at_once


def offered(question: Question, answers: Answers) -> tuple[str, ...]:
    """The options worth offering: those that apply and of which nothing is known yet.

    What was only said with doubt is asked for once. A question that is put again offers all that
    apply.
    """
    again = is_asked_again(question, answers)
    told = frozenset() if again else _told_as_findings(question, answers)
    suspected = suspected_signs(answers) if again else signs_to_ask_about(answers)
    return tuple(
        choice.value
        for choice in question.choices
        if (question.id != SUSPECTED or choice.value in suspected)
        and (choice.value in PARTS_OF_HIP or not is_about_hip(question, answers))
        and holds(choice.when, answers) is True
        and choice.value not in told
        and (again or question.kind == "choice" or _is_open(choice.value, answers))
    )


def _is_open(value: str, answers: Answers) -> bool:
    status = answers.status(value)
    if status != UNCERTAIN:
        return status is None
    settled = (name for name, how in answers.asked.items() if how not in (DOUBTED, WHICH))
    asked = (load_questions().get(name) for name in settled)
    return not any(question and value in question.options for question in asked)


def describe_question(question_id: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """The ``question`` object of the web API for a pending question, without its wording.

    Raises:
        KeyError: when there is no such question.
    """
    question = load_questions()[question_id]
    answers = Answers.from_slots(slots)
    described: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "options": _described_options(question, answers),
        "why": question.why,
        "progress": progress(answers),
    }
    if is_asked_again(question, answers):
        described["again"] = True
    if is_doubted(question, answers):
        described["about_doubt"] = True
    if is_about_rest(question, answers):
        described["about_rest"] = True
    if is_about_which(question, answers):
        described["about_which"] = True
    if is_about_hip(question, answers):
        described["about_hip"] = True
    if is_about_hip_and_knee(question, answers):
        described["about_hip_and_knee"] = True
    if is_about_injury(question, answers):
        described["about_injury"] = True
    if question.kind == "zones":
        described.update(_marked(answers, offered(question, answers)))
    meanings = [question.meaning] if question.meaning else []
    meanings += [
        f"{option['label']}: {option['help']}"
        for option in described["options"]
        if "help" in option
    ]
    if meanings:
        described["meaning"] = "\n".join(meanings)
    for key in ("min", "max", "unit"):
        if getattr(question, key) is not None:
            described[key] = getattr(question, key)
    return described


def _marked(answers: Answers, shown: tuple[str, ...]) -> dict[str, Any]:
    """What is known of places and sides already, and the words for a side."""
    vocabulary = load_vocabulary()
    words = {side: vocabulary.label(side).lower() for side in (*SIDES, BOTH)}
    marked: dict[str, Any] = {"sides": words}
    # Of a hip of which no part was told none is marked.
    open_ones = HIP_PLACES if is_part_open(answers) else ()
    marked_areas = [area for area in areas(answers) if area.zone in shown]
    chosen = [area.value for area in marked_areas if area.zone not in open_ones]
    if chosen:
        marked["chosen"] = chosen
    if answers.side:
        marked["side"] = answers.side
    if not answers.is_about_self:
        marked["about_other"] = True
    return marked


def progress(answers: Answers) -> dict[str, int]:
    """How many questions were put, and how many it will have been, as far as is known now."""
    put = _put(answers)
    return {"answered": put, "expected": put + len(list(open_questions(answers)))}


def _put(answers: Answers) -> int:
    """How many questions have been put and answered, the summary among them."""
    answered = sum(how not in MARKS for how in answers.asked.values())
    return answered + (answers.summary_confirmed is not None)


def _described_options(question: Question, answers: Answers) -> list[dict[str, str]]:
    options = []
    for value in offered(question, answers):
        choice = question.choice(value)
        option = {"value": value, "label": choice.label}
        if choice.help:
            option["help"] = choice.help
        options.append(option)
    if question.kind == "yes_no":
        return [plain_option(YES), plain_option(NO)]
    if is_about_injury(question, answers):
        plain = zip(options, (YES, NO), strict=True)
        options = [
            {"value": each["value"], "label": plain_option(word)["label"]} for each, word in plain
        ]
    if question.kind == "multi":
        options.append(plain_option(NONE))
    return [*options, plain_option(NOT_SURE)]
