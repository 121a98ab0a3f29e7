import json
from datetime import date

import pytest
import yaml

from bot.evaluation import findings, intents, page, red_flags, report
from bot.evaluation.__main__ import GATES, about, write
from bot.evaluation.figures import Rows, figures_of, read_all
from bot.evaluation.held_out import files
from knowledge.evaluation import gates
from knowledge.evaluation.gates import BELOW_TARGET, MISSED, PASS, Gate
from knowledge.evaluation.report import with_block
from knowledge.evaluation.scores import Score, interval, macro_f1, micro
from knowledge.loading import ContentError


def flag(text, wanted, raised, kind="stroke", **more):
    return red_flags.Screening(text, kind, wanted, raised, **more)


# --- counting ----------------------------------------------------------------


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


def test_an_interval_is_wider_the_fewer_there_are():
    assert interval(10, 10) == pytest.approx((0.722, 1.0), abs=0.001)
    assert interval(50, 100) == pytest.approx((0.404, 0.596), abs=0.001)
    assert interval(0, 0) == (0.0, 1.0)


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
    assert findings.difference(reading) == (
        "lacks duration_days: 21, present: fever; adds absent: fever, duration_days: 90"
    )


@pytest.mark.parametrize(
    ("expected", "turned", "unexpected"),
    [
        ({"absent": ["fever"]}, [("fever", "text")], 0),
        ({"uncertain": ["fever"]}, [("fever", "text")], 0),
        ({"past": ["fever"]}, [("fever", "text")], 0),
        ({"present": ["fever"]}, [], 0),
        ({}, [], 1),
    ],
    ids=str,
)
def test_what_is_not_there_now_and_taken_for_present_is_counted(expected, turned, unexpected):
    reading = findings.Reading("text", None, expected, {"present": ["fever"]})
    assert findings.turned_round([reading]) == turned
    assert findings.unexpected([reading]) == unexpected


@pytest.mark.parametrize(
    ("wanted", "raised", "is_found", "is_high_enough"),
    [
        ("emergency", "emergency", True, True),
        ("emergency", "same_day", True, False),
        ("emergency", "within_days", False, False),
        ("same_day", "emergency", True, True),
        ("same_day", None, False, False),
        ("within_days", "within_days", True, True),
        ("within_days", "emergency", True, True),
        ("within_days", None, False, False),
    ],
)
def test_a_red_flag_counts_as_noticed_at_its_level(wanted, raised, is_found, is_high_enough):
    row = flag("a", wanted, raised)
    assert (row.is_found, row.is_high_enough) == (is_found, is_high_enough)


def test_red_flags_and_look_alikes_by_group():
    rows = [
        flag("a", "emergency", "emergency", flag="stroke"),
        flag("b", "emergency", "same_day", flag="hot_joint"),
        flag("c", "emergency", None),
        flag("d", None, "within_days", "past"),
        flag("e", None, "same_day", "past", flag="hot_joint"),
    ]
    (group,) = red_flags.groups(rows)
    assert (group["count"], group["found"], group["high_enough"]) == (3, 2, 0.3333)
    assert {"flag": "hot_joint", "level": "same_day", "count": 1} in group["raised"]
    assert [row.text for row in red_flags.false_alarms(rows)] == ["e"]
    (kind,) = red_flags.lookalikes(rows)
    assert (kind["alarms"], kind["share"]) == (1, 0.5)
    assert {"wanted": "nothing", "raised": "same_day", "count": 1} in red_flags.levels(rows)


def test_the_curve_goes_from_the_strictest_threshold_to_the_loosest():
    rows = [
        flag("a", "emergency", None, score=0.9),
        flag("b", None, None, score=0.5),
        flag("c", "same_day", None, score=0.1),
        flag("d", None, None, score=-0.9),
        flag("e", "within_days", None, score=-1.0),
    ]
    assert red_flags.curve(rows) == [(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)]
    assert red_flags.curve([flag("a", "emergency", None)]) == []


# --- gates -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "figure", "status"),
    [
        ("more", 0.99, PASS),
        ("more", 0.95, BELOW_TARGET),
        ("more", 0.949, MISSED),
        ("less", 0.99, PASS),
        ("less", 1.0, BELOW_TARGET),
    ],
)
def test_a_gate_passes_holds_its_floor_or_is_missed(better, figure, status):
    floor = 0.95 if better == "more" else 1.0
    gate = Gate("intents", "macro_f1", "Intents", better, 0.99, floor, "few examples")
    (verdict,) = gates.judge([gate], {"intents": {"macro_f1": figure}})
    assert verdict["status"] == status
    assert gates.is_missed([verdict]) is (status == MISSED)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"floor": 0.9}, "lower for no reason"),
        ({"floor": 0.95}, "beyond the target"),
        ({"better": "less", "floor": 0.9, "reason": "because"}, "beyond the target"),
        ({"target": 92}, "92"),
    ],
    ids=str,
)
def test_a_gate_that_makes_no_sense_is_refused(change, told, tmp_path):
    gate = {"part": "intents", "figure": "macro_f1", "title": "Intents", "better": "more"}
    path = tmp_path / "gates.yml"
    path.write_text(yaml.safe_dump([{**gate, "target": 0.92, "floor": 0.92, **change}]))
    with pytest.raises(ContentError, match=told):
        gates.load_gates(path)


# --- held-out files and the report -------------------------------------------


class Parrot:
    """Understands one message, as a greeting and an emergency."""

    async def parse(self, text, asked=None, today=None):
        hit = {"id": "stroke", "level": "emergency", "words": text}
        return {
            "intent": {"name": "greet"},
            "findings": {"present": ["fever"]},
            "red_flag": hit if text == "face <droops>" else None,
        }


@pytest.fixture
def held_out(tmp_path):
    """Two files of red flags, one of each other part."""
    (tmp_path / "intents.yml").write_text(
        yaml.safe_dump({"nlu": [{"intent": "greet", "examples": "- hi\n- hey\n"}]})
    )
    (tmp_path / "findings.yml").write_text(
        "today: 2026-11-20\n"
        "messages: [{text: no fever since Monday, expect: {absent: [fever], duration_days: 4}}]"
    )
    for name, text in (("red_flags.yml", "face <droops>"), ("red_flags_2.yml", "slurred & weak")):
        positive = [{"text": text, "group": "stroke", "level": "emergency"}]
        negative = [{"text": "the stairs are murder", "why": "figure of speech"}]
        (tmp_path / name).write_text(yaml.safe_dump({"positive": positive, "negative": negative}))
    return tmp_path


async def test_since_monday_counts_from_the_day_of_the_file(held_out):
    days = []

    class Calendar(Parrot):
        async def parse(self, text, asked=None, today=None):
            days.append((text, today))
            return await super().parse(text, asked, today)

    await read_all(Calendar(), held_out)
    assert ("no fever since Monday", date(2026, 11, 20)) in days


@pytest.fixture
async def figures(held_out):
    counted = figures_of(await read_all(Parrot(), held_out, urgency=lambda text: len(text) / 9))
    return {
        "about": about(counted),
        "gates": gates.judge(gates.load_gates(GATES), counted),
        **counted,
    }


async def test_figures_are_told_for_each_file_and_together(figures):
    flags = figures["red_flags"]
    assert [(row["file"], row["recall"]) for row in flags["files"]] == [
        ("red_flags.yml", 1.0),
        ("red_flags_2.yml", 0.0),
    ]
    assert (flags["recall"], flags["false_alarms"], flags["high_enough"]) == (0.5, 0.0, 0.5)
    assert figures["intents"]["macro_f1"] == 1.0
    assert figures["findings"]["turned_round"] == 1.0
    assert figures["about"]["messages"] == 7


async def test_rare_values_are_not_judged_singly():
    def readings(times):
        expected, found = {"present": ["fever"]}, {"present": []}
        return [findings.Reading("a", None, expected, found, "f.yml")] * times + [
            findings.Reading("b", None, {"side": "left"}, {"side": "left"}, "f.yml")
        ] * 5

    assert figures_of(Rows([], readings(4), []))["findings"]["lowest_f1"] == 1.0
    often = figures_of(Rows([], readings(5), []))["findings"]
    assert (often["lowest_f1"], often["details"]["lowest_f1"]) == (0.0, "present: fever")


def test_a_part_without_a_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"findings\*\.yml"):
        files("findings", tmp_path)


async def test_every_gate_names_a_figure_and_is_reported(figures):
    status = {row["title"]: row["status"] for row in figures["gates"]}
    assert status["Red flags, recall"] == MISSED
    assert status["Red flags, false alarms on look-alikes"] == PASS
    text = report.as_text(figures)
    assert all(title in text for title in status)
    assert "slurred & weak" not in text
    assert "missed (stroke), raised nothing: slurred & weak" in report.as_text(figures, errors=True)


async def test_the_page_is_complete_in_itself(figures, tmp_path):
    write(figures, tmp_path)
    told = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "slurred &amp; weak" in told and "<droops>" not in told
    assert "<svg" in told and "name=viewport" in told
    assert "http:" not in told and "https:" not in told and "<script" not in told
    read = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert read["red_flags"]["recall"] == 0.5


async def test_the_page_does_without_a_curve(held_out):
    counted = figures_of(await read_all(Parrot(), held_out))
    verdicts = gates.judge(gates.load_gates(GATES), counted)
    assert "<svg" not in page.page({"about": about(counted), "gates": verdicts, **counted})


async def test_the_figures_go_between_their_markers(figures, tmp_path):
    path = tmp_path / "evaluation.md"
    path.write_text(
        f"before\n{report.MARKS[0]}\nearlier figures\n{report.MARKS[1]}\nafter\n", encoding="utf-8"
    )
    report.write_document(figures, path)
    once = path.read_text(encoding="utf-8")
    assert (
        once.startswith("before\n") and once.endswith("after\n") and "earlier figures" not in once
    )
    assert "| red_flags_2.yml | 2 | 0.000 |" in once
    report.write_document(figures, path)
    assert path.read_text(encoding="utf-8") == once
    with pytest.raises(ValueError, match="no place"):
        with_block("nothing", "figures", report.MARKS)


def test_the_document_has_its_place_for_the_figures():
    assert "target" in with_block(
        report.DOCUMENT.read_text(encoding="utf-8"), "| target |", report.MARKS
    )
