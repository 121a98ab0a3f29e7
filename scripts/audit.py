"""Looks the pinned packages up among the published advisories. Run as `make audit`.

It needs a network that lets pip-audit ask the package index. What docs/security.md names, with
what closes it, is told and let pass; anything else fails.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.places import ROOT

PAGE = ROOT / "docs" / "security.md"
LOCKS = ("dialogue", "actions", "dialogue-test", "actions-test")
SECONDS = 600

_ID = re.compile(r"\b(?:CVE-\d{4}-\d{4,}|PYSEC-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3})\b")


@dataclass(frozen=True)
class Finding:
    """An advisory that applies to a pinned package; ``ids`` are all its names."""

    package: str
    version: str
    ids: tuple[str, ...]
    fixed: tuple[str, ...]

    def line(self) -> str:
        """It in one line."""
        fixed = f", fixed in {', '.join(self.fixed)}" if self.fixed else ", not fixed"
        return f"{self.package} {self.version}: {' '.join(self.ids)}{fixed}"


@dataclass(frozen=True)
class Audit:
    """What an audit found, how many packages were looked up, and how many could not be."""

    findings: tuple[Finding, ...]
    looked_up: int
    not_found: int


def read(report: dict[str, Any]) -> Audit:
    """An audit from pip-audit's JSON."""
    packages = report["dependencies"]
    audited = [package for package in packages if "skip_reason" not in package]
    findings = tuple(
        Finding(
            package["name"],
            package["version"],
            tuple(sorted({told["id"], *told.get("aliases", ())})),
            tuple(told.get("fix_versions", ())),
        )
        for package in audited
        for told in package.get("vulns", ())
    )
    return Audit(findings, len(audited), len(packages) - len(audited))


def known(page: str) -> frozenset[str]:
    """The advisories that a page names."""
    return frozenset(_ID.findall(page))


def unknown(findings: Iterable[Finding], accepted: frozenset[str]) -> list[Finding]:
    """The findings of which no name is accepted."""
    return [finding for finding in findings if not accepted & set(finding.ids)]


def ask(uv: str, lock: Path) -> Audit | str:
    """What pip-audit finds in a lock file, or what it said instead."""
    with tempfile.TemporaryDirectory(prefix="patella-audit-") as folder:
        report = Path(folder) / "report.json"
        command = [
            uv, "tool", "run", "pip-audit", "--requirement", str(lock), "--disable-pip",
            "--require-hashes", "--progress-spinner", "off", "--format", "json",
            "--output", str(report),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"no answer within {SECONDS} s"
        if not report.exists():
            lines = [line for line in done.stderr.splitlines() if line.strip()]
            return lines[-1] if lines else f"exit code {done.returncode}"
        return read(json.loads(report.read_text(encoding="utf-8")))


def main() -> int:
    """The command line: 0 if all is accounted for, 1 if not, 2 if it could not be looked up."""
    setup = subprocess.run(
        [str(ROOT / "scripts" / "setup"), "uv"], stdout=subprocess.PIPE, text=True, check=True
    )
    uv, accepted = setup.stdout.strip(), known(PAGE.read_text(encoding="utf-8"))
    code = 0
    for name in LOCKS:
        lock = ROOT / "requirements" / f"{name}.txt"
        audit = ask(uv, lock)
        if isinstance(audit, str) or audit.looked_up == 0:
            why = audit if isinstance(audit, str) else "the index knows none of the packages"
            print(
                f"{lock.name}: nothing could be looked up ({why}). It takes a network from which"
                " https://pypi.org/pypi/<package>/json can be read; this tells nothing about the"
                " packages."
            )
            code = max(code, 2)
            continue
        new = unknown(audit.findings, accepted)
        print(
            f"{lock.name}: {audit.looked_up} packages, {len(audit.findings)} advisories,"
            f" {len(new)} of them not in {PAGE.relative_to(ROOT)};"
            f" {audit.not_found} packages could not be looked up"
        )
        for finding in audit.findings:
            print(f"  {'NEW    ' if finding in new else 'known  '}{finding.line()}")
        code = max(code, 1 if new else 2 if audit.not_found else 0)
    return code


if __name__ == "__main__":
    sys.exit(main())
