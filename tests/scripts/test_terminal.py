from __future__ import annotations

import pytest

from scripts.terminal import Progress, useful_lines

STACK = """Traceback (most recent call last):
  File "/a/b.py", line 3, in <module>
    main()
    ^^^^^^
  File "/a/c.py", line 9, in main
    raise ValueError("no such key")
ValueError: red_flags.yml:12: no such key
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(STACK, ["ValueError: red_flags.yml:12: no such key"], id="a stack"),
        pytest.param("\x1b[91mbad\x1b[0m\n\n", ["bad"], id="colours and empty lines"),
        pytest.param(" 10%\r 50%\r100%\ndone", ["100%", "done"], id="a progress bar"),
        pytest.param("FutureWarning: old\nbad", ["bad"], id="a warning"),
        pytest.param("DeprecationWarning: old", ["DeprecationWarning: old"], id="nothing else"),
        pytest.param("\n".join("abcdefghij"), list("cdefghij"), id="only the last ones"),
        pytest.param("x" * 400, ["x" * 300], id="a long line"),
    ],
)
def test_useful_lines(text, expected):
    assert useful_lines(text) == expected


def test_progress_says_what_and_how_long(capsys):
    ticks = iter([0.0, 7.2])
    with Progress("Training", clock=lambda: next(ticks)):
        pass
    assert capsys.readouterr().err == "Training …\nTraining: 7 s\n"


def test_progress_is_silent_about_a_failure(capsys):
    with Progress("Training") as progress:
        progress.failed = True
    assert capsys.readouterr().err == "Training …\n"


def test_quiet_progress_says_nothing(capsys):
    with Progress("Training", quiet=True) as progress:
        progress.show("something")
    assert capsys.readouterr().err == ""
