from __future__ import annotations

import pytest

from scripts.bench import bots, machine, understanding
from scripts.bench.__main__ import main
from scripts.bench.figures import (
    PATELLA,
    STOCK,
    Measure,
    Target,
    compare,
    number,
    percentile,
    spread,
    table,
    with_block,
)
from scripts.bench.probe import memory

TIME = Measure("p50", "parse p50", "ms", Target(15))
MEMORY = Measure("memory", "memory", "MB", Target())


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([5], 0.5, 5),
        ([4, 1, 3, 2], 0.5, 2),
        (range(1, 101), 0.95, 95),
        (range(1, 101), 0.99, 99),
        (range(1, 11), 0.99, 10),
        ([3, 1], 0, 1),
        ([3, 1], 1, 3),
    ],
)
def test_percentile(values, share, expected):
    assert percentile(list(values), share) == expected


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1], 1.1), ([1], -0.1)])
def test_there_is_no_percentile(values, share):
    with pytest.raises(ValueError, match="no percentile"):
        percentile(values, share)


def test_the_middle_round_counts():
    found = spread([9.0, 1.0, 2.0])
    assert (found.least, found.middle, found.most) == (1.0, 2.0, 9.0)


def rounds(ours: list[float], theirs: list[float], key: str = "p50") -> dict:
    return {PATELLA: [{key: v} for v in ours], STOCK: [{key: v} for v in theirs]}


@pytest.mark.parametrize(
    ("measure", "ours", "theirs", "met"),
    [
        pytest.param(TIME, [15, 14, 99], [20, 20, 20], True, id="the middle one is good enough"),
        pytest.param(TIME, [16, 16, 1], [20, 20, 20], False, id="the middle one is too much"),
        pytest.param(MEMORY, [400] * 3, [401] * 3, True, id="below stock"),
        pytest.param(MEMORY, [401] * 3, [401] * 3, False, id="as much as stock"),
        pytest.param(Measure("p50", "parse", "ms"), [1] * 3, [2] * 3, None, id="no target"),
    ],
)
def test_a_target_is_met_by_the_middle_round(measure, ours, theirs, met):
    (row,) = compare([measure], rounds(ours, theirs, measure.key))
    assert row["met"] is met


def test_a_ratio_is_of_one_round():
    # All medians are the same; the machine was slow in the first round, for both.
    (row,) = compare([TIME], rounds([30, 2, 1], [60, 4, 4]))
    assert row["ratio"] == {"least": 0.25, "middle": 0.5, "most": 0.5}


def test_what_was_not_measured_has_no_row():
    assert [row["key"] for row in compare([MEMORY, TIME], rounds([1], [2]))] == ["p50"]


def test_without_targets_there_are_no_columns_for_them():
    lines = table(compare([Measure("p50", "parse", "ms")], rounds([1], [2])))
    assert "target" not in lines[0]
    assert lines[2].rstrip(" |").endswith("0.50")


def test_the_table_lines_up_and_says_what_is_missed():
    lines = table(compare([TIME], rounds([16, 18, 17], [200.4, 100, 300])))
    assert len({len(line) for line in lines}) == 1
    cells = [cell.strip() for cell in lines[2].strip("|").split("|")]
    assert cells == [
        *("parse p50 (ms)", "16.0", "17.0", "18.0", "100", "200", "300"),
        *("0.06", "0.08", "0.18"),
        *("≤ 15 ms", "**no**"),
    ]


@pytest.mark.parametrize(("value", "shown"), [(7.26, "7.3"), (99.94, "99.9"), (512.4, "512")])
def test_number(value, shown):
    assert number(value) == shown


def test_a_block_is_put_at_the_end_and_then_made_anew():
    once = with_block("# Benchmark\n", "understanding", ["one \\1"])
    page = with_block(f"{once}\nWritten by hand.\n", "understanding", ["two"])
    assert "one" not in page
    assert page.index("# Benchmark") < page.index("two") < page.index("Written by hand.")
    assert page.count("begin: understanding") == 1


def test_one_part_leaves_the_block_of_another():
    page = with_block(with_block("", "understanding", ["one"]), "turns", ["two"])
    assert "one" in page
    assert "two" in page


def test_the_values_of_a_round():
    told = {
        **{"seconds": [0.001, 0.002, 0.1], "processor": [0.001, 0.001, 0.05]},
        **{"loading": 3.0, "memory": 500.0, "pinned": True},
    }
    found = understanding.values_of(told, 12.0, 20.0)
    assert set(found) == {measure.key for measure in understanding.MEASURES}
    assert (found["p50"], found["p99"], found["processor"]) == (2.0, 100.0, 1.0)
    assert (found["training"], found["effort"]) == (12.0, 20.0)


def test_the_messages_are_varied():
    texts = understanding.MESSAGES.read_text(encoding="utf-8").splitlines()
    words = [len(text.split()) for text in texts]
    assert len(set(texts)) == len(texts) >= 60
    assert min(words) == 1
    assert 50 < max(words) <= 60


def test_the_notes_say_where_no_core_was_kept_to():
    result = {
        "rounds": {PATELLA: [{}] * 3},
        **{"messages": 60, "words": [1, 60], "parses": 300, "pinned": False},
    }
    assert "pins to no core" in understanding.notes(result)[0]
    assert "pins to no core" not in understanding.notes({**result, "pinned": True})[0]


def test_the_temporary_folder_is_gone_after_an_interruption():
    with pytest.raises(KeyboardInterrupt), bots.temporary_folder() as folder:
        (folder / "model").mkdir()
        raise KeyboardInterrupt
    assert not folder.exists()


def test_memory_is_the_proportional_share(tmp_path):
    smaps = tmp_path / "smaps_rollup"
    smaps.write_text("00400000-7fff0000 ---p 0 00:00 0 [rollup]\nRss: 4096 kB\nPss:    2048 kB\n")
    assert memory(smaps) == 2.0


def test_the_processor_is_named(tmp_path):
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n\nprocessor\t: 1\n")
    assert machine.processor(info) == "Some CPU @ 2 GHz"


@pytest.mark.parametrize(("load", "told"), [(0.2, False), (3.1, True)])
def test_a_busy_machine_is_told(load, told):
    about = {
        **{"date": "2026-01-01", "system": "Linux", "processor": "CPU", "cores": 2},
        **{"load": load, "versions": {"python": "3.10"}},
    }
    assert ("beside other work (load 3.1" in machine.sentence(about)) is told


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--rounds", "0"],
        ["--keep"],
        ["--short", "--docs"],
        ["--short", "--full"],
    ],
)
def test_wrong_arguments_are_told_before_anything_runs(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert "error" in capsys.readouterr().err
