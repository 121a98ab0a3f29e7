from __future__ import annotations

from dataclasses import replace

import pytest

from scripts import faults
from scripts.faults import Result, keep, kept, page, table

ONE = Result(
    "R1 action server", "kill -9", "lost 0", "0 | of 9", True, form="full", date="2026-01-02"
)


def test_results_are_kept_one_a_check_and_come_in_order(tmp_path):
    for check in ("S1", "R10", "R2", "R1 b", "R1 a", "R2"):
        keep(replace(ONE, check=check), tmp_path)
    assert [each.check for each in kept(tmp_path)] == ["R1 a", "R1 b", "R2", "R10", "S1"]


def test_the_table_says_what_was_not_met():
    lines = table([ONE, replace(ONE, check="R2", passed=False, stock="loses it")])
    assert lines[2] == "| R1 action server | kill -9 | lost 0 | 0 \\| of 9 | yes |  |"
    assert lines[3].endswith("| **no** | loses it |")


def test_the_page_keeps_what_is_around_the_table():
    once = page("# Reliability\n\nWords.\n", [ONE], "2 cores")
    assert once.startswith("# Reliability\n\nWords.\n") and "Measured 2026-01-02: 2 cores." in once
    again = page(once + "\nMore.\n", [replace(ONE, title="other")], "2 cores")
    assert "More." in again and "| other |" in again and "| kill -9 |" not in again


def test_rows_of_what_was_not_measured_now_may_stay():
    both = [ONE, replace(ONE, check="R10", measured="9", date="2026-01-03")]
    before = page("# Reliability\n", both, "2 cores")
    new = replace(ONE, check="R2", date="2026-01-05")
    after = page(before, [new, replace(both[1], measured="8", date="2026-01-05")], "2 cores", True)
    rows = [line for line in after.splitlines() if line.startswith("| R")]
    assert [row.split(" | ")[0] for row in rows] == ["| R1 action server", "| R2", "| R10"]
    assert "| 8 |" in rows[2] and "| 9 |" not in after
    assert "Measured 2026-01-02 to 2026-01-05: 2 cores." in after
    assert page(before, [new], "2 cores").count("| R1 ") == 0


@pytest.mark.parametrize(("env", "form"), [({}, "short"), ({"PATELLA_FAULTS": "full"}, "full")])
def test_the_form_is_short_unless_asked_for(env, form):
    assert faults.form(env) == form


def test_only_what_was_measured_in_full_goes_into_the_page(tmp_path, monkeypatch, capsys):
    at = faults.Places(root=tmp_path, build=tmp_path / ".build", var=tmp_path / "var")
    monkeypatch.setattr(faults, "places", lambda: at)
    (tmp_path / "docs").mkdir()
    keep(replace(ONE, form="short"), faults.folder(at))
    assert faults.main(["--docs"]) == 1
    assert "make faults" in capsys.readouterr().err
    keep(replace(ONE, check="R2"), faults.folder(at))
    assert faults.main(["--docs"]) == 0
    told = (tmp_path / "docs" / "reliability.md").read_text()
    assert "| R2 |" in told and "| R1 " not in told
    keep(replace(ONE, check="R2", passed=False), faults.folder(at))
    assert faults.main([]) == 1
