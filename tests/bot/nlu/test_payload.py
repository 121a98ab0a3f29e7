import pytest

from bot.nlu.reading import read_by_rules


@pytest.mark.parametrize(
    ("payload", "question", "value"),
    [
        ("age=16", "age", 16),
        ("age=16,39", "age", None),
        ("severity=3,5", "severity", None),
        ("duration_days=14,42", "duration_days", [14, 42]),
        ("duration_days=1,2,3", "duration_days", None),
    ],
)
def test_only_how_long_it_lasts_may_be_a_range(payload, question, value):
    findings = read_by_rules("", question, payload).findings
    assert findings.get(question) == value
    assert ("answer" in findings) == (value is not None)


@pytest.mark.parametrize(
    ("payload", "places", "side", "apart"),
    [
        ("knee_front,hip_groin", ["knee_front", "hip_groin"], None, None),
        ("knee_front@right,thigh@right", ["knee_front", "thigh"], "right", None),
        ("knee_front@right,thigh", ["knee_front", "thigh"], "right", None),
        ("lower_back", ["lower_back"], None, None),
        ("thigh@both", ["thigh"], "both", None),
        ("thigh@left,thigh@right", ["thigh"], "both", None),
        ("thigh@both,calf@both", ["thigh", "calf"], "both", None),
        (
            "knee_front@right,hip_groin@left,thigh",
            ["knee_front", "hip_groin", "thigh"],
            "both",
            {"knee_front": "right", "hip_groin": "left"},
        ),
        (
            "thigh@both,calf@left",
            ["thigh", "calf"],
            "both",
            {"thigh": "both", "calf": "left"},
        ),
    ],
)
def test_a_tapped_place_brings_its_side(payload, places, side, apart):
    findings = read_by_rules("", "location", f"location={payload}").findings
    assert findings["location"] == places
    assert findings.get("side") == side
    assert findings.get("place_sides") == apart
    assert findings["answer"] == {"question": "location", "outcome": "value"}
