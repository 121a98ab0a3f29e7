"""From a message to findings: the pieces of this folder in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.nlu.extract.addressed import how_to_speak_of
from bot.nlu.extract.age import find_age
from bot.nlu.extract.answers import read_answer
from bot.nlu.extract.assertion import Status, status_of
from bot.nlu.extract.calf import sore_calf
from bot.nlu.extract.clauses import Clause, split
from bot.nlu.extract.context import (
    fits_as_answer,
    in_context,
    sleeps_badly_for_another_reason,
)
from bot.nlu.extract.corrections import corrected, is_correction
from bot.nlu.extract.duration import find_duration, is_spell
from bot.nlu.extract.findings import LISTS, MANY, Findings, Pending, add, choose, empty
from bot.nlu.extract.joints import find_many_joints
from bot.nlu.extract.matcher import Mention, find_mentions
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.onset import add_onset
from bot.nlu.extract.operated import BOTH_JOINTS, told_by_joint
from bot.nlu.extract.outweighed import without_outweighed
from bot.nlu.extract.place import accept_locations
from bot.nlu.extract.severity import find_severity
from bot.nlu.extract.side import find_sides, one_side
from bot.nlu.extract.spelling import mend
from bot.nlu.extract.taken_back import keep_last, last_said, place_after
from bot.nlu.extract.tokens import Token, tokenise
from bot.nlu.extract.triggers import accept_triggers, lists_triggers
from bot.nlu.extract.who import clause_of, find_who, is_someone_elses
from bot.nlu.extract.words import word_set
from knowledge.questions import NO, NOT_SURE, YES
from knowledge.vocabulary import load_vocabulary

Judged = tuple[Mention, Status]

# The words of a finding are not also a place or a trigger ("cannot walk", "kneecap out of place"),
# but for these.
_ALSO_A_TRIGGER = frozenset(
    {"desk_job", "runner", "recent_immobility", "tight_muscle_severe_pain", "constant_pain"}
)
_KEEP_ITS_TRIGGER = frozenset({"night", "morning"})
_OF_ONESELF = frozenset({"my", "i", "our", "me", "been", "he", "she", "his", "her", "this"})
_SIDE_WORDS = word_set("the my it is left right both one side of them")
_SIDE_ALONE = 2
_CALF = ("calf",)
_NEVER_PAST = frozenset({"history", "injury"})


def understand(
    text: str,
    asked: str | None = None,
    pending: Pending | None = None,
    today: date | None = None,
) -> Findings:
    """Return the findings of one message in the shape of the contract; see below."""
    return understand_with_words(text, asked, pending, today)[0]


def understand_with_words(
    text: str,
    asked: str | None = None,
    pending: Pending | None = None,
    today: date | None = None,
) -> tuple[Findings, dict[str, str]]:
    """Return the findings of one message, and the words that stand for each present one."""
    reading = read_text(text, asked, pending, today)
    return reading.findings, reading.words


@dataclass(frozen=True)
class Reading:
    """What the rules make of a message.

    Attributes:
        findings: in the shape of the contract.
        words: present value → the words that stand for it.
        set_aside: values that were spoken of as past, supposed, asked about or somebody else's.
        ruled_out: places, triggers and qualities that are denied ("not on the bike").
    """

    findings: Findings
    words: dict[str, str] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()


def read_text(
    text: str,
    asked: str | None = None,
    pending: Pending | None = None,
    today: date | None = None,
) -> Reading:
    """Return what one message says.

    Args:
        text: the message as typed.
        asked: the id of the pending question, which is the name of its slot.
        pending: that question, for its kind and options; without it answers by place and plain
            yes and no cannot be read.
        today: the day that "since Easter" is counted from; by default the real one.
    """
    plain = normalise(text)
    findings = empty()
    if not any(char.isalnum() and char.isascii() for char in plain):
        return Reading(findings)
    tokens = mend(tokenise(plain))
    mended = " ".join(token.text for token in tokens).replace(" '", "'")
    clauses = split(tokens)
    if not clauses:
        return Reading(findings)
    mentions = [*find_mentions(tokens), *find_many_joints(tokens)]
    concerned = find_who(tokens, mentions, clauses, asked)
    who = concerned.who
    offered = frozenset(pending.options) if pending is not None else frozenset()
    judged = _judge(mentions, tokens, clauses, who, offered)
    judged = without_outweighed(judged, tokens, clauses)
    judged = keep_last(judged, place_after(tokens))
    correcting = is_correction(mended, asked)
    _add_findings(findings, judged)
    if sleeps_badly_for_another_reason(mended) and "night_pain" not in findings["present"]:
        add(findings, "absent", ["night_pain"])
    _add_places(findings, judged, tokens, clauses, asked, correcting, offered)
    if who is not None:
        findings["who"] = who
    _add_scalars(findings, judged, tokens, clauses, asked, today or date.today())
    if pending is not None:
        _add_answer(findings, mended, pending)
    elif asked in ("age", "severity", "duration_days", "side") and asked in findings:
        findings["answer"] = {"question": asked, "outcome": "value"}
    corrects = corrected(mended, findings, asked)
    if corrects:
        findings["corrects"] = corrects
    findings.update(how_to_speak_of(tokens, mentions, concerned))
    return Reading(findings, _words_of(judged, tokens), _set_aside(judged), _ruled_out(judged))


def _set_aside(judged: Sequence[Judged]) -> frozenset[str]:
    said = (Status.PRESENT, Status.ABSENT, Status.UNCERTAIN)
    return frozenset(v for mention, status in judged if status not in said for v in mention.values)


def _ruled_out(judged: Sequence[Judged]) -> frozenset[str]:
    return frozenset(
        value
        for mention, status in judged
        if status is Status.ABSENT and mention.group in MANY
        for value in mention.values
    )


def _words_of(judged: Sequence[Judged], tokens: Sequence[Token]) -> dict[str, str]:
    return {
        value: " ".join(token.text for token in tokens[mention.start : mention.end])
        for mention, status in judged
        if status is Status.PRESENT
        for value in mention.values
    }


def _judge(
    mentions: Sequence[Mention],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    who: str | None,
    offered: frozenset[str],
) -> list[Judged]:
    judged = []
    for found in mentions:
        if found.group == "who" or not fits_as_answer(found, tokens, offered):
            continue
        meant = in_context(found, tokens, clauses, clause_of(found, clauses))
        if meant is None:
            continue
        mention = told_by_joint(meant, tokens)
        status = status_of(mention, tokens, clauses, clause_of(mention, clauses))
        if is_someone_elses(mention, tokens, mentions, clauses, who):
            # "my sister had one, not me" denies it of the one it is about.
            status = Status.ABSENT if _not_me(mention, tokens) else Status.SOMEONE_ELSE
        elif status is Status.PAST and mention.group in _NEVER_PAST:
            lasting = not {"runner", "desk_job"} & set(mention.values)
            status = Status.PRESENT if lasting else Status.PAST
        judged.append((mention, status))
    return judged


def _not_me(mention: Mention, tokens: Sequence[Token]) -> bool:
    after = [token.text for token in tokens[mention.end : mention.end + 5]]
    return any(after[n : n + 2] in (["not", "me"], ["not", "myself"]) for n in range(len(after)))


def _add_findings(findings: Findings, judged: Sequence[Judged]) -> None:
    lists = {"findings": "present", "history": "history"}
    for mention, status in judged:
        if mention.group not in lists:
            continue
        if status is Status.PRESENT and mention.values != BOTH_JOINTS:
            add(findings, lists[mention.group], mention.values)
        elif status is Status.ABSENT:
            add(findings, "absent", mention.values)
        elif status is Status.UNCERTAIN:
            add(findings, "uncertain", mention.values)
    said = {*findings["present"], *findings["history"]}
    findings["absent"] = [value for value in findings["absent"] if value not in said]
    said |= set(findings["absent"])
    findings["uncertain"] = [value for value in findings["uncertain"] if value not in said]


def _add_places(
    findings: Findings,
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: str | None,
    correcting: bool,
    offered: frozenset[str],
) -> None:
    solid = [
        m
        for m, _ in judged
        if m.group in ("findings", "history") and not set(m.values) & _ALSO_A_TRIGGER
    ]
    free = [
        (m, status)
        for m, status in judged
        if m in solid
        or set(m.values) <= _KEEP_ITS_TRIGGER
        or m.values == _CALF  # it may hurt as well as be swollen
        or not any(m.overlaps(each) and each.length >= m.length for each in solid)
    ]
    locations = accept_locations(free, tokens, clauses, asked, correcting, offered)
    for mention in locations:
        add(findings, "location", mention.values)
    if sore_calf(judged, tokens, clauses):
        add(findings, "location", _CALF)
    wanted = asked == "triggers" or (asked is not None and lists_triggers(free, tokens))
    triggers = accept_triggers(free, tokens, clauses, wanted)
    for mention in triggers:
        add(findings, "triggers", mention.values)
    for mention, status in free:
        if mention.group == "quality" and status is Status.PRESENT:
            add(findings, "quality", mention.values)
    for mention, status in judged:
        # A phrase shared by several groups: "pain at night", "at my desk".
        if status is Status.PRESENT and len(mention.values) > 1:
            _add_shared(findings, mention, mention.group != "triggers" or mention in triggers)
    side = _side(judged, tokens, clauses, asked)
    if side is not None:
        findings["side"] = side


def _side(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause], asked: str | None
) -> str | None:
    history = [m for m, _ in judged if m.group == "history"]
    words = {token.text for token in tokens}
    # An answer that comes late; "right" alone may be no side but a yes.
    late = asked is not None and words <= _SIDE_WORDS and words != {"right"}
    wanted = asked == "side" or late or (asked == "location" and len(tokens) <= _SIDE_ALONE)
    sides = find_sides(tokens, clauses, history, wanted, asked == "history")
    again = place_after(tokens)
    later = [side for place, side in sides if place >= again]
    return one_side(later or [side for _, side in sides])


def _add_shared(findings: Findings, mention: Mention, sets_off: bool) -> None:
    """A phrase of several groups was put under its first one's list; sort its values out."""
    groups = {value: load_vocabulary().term(value).group for value in mention.values}
    if len(set(groups.values())) < 2:
        return
    for name in (*LISTS, *MANY):
        findings[name] = [each for each in findings.get(name, ()) if each not in groups]
    lists = {"findings": "present"}
    for value, group in groups.items():
        if group == "triggers" and not sets_off:
            continue
        add(findings, lists.get(group, group), [value])
    for name in MANY:
        if not findings[name]:
            del findings[name]


def _add_scalars(
    findings: Findings,
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: str | None,
    today: date,
) -> None:
    told = [c for c in clauses if not c.question or _tells(tokens, c)]
    digits = with_digits(_words(tokens, told))
    after = [c for c in told if c.end > place_after(tokens) > 0]
    tail = with_digits(_words(tokens, after, place_after(tokens)))
    who = findings.get("who")
    age = last_said(lambda said: find_age(said, asked == "age", today, who), digits, tail)
    if age is not None:
        findings["age"] = age
    severity = last_said(lambda said: find_severity(said, asked == "severity"), digits, tail)
    if severity is not None:
        findings["severity"] = severity
    if asked not in ("age", "severity"):
        wanted = asked == "duration_days"
        parts = [with_digits(_words(tokens, [c])) for c in told]
        last = [with_digits(_words(tokens, [c], place_after(tokens))) for c in after]
        days = find_duration(last, today, wanted, age) if last else None
        if days is None:
            days = find_duration(parts, today, wanted, age)
        if days is not None and not (asked is not None and is_spell(days, parts) and not wanted):
            findings["duration_days"] = days
    add_onset(findings, judged, tokens, clauses)


def _words(tokens: Sequence[Token], clauses: Sequence[Clause], start: int = 0) -> str:
    """The words of some clauses, from a place on, with the signs between them."""
    kept = {n for c in clauses for n in range(max(c.start, start), c.end)}
    ends = {c.end for c in clauses}
    return " ".join(t.text for n, t in enumerate(tokens) if n in kept or n in ends).replace(
        " '", "'"
    )


def _tells(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a question tells of oneself as well: "why does my knee hurt after 3 weeks"."""
    words = {token.text for token in tokens[clause.start : clause.end]}
    return clause.question in ("why", "?") or bool(words & _OF_ONESELF)


def _add_answer(findings: Findings, text: str, pending: Pending) -> None:
    outcome, picked = read_answer(text, pending, findings)
    if picked and outcome == NOT_SURE:
        add(findings, "uncertain", picked)
    elif picked:
        choose(findings, pending, picked)
    if outcome is not None:
        findings["answer"] = {"question": pending.id, "outcome": outcome}
    if outcome in (YES, NO) and pending.kind == "yes_no":
        findings[pending.id] = outcome == YES
