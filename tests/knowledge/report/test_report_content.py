from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from knowledge.answers import ABSENT, PRESENT, UNCERTAIN, Answers
from knowledge.assessment import IncompleteInterview
from knowledge.interview import Interview, hear
from knowledge.questions import AGAIN, load_questions
from knowledge.report.content import Report
from knowledge.report.timeline import timeline
from knowledge.report.words import DOMAIN, load_question_texts, load_words
from knowledge.vocabulary import load_vocabulary
from tests.knowledge.conftest import answered, finish, said
from tests.knowledge.report.checks import AT, BEGUN, adult, child, emergency, report_of


def label(name: str) -> str:
    return load_vocabulary().label(name)


def labels(signs) -> set[str]:
    return {sign.label for sign in signs}


def row(report: Report, name: str):
    return next(each for each in report.pain if each.id == name)


def question(report: Report, name: str):
    return next(each for each in report.questions if each.id == name)


def test_an_emergency_that_ended_early_says_what_to_do_and_what_was_not_asked():
    report = report_of(emergency())
    assert report.is_emergency
    assert not report.is_complete
    assert "112" in report.urgency.when
    assert report.flags[0].id == "joint_infection"
    assert {label("fever"), label("redness_heat"), label("swelling")} <= set(
        report.flags[0].because
    )
    assert {"onset", "age", "history"} <= {each.id for each in report.open_questions}
    assert label("breathless") in labels(report.absent)
    assert label("osteoporosis") in labels(report.not_asked)


def test_the_report_of_a_child_says_whom_it_is_about_and_what_was_left_open():
    report = report_of(child())
    assert report.about == load_words().about["child"]
    assert report.age == 12
    assert report.urgency.id == "same_day"
    assert "growing_hip" in {flag.id for flag in report.flags}
    assert label("weight_loss") in report.unsure
    assert label("cancer") in report.skipped
    assert "do they feel" in question(report, "location").text


def test_a_named_relation_is_named():
    assert "mum" in report_of(replace(adult(), who="parent", relation="mum", age=71)).about


def test_the_report_of_a_routine_check_has_the_key_negatives_and_the_evidence():
    report = report_of(adult())
    assert report.is_complete
    assert report.flags == ()
    assert {label("fever"), label("swelling"), label("cancer")} <= labels(report.absent)
    assert "patellofemoral" in {pattern.id for pattern in report.patterns}
    assert all(pattern.strength and pattern.supporting for pattern in report.patterns)
    assert report.open_questions == ()
    assert label("hip_groin") in row(report, "elsewhere").text


def test_everything_cited_is_among_the_sources(report):
    cited = [report.urgency.source, *(flag.source for flag in report.flags)]
    for statements in (
        report.reasons,
        report.safety_net,
        report.expect,
        report.meanwhile,
        report.cautions,
        report.speaks_against,
        *(pattern.supporting for pattern in report.patterns),
        *(pattern.against for pattern in report.patterns),
    ):
        cited += [each.source for each in statements]
    assert {source.id for source in report.sources} == set(cited)
    assert [report.number(source.id) for source in report.sources] == list(
        range(1, len(report.sources) + 1)
    )


def test_there_is_no_report_of_an_unfinished_check_without_an_emergency():
    step = hear(Interview(), said(location=["knee_front"]))
    with pytest.raises(IncompleteInterview):
        report_of(step.interview.answers)


def test_what_is_not_known_is_never_told_as_absent(report):
    told_absent = labels(report.absent)
    for term in load_vocabulary():
        if term.group in ("findings", "history") and report.answers.status(term.value) != ABSENT:
            assert term.label not in told_absent
    for each in report.questions:
        no = next((line for line in each.lines if line.startswith("No: ")), "No: ")
        said_no = {option.label for option in each.options if option.status == ABSENT}
        assert set(no.removeprefix("No: ").split("; ")) - {""} == said_no
        if each.outcome in ("open", "not_sure", "skip"):
            assert said_no <= {
                label(name)
                for name, status in {**report.answers.findings, **report.answers.history}.items()
                if status == ABSENT
            }


@pytest.mark.parametrize("outcome", ["not_sure", "skip"])
def test_an_unsure_or_skipped_list_denies_nothing_places_of_the_hip_included(outcome):
    unsure = {name: answered(name, outcome) for name in ("hip_signs", "general_signs", "triggers")}
    step, _ = finish(hear(Interview(), said(location=["knee_front"])), **unsure)
    report = report_of(step.interview.answers)
    assert not {each.id for each in report.pain} & {"elsewhere"}
    assert not labels(report.absent) & {label("night_pain"), label("lump")}
    told = report.skipped if outcome == "skip" else report.unsure
    assert {label("night_pain"), label("lump")} <= set(told)
    words = load_words().outcomes[outcome]
    assert row(report, "triggers").text == words
    assert not row(report, "triggers").is_known
    for name in unsure:
        assert all(line.startswith(words) for line in question(report, name).lines)


def test_present_signs_and_history_are_told(report):
    expected = {
        label(name)
        for name, status in {**report.answers.findings, **report.answers.history}.items()
        if status == PRESENT
    }
    assert labels((*report.present, *report.history)) == expected


def test_every_question_put_is_there_with_an_answer(report):
    told = {each.id: each for each in report.questions}
    assert set(report.answers.asked) <= set(told)
    assert all(each.lines and each.text for each in report.questions)
    assert [each.id for each in report.questions] == [
        name for name in load_questions() if name in told
    ]


def test_what_was_said_before_its_question_is_marked_so():
    report = report_of(adult())
    assert question(report, "side").outcome == "unasked"
    assert question(report, "age").was_put


def test_a_question_that_does_not_apply_is_not_among_them_though_its_signs_are_known():
    signs = dict.fromkeys(load_questions()["child_signs"].options, ABSENT)
    answers = replace(adult(), findings={**adult().findings, **signs})
    assert "child_signs" not in {each.id for each in report_of(answers).questions}


def test_of_a_list_that_was_not_put_what_was_said_stands_and_the_rest_is_not_asked():
    told = question(report_of(emergency()), "hot_joint_signs")
    assert told.lines == (f"Yes: {label('swelling')}", load_words().outcomes["rest"])


def test_what_was_told_after_all_is_no_longer_unsure():
    answers = replace(child(), severity=7)
    report = report_of(answers)
    assert answers.asked["severity"] == "not_sure"
    assert row(report, "severity").text.startswith("7")
    assert question(report, "severity").lines == ("7 out of 10",)
    assert load_questions()["severity"].about not in [each.lower() for each in report.unsure]


@pytest.mark.parametrize("name", ["severity", "side"])
def test_while_a_question_is_put_again_there_is_no_report(name):
    answers = adult()
    assert not load_questions()[name].mandatory
    again = replace(answers, asked={**answers.asked, name: AGAIN})
    with pytest.raises(IncompleteInterview) as refused:
        report_of(again)
    assert refused.value.questions == [name]


@pytest.mark.parametrize("mark", [AGAIN, f"{AGAIN}:value"])
def test_in_an_emergency_an_answer_that_is_asked_again_stands_and_is_marked(mark):
    answers = replace(emergency(), severity=4)
    again = replace(answers, asked={**answers.asked, "severity": mark})
    assert question(report_of(again), "severity").lines == (
        "4 out of 10",
        load_words().outcomes["again"],
    )


def test_a_suspected_flag_is_told_as_suspected():
    answers = replace(emergency(), suspected=("stroke",))
    flag = next(each for each in report_of(answers).flags if each.id == "stroke")
    assert flag.is_suspected
    assert not report_of(emergency()).flags[0].is_suspected


@pytest.mark.parametrize(
    ("days", "date"),
    [
        ((21, 21), "about 8 November 2026"),
        ((21, 28), "about 1 to 8 November 2026"),
        ((25, 32), "about 28 October to 4 November 2026"),
        ((0, 0.3), "about 29 November 2026"),
        ((300, 400), "about October 2025 to February 2026"),
        ((300, 335), "about December 2025 to February 2026"),
        ((90, 90), "about August 2026"),
        ((1000, 1000), "about 2024"),
        ((730, 1095), "about 2023 to 2024"),
        ((330, 700), "about 2024 to 2026"),
    ],
    ids=str,
)
def test_a_duration_becomes_a_date_no_more_exact_than_it_was_told(days, date):
    told = Answers(duration_days=days)
    assert next(e for e in timeline(told, AT, None) if e.heading == "Began").date == date


def test_a_very_long_duration_does_not_break_the_report():
    assert timeline(Answers(duration_days=(36500, 40000)), AT, None)[0].date == "about 1917 to 1926"
    assert timeline(Answers(duration_days=(1, 10_000_000)), AT, None)[0].date == ""


def test_the_timeline_tells_of_before_since_and_lately():
    history = {
        "knee_surgery": PRESENT,
        "previous_hip_injury": UNCERTAIN,
        "imaging_normal": PRESENT,
        "recent_surgery": PRESENT,
        "blood_clot": ABSENT,
    }
    told = {event.heading: event.text for event in timeline(Answers(history=history), AT, BEGUN)}
    words = load_words().timeline
    assert told[words["before"]] == label("knee_surgery")
    assert told[words["since"]] == label("imaging_normal")
    assert told[words["lately"]] == label("recent_surgery")


def test_the_time_of_the_check_is_told_with_its_zone():
    words = load_words().timeline["check"]
    told = {event.heading: event.date for event in timeline(Answers(), AT, BEGUN)}
    assert told[words] == "29 November 2026, 09:10 – 09:18 UTC"
    zone = timezone(timedelta(hours=2), "EET")
    late = datetime(2026, 12, 1, 8, 0, tzinfo=zone)
    told = {event.heading: event.date for event in timeline(Answers(), late, BEGUN)}
    assert told[words].endswith("1 December 2026, 08:00 EET")
    assert "29 November 2026, 09:10 UTC" in told[words]


def test_every_question_has_its_own_wording():
    assert DOMAIN.exists()
    own = set(load_question_texts()) | set(load_words().questions)
    assert set(load_questions()) <= own
    for report in (report_of(adult()), report_of(child()), report_of(emergency())):
        assert not any("{" in each.text or "…" in each.text for each in report.questions)


def test_the_same_answers_make_the_same_report():
    assert report_of(adult()) == report_of(adult())
