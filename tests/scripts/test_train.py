from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from scripts import train as training
from scripts.places import Places
from scripts.train import (
    Step,
    fingerprint,
    input_files,
    is_made,
    make,
    make_together,
    steps,
    train,
    waves,
)
from serving.checksums import check, checksum_file


@pytest.fixture
def at(tmp_path: Path) -> Places:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "a.yml").write_text("a: 1\n")
    return Places(root=tmp_path, build=tmp_path / ".build", var=tmp_path / "var")


def step_of(at: Places, code: str, **given) -> Step:
    settings = {
        "name": "index",
        "title": "Indexing",
        "command": [sys.executable, "-c", code],
        "inputs": ("knowledge/**/*",),
        "output": at.build / "index",
        **given,
    }
    return Step(**settings)


def log_in(at: Places) -> Path:
    at.logs.mkdir(parents=True, exist_ok=True)
    return at.logs / "training.log"


def test_the_fingerprint_follows_the_content(at):
    step = step_of(at, "")
    before = fingerprint(step, at.root, {})
    os.utime(at.root / "knowledge" / "a.yml", (1, 1))
    assert fingerprint(step, at.root, {}) == before
    (at.root / "knowledge" / "a.yml").write_text("a: 2\n")
    assert fingerprint(step, at.root, {}) != before


def test_the_fingerprint_follows_names_earlier_steps_and_settings(at, monkeypatch):
    step = step_of(at, "", after=("encoder",))
    prints = {
        fingerprint(step, at.root, {"encoder": "1"}),
        fingerprint(step, at.root, {"encoder": "2"}),
    }
    (at.root / "knowledge" / "a.yml").rename(at.root / "knowledge" / "b.yml")
    prints.add(fingerprint(step, at.root, {"encoder": "1"}))
    monkeypatch.setenv("PATELLA_EMBEDDING_MODEL", "another/model")
    prints.add(fingerprint(step, at.root, {"encoder": "1"}))
    assert len(prints) == 4


def test_what_python_and_editors_leave_is_no_input(at):
    (at.root / "knowledge" / "__pycache__").mkdir()
    (at.root / "knowledge" / "__pycache__" / "a.pyc").write_text("")
    (at.root / "knowledge" / ".a.yml.swp").write_text("")
    assert list(input_files(at.root, ["knowledge/**/*"])) == [at.root / "knowledge" / "a.yml"]


def test_a_database_is_looked_into_each_time(at, tmp_path, monkeypatch):
    stamp = tmp_path / "stamp"
    stamp.write_text("abc\n")
    (at.build / "index").mkdir(parents=True)
    assert is_made(step_of(at, ""), stamp, "abc")
    assert not is_made(step_of(at, "", elsewhere=True), stamp, "abc")
    monkeypatch.setenv("PATELLA_DATABASE_URL", "postgresql://host/db")
    assert [each.name for each in steps(at) if each.elsewhere] == ["index"]
    monkeypatch.setenv("PATELLA_DATABASE_URL", "sqlite:///var/patella.db")
    assert not any(each.elsewhere for each in steps(at))


def test_something_is_made_when_stamp_and_output_are_there(at, tmp_path):
    step = step_of(at, "")
    stamp = tmp_path / "stamp"
    assert not is_made(step, stamp, "abc")
    stamp.write_text("abc\n")
    assert not is_made(step, stamp, "abc")
    step.output.mkdir(parents=True)
    assert is_made(step, stamp, "abc")
    assert not is_made(step, stamp, "abd")


def test_a_failing_step_tells_its_last_useful_lines(at, capsys):
    code = "import sys; print('reading'); sys.exit('hip.md:3: no title')"
    assert make(step_of(at, code), at, log_in(at)) is False
    told = capsys.readouterr().err
    assert "Indexing: failed." in told
    assert "  hip.md:3: no title" in told
    assert str(at.logs / "training.log") in told


def test_a_step_that_makes_nothing_has_failed(at, capsys):
    assert make(step_of(at, "print('all is well')"), at, log_in(at)) is False
    assert "all is well" in capsys.readouterr().err


def test_only_the_lines_of_this_run_are_told(at, capsys):
    log = log_in(at)
    log.write_text("an old trouble\n")
    make(step_of(at, "import sys; sys.exit('a new trouble')"), at, log)
    told = capsys.readouterr().err
    assert "a new trouble" in told
    assert "an old trouble" not in told


def test_the_new_model_takes_the_place_of_the_old_one_at_the_end(at):
    made_in = at.build / "models.new" / "patella.tar.gz"
    code = (
        "import pathlib; p = pathlib.Path('.build/models.new'); p.mkdir(parents=True);"
        "(p / 'patella.tar.gz').write_text('new')"
    )
    step = step_of(at, code, output=at.model, made_in=made_in)
    at.model.parent.mkdir(parents=True)
    at.model.write_text("old")
    assert make(step, at, log_in(at)) is True
    assert at.model.read_text() == "new"
    assert not made_in.parent.exists()


def test_a_failed_training_keeps_the_old_model(at):
    made_in = at.build / "models.new" / "patella.tar.gz"
    step = step_of(at, "raise SystemExit(1)", output=at.model, made_in=made_in)
    at.model.parent.mkdir(parents=True)
    at.model.write_text("old")
    assert make(step, at, log_in(at)) is False
    assert at.model.read_text() == "old"


def test_training_runs_what_changed_and_nothing_else(at, monkeypatch):
    """The second run does nothing; a change runs its step and what stands on it."""
    runs = at.root / "runs"
    runs.write_text("")

    def step(name: str, inputs: tuple[str, ...], after: tuple[str, ...] = ()) -> Step:
        code = (
            f"import pathlib; pathlib.Path('.build/{name}').mkdir(parents=True, exist_ok=True);"
            f"open('runs', 'a').write('{name} ')"
        )
        output = at.build / name
        return step_of(at, code, name=name, inputs=inputs, after=after, output=output)

    (at.root / "export.py").write_text("1")
    plan = [
        step("encoder", ("export.py",)),
        step("index", ("knowledge/**/*",), after=("encoder",)),
        step("model", ("domain.yml",), after=("encoder",)),
    ]
    monkeypatch.setattr(training, "steps", lambda at: plan)

    def ran() -> str:
        runs.write_text("")
        assert train(at) == 0
        # What stands on the same step is made at the same time, in either order.
        return " ".join(sorted(runs.read_text().split()))

    assert ran() == "encoder index model"
    assert ran() == ""
    (at.root / "knowledge" / "a.yml").write_text("a: 3\n")
    assert ran() == "index"
    (at.root / "export.py").write_text("2")
    assert ran() == "encoder index model"
    (at.build / "model").rmdir()
    assert ran() == "model"


def test_what_stands_on_the_same_step_is_made_at_the_same_time(at):
    """Each of the two waits for the other's sign, so that one after the other they fail."""
    code = (
        "import pathlib, sys, time\n"
        "mine, other = (pathlib.Path('.build') / name for name in sys.argv[1:])\n"
        "mine.touch()\n"
        "until = time.monotonic() + 10\n"
        "while not other.exists():\n"
        "    if time.monotonic() > until: raise SystemExit('alone')\n"
        "    time.sleep(0.01)\n"
    )

    def step(name: str, other: str) -> Step:
        command = [sys.executable, "-c", code, name, other]
        return step_of(at, "", name=name, command=command, output=at.build / name)

    both = [step("recogniser", "model"), step("model", "recogniser")]
    assert make_together(both, at, log_in(at)) == both


def test_a_failure_keeps_what_was_made_beside_it(at, capsys):
    good = step_of(at, "open('.build/good', 'w')", name="good", output=at.build / "good")
    bad = step_of(at, "raise SystemExit('no examples')", name="bad", title="Training")
    assert make_together([good, bad], at, log_in(at)) == [good]
    told = capsys.readouterr().err
    assert "Training: failed." in told
    assert "Indexing: failed." not in told
    assert "no examples" in log_in(at).read_text()


def test_waves_follow_what_stands_on_what(at):
    plan = [
        step_of(at, "", name="encoder"),
        step_of(at, "", name="index", after=("encoder",)),
        step_of(at, "", name="model", after=("encoder",)),
    ]
    assert [[s.name for s in wave] for wave in waves(plan)] == [["encoder"], ["index", "model"]]
    assert [[s.name for s in wave] for wave in waves(plan[1:])] == [["index", "model"]]


def test_steps_that_wait_for_each_other_are_told(at):
    plan = [
        step_of(at, "", name="index", after=("model",)),
        step_of(at, "", name="model", after=("index",)),
    ]
    with pytest.raises(ValueError, match="index, model"):
        list(waves(plan))


def test_the_steps_name_files_that_exist():
    """A renamed input would otherwise go unnoticed until a stale model is served."""
    root = Path(training.__file__).resolve().parents[1]
    at = Places(root=root, build=root / ".build", var=root / "var")
    for step in steps(at):
        for pattern in step.inputs:
            assert list(input_files(root, [pattern])), f"{step.name}: {pattern}"


def signed_step(at: Places, code: str, **given) -> Step:
    output = at.build / "models" / "patella.tar.gz"
    fresh = at.build / "models.new" / "patella.tar.gz"
    settings = {"output": output, "made_in": fresh, "signed": output, "sources": "abc", **given}
    return step_of(at, code, name="model", **settings)


MAKES_A_MODEL = (
    "import pathlib; p = pathlib.Path('.build/models.new'); p.mkdir(parents=True);"
    "(p / 'patella.tar.gz').write_text('model')"
)


def test_a_model_is_put_in_place_with_its_checksum(at):
    step = signed_step(at, MAKES_A_MODEL)
    assert make(step, at, log_in(at))
    assert sorted(each.name for each in step.output.parent.iterdir()) == [
        "patella.sources", "patella.tar.gz", "patella.tar.gz.sha256",
    ]  # fmt: skip
    check(step.output, None, only=["patella.tar.gz", "patella.sources"])


def test_an_interrupted_training_leaves_no_wrong_checksum(at, monkeypatch):
    step = signed_step(at, MAKES_A_MODEL)
    assert make(step, at, log_in(at))
    replaced = []

    def replace(source, target):
        if target.parent == step.output.parent:
            replaced.append(target.name)
            raise KeyboardInterrupt
        os.rename(source, target)

    monkeypatch.setattr(training.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        make(step, at, log_in(at))
    assert replaced == ["patella.tar.gz"]
    assert not checksum_file(step.output).exists()


def test_what_is_damaged_is_made_anew(at, monkeypatch):
    """Also where what makes it would leave alone what is there."""
    output = at.build / "encoder" / "encoder.json"
    code = (
        "import pathlib; p = pathlib.Path('.build/encoder/encoder.json');"
        "p.exists() or p.write_text('made')"
    )
    step = step_of(at, code, name="encoder", output=output, signed=output.parent)
    monkeypatch.setattr(training, "steps", lambda at: [step])
    assert train(at) == 0
    check(output.parent, None)
    output.write_text("damaged")
    assert train(at) == 0
    assert output.read_text() == "made"
    check(output.parent, None)


def test_a_key_that_is_set_later_has_it_made_anew(at, monkeypatch):
    step = signed_step(at, MAKES_A_MODEL)
    monkeypatch.setattr(training, "steps", lambda at: [step])
    assert train(at) == 0
    stamp = at.build / "stamps" / "model"
    assert is_made(step, stamp, stamp.read_text().strip())
    monkeypatch.setenv("PATELLA_MODEL_KEY", "a key")
    assert not is_made(step, stamp, stamp.read_text().strip())
    assert train(at) == 0
    check(step.output, "a key")
