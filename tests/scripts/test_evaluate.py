"""`make evaluate`: which parts are done, with which options."""

import pytest

from scripts.evaluate import main


@pytest.mark.parametrize("option", ["--errors", "--write-baseline", "--url"])
def test_an_option_of_one_part_wants_the_part_named(option, capsys):
    assert main([option]) == 2
    assert f"{option} is for one of them" in capsys.readouterr().err


def test_the_help_tells_the_parts_options(capfd):
    assert main(["triage", "--help"]) == 0
    assert "--write-baseline" in capfd.readouterr().out
