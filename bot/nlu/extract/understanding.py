"""From a message to findings: the pieces of this folder in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.nlu.extract.addressed import how_to_speak_of
from bot.nlu.extract.answers import read_answer
from bot.nlu.extract.asked_of_me import denied_when_asked
from bot.nlu.extract.assertion import Status, status_of
from bot.nlu.extract.clauses import Clause, split
from bot.nlu.extract.closing import closes_list
from bot.nlu.extract.collapsed import nobody_collapsed, surely_collapsed, who_collapsed
from bot.nlu.extract.come_true import come_true, plainly_now
from bot.nlu.extract.constant import find_constant_pain, only_sounds_constant, surely_constant
from bot.nlu.extract.context import (
    fits_as_answer,
    in_context,
    sleeps_badly_for_another_reason,
)
from bot.nlu.extract.corrections import corrected, is_correction
from bot.nlu.extract.denied import denied
from bot.nlu.extract.distances import set_off_by_distance
from bot.nlu.extract.felt_fever import felt_fever
from bot.nlu.extract.findings import MANY, Findings, Pending, add, choose, empty
from bot.nlu.extract.hedged import as_meant
from bot.nlu.extract.hip_parts import asks_part_of_hip, places_left_out, read_part_of_hip
from bot.nlu.extract.imaging import never_shown, with_scans
from bot.nlu.extract.joints import find_many_joints
from bot.nlu.extract.left_out import asked_about, ruled_out, set_aside, stiff_elsewhere
from bot.nlu.extract.matcher import Mention, find_mentions
from bot.nlu.extract.more_exercise import find_more_exercise
from bot.nlu.extract.no_signs import without_figures
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.not_yet import not_had_yet
from bot.nlu.extract.old_injuries import find_old_injuries, never_hurt, only_long_ago, without_fresh
from bot.nlu.extract.operated import BOTH_JOINTS, not_the_other_joint, told_by_joint
from bot.nlu.extract.ordinary import (
    is_knee_to_chest,
    is_redness_elsewhere,
    is_return,
    is_shin_bump,
    is_stiff_elsewhere,
    is_swelling_elsewhere,
)
from bot.nlu.extract.out_of_line import as_told, only_said_so, without_twists
from bot.nlu.extract.outright import told_outright
from bot.nlu.extract.outweighed import without_outweighed
from bot.nlu.extract.overdose import (
    find_too_much,
    never_too_much,
    surely_too_much,
    whoever_took_it,
)
from bot.nlu.extract.owned import is_disowned
from bot.nlu.extract.passed import asked_again, passed_lately
from bot.nlu.extract.places import add_places
from bot.nlu.extract.remedies import without_mistakes
from bot.nlu.extract.runs_often import find_runners, never_runs
from bot.nlu.extract.said_shortly import add_said_shortly
from bot.nlu.extract.scalars import add_scalars
from bot.nlu.extract.settled import (
    beyond_doubt,
    names_only_a_part,
    settled,
    sorted_out,
)
from bot.nlu.extract.short_leg import only_measured
from bot.nlu.extract.sign_families import done_to_me, find_signs, surely_told
from bot.nlu.extract.sits_all_day import find_sitters
from bot.nlu.extract.spelling import mend
from bot.nlu.extract.stiff_then import only_stiff_then
from bot.nlu.extract.stiff_time import (
    STIFF_TIME,
    STIFFNESS,
    add_short_time,
    is_of_no_morning,
    is_stiff_for_a_time,
    stiff_time,
)
from bot.nlu.extract.strangers import told_of_strangers
from bot.nlu.extract.taken_back import keep_last, place_after, taken_back
from bot.nlu.extract.temperature import (
    FEVER,
    measured_fever,
    no_fever,
    with_readings,
    without_readings,
)
from bot.nlu.extract.tokens import Token, tokenise
from bot.nlu.extract.turning_in_bed import hurts_turning_in_bed
from bot.nlu.extract.unspoken import unspoken_places
from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.extract.who import clause_of, find_who, is_someone_elses
from knowledge.questions import NO, NOT_SURE, SKIP, SUMMARY, VALUE, YES
from knowledge.vocabulary import load_vocabulary

Judged = tuple[Mention, Status]

_RIGHT_ALONE = ("right", "right .", "right one", "right side")
# Asked these, "not at night" is said of the pain.
_OF_THE_PAIN = frozenset({SUMMARY, "severity", *MANY})
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
        ruled_out: places, triggers and qualities that are denied ("not on the bike"), and findings
            that the words leave no room for ("had to waggle it free").
        sure: findings that are beyond doubt, such as a fever that was measured.
    """

    findings: Findings
    words: dict[str, str] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()


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
    mentions = [
        *find_mentions(tokens),
        *find_many_joints(tokens),
        *find_too_much(tokens),
        *find_constant_pain(tokens),
        *find_more_exercise(tokens),
        *find_runners(tokens),
        *find_sitters(tokens),
        *find_signs(tokens),
    ]
    old = find_old_injuries(tokens, clauses)
    mentions = [*without_fresh(mentions, old), *old]
    concerned = find_who(tokens, mentions, clauses, asked)
    who = concerned.who
    offered = frozenset(pending.options) if pending is not None else frozenset()
    mentions = without_twists(with_readings(mentions, tokens, offered))
    judged = _judge(mentions, tokens, clauses, who, offered)
    judged = with_scans(judged, tokens, clauses, mentions, who)
    judged = not_had_yet(told_of_strangers(judged, tokens, clauses, who), tokens, clauses)
    judged = come_true(denied_when_asked(judged, tokens, clauses), tokens, clauses)
    judged = who_collapsed(without_outweighed(judged, tokens, clauses), tokens)
    judged = sorted_out(judged, tokens)
    judged = without_mistakes(whoever_took_it(judged, tokens), tokens, clauses)
    kept = keep_last(judged, place_after(tokens), tokens)
    replaced, judged = taken_back(judged, kept), kept
    judged = as_meant(judged, tokens, clauses, asked, offered)
    judged, no_room = without_figures(done_to_me(judged, tokens), tokens, clauses)
    spoken_of = only_said_so(judged, [token.text for token in tokens])
    judged = [each for each in judged if spoken_of.isdisjoint(each[0].values)]
    correcting = is_correction(mended, asked)
    _add_findings(findings, judged, tokens)
    if sleeps_badly_for_another_reason(mended) and "night_pain" not in findings["present"]:
        add(findings, "absent", ["night_pain"])
    add_places(findings, judged, tokens, clauses, asked, correcting, offered)
    if asks_part_of_hip(pending):
        read_part_of_hip(findings, tokens)
    if who is not None:
        findings["who"] = who
    told = [t.text for c in clauses if not c.question for t in tokens[c.start : c.end + 1]]
    if asked is None:
        far = set_off_by_distance(findings, told)
        if far:
            add(findings, "triggers", far)
    if hurts_turning_in_bed(" ".join(told)):
        add(findings, "triggers", ("twisting",))
    add_scalars(findings, judged, tokens, clauses, asked, today or date.today())
    add_short_time(findings, mended)
    add_said_shortly(findings, mended, asked)
    chosen: frozenset[str] = frozenset()
    if pending is not None:
        chosen = _add_answer(findings, mended, pending)
    elif asked in ("age", "severity", "duration_days", "side") and asked in findings:
        findings["answer"] = {"question": asked, "outcome": "value"}
    _add_removed(findings, judged, tokens, clauses, correcting or asked in _OF_THE_PAIN)
    corrects = ["who"] if concerned.is_put_right else corrected(mended, findings, asked)
    if corrects:
        findings["corrects"] = corrects
    findings.update(how_to_speak_of(tokens, mentions, concerned))
    none = ruled_out(judged, [token.text for token in tokens])
    none |= set(findings.get("removed", ())) | never_shown(judged)
    aside = set_aside(judged, [token.text for token in tokens], clauses) - none
    aside |= passed_lately(judged)
    if (findings.get("answer") or {}).get("outcome") == NOT_SURE:
        none |= {"vague"}  # "hard to say really": of what was asked, not what the pain is like
    none |= asked_about(findings, [token.text for token in tokens], clauses)
    none |= (settled(judged, tokens) | no_fever(judged, tokens)) - set(findings["present"])
    if names_only_a_part(tokens) and offered.isdisjoint(urgent_signs()):
        none |= urgent_signs() - set(findings["present"])
    if is_of_no_morning(mended) and asked != STIFF_TIME:
        none |= {STIFFNESS} - set(findings["present"])
    none |= stiff_elsewhere(judged, [token.text for token in tokens], clauses)
    none |= only_stiff_then(judged, [token.text for token in tokens], clauses)
    none |= never_too_much(judged, tokens) | only_sounds_constant(mentions, judged)
    none |= never_runs(tokens) | spoken_of | not_the_other_joint(findings["history"])
    none |= never_hurt(tokens) - set(findings["history"])
    none |= only_long_ago(judged, tokens) | only_measured(findings["history"], tokens)
    none |= no_room | replaced | unspoken_places(findings, [token.text for token in tokens])
    none |= places_left_out(pending, tokens) - set(findings.get("location") or ())
    sure = measured_fever(judged) | beyond_doubt(judged, tokens) | chosen | surely_too_much(judged)
    sure |= surely_constant(judged) | told_outright(judged, tokens) | surely_told(judged, clauses)
    sure |= felt_fever(judged, tokens, clauses) | plainly_now(judged, tokens, clauses)
    sure |= surely_collapsed(judged, tokens)
    none |= nobody_collapsed(tokens) - set(findings["present"])
    return Reading(findings, _words_of(judged, tokens), aside, none, sure)


def _add_removed(
    findings: Findings,
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    corrects: bool,
) -> None:
    said = {value for name in MANY for value in findings.get(name) or ()}
    none = denied(judged, [token.text for token in tokens], clauses, corrects)
    gone = [value for value in none if value not in said]
    if gone:
        findings["removed"] = gone


def _words_of(judged: Sequence[Judged], tokens: Sequence[Token]) -> dict[str, str]:
    # Of two that tell the same, the one that tells more besides.
    return {
        value: " ".join(token.text for token in tokens[mention.start : mention.end])
        for mention, status in sorted(judged, key=lambda each: len(each[0].values))
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
        words = [token.text for token in tokens]
        own = clauses[clause_of(meant, clauses)]
        if is_redness_elsewhere(meant, words, own) or is_return(meant, words):
            continue
        if is_swelling_elsewhere(meant, words, own):
            continue
        if is_stiff_elsewhere(meant, words, own):
            judged.append((meant, Status.SOMEONE_ELSE))  # the recogniser hears it all the same
            continue
        if is_knee_to_chest(meant, words, own):
            continue
        mention = told_by_joint(meant, tokens)
        status = status_of(mention, tokens, clauses, clause_of(mention, clauses))
        status = as_told(mention, status, words, own)
        if is_someone_elses(mention, tokens, mentions, clauses, who):
            # "my sister had one, not me" denies it of the one it is about.
            status = Status.ABSENT if is_disowned(words, mention) else Status.SOMEONE_ELSE
        elif status is Status.PAST and mention.group in _NEVER_PAST:
            lasting = not {"runner", "desk_job"} & set(mention.values)
            status = Status.PRESENT if lasting else Status.PAST
        mention, status = asked_again(mention, status, tokens, clauses, clause_of(mention, clauses))
        if status is Status.PRESENT and is_shin_bump(mention, words, own):
            status = Status.UNCERTAIN
        judged.append((mention, status))
    return judged


def _add_findings(findings: Findings, judged: Sequence[Judged], tokens: Sequence[Token]) -> None:
    lists = {"findings": "present", "history": "history"}
    doubted = [mention for mention, status in judged if status is Status.UNCERTAIN]
    for mention, status in judged:
        if mention.group not in lists:
            continue
        if status is Status.ABSENT and any(
            _is_of_another_sort(mention, m, tokens) for m in doubted
        ):
            continue
        if status is Status.PRESENT and mention.values != BOTH_JOINTS:
            add(findings, lists[mention.group], mention.values)
        elif status is Status.ABSENT:
            add(findings, "absent", [v for v in mention.values if _is_sign(v)])
        elif status is Status.UNCERTAIN:
            add(findings, "uncertain", mention.values)
    said = {*findings["present"], *findings["history"]}
    findings["absent"] = [value for value in findings["absent"] if value not in said]
    said |= set(findings["absent"])
    findings["uncertain"] = [value for value in findings["uncertain"] if value not in said]


def _is_of_another_sort(denied: Mention, doubted: Mention, tokens: Sequence[Token]) -> bool:
    """Whether what is denied is but one way to have a sign that is in doubt in another.

    "Not red, but maybe a bit warm" leaves it open; "not sure … no, it's not warm" does not.
    """
    own, other = (
        {token.stem for token in tokens[m.start : m.end] if not token.passed_over}
        for m in (denied, doubted)
    )
    return denied.values == doubted.values and own.isdisjoint(other)


def _is_sign(value: str) -> bool:
    return load_vocabulary().term(value).group not in MANY


def _add_answer(findings: Findings, text: str, pending: Pending) -> frozenset[str]:
    """Add how the question is answered; return the values chosen by their place in the list."""
    # "38.5" is no pick of the third and the eighth.
    told = without_readings(text, asked=True) if FEVER in pending.options else text
    outcome, picked = read_answer(told, pending, findings)
    length = stiff_time(text) if pending.id == STIFF_TIME and not picked else None
    if length is not None and outcome != SKIP:
        outcome, picked = VALUE, [length]
    if outcome == YES and pending.kind == "multi" and text in _RIGHT_ALONE:
        # "Right" to a list of signs is the side: nobody agrees to a list so.
        findings["side"] = "right"
        outcome = None
    if picked and outcome == NOT_SURE:
        add(findings, "uncertain", picked)
    elif picked:
        choose(findings, pending, picked)
    if outcome in (None, YES) and STIFFNESS in pending.shown and is_stiff_for_a_time(findings):
        # For how long was not said: it is in doubt, and nobody is asked again what was told.
        add(findings, "uncertain", [STIFFNESS])
        outcome = VALUE
    if outcome is not None:
        findings["answer"] = {"question": pending.id, "outcome": outcome}
    if outcome == VALUE and pending.kind == "multi" and closes_list(text):
        findings["answer"]["only"] = True
    if outcome in (YES, NO) and pending.kind == "yes_no":
        findings[pending.id] = outcome == YES
    return frozenset(picked)
