import pytest

from bot.evaluation import findings, intents, red_flags, report
from bot.evaluation.__main__ import HELD_OUT, evaluate
from bot.evaluation.scores import Score, macro_f1, micro


def test_scores_of_a_small_confusion():
    guesses = [
        intents.Guess("a", "greet", "greet"),
        intents.Guess("b", "greet", "thanks"),
        intents.Guess("c", "thanks", "thanks"),
        intents.Guess("d", "stop", "greet"),
    ]
    greet, stop, thanks = intents.scores(guesses)
    assert (greet.precision, greet.recall, greet.f1) == (0.5, 0.5, 0.5)
    assert (stop.count, stop.f1) == (1, 0.0)
    assert thanks.f1 == pytest.approx(2 / 3)
    assert macro_f1([greet, stop, thanks]) == pytest.approx((0.5 + 0 + 2 / 3) / 3)
    assert micro([greet, stop, thanks]) == Score("all", 4, 4, 2)


@pytest.mark.parametrize(
    ("expected", "found", "is_close"),
    [(21, 21, True), (21, [21, 28], True), ([21, 28], 14, False), (30, 35, True), (7, 70, False)],
    ids=str,
)
def test_durations_are_compared_as_people_mean_them(expected, found, is_close):
    assert findings.close(expected, found) is is_close


def test_findings_are_compared_value_by_value():
    expected = {"present": ["swelling", "fever"], "side": "left", "duration_days": 21}
    found = {"present": ["swelling"], "absent": ["fever"], "side": "left", "duration_days": 90}
    reading = findings.Reading("text", None, expected, found)
    assert findings.right_pairs(reading) == {("present", "swelling"), ("side", "left")}
    by_name = {score.name: score for score in findings.scores([reading])}
    assert by_name["absent: fever"].precision == 0.0
    assert by_name["duration_days: number"].f1 == 0.0


def test_what_is_denied_and_taken_for_present_is_counted():
    reading = findings.Reading("no fever", None, {"absent": ["fever"]}, {"present": ["fever"]})
    assert findings.turned_round([reading]) == [("fever", "no fever")]


def test_red_flags_count_from_same_day_on():
    rows = [
        red_flags.Screening("a", "stroke", "emergency", True),
        red_flags.Screening("b", "stroke", None, True),
        red_flags.Screening("c", "past", "within_days", False),
        red_flags.Screening("d", "past", "same_day", False),
    ]
    assert [score.recall for score in red_flags.recall_by_group(rows)] == [0.5]
    assert [row.text for row in red_flags.false_alarms(rows)] == ["d"]


class Deaf:
    """Understands nothing."""

    async def parse(self, text, asked=None):
        return {"intent": {"name": "nlu_fallback"}, "findings": {}}


async def test_the_held_out_sets_are_read_and_reported(tmp_path):
    figures = await evaluate(Deaf(), HELD_OUT)
    assert figures["intents"]["messages"] >= 250
    assert figures["findings"]["messages"] >= 250
    assert figures["red_flags"]["messages"] >= 600
    assert figures["intents"]["macro_f1"] == figures["red_flags"]["recall"] == 0.0
    report.write(figures, tmp_path)
    assert "data:image/png" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "missed (stroke)" in report.as_text(figures)
