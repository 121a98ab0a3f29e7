"""scripts/setup with a stand-in for uv, in a copy of what it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Writes down how it is called. `venv` makes an interpreter; FAIL_ON names what fails.
FAKE_UV = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
"venv --help") echo "--clear"; exit ;;
esac
case "$*" in
*"${FAIL_ON:-nothing fails}"*) echo "error: ${FAIL_WITH:-it broke}" >&2; exit 2 ;;
esac
case "$1" in
venv)
  for folder; do :; done
  mkdir -p "$folder/bin"
  echo "#!/bin/sh" >"$folder/bin/python"
  chmod +x "$folder/bin/python" ;;
esac
sleep "${TAKES:-0}"
"""


class Copy:
    """A copy of the set-up script and the lock files, with a uv that installs nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "scripts").mkdir()
        shutil.copy(ROOT / "scripts" / "setup", folder / "scripts" / "setup")
        (folder / "requirements").mkdir()
        for name in ("dialogue", "dialogue-test", "actions", "actions-test"):
            (folder / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
        (folder / "bin").mkdir()
        self.uv = folder / "bin" / "uv"
        self.uv.write_text(FAKE_UV)
        self.uv.chmod(0o755)
        self.calls_file = folder / "calls"

    def environment(self, **settings: str) -> Mapping[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        own = {"UV": str(self.uv), "CALLS": str(self.calls_file), "PIP_FIND_LINKS": "/wheels /more"}
        return {**kept, **own, **settings}

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        self.calls_file.write_text("")
        return subprocess.run(
            ["sh", "scripts/setup", *arguments],
            cwd=self.folder,
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def calls(self) -> list[str]:
        lines = self.calls_file.read_text().splitlines()
        return [line.replace(f"{self.folder}/", "") for line in lines if line != "venv --help"]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_both_environments_are_made_from_the_locks(copy):
    done = copy.run()
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    text = "\n".join(copy.calls)
    for part in (
        "venv --quiet --clear --python 3.10 .build/dialogue",
        "venv --quiet --clear --python 3.11 .build/actions",
        "--require-hashes -r requirements/dialogue.txt",
        "--require-hashes -r requirements/actions.txt",
        "torch==2.13.0",
    ):
        assert part in text
    assert "-test" not in text
    assert "Setting up the dialogue server's packages (Python 3.10) …" in done.stderr


def test_the_second_time_uv_is_not_even_looked_for(copy):
    copy.run()
    done = copy.run(UV="/nowhere/uv", PATH="/usr/bin:/bin")
    assert (done.returncode, done.stderr, copy.calls) == (0, "", [])


def test_a_changed_lock_renews_its_environment_alone(copy):
    copy.run()
    (copy.folder / "requirements" / "actions.txt").write_text("actions==2\n")
    copy.run()
    assert any(".build/actions" in call for call in copy.calls)
    assert not any(".build/dialogue" in call for call in copy.calls)


def test_a_removed_interpreter_renews_its_environment(copy):
    copy.run()
    (copy.folder / ".build" / "dialogue" / "bin" / "python").unlink()
    copy.run()
    assert any(call.startswith("venv") and "dialogue" in call for call in copy.calls)


def test_what_tests_need_comes_only_when_asked_for(copy):
    copy.run()
    copy.run("test")
    assert [call.rpartition(" ")[2] for call in copy.calls] == [
        "requirements/dialogue-test.txt",
        "requirements/actions-test.txt",
    ]
    copy.run("test")
    assert copy.calls == []


@pytest.mark.parametrize(
    ("fail_on", "told"),
    [
        pytest.param("--python 3.10", "Python 3.10 is missing", id="no Python"),
        pytest.param(
            "dialogue.txt",
            "Setting up the dialogue server's packages (Python 3.10): failed.",
            id="packages",
        ),
        pytest.param("torch", "Setting up PyTorch for the CPU: failed.", id="torch"),
    ],
)
def test_a_failure_is_told_with_the_last_words_of_uv(copy, fail_on, told):
    done = copy.run(FAIL_ON=fail_on, FAIL_WITH="No space left on device")
    assert done.returncode == 1
    assert told in done.stderr
    assert "  error: No space left on device" in done.stderr


def test_after_a_failure_the_next_run_goes_on(copy):
    copy.run(FAIL_ON="actions.txt")
    done = copy.run()
    assert done.returncode == 0
    assert not any("dialogue" in call for call in copy.calls)
    assert any("actions.txt" in call for call in copy.calls)


@pytest.mark.parametrize(
    ("system", "fail_on", "last"),
    [
        pytest.param("Linux", "", "torch==2.13.0+cpu", id="Linux, a wheel at hand"),
        pytest.param("Linux", "+cpu", "--torch-backend cpu torch==2.13.0", id="Linux, none"),
        pytest.param("Darwin", "", "--no-deps torch==2.13.0", id="macOS"),
    ],
)
def test_torch_is_the_build_for_the_cpu(copy, system, fail_on, last):
    uname = copy.folder / "bin" / "uname"
    uname.write_text(f"#!/bin/sh\necho {system}\n")
    uname.chmod(0o755)
    path = f"{uname.parent}{os.pathsep}{os.environ['PATH']}"
    done = copy.run(PATH=path, **({"FAIL_ON": fail_on} if fail_on else {}))
    assert done.returncode == 0, done.stderr
    assert copy.calls[-1].endswith(last)


def test_two_at_a_time_do_the_work_once(copy):
    copy.calls_file.write_text("")
    both = [
        subprocess.Popen(
            ["sh", "scripts/setup"],
            cwd=copy.folder,
            env=copy.environment(TAKES="0.2"),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Waiting for the set-up" in text for text in told) == 1
    assert len([call for call in copy.calls if call.startswith("venv")]) == 2


def test_a_killed_run_does_not_keep_the_next_one_waiting(copy):
    lock = copy.folder / ".build" / "setup.lock"
    lock.mkdir(parents=True)
    ended = subprocess.Popen(["true"])
    ended.wait()
    (lock / "pid").write_text(str(ended.pid))
    assert copy.run().returncode == 0
    assert not lock.exists()


def test_a_folder_that_cannot_be_written_is_told(copy):
    (copy.folder / ".build").write_text("no folder")
    done = copy.run()
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot write to ")
    assert "PATELLA_BUILD" in done.stderr


def test_it_says_where_uv_is(copy):
    assert copy.run("uv").stdout == f"{copy.uv}\n"
