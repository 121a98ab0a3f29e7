"""What a message changes of the answers: what it states, and how it answers the question put."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge.answers import (
    ABSENT,
    ADDRESS,
    MANY_VALUED,
    PRESENT,
    STATUSES,
    UNCERTAIN,
    Answers,
)
from knowledge.asking import (
    is_about_which,
    is_asked_again,
    is_doubted,
    is_known,
    offered,
    progress,
)
from knowledge.facts import with_facts
from knowledge.going_back import cleared
from knowledge.hip_part import LOCATION, open_part, placed
from knowledge.outcomes import answer_to, outcome_of, says_some, with_some_named
from knowledge.questions import (
    DOUBTED,
    MARKS,
    NOT_SURE,
    PARTLY,
    SKIP,
    SUMMARY,
    VALUE,
    WHICH,
    YES,
    Question,
    answered_before,
    is_put_again,
    load_questions,
)
from knowledge.red_flags import fired, fired_emergencies, load_red_flags, signs_of
from knowledge.rest_of_list import asks_anyway, could_matter
from knowledge.steps import Heard
from knowledge.triage import urgency
from knowledge.urgency import at_least

_FOR_ME = re.compile(r"\b(?:for|about|it'?s|is) (?:me|myself)\b")
#: An interview that is expected to have so many questions has no room to go into a "not sure".
MOST_WITH_DOUBTS = 15


def take_in(answers: Answers, pending: str | None, heard: Heard) -> Answers:
    """The answers after a message: what it states, then how it answers the pending question."""
    stated = _with_suspicions_open(answers, with_facts(answers, heard.findings))
    stated = placed(answers, stated, heard.findings, pending)
    stated = with_some_named(answers, stated, pending)
    if stated != answers:
        # A summary that was confirmed, or is being read, is no longer what was said.
        stated = stated.changed(summary_confirmed=None)
    question = load_questions().get(pending or "")
    if question is None:
        return stated
    if question.id == SUMMARY:
        is_passed = stated == answers and _passes_summary(heard)
        return stated.changed(summary_confirmed=True) if is_passed else stated
    outcome = outcome_of(question, heard)
    is_of_place = question.id == LOCATION and outcome == VALUE
    part = open_part(answers, stated, heard.text) if is_of_place else None
    if part is not None:
        return stated.changed(asked={**stated.asked, LOCATION: part})
    if says_some(question, answers, heard):
        # What it says besides of a time is of that sign: "a bit, since this morning".
        return stated.changed(
            onset=answers.onset,
            duration_days=answers.duration_days,
            asked={**stated.asked, question.id: WHICH},
        )
    if outcome is None and answer_to(question, heard) == YES:
        # To say "a bit" again is not to know which: it is not asked a third time.
        is_followed_up = is_about_which(question, answers) or is_doubted(question, answers)
        outcome = NOT_SURE if is_followed_up else None
    if outcome is None:
        return stated
    if is_doubted(question, answers):
        return _with_doubts(answers, stated, question, outcome, heard)
    if _may_be_of_one(question, answers, stated, outcome):
        return stated.changed(asked={**stated.asked, question.id: DOUBTED})
    if not is_about_which(question, answers) and names_only_some(question, stated, outcome, heard):
        rest = offered(question, _without_mark(stated, question))
        # What is not asked about stays unknown: nothing was said of it.
        is_worth_it = asks_anyway(question, answers, rest) or could_matter(question, stated, rest)
        how = PARTLY if is_worth_it else VALUE
        return stated.changed(asked={**stated.asked, question.id: how})
    if is_asked_again(question, answers):
        if outcome == SKIP or (outcome == NOT_SURE and fired_emergencies(answers)):
            # "I don't know" takes no emergency back: it stands until its signs are denied.
            return _left_as_it_was(stated, question)
        if question.takes_several and outcome == VALUE and not heard.is_tap:
            # One more sign told in words; it says nothing against the others.
            return stated.changed(asked={**stated.asked, question.id: VALUE})
        stated = with_facts(cleared(answers, question), heard.findings)
        if outcome == NOT_SURE:
            # What leaves its signs open settles no suspicion.
            stated = stated.changed(suspected=answers.suspected)
        stated = stated.changed(summary_confirmed=None)
    unsaid = UNCERTAIN if outcome in (NOT_SURE, SKIP) else ABSENT
    doubted = set(heard.findings.get("uncertain") or ())
    if outcome == VALUE and not heard.is_tap:
        # To name another sign in words denies none that was told with doubt before.
        doubted |= {value for value in question.options if stated.status(value) == UNCERTAIN}
    # A list that is put again offers also what answering it has cleared by now.
    listed = (*offered(question, answers), *offered(question, stated))
    open_ones = set(offered(question, stated)) | {v for v in listed if stated.status(v) is None}
    left = [value for value in dict.fromkeys(listed) if value in open_ones - doubted]
    # What of a choice was not chosen is no sign denied; what nobody is sure of stays open.
    settles = question.takes_several or unsaid == UNCERTAIN
    settled = _given(stated, question, left, unsaid) if settles else stated
    return settled.changed(asked={**settled.asked, question.id: outcome})


def _passes_summary(heard: Heard) -> bool:
    """Whether somebody lets the summary stand: "yes", "I think so", "skip", "carry on"."""
    if heard.findings.get(SUMMARY) is not None:
        return heard.findings[SUMMARY] is True
    goes_on = heard.moves == ("start_check",) and not heard.is_tap
    return goes_on or heard.moves == ("affirm",) or heard.moves[:1] == ("skip",)


def _left_as_it_was(answers: Answers, question: Question) -> Answers:
    """The answers where a question that is put again is left out: what was said stays as it was.

    A list of which some was never answered is thereby left open.
    """
    plain = _without_mark(answers, question)
    how = answered_before(answers.asked[question.id]) or (
        VALUE if is_known(question, plain) else SKIP
    )
    if how == SKIP and question.takes_several:
        plain = _rest(plain, question, UNCERTAIN)
    return plain.changed(asked={**plain.asked, question.id: how})


def _with_suspicions_open(before: Answers, stated: Answers) -> Answers:
    """The answers after a message that looks like something whose signs were denied before.

    They are asked about once more: what is written now goes before an earlier "none of these".
    """
    new = [name for name in stated.suspected if name not in before.suspected]
    signs = {sign for name in new for sign in signs_of(load_red_flags()[name])}
    kept = {
        name: status
        for name, status in stated.findings.items()
        if name not in signs or status != ABSENT or before.status(name) != ABSENT
    }
    return stated.changed(findings=kept)


def about_the_same(answers: Answers, heard: Heard) -> Heard:
    """The message without an "I" of somebody who writes about another: "I think she limps"."""
    is_writer = heard.findings.get("who") == "self" and not answers.is_about_self
    if not is_writer or "who" in (heard.findings.get("corrects") or ()):
        return heard
    if _FOR_ME.search(heard.text.lower()):
        return heard
    findings = {name: value for name, value in heard.findings.items() if name != "who"}
    return replace(heard, findings=findings)


def _may_be_of_one(question: Question, before: Answers, stated: Answers, outcome: str) -> bool:
    """Whether "not sure" may be about one of several signs, and the others are not there.

    Taken for all of them it would send somebody who is not sure about a fever to be checked for
    a clot. Who then is not sure about any of them is not asked that a second time.
    """
    is_bare = outcome == NOT_SURE and stated == before
    if is_about_which(question, before):
        return False
    if question.kind != "multi" or not is_bare or len(offered(question, before)) < 2:
        return False
    if is_asked_again(question, before):
        # What was answered before stays in front; half of it cannot be opened for a second list.
        return False
    lists = [q.id for q in load_questions().values() if q.kind == "multi"]
    is_unsure_of_all = any(before.asked.get(name) == NOT_SURE for name in lists)
    return not is_unsure_of_all and progress(before)["expected"] < MOST_WITH_DOUBTS


def _with_doubts(
    before: Answers, stated: Answers, question: Question, outcome: str, heard: Heard
) -> Answers:
    """The answers once it is said which signs of a list somebody is not sure about.

    "The fever", "all of them" name doubts; "I cannot breathe" in the place of that is a sign.
    """
    asked = {**stated.asked, question.id: outcome}
    if outcome in (NOT_SURE, SKIP):
        return _rest(stated, question, UNCERTAIN).changed(asked=asked)
    listed = offered(question, before)
    named = [value for value in listed if stated.status(value) == PRESENT]
    is_sign = _tells_of_somebody(heard) and len(named) < len(listed)
    doubted = stated if is_sign else _given(stated, question, named, UNCERTAIN)
    unsaid = [value for value in offered(question, before) if doubted.status(value) is None]
    return _given(doubted, question, unsaid, ABSENT).changed(asked=asked)


def _tells_of_somebody(heard: Heard) -> bool:
    """Whether a sign is told in a sentence about somebody, and not only called by its name."""
    names = ("who", *ADDRESS, "corrects")
    is_of_somebody = any(heard.findings.get(name) for name in names)
    return heard.moves[:1] == ("report_red_flag",) and is_of_somebody and not heard.is_tap


def may_replace(before: Answers, stated: Answers, pending: str | None, heard: Heard) -> bool:
    """Whether a message may put new answers in the place of old ones.

    A level of urgency falls only when the answer that raised it is corrected: by saying so, by
    saying what to change when that was asked, by a tap, or by answering a question that is put
    again.
    """
    question = load_questions().get(pending or "")
    if heard.is_tap or heard.findings.get("corrects") or heard.was_asked_what_to_change:
        return True
    if question is not None and is_asked_again(question, before):
        return True
    fired_before = {flag.id for flag in fired(before)}
    still_there = fired_before <= {flag.id for flag in fired(stated)}
    return still_there and at_least(urgency(stated), urgency(before))


def additions(before: Answers, after: Answers) -> Answers:
    """The earlier answers with what is new in the later ones; nothing but a doubt is replaced."""
    old, new = before.to_slots(), after.to_slots()
    slots = {name: new[name] if old[name] is None else old[name] for name in old}
    for name in (*MANY_VALUED, "suspected"):
        more = [value for value in new[name] or () if value not in (old[name] or ())]
        slots[name] = [*(old[name] or ()), *more]
    if slots["who"] != new["who"]:
        slots.update({name: old[name] for name in ADDRESS})
    for name in (*STATUSES, "asked"):
        marks = (UNCERTAIN, *MARKS)
        kept = {key: how for key, how in (old[name] or {}).items() if how not in marks}
        slots[name] = {**(new[name] or {}), **kept}
    return Answers.from_slots(slots)


def without_marks(before: Answers, after: Answers) -> Answers:
    """A new emergency goes before what is asked again: that is dropped."""
    if {flag.id for flag in fired_emergencies(after)} <= {
        flag.id for flag in fired_emergencies(before)
    }:
        return after
    # As they were answered before: what was left open then is so still.
    asked = {
        name: answered_before(how) if is_put_again(how) else how
        for name, how in after.asked.items()
    }
    return after.changed(asked={name: how for name, how in asked.items() if how})


def names_only_some(question: Question, stated: Answers, outcome: str, heard: Heard) -> bool:
    """Whether somebody named one sign in words and so said nothing of the others on the list."""
    is_list_of_signs = question.kind == "multi" and question.mandatory
    closes = (heard.findings.get("answer") or {}).get("only") is True
    return (
        is_list_of_signs
        and not closes
        and outcome == VALUE
        and not heard.is_tap
        and bool(offered(question, _without_mark(stated, question)))
    )


def _without_mark(answers: Answers, question: Question) -> Answers:
    """The answers without the mark that the question is to be put again."""
    if not is_asked_again(question, answers):
        return answers
    asked = {name: how for name, how in answers.asked.items() if name != question.id}
    return answers.changed(asked=asked)


def _rest(answers: Answers, question: Question, status: str) -> Answers:
    """Give every option of which nothing is known this status."""
    return _given(answers, question, offered(question, answers), status)


def _given(answers: Answers, question: Question, values: Iterable[str], status: str) -> Answers:
    """Give these options of a question a status."""
    changes: dict[str, dict[str, str]] = {group: {} for group in STATUSES}
    for value in values:
        for group in STATUSES:
            if value in (question.choice(value).sets.get(group) or ()):
                changes[group][value] = status
    return answers.changed(
        findings={**answers.findings, **changes["findings"]},
        history={**answers.history, **changes["history"]},
    )
