"""The held-out files: any number for each part, `findings.yml`, `findings_2.yml` and so on."""

from __future__ import annotations

from pathlib import Path

from knowledge.loading import ROOT

HELD_OUT = ROOT / "tests" / "nlu"
PARTS = INTENTS, FINDINGS, RED_FLAGS = ("intents", "findings", "red_flags")


def files(part: str, folder: Path = HELD_OUT) -> list[Path]:
    """The files of a part, by name.

    Raises:
        FileNotFoundError: there is none.
    """
    found = sorted(folder.glob(f"{part}*.yml"))
    if not found:
        raise FileNotFoundError(f"no {part}*.yml in {folder}")
    return found
