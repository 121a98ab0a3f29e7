"""The interview: what a message changes, and which question comes next. Pure functions.

The next question depends on nothing but what is known, so that the interview can be picked
up, corrected and walked back at any point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.answering import about_the_same, additions, may_replace, take_in, without_marks
from knowledge.answers import ADDRESS, PRESENT, Answers
from knowledge.asking import is_asked_again, is_known, next_question
from knowledge.facts import with_facts
from knowledge.going_back import (
    about_another,
    answered,
    ask_about_emergency,
    ask_again,
    brings_of,
    cleared,
    forget_suspicions,
    go_back,
    named_in_rule,
    note,
    take_back_last,
    without_answer,
    without_doubt,
)
from knowledge.notices import (
    KNOWN_AGAIN,
    KNOWN_ALREADY,
    added,
    known_otherwise,
    less_urgent,
    not_understood,
    noted,
    notices,
    now_about_another,
    replaced,
)
from knowledge.questions import SUMMARY, VALUE, is_put_again, load_questions
from knowledge.red_flags import fired_emergencies, flagged_level, suspected_emergencies
from knowledge.said_shortly import with_last_number, without_bare_right
from knowledge.steps import ASK_CORRECTION, Heard, Interview, Notice, Step
from knowledge.summary import line_for
from knowledge.urgency import SELF_CARE
from knowledge.way_back import means_last, named_question

__all__ = ["Heard", "Interview", "Notice", "Step", "hear"]

# What needs no answer of its own: the question simply comes again.
_STATE_NOTHING = frozenset({"repeat", "start_check", "restart", "affirm"})
# What one does beside going back, and is taken in after it.
_STATES = frozenset({"inform", "change_answer", "report_red_flag"})


def hear(interview: Interview, heard: Heard) -> Step:
    """Take one message into the interview."""
    heard = about_the_same(interview.answers, heard)
    heard = with_last_number(interview, without_bare_right(interview, heard))
    if "go_back" in heard.moves:
        return _go_back(interview, heard)
    if _wants_change(interview, heard):
        return _change(interview, heard)
    earlier = _tapped_earlier(interview, heard)
    if earlier is not None:
        return _answer_again(interview, earlier, heard)
    before, pending = interview.answers, interview.pending
    stated = take_in(before, pending, heard)
    after = stated if may_replace(before, stated, pending, heard) else additions(before, stated)
    after = without_marks(before, about_another(before, after))
    said = (*now_about_another(before, after), *notices(interview, after, heard))
    if _sounds_like_an_emergency(heard, before, after):
        # No sign was told plainly: never pass that over.
        said = (Notice("utter_if_emergency"),)
    said = (*said, *_said_of_level(interview, after, heard))
    kept = _kept(before, stated, after, heard)
    if kept:
        said = (*said, Notice("utter_kept", {"kept": "; ".join(kept)}))
    is_told = _without_address(after) != _without_address(before)
    # What is put again for another person is no way back any more.
    stale = {
        name
        for name, how in after.asked.items()
        if is_put_again(how) and not is_put_again(before.asked.get(name))
    }
    trail = tuple(row for row in _trail(interview, after) if row["question"] not in stale)
    is_repeated = [notice.response for notice in said] == [KNOWN_ALREADY]
    misses = _misses(interview, heard, is_told or (bool(said) and not is_repeated))
    if is_repeated and misses > 1:
        # To be told for ever that it is known already would help nobody on.
        said = (replace(said[0], response=KNOWN_AGAIN),)
    elif misses and not is_repeated:
        said = (not_understood(misses, interview, heard),)
    step = _step(Interview(after, pending, trail, misses), said)
    if is_told and not said and step.question == pending:
        # Something was taken in that does not answer the question, which now comes again.
        return replace(step, notices=noted(added(before, after)))
    return step


def _said_of_level(interview: Interview, after: Answers, heard: Heard) -> tuple[Notice, ...]:
    """What to say where it has become less urgent, unless an answer was changed for that."""
    question = load_questions().get(interview.pending or "")
    if question is not None and is_asked_again(question, interview.answers):
        return ()
    return less_urgent(interview.answers, after, heard.findings.get("corrects") or ())


def _kept(before: Answers, stated: Answers, after: Answers, heard: Heard) -> list[str]:
    """In words, what a message states otherwise and stays as it was."""
    kept = added(stated, after)
    return kept or (known_otherwise(before, heard.findings) if after == before else [])


def _without_address(answers: Answers) -> Answers:
    """The answers without what no question asks for: how to speak of them, what they look like.

    That it is about the writer, which is assumed anyhow, is no news either.
    """
    who = None if answers.who == "self" else answers.who
    return answers.changed(suspected=(), who=who, **dict.fromkeys(ADDRESS))


def _tapped_earlier(interview: Interview, heard: Heard) -> str | None:
    """The question of the list or button that was tapped, where another one is pending by now.

    After the ending, where none is, it is one that was put in this check.
    """
    tapped = (heard.findings.get("answer") or {}).get("question") if heard.is_tap else None
    if tapped not in load_questions() or tapped in (SUMMARY, interview.pending):
        return None
    was_put = interview.pending is not None or tapped in interview.answers.asked
    return tapped if was_put else None


def _answer_again(interview: Interview, earlier: str, heard: Heard) -> Step:
    """Take a tap on an earlier question for a new answer to it; the pending one comes again."""
    then = without_answer(interview, earlier)
    step = hear(replace(then, pending=earlier), heard)
    changes = replaced(interview.answers, step.interview.answers)
    told = (Notice("utter_changed", {"changes": "; ".join(changes)}),) if changes else ()
    return replace(step, notices=told or less_urgent(interview.answers, step.interview.answers, ()))


def _sounds_like_an_emergency(heard: Heard, before: Answers, after: Answers) -> bool:
    """Whether a message is taken for an emergency, and does not plainly tell which."""
    known = {flag.id for flag in suspected_emergencies(before)}
    if any(flag.id not in known for flag in suspected_emergencies(after)):
        return True
    if heard.moves[:1] != ("report_red_flag",):
        return False
    tells_nothing = after == before and not fired_emergencies(after)
    return tells_nothing or flagged_level(after) == SELF_CARE


def _trail(interview: Interview, after: Answers) -> tuple[Mapping[str, Any], ...]:
    """The way back with this message: what it answers, or else what it says by the way."""
    before, pending = interview.answers, interview.pending
    if pending is None or after == before:
        return interview.trail
    if not _answers(pending, before, after):
        return (*answered(interview), note(None, before, after))
    question = load_questions()[pending]
    # Going back from an answer that took another's place undoes both.
    then = cleared(before, question) if is_asked_again(question, before) else before
    return (*answered(interview), note(question, then, after))


def _answers(pending: str | None, before: Answers, after: Answers) -> bool:
    """Whether the pending question was open before a message and is not open after it."""
    question = load_questions().get(pending or "")
    return question is not None and is_known(question, after) and not is_known(question, before)


def _misses(interview: Interview, heard: Heard, was_understood: bool) -> int:
    """How many messages in a row have answered nothing, this one included."""
    states_nothing = not heard.moves or heard.moves[0] in _STATE_NOTHING
    if heard.is_aside or states_nothing or was_understood or interview.pending is None:
        return 0
    return interview.misses + 1


def _step(interview: Interview, said: tuple[Notice, ...]) -> Step:
    question = next_question(interview.answers)
    pending = question.id if question else None
    return Step(replace(interview, pending=pending), pending, said)


def _go_back(interview: Interview, heard: Heard) -> Step:
    """Undo answers, and take in what the same message states besides."""
    named = named_question(heard.text)
    is_to_come = _is_to_come(named, interview)
    open_one = _pending_named(named, interview)
    back = None if is_to_come or open_one else go_back(interview, heard.text)
    if is_to_come:
        step = _step(replace(interview, misses=0), (Notice("utter_not_asked_yet"),))
    elif open_one is not None:
        step = _step(open_one, (Notice("utter_ask_again"),))
    elif back is None and fired_emergencies(interview.answers):
        step = _take_back(interview)
    elif back is None:
        step = _step(replace(interview, misses=0), (Notice("utter_cannot_go_back"),))
    else:
        is_again = is_asked_again(load_questions()[back.pending or ""], back.answers)
        is_one_step = len(answered(interview)) - len(answered(back)) <= 1 and not is_again
        response = "utter_went_back" if is_one_step else "utter_ask_again"
        step = Step(back, back.pending, (Notice(response),))
    if not _STATES & set(heard.moves):
        return step
    moves = tuple(move for move in heard.moves if move != "go_back")
    findings = {name: value for name, value in heard.findings.items() if name != "answer"}
    if _states_answer(step.question, findings):
        findings["answer"] = {"question": step.question, "outcome": VALUE}
    then = hear(step.interview, replace(heard, moves=moves, findings=findings))
    return replace(then, notices=(*step.notices, *then.notices))


def _states_answer(question_id: str | None, findings: Mapping[str, Any]) -> bool:
    """Whether a message states what a question of one slot asks for: "to my age, I'm 45"."""
    question = load_questions().get(question_id or "")
    if question is None or question.kind in ("multi", "yes_no"):
        return False
    return any(findings.get(name) not in (None, [], ()) for name in brings_of(question))


def _pending_named(question_id: str | None, interview: Interview) -> Interview | None:
    """The interview with the pending question put plainly, where a message names just that one."""
    named = load_questions().get(question_id or "")
    if named is None or named.id != interview.pending or is_known(named, interview.answers):
        return None
    return without_doubt(interview) or replace(interview, misses=0)


def _wants_change(interview: Interview, heard: Heard) -> bool:
    """Whether somebody wants an answer changed and does not say to what."""
    is_bare = with_facts(interview.answers, heard.findings) == interview.answers
    return heard.moves[:1] == ("change_answer",) and is_bare


def _change(interview: Interview, heard: Heard) -> Step:
    """Put the question again that is meant; where that is not told, ask what to change."""
    named = heard.named or named_question(heard.text)
    again = None
    if _is_to_come(named, interview):
        return _step(replace(interview, misses=0), (Notice("utter_not_asked_yet"),))
    open_one = _pending_named(named, interview)
    if open_one is not None:
        return _step(open_one, (Notice("utter_ask_again"),))
    if named is not None:
        again = ask_again(interview, named)
    elif fired_emergencies(interview.answers):
        again = ask_about_emergency(interview)
        if again is None:
            return _take_back(interview)
    elif means_last(heard.text):
        again = take_back_last(interview)
        dropped = added(again.answers, interview.answers) if again else []
        is_of_the_way = again and len(answered(again)) == len(answered(interview))
        if again and is_of_the_way and dropped:
            return _step(again, (Notice("utter_taken_back", {"dropped": "; ".join(dropped)}),))
        if again and is_of_the_way and again.answers == interview.answers:
            # Nothing that has words was said by the way: what is meant has to be told.
            return _step(again, (Notice(ASK_CORRECTION),))
    if again is None:
        return _step(replace(interview, misses=0), (Notice(ASK_CORRECTION),))
    return Step(again, again.pending, (Notice("utter_ask_again"),))


def _is_to_come(question_id: str | None, interview: Interview) -> bool:
    """Whether a message names a question that was not put yet, nor answered unasked."""
    named = load_questions().get(question_id or "")
    if named is None or named.id == interview.pending:
        return False
    return not is_known(named, interview.answers) and named.id not in interview.answers.asked


def _take_back(interview: Interview) -> Step:
    """Drop an emergency that was only suspected; keep to one that was stated, and say to what."""
    answers = forget_suspicions(interview.answers)
    step = _step(replace(interview, answers=answers, misses=0), ())
    signs = [sign for flag in fired_emergencies(answers) for sign in named_in_rule(flag.id)]
    lines = [line_for(sign, answers) for sign in signs if answers.status(sign) == PRESENT]
    if not lines:
        return step
    kept = "; ".join(dict.fromkeys(lines))
    told = (Notice("utter_kept", {"kept": kept}),)
    return replace(step, notices=told, is_put_right_next=True)
