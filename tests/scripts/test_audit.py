from __future__ import annotations

from scripts.audit import PAGE, Finding, known, read, unknown

REPORT = {
    "dependencies": [
        {"name": "fine", "version": "1", "vulns": []},
        {
            "name": "broken",
            "version": "2",
            "vulns": [
                {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-11111"], "fix_versions": ["3"]},
                {"id": "GHSA-aaaa-bbbb-cccc", "aliases": [], "fix_versions": []},
            ],
        },
        {"name": "elsewhere", "skip_reason": "not on the index"},
    ],
    "fixes": [],
}


def test_what_pip_audit_tells_is_read() -> None:
    audit = read(REPORT)
    assert (audit.looked_up, audit.not_found) == (2, 1)
    assert [finding.line() for finding in audit.findings] == [
        "broken 2: CVE-2026-11111 PYSEC-2026-1, fixed in 3",
        "broken 2: GHSA-aaaa-bbbb-cccc, not fixed",
    ]


def test_what_the_page_names_by_any_name_is_known() -> None:
    accepted = known("closed by a proxy: CVE-2026-11111, see there")
    (new,) = unknown(read(REPORT).findings, accepted)
    assert new.ids == ("GHSA-aaaa-bbbb-cccc",)
    assert unknown([Finding("a", "1", ("CVE-2026-1111",), ())], accepted) != []


def test_the_page_names_some() -> None:
    assert "CVE-2022-35920" not in known("")
    assert len(known(PAGE.read_text(encoding="utf-8"))) > 10
