"""The goals of `make bench`, its page and pictures, and what the short form is held to."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from scripts.bench import __main__ as bench
from scripts.bench import committed, goals, growth, page, pictures
from scripts.bench.figures import PATELLA, STOCK, Measure, Spread, ratios
from scripts.bench.goals import GOALS, Goal
from scripts.bench.page import PARTS
from scripts.places import Places

ABOUT = {
    **{"date": "2026-01-01", "system": "Linux", "processor": "CPU", "cores": 2, "memory": 24},
    **{"load": 0.2, "versions": {"python": "3.10"}},
}
MOST = Goal("turns", "p50", "a turn", 1.0)
LEAST = Goal("crowd", "rate_50", "turns a second", 2.0, is_least=True)
LOWER = Measure("p50", "a turn, p50", "ms")
HIGHER = Measure("rate_50", "turns", "/s", more_is_better=True)


def result(ours: list[dict], theirs: list[dict], **more) -> dict:
    return {"about": ABOUT, "form": "full", "rounds": {PATELLA: ours, STOCK: theirs}, **more}


def all_results() -> dict:
    def rounds(name: str) -> dict:
        values = {measure.key: 2.0 for measure in PARTS[name].MEASURES}
        counts = {
            f"{what}_{n}": 0 for what in ("sent", "refused", "lost", "clients") for n in (1, 50)
        }
        return result([{**values, **counts}], [{key: 4.0 for key in {**values, **counts}}])

    series = {"sizes": [10, 1000], "rounds": {PATELLA: [[10.0, 11.0]], STOCK: [[20.0, 30.0]]}}
    profile = {"turns": 0, "stages": {}}
    turns = {"script": [["greeting", "hello"]], "conversations": 1, "stages": profile, "kinds": {}}
    understood = {"messages": 60, "words": [1, 60], "parses": 300, "pinned": True}
    return {
        "start": rounds("start"),
        "turns": rounds("turns") | turns,
        "crowd": rounds("crowd") | {"people": [1, 50]},
        "growth": {"about": ABOUT, "form": "full", "stored": series, "turns": series},
        "vocabulary": {
            **{"about": ABOUT, "form": "full"},
            "vocabulary": {"sizes": [9, 90], "rounds": {PATELLA: [[2.0, 3.0]]}},
        },
        "understanding": rounds("understanding") | understood,
    }


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [(MOST, 1.0, True), (MOST, 1.01, False), (LEAST, 2.0, True), (LEAST, 1.99, False)],
)
def test_a_goal_is_met_up_to_its_bound(goal, value, met):
    assert goal.is_met(value) is met


def test_goals_are_of_what_is_measured():
    for goal in GOALS:
        keys = [measure.key for measure in PARTS[goal.part].MEASURES]
        assert goal.key in (keys or page.SERIES)


def test_a_goal_is_held_against_the_median_of_the_rounds():
    found = result([{"p50": v} for v in (3, 9, 2)], [{"p50": v} for v in (2, 10, 4)])
    assert goals.measured(MOST, {"turns": found}) == Spread(0.5, 0.9, 1.5)
    assert "| ≤ 1 | 0.90 | 0.50 | 1.50 | yes |" in goals.lines({"turns": found}, [MOST])[-1]


def test_a_missed_goal_and_one_not_measured_are_told():
    told = goals.lines({"turns": result([{"p50": 3}], [{"p50": 2}])}, [MOST, LEAST])
    assert "**no**" in told[2]
    assert "not measured" in told[3]


def test_growth_is_largest_to_smallest():
    series = {"sizes": [1, 2, 3], "rounds": {PATELLA: [[10, 50, 12], [10, 50, 11]]}}
    assert goals.growth_of(series, PATELLA).middle == pytest.approx(1.15)


def test_nothing_divided_by_nothing_is_no_success():
    assert ratios("p50", {PATELLA: [{"p50": 1.0}], STOCK: [{"p50": 0.0}]}) == [math.inf]


@pytest.mark.parametrize(
    ("measure", "now", "is_worse"),
    [(LOWER, 1.49, False), (LOWER, 1.51, True), (HIGHER, 0.67, False), (HIGHER, 0.66, True)],
)
def test_worse_by_more_than_the_margin_is_worse(measure, now, is_worse):
    told = committed.worse({"a": measure}, {"a": now}, {"a": 1.0}, 1.5)
    assert bool(told) is is_worse


@pytest.mark.parametrize(("measures", "now"), [({"a": LOWER}, {}), ({}, {"a": 0.1})])
def test_what_is_not_measured_any_more_is_worse(measures, now):
    assert "not measured" in committed.worse(measures, now, {"a": 1.0}, 1.5)[0]


def test_medians_of_what_was_measured():
    found = {"turns": result([{"p50": 1}, {"p50": 3}], [{"p50": 2}, {"p50": 2}])}
    measures = {"turns.p50": LOWER, "turns.p99": LOWER, "crowd.p50": LOWER}
    assert committed.medians(measures, found) == {"turns.p50": 1.0}


def test_ratios_are_kept_with_the_margin(tmp_path):
    file = tmp_path / "ratios.yml"
    committed.write({"turns.p50": 0.51239}, file)
    assert committed.read(file) == ({"turns.p50": 0.512}, committed.MARGIN)
    file.write_text(file.read_text().replace(f"margin: {committed.MARGIN}", "margin: 3.0"))
    committed.write({"turns.p50": 0.4}, file)
    assert committed.read(file) == ({"turns.p50": 0.4}, 3.0)


def test_every_ratio_that_is_checked_is_kept():
    kept, margin = committed.read()
    assert set(kept) == set(bench.CHECKED) == set(bench.checked())
    assert all(0 < ratio < 10 for ratio in kept.values())
    assert 1 < margin <= 3


def test_without_kept_ratios_the_short_form_says_at_once_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(committed.read, "__defaults__", (tmp_path / "ratios.yml",))
    monkeypatch.setattr(bench, "run", lambda *_: pytest.fail("it measured"))
    assert bench.main(["--short"]) == 1
    told = capsys.readouterr().err
    assert 'make bench ARGS="--short --keep"' in told
    assert "Traceback" not in told


def test_the_page_has_every_part_once_and_keeps_what_is_written_by_hand():
    once = page.page("# Benchmark\n\nBy hand.\n", all_results())
    twice = page.page(once, all_results())
    assert once == twice
    assert "By hand." in once
    for part in PARTS.values():
        assert once.count(f"## {part.TITLE}\n") == 1
    assert "2026-01-01, 2 cores of CPU, 24 GB" in once
    assert "largest to smallest" in once
    assert "| Patella, a turn's p50 in ms | 10.0 | 11.0 | 1.10 |" in once
    assert "| Patella, understanding a message, p50 in ms | 2.0 | 3.0 | 1.50 |" in once


@pytest.mark.parametrize(
    ("ours", "code", "told"),
    [(1.9, 0, "None of 1 ratios is worse"), (2.1, 1, "2.10 of the stock bot's, it was 1.00")],
)
def test_the_short_form_says_whether_it_is_worse(ours, code, told, tmp_path, monkeypatch, capsys):
    file = tmp_path / "ratios.yml"
    committed.write({"turns.p50": 1.0}, file)
    monkeypatch.setattr(committed.read, "__defaults__", (file,))
    found = {"turns": result([{"p50": ours}], [{"p50": 1.0}])}
    assert bench.hold_to(found, keep=False) == code
    assert told in capsys.readouterr().err


def test_a_part_tells_how_long_it_took():
    found = all_results()["start"]
    assert page.lines_of("start", found)[-1].endswith("; form: full.")
    assert page.lines_of("start", {**found, "seconds": 90})[-1].endswith(
        "; form: full, 1.5 minutes."
    )


@pytest.mark.parametrize(("count", "told"), [(19, "p95 and p99 are"), (20, ", p99 is")])
def test_it_is_told_where_a_percentile_is_the_slowest_one(count, told):
    found = {**all_results()["turns"], "conversations": count}
    assert f"{told} the slowest one" in PARTS["turns"].notes(found)[0]


def searched(size: int, *rounds: list[float]) -> dict:
    asked = [[{"all": milliseconds} for milliseconds in each] for each in rounds]
    return {"size": size, "about": {"load": 0.25}, "files": {"asked": asked}}


def test_passages_grow_as_the_search_benchmark_has_kept_them(tmp_path):
    at = Places(tmp_path, tmp_path, tmp_path)
    page.keep(at, "growth", all_results()["growth"])
    page.keep(
        at,
        page.SEARCH,
        [
            searched(100_000, [24.0, 25.0, 90.0]),
            searched(100, [10.0, 10.0, 11.0], [99.0, 99.0, 99.0]),
            searched(1_000_000, [500.0]),
        ],
    )
    found = page.kept(at)
    assert set(found) == {"growth"}
    told = "\n".join(page.lines_of("growth", found["growth"]))
    assert "| Patella, a question's p50 in ms | 10.0 | 25.0 | 2.50 | 2.50 | 2.50 |" in told
    assert "at a load of 0.2, 0.2" in told


@pytest.mark.parametrize("kept", [[], [searched(100, [10.0])]])
def test_of_one_number_of_passages_nothing_grows(kept):
    assert growth.of_passages(kept) == {}


def test_every_picture_is_on_the_page_and_well_formed():
    drawn, text = page.images(all_results()), page.page("", all_results())
    assert set(drawn) == {
        *("benchmark-ratios.svg", "benchmark-stored.svg", "benchmark-turns.svg"),
    }
    for name, svg in drawn.items():
        ElementTree.fromstring(svg)
        assert f"(images/{name})" in text


def test_a_ratio_is_blue_where_it_is_better_than_the_stock_bot():
    found = Spread(0.4, 0.5, 0.6)
    drawn = pictures.ratios("Ratios", [("time", found, False), ("rate", found, True)])
    colours = [
        line.get("fill") for line in ElementTree.fromstring(drawn).iter() if "circle" in line.tag
    ]
    assert colours[0] != colours[1]


def test_without_results_there_is_nothing_to_draw():
    assert page.images({}) == {}
