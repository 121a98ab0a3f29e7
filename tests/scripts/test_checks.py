from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import pytest_plugin
from scripts.check_runs import Check, Run, run_all
from scripts.checks import checks, count_stories, main
from scripts.places import Places, places
from scripts.pytest_plugin import find_chromium

pytest_plugins = ["pytester"]

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "scripts.pytest_plugin", "-p", "no:asyncio"]


@pytest.fixture(autouse=True)
def apart_from_the_run_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted and skipped in here is not what the run around this test is asked about."""
    monkeypatch.delenv("PATELLA_TEST_COUNTS", raising=False)
    monkeypatch.delenv("PATELLA_NO_SKIP", raising=False)


@pytest.fixture
def at(tmp_path: Path) -> Places:
    return Places(root=tmp_path, build=tmp_path / ".build", var=tmp_path / "var")


def command(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def counting(passed: int, failed: int, code: int = 0) -> list[str]:
    return command(
        "import os, sys; path = os.environ['PATELLA_TEST_COUNTS'];"
        f"open(path, 'a').write('{passed} {failed} 0\\n'); sys.exit({code})"
    )


def closing_line(capfd) -> str:
    return capfd.readouterr().out.splitlines()[-1]


def test_all_that_passes_is_summed_up(at, capfd):
    plan = [
        Check("style", "Style", (command(""), command(""))),
        Check("unit", "Unit", (counting(5, 0),), counts=True),
        Check("whole", "Whole", (counting(2, 0),), counts=True),
    ]
    assert run_all(plan, at) == 0
    assert closing_line(capfd) == "8 passed, 0 failed"


def test_the_first_failure_ends_it(at, capfd):
    plan = [
        Check("unit", "Unit", (counting(4, 2, code=1),), counts=True),
        Check("whole", "Whole", (command("raise AssertionError"),)),
    ]
    assert run_all(plan, at) == 1
    out = capfd.readouterr().out
    assert out.splitlines()[-1] == "4 passed, 2 failed"
    assert "Not run: whole" in out


def meeting(folder: Path, own: str, other: str) -> list[str]:
    """A command that ends only beside another one of its kind."""
    return command(
        "import pathlib, time\n"
        f"folder = pathlib.Path({str(folder)!r}); (folder / {own!r}).touch()\n"
        "until = time.monotonic() + 20\n"
        f"while not (folder / {other!r}).exists():\n"
        "    if time.monotonic() > until: raise SystemExit('alone')\n"
        "    time.sleep(0.01)\n"
        f"print({own!r}, 'has met', {other!r})\n"
    )


def test_lanes_run_side_by_side_and_each_shows_its_output_in_one_piece(at, tmp_path, capfd):
    plan = [
        Check("a", "A", (meeting(tmp_path, "a", "b"), command("print('more of a')")), lane="1"),
        Check("b", "B", (meeting(tmp_path, "b", "c"),), lane="2"),
        Check("c", "C", (meeting(tmp_path, "c", "b"),), lane="1"),
        Check("last", "Last", (counting(4, 0),), counts=True),
    ]
    assert run_all(plan, at) == 0
    out = capfd.readouterr().out
    assert "\n=== A\na has met b\nmore of a\n=== A: " in out
    assert "\n=== C\nc has met b\n=== C: " in out
    assert out.splitlines()[-1] == "7 passed, 0 failed"


def test_what_runs_beside_a_failure_comes_to_its_end_and_nothing_else_begins(at, tmp_path, capfd):
    run = Run(at, tmp_path)
    fails = command("raise SystemExit('no good')")
    run.together(
        [
            Check("bad", "Bad", (fails,), lane="1"),
            Check(
                "beside",
                "Beside",
                afterwards=lambda _: None if run.ends.wait(20) else "nothing failed",
                lane="2",
            ),
            Check("next", "Next", (command(""),), lane="1"),
            Check("too", "Too", (command(""),), lane="2"),
        ]
    )
    assert [name for name, _ in run.total.times] == ["bad", "beside"]
    assert run.total.line() == "1 passed, 1 failed"
    assert "=== Bad\nno good\n=== Bad: FAILED" in capfd.readouterr().out


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(Check("a", "A", (command("raise SystemExit(3)"),)), id="a command"),
        pytest.param(Check("a", "A", (counting(0, 0, 5),), counts=True), id="no tests"),
        pytest.param(Check("a", "A", afterwards=lambda counts: "nothing there"), id="afterwards"),
    ],
)
def test_a_failure_is_counted_even_without_a_number(at, capfd, check):
    assert run_all([check], at) == 1
    assert closing_line(capfd) == "0 passed, 1 failed"


def accuracy(correct: int, total: int) -> str:
    return json.dumps({"conversation_accuracy": {"correct": correct, "total": total}})


@pytest.mark.parametrize(
    ("report", "wrong", "counted"),
    [
        pytest.param(accuracy(3, 3), None, "3 0 0\n", id="all well"),
        pytest.param(accuracy(2, 3), "failed_test_stories", "2 1 0\n", id="one failed"),
        pytest.param(accuracy(0, 0), "failed_test_stories", "0 0 0\n", id="none"),
        pytest.param("{}", "no report", "", id="other JSON"),
        pytest.param("", "no report", "", id="no JSON"),
        pytest.param(None, "no report", "", id="no file"),
    ],
)
def test_stories_are_counted(tmp_path, report, wrong, counted):
    path = tmp_path / "story_report.json"
    counts = tmp_path / "counts"
    counts.touch()
    if report is not None:
        path.write_text(report)
    told = count_stories(tmp_path, counts)
    assert (told is None) if wrong is None else (wrong in (told or ""))
    assert counts.read_text() == counted


def test_a_quiet_check_shows_its_output_only_if_it_fails(at, capfd):
    told = "print('config.yml: no pipeline')"
    assert run_all([Check("a", "A", (command(told),), quiet=True)], at) == 0
    assert "no pipeline" not in capfd.readouterr().out
    failing = Check("a", "A", (command(f"{told}; raise SystemExit(1)"),), quiet=True)
    assert run_all([failing], at) == 1
    out = capfd.readouterr().out
    assert "config.yml: no pipeline" in out
    assert str(at.build / "results" / "a.log") in out
    lanes = [replace(failing, lane="1"), Check("b", "B", (command(""),), lane="2")]
    assert run_all(lanes, at) == 1
    assert "\n=== A\nconfig.yml: no pipeline\n(all of it: " in capfd.readouterr().out


def test_every_check_has_a_name_of_its_own():
    names = [check.name for check in checks(places())]
    assert len(names) == len(set(names))


def test_an_unknown_check_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["stile"])
    assert "no such check: stile" in capsys.readouterr().err


# --- the pytest plugin -------------------------------------------------------


def test_runs_are_counted(pytester, monkeypatch):
    counts = pytester.path / "counts"
    monkeypatch.setenv("PATELLA_TEST_COUNTS", str(counts))
    monkeypatch.setenv("PYTHONPATH", str(places().root))
    pytester.makepyfile(
        """
        import pytest

        def test_good(): pass
        def test_bad(): assert False
        @pytest.fixture
        def broken(): raise ValueError
        def test_error(broken): pass
        @pytest.mark.skip(reason="why not")
        def test_skipped(): pass
        @pytest.mark.xfail
        def test_known(): assert False
        """
    )
    pytester.run(*PYTEST)
    assert counts.read_text() == "2 2 1\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import pytest\n@pytest.mark.skip(reason='no luck')\ndef test_a(): pass\n", id="mark"
        ),
        pytest.param("import pytest\ndef test_a(): pytest.skip('no luck')\n", id="inside"),
        pytest.param(
            "import pytest\npytest.importorskip('no_such', reason='no luck')\ndef test_a(): pass\n",
            id="file",
        ),
    ],
)
def test_a_skip_is_a_failure_where_asked_for(pytester, monkeypatch, source):
    monkeypatch.setenv("PYTHONPATH", str(places().root))
    pytester.makepyfile(source + "def test_b(): pass\n")
    monkeypatch.setenv("PATELLA_NO_SKIP", "0")
    assert pytester.run(*PYTEST).ret in (0, 5)
    monkeypatch.setenv("PATELLA_NO_SKIP", "1")
    done = pytester.run(*PYTEST)
    assert done.ret not in (0, 5)
    assert "no luck" in done.stdout.str()


def test_an_expected_failure_is_no_skip(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(places().root))
    monkeypatch.setenv("PATELLA_NO_SKIP", "1")
    pytester.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\n")
    assert pytester.run(*PYTEST).ret == 0


def test_browser_tests_are_skipped_without_a_browser(monkeypatch):
    monkeypatch.setattr(pytest_plugin, "find_chromium", lambda env: None)
    marks: dict[str, list] = {}

    def item(path: str) -> SimpleNamespace:
        marks[path] = []
        return SimpleNamespace(path=Path(path), add_marker=marks[path].append)

    pytest_plugin.pytest_collection_modifyitems(
        [item("/x/tests/browser/test_page.py"), item("/x/tests/bot/test_shell.py")]
    )
    assert [len(found) for found in marks.values()] == [1, 0]


def test_a_browser_that_is_named_must_be_there():
    assert find_chromium({"PATELLA_CHROMIUM": "/nowhere/chromium"}) is None
    assert find_chromium({"PATELLA_CHROMIUM": sys.executable}) == sys.executable
