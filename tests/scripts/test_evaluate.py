"""`make evaluate`: which parts are done, with which options."""

import pytest

from scripts.evaluate import main


@pytest.mark.parametrize("option", ["--errors", "--write-baseline", "--url", "--articles"])
def test_an_option_of_one_part_wants_the_part_named(option, capsys):
    assert main([option]) == 2
    assert f"{option} is for one of them" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("part", "option"), [("triage", "--write-baseline"), ("search", "--articles")]
)
def test_the_help_tells_the_parts_options(part, option, capfd):
    assert main([part, "--help"]) == 0
    assert option in capfd.readouterr().out
