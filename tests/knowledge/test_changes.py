from knowledge.answers import Answers
from knowledge.changes import told_as_changed


def test_after_an_early_alarm_first_answers_are_no_changes(complete):
    alarm = Answers(side="left", findings={"breathless": "present"})
    now = complete.changed(findings={**complete.findings, "breathless": "absent"})
    assert told_as_changed(alarm, now) == ["Short of breath: no"]


def test_after_an_early_alarm_what_took_an_answers_place_is_told(complete):
    alarm = Answers(side="right", location=("knee_front",), findings={"breathless": "present"})
    now = complete.changed(
        location=("knee_back",), findings={**complete.findings, "breathless": "present"}
    )
    assert told_as_changed(alarm, now) == ["Side: left", "Where: back of the knee"]


def test_after_a_whole_interview_whatever_is_new_is_told(complete):
    now = complete.changed(quality=("burning",), findings={**complete.findings, "fever": "present"})
    told = told_as_changed(complete, now)
    assert len(told) == 2
    assert any(line.startswith("Fever") for line in told)
