"""The way back: an answer is undone, or a question is put again. Pure functions.

Two things are told apart. *Going back* undoes the last answers, as if they had not been given.
*Asking again* leaves an answer as it is until another one takes its place, so that a sign that
cannot wait stays in front for just as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.answers import (
    ABSENT,
    MANY_VALUED,
    PRESENT,
    SINGLE_VALUED,
    STATUSES,
    Answers,
    as_range,
)
from knowledge.asking import is_about_which, is_doubted, is_known
from knowledge.conditions import names_in
from knowledge.hip_part import HIP, HIP_AND_KNEE, LOCATION, is_part_open
from knowledge.questions import SUMMARY, SUSPECTED, Question, load_questions, put_again
from knowledge.red_flags import RedFlag, fired_emergencies, load_red_flags, suspected_signs
from knowledge.steps import Interview
from knowledge.vocabulary import load_vocabulary
from knowledge.way_back import means_first, named_question, steps_in

# What another person has otherwise.
OF_A_PERSON = ("age", "history")
_SLOTS = (*SINGLE_VALUED, *MANY_VALUED, SUMMARY)


def note(question: Question | None, before: Answers, after: Answers) -> dict[str, Any]:
    """What a message changed, for the way back: of all that the question brings, if it answers one.

    Without a question it is everything that was said by the way.
    """
    brings = brings_of(question) if question else _everything(before, after)
    names = [name for name in brings if _value(before, name) != _value(after, name)]
    # Where about the hip was asked, and is again for who goes back to it.
    is_of_hip = question is not None and question.id == LOCATION and is_part_open(before)
    mark = {"mark": before.asked[LOCATION]} if is_of_hip else {}
    return {
        **mark,
        "question": question.id if question else None,
        "before": {name: _plain(_value(before, name)) for name in names},
        "after": {name: _plain(_value(after, name)) for name in names},
    }


def go_back(interview: Interview, text: str = "") -> Interview | None:
    """The interview as it was some answers before; ``None`` where there is nothing to go back to.

    What a message said beyond its answer stays: going back is no way to lose a sign that cannot
    wait without a word. An emergency that is left is asked about again.

    Args:
        interview: where it stands.
        text: what was typed, which may name a number of steps or a question.
    """
    doubted = without_doubt(interview)
    if doubted is not None and steps_in(text) == 1 and named_question(text) is None:
        return doubted
    trail = [row for row in answered(interview) if _is_known(row["question"], interview.answers)]
    named = named_question(text) or (trail[0]["question"] if trail and means_first(text) else None)
    if named is not None and _is_known(named, interview.answers):
        return ask_again(interview, named)
    answers, undone = interview.answers, None
    for _ in range(min(steps_in(text), len(trail))):
        undone = trail.pop()
        answers = _without(answers, undone)
    if fired_emergencies(answers):
        return ask_about_emergency(replace(interview, answers=answers, trail=tuple(trail)))
    if undone is None:
        return None
    question_id = undone["question"]
    if _is_known(question_id, answers):
        # It was said elsewhere as well, and is put all the same.
        answers = answers.changed(asked=_with_mark(answers, question_id))
    return Interview(answers, question_id, tuple(trail), 0)


def answered(interview: Interview) -> list[Mapping[str, Any]]:
    """The rows of the trail for answers to questions, without what was said by the way."""
    return [row for row in interview.trail if row["question"]]


def take_back_last(interview: Interview) -> Interview | None:
    """The interview without what was said last; ``None`` where there is nothing to take back.

    An answer is taken back by putting its question again.
    """
    last = interview.trail[-1] if interview.trail else None
    if last is None or last["question"] or without_doubt(interview):
        return go_back(interview)
    answers = _without(interview.answers, last)
    return replace(interview, answers=answers, trail=interview.trail[:-1], misses=0)


def without_doubt(interview: Interview) -> Interview | None:
    """The pending question put plainly, if its "not sure" or "a bit" is being gone into."""
    pending = load_questions().get(interview.pending or "")
    if pending is None:
        return None
    if not is_doubted(pending, interview.answers) and not is_about_which(
        pending, interview.answers
    ):
        return None
    asked = {name: how for name, how in interview.answers.asked.items() if name != pending.id}
    return replace(interview, answers=interview.answers.changed(asked=asked), misses=0)


def _is_known(question_id: str, answers: Answers) -> bool:
    return is_known(load_questions()[question_id], answers)


def without_answer(interview: Interview, question_id: str) -> Interview:
    """The interview as if one question had not been answered; what was said since stays."""
    answers = interview.answers
    for row in answered(interview):
        if row["question"] == question_id:
            answers = _without(answers, row)
    asked = {
        name: how
        for name, how in answers.asked.items()
        if name != question_id or how in (HIP, HIP_AND_KNEE)
    }
    trail = tuple(row for row in interview.trail if row["question"] != question_id)
    return replace(interview, answers=answers.changed(asked=asked), trail=trail)


def ask_again(interview: Interview, question_id: str) -> Interview:
    """Put a question once more; what it brought stays until it is answered.

    So does a summary that was confirmed: where the answer is kept, nothing is to be read again.
    """
    trail = tuple(row for row in interview.trail if row["question"] != question_id)
    answers = interview.answers
    answers = answers.changed(asked=_with_mark(answers, question_id))
    return replace(interview, answers=answers, pending=question_id, trail=trail, misses=0)


def about_another(before: Answers, after: Answers) -> Answers:
    """The later answers with age and history put again, if they are of another person now.

    They stay until they are answered, so that nothing which rests on them is lost without a word.
    """
    if before.who in (None, after.who):
        return after
    for name in OF_A_PERSON:
        is_of_another = getattr(before, name) and getattr(before, name) == getattr(after, name)
        if name in after.asked or is_of_another:
            after = after.changed(asked=_with_mark(after, name), summary_confirmed=None)
    return after


def _with_mark(answers: Answers, question_id: str) -> dict[str, str]:
    """How the questions were answered, with the mark that one of them is put once more."""
    return {**answers.asked, question_id: put_again(answers.asked.get(question_id))}


def ask_about_emergency(interview: Interview) -> Interview | None:
    """Put the question again whose answer made it an emergency; ``None`` where there is none."""
    for flag in fired_emergencies(interview.answers):
        question_id = _question_behind(flag, interview)
        if question_id is not None:
            return ask_again(interview, question_id)
    return None


def cleared(answers: Answers, question: Question) -> Answers:
    """The answers without everything that a question brings, because it is answered anew."""
    is_about_suspicion = question.id == SUSPECTED
    names = suspected_signs(answers) if is_about_suspicion else brings_of(question)
    for name in names:
        if name not in MANY_VALUED:
            answers = _with_value(answers, name, None)
    for name in MANY_VALUED:
        brought = {value for choice in question.choices for value in choice.sets.get(name) or ()}
        kept = tuple(value for value in getattr(answers, name) if value not in brought)
        answers = answers.changed(**{name: kept})
    asked = {name: how for name, how in answers.asked.items() if name != question.id}
    # What a message only looked like is settled by answering the question about its signs.
    suspected = tuple(
        name for name in answers.suspected if is_about_suspicion or not _asks_about(question, name)
    )
    return answers.changed(asked=asked, suspected=suspected)


def forget_suspicions(answers: Answers) -> Answers:
    """The answers without the emergencies that a message only looked like."""
    dropped = {flag.id for flag in fired_emergencies(answers)} & set(answers.suspected)
    kept = tuple(name for name in answers.suspected if name not in dropped)
    return answers.changed(suspected=kept)


def named_in_rule(flag_id: str) -> list[str]:
    """The findings and items of history that a red flag's rule names."""
    flag = load_red_flags().get(flag_id)
    return [name for group, name in names_in(flag.when) if group == "finding"] if flag else []


def brings_of(question: Question) -> list[str]:
    """The slots and signs that an answer to a question settles."""
    names = [question.id] if question.id in _SLOTS else []
    for choice in question.choices:
        for slot, values in choice.sets.items():
            names += list(values) if slot in (*STATUSES, ABSENT) else [slot]
    return list(dict.fromkeys(names))


def _everything(before: Answers, after: Answers) -> list[str]:
    """Every slot, and every sign that was spoken of."""
    signs = {*before.findings, *before.history, *after.findings, *after.history}
    return [*_SLOTS, *sorted(signs)]


def _without(answers: Answers, row: Mapping[str, Any]) -> Answers:
    """The answers without one answer, told by its row of the trail."""
    for name, before in row["before"].items():
        after, now = row["after"][name], _value(answers, name)
        if name in MANY_VALUED:
            left = [value for value in now if value in before or value not in after]
            back = [value for value in before if value not in after and value not in now]
            answers = _with_value(answers, name, (*left, *back))
        elif name in _SLOTS or now == after:
            # A sign of which something else was said since then keeps what was said last.
            answers = _with_value(answers, name, before)
    asked = {name: how for name, how in answers.asked.items() if name != row["question"]}
    if row.get("mark") and row["question"]:
        asked[row["question"]] = row["mark"]
    return answers.changed(asked=asked, summary_confirmed=None)


def _value(answers: Answers, name: str) -> Any:
    return getattr(answers, name) if name in _SLOTS else answers.status(name)


def _with_value(answers: Answers, name: str, value: Any) -> Answers:
    """The answers with another value of a slot, or another status of a sign; ``None`` for none."""
    if name in _SLOTS:
        return answers.changed(**{name: as_range(value) if _is_range(name, value) else value})
    term = load_vocabulary().find(name)
    group = term.group if term else "findings"
    statuses = {other: how for other, how in getattr(answers, group).items() if other != name}
    return answers.changed(**{group: {**statuses, name: value} if value else statuses})


def _is_range(name: str, value: Any) -> bool:
    return name == "duration_days" and value is not None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _question_behind(flag: RedFlag, interview: Interview) -> str | None:
    """The question about a sign of a flag that is there: the one answered last, else the first."""
    answers = interview.answers
    there = {sign for sign in named_in_rule(flag.id) if answers.status(sign) == PRESENT}
    signs = there or set(named_in_rule(flag.id))
    put = [row["question"] for row in reversed(answered(interview))]
    others = [name for name in load_questions() if name != SUSPECTED]
    for question_id in (*put, *others):
        if signs & set(load_questions()[question_id].options):
            return str(question_id)
    return None


def _asks_about(question: Question, flag_id: str) -> bool:
    return bool(set(question.options) & set(named_in_rule(flag_id)))
