"""Patient cards held as conversations: their figures, the baseline, the report."""

import json

import pytest
import yaml

from bot.evaluation.vignettes import page, report
from bot.evaluation.vignettes.__main__ import GATES, write
from bot.evaluation.vignettes.baseline import Baseline, load_baseline, lowered, write_baseline
from bot.evaluation.vignettes.figures import NO_ENDING, asked_though_stated, figures_of, is_safe
from bot.evaluation.vignettes.published import load_published
from knowledge.evaluation.gates import judge, load_gates
from knowledge.loading import ContentError
from tests.bot.vignette_cards import card, outcome

# --- the figures -------------------------------------------------------------


def test_the_figures_of_some_outcomes():
    figures = figures_of(
        [
            outcome("routine", pattern="hip_related", patterns=("hip_related",)),
            outcome("self_care", acceptable=("routine", "self_care")),
            outcome("self_care"),
            outcome("same_day", pattern="lateral_hip", patterns=("iliotibial", "lateral_hip")),
            outcome("emergency", expected="emergency", pattern="knee_injury"),
            outcome("within_days", expected="emergency"),
            outcome(None),
            outcome("self_care", expected="self_care"),
        ]
    )
    assert (figures["cards"], figures["emergencies"], figures["emergency_recall"]) == (8, 2, 0.5)
    assert figures["exact"] == 3 / 8
    assert figures["acceptable"] == 4 / 8
    assert figures["safe"] == 6 / 8
    assert figures["under_triage"] == 3 / 8
    assert figures["below_expected"] == 4 / 8
    # "no ending" is two below routine: it counts among the gravest
    assert figures["too_low_by_two"] == 2 / 8
    assert figures["over_triage"] == figures["above_expected"] == 1 / 8
    assert figures["inclination_to_over_triage"] == 1 / 5
    assert (figures["patterned"], figures["pattern_first"], figures["pattern_top_three"]) == (
        2,
        0.5,
        1.0,
    )
    assert {"wanted": "routine", "raised": NO_ENDING, "count": 1} in figures["levels"]
    # What is too low comes first, the gravest before the rest; then too high, then accepted.
    reached = [told["reached"] for told in figures["wrong"]]
    assert reached == ["within_days", NO_ENDING, "self_care", "same_day", "self_care"]
    json.dumps(figures)


def test_the_right_level_without_the_pattern_is_listed_as_wrong():
    missed = outcome("routine", name="missed", pattern="hip_related", patterns=("iliotibial",))
    assert [told["id"] for told in figures_of([missed])["wrong"]] == ["missed"]


def test_no_ending_is_never_safe_advice():
    assert is_safe(outcome("self_care", expected="routine"))
    assert not is_safe(outcome(None, expected="self_care"))


def test_the_emergencies_are_left_out_of_the_number_of_questions():
    figures = figures_of(
        [
            outcome("emergency", expected="emergency", asked=("a",)),
            outcome("routine", asked=tuple("abcd")),
            outcome("routine", asked=tuple("aabcdef")),
        ]
    )
    assert (figures["questions_median"], figures["questions_most"]) == (5, 6)
    assert figures["put_again"] == pytest.approx(1 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("stated", "asked", "again"),
    [
        ((), ("side", "age"), ()),
        (("side",), ("age", "side", "side"), ("side",)),
        (("injury",), ("onset",), ("onset",)),
        (("onset",), ("onset",), ("onset",)),
        (("who", "severity"), ("side",), ()),
    ],
    ids=str,
)
def test_what_was_asked_though_the_opening_had_stated_it(stated, asked, again):
    assert asked_though_stated(outcome("routine", stated=stated, asked=asked)) == again


def test_whether_there_was_an_accident_is_counted_by_itself():
    of_onset = outcome("routine", name="a", stated=("onset",), asked=("injury",))
    of_injury = outcome("routine", name="b", stated=("injury",), asked=("injury",))
    assert asked_though_stated(of_onset) == ()
    assert asked_though_stated(of_injury) == ("injury",)
    assert figures_of([of_onset, of_injury])["whether_injured"] == 1.0


def test_where_about_the_hip_is_counted_by_itself():
    of_hip = outcome("routine", stated=("location",), asked=("part_of_hip",))
    assert asked_though_stated(of_hip) == ()
    assert figures_of([of_hip])["part_of_hip"] == 1.0


def test_the_cards_that_were_asked_again_are_counted_and_listed():
    figures = figures_of(
        [
            outcome("routine", name="a", stated=("side", "age")),
            outcome("routine", name="b", stated=("location",)),
        ]
    )
    assert figures["asked_though_stated"] == 0.5
    assert figures["asked_again_for"] == [
        {"id": "a", "question": "side"},
        {"id": "a", "question": "age"},
    ]


# --- the baseline ------------------------------------------------------------


def test_a_card_may_not_end_lower_than_before():
    before = Baseline({"a": "same_day", "b": "routine"}, {})
    held = [outcome("routine", name="a"), outcome("within_days", name="b")]
    assert lowered(held, before) == ["a: routine, before same_day"]
    assert lowered([outcome(None, name="b")], before) == [f"b: {NO_ENDING}, before routine"]
    assert lowered([outcome(None, name="new")], before) == []


def test_an_accepted_level_is_the_floor_in_the_place_of_the_old_one():
    accepted = {"a": {"level": "within_days", "reason": "A clinic sees it within days."}}
    before = Baseline({"a": "same_day"}, accepted)
    assert lowered([outcome("within_days", name="a")], before) == []
    assert lowered([outcome("routine", name="a")], before) == ["a: routine, before within_days"]


def test_writing_the_baseline_keeps_what_was_accepted(tmp_path):
    path = tmp_path / "baseline.yml"
    write_baseline([outcome("same_day", name="a"), outcome(None, name="b")], path)
    assert load_baseline(path) == Baseline({"a": "same_day", "b": NO_ENDING}, {})
    accepted = {"a": {"level": "routine", "reason": "The guideline was changed in 2026."}}
    path.write_text(yaml.safe_dump({"levels": {}, "accepted": accepted}))
    write_baseline([outcome("routine", name="a")], path)
    assert load_baseline(path) == Baseline({"a": "routine"}, accepted)


def test_accepting_a_lower_level_takes_a_reason(tmp_path):
    path = tmp_path / "baseline.yml"
    path.write_text("levels: {}\naccepted:\n  a: {level: routine, reason: fine}\n")
    with pytest.raises(ContentError, match=r"baseline\.yml"):
        load_baseline(path)


# --- the report --------------------------------------------------------------


@pytest.fixture
def figures():
    wrong = card(
        "bad-one", "same_day", pattern="hip_related", stated=("side",),
        opening="<b>my knee</b> & hip",
    )  # fmt: skip
    figures = figures_of([outcome("routine", wrong), outcome("routine", name="good-one")])
    return {
        "about": {"date": "2026-01-31"},
        "gates": judge(load_gates(GATES), {"vignettes": figures}),
        "published": load_published(),
        **figures,
    }


def test_the_text_has_the_figures_and_every_card_that_went_wrong(figures):
    text = "\n".join(report.as_text(figures))
    assert "2 cards, 0 of them emergencies" in text
    assert "Asked for what the opening had stated: in 50.0%" in text
    assert "✗ bad-one: routine, wanted same_day; pattern hip_related, named none" in text
    assert "? bad-one: asked for side, which the opening states" in text
    assert "good-one" not in text
    for row in figures["published"]:
        assert row["who"] in text


def test_the_comparison_has_our_figures_first(figures):
    head, ours, *others = report.comparison(figures)
    assert ours[0] == report.OURS and ours[2 + head[2:].index("Exact level")] == "50 %"
    assert len(others) == len(figures["published"])
    assert {len(row) for row in (ours, *others)} == {len(head)}


def test_the_figures_are_put_between_the_marks_of_the_document(figures, tmp_path):
    path = tmp_path / "evaluation.md"
    path.write_text("before\n" + "\nlast year\n".join(report.MARKS) + "\nafter\n")
    report.write_document(figures, path)
    written = path.read_text()
    assert "last year" not in written and written.startswith("before") and "after" in written
    assert "2026-01-31" in written and "| Safe advice (Gilbert 2020) |" in written


def test_the_page_has_the_figures_and_escapes_what_people_wrote(figures):
    html = page.page(figures)
    assert "Asked for what the opening had stated: in 50.0%" in html
    assert "Safe advice (Gilbert 2020)" in html and "bad-one" in html
    assert "<b>my knee" not in html
    assert "&lt;b&gt;my knee&lt;/b&gt; &amp; hip" in html


def test_figures_conversations_and_page_are_written(figures, tmp_path):
    write(figures, [outcome("routine", name="good-one")], tmp_path / "new")
    read = {path.name: path.read_text() for path in (tmp_path / "new").iterdir()}
    assert json.loads(read["figures.json"])["cards"] == 2
    assert json.loads(read["conversations.json"])["good-one"]["reached"] == "routine"
    assert read["index.html"].startswith("<!doctype html>")
