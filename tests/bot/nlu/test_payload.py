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
