"""All attacks together: this file comes last, and counts what the others have tried."""

from __future__ import annotations

from tests.faults.attacks.attack_tally import Record, Tally


def test_nobody_got_in(tally: Tally, record: Record) -> None:
    row = tally.row()
    assert row["passed"], f"{row['measured']}: run together with the other files of this folder"
    record(**row)
