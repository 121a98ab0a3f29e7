"""Measures Patella beside the bot that stock Rasa makes: `make bench`.

Both bots are given the same messages by the same people, in turn within one run, and what counts
is the ratio of the two: a machine that has other work has it for both. It prints a table a part
and keeps the figures in ``.build/results/bench``. A missed goal is told, not punished; only the
short form fails, where a ratio is worse than the one kept in scripts/bench/ratios.yml.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from scripts.bench import committed, goals, machine, page
from scripts.bench.bots import BenchFailed
from scripts.bench.conversation import KINDS
from scripts.bench.figures import Measure
from scripts.bench.page import PARTS
from scripts.bench.session import FULL, SHORT, USUAL, Form, session
from scripts.bench.talk import UNANSWERED
from scripts.places import Places, places
from scripts.terminal import say

LEAST_ROUNDS = 3
#: What the short form is held to: what one round tells with some certainty.
CHECKED = (
    *("start.warm", "start.memory", "turns.p50"),
    *(f"turns.{kind}_p50" for kind in KINDS),
    *("crowd.rate_50", "crowd.p50_50"),
)


def checked() -> dict[str, Measure]:
    """What the short form is held to, by "part.key"."""
    found = {
        f"{name}.{measure.key}": measure
        for name, part in PARTS.items()
        for measure in part.MEASURES
    }
    return {name: found[name] for name in CHECKED}


def run(at: Places, form: Form, names: Sequence[str]) -> dict[str, dict[str, object]]:
    """Measure parts, print each of them and, but for the short form, keep its figures.

    Raises:
        BenchFailed: naming what did not run.
    """
    about, results = machine.about(at), {}
    with session(at, form) as opened:
        # One after the other what wants the machine for one bot, then what wants both.
        for name in [each for each in PARTS if each in names]:
            begun = time.monotonic()
            result = {"about": about, "form": form.name, **PARTS[name].measure(opened)}
            result["seconds"] = round(time.monotonic() - begun)
            results[name] = result
            print("\n".join([*page.lines_of(name, result), ""]), flush=True)
            if form.name != SHORT.name:
                page.keep(at, name, result)
    return results


def hold_to(results: dict[str, dict[str, object]], keep: bool) -> int:
    """Hold the short form to the ratios that are kept, or keep these; the exit code."""
    now = committed.medians(checked(), results)
    if keep:
        committed.write(now)
        say(f"Kept in {committed.FILE.relative_to(places().root)}.")
        return 0
    before, margin = committed.read()
    told = committed.worse(checked(), now, before, margin)
    for line in told or [f"None of {len(before)} ratios is worse than it was, up to {margin:g} ×."]:
        say(line)
    return int(bool(told))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument(
        "--short", action="store_true", help="about three minutes, held to ratios.yml"
    )
    forms.add_argument("--full", action="store_true", help="all of it, both bots trained anew")
    parser.add_argument("--keep", action="store_true", help="with --short: keep its ratios")
    parser.add_argument("--rounds", type=int, help=f"at least {LEAST_ROUNDS} tell something")
    parser.add_argument("--docs", action="store_true", help=f"also write {page.PAGE}")
    parser.add_argument(
        "--kept", action="store_true", help="measure nothing: show what is kept of earlier runs"
    )
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))} (there are {', '.join(PARTS)})")
    if chosen.rounds is not None and chosen.rounds < 1:
        parser.error("at least one round")
    if chosen.short and (chosen.docs or chosen.kept or chosen.parts):
        parser.error("--short measures parts of its own, keeps no figures and writes no page")
    if chosen.keep and not chosen.short:
        parser.error("--keep is for --short")
    form = SHORT if chosen.short else FULL if chosen.full else USUAL
    form = replace(form, rounds=chosen.rounds or form.rounds)
    # Also whoever ends us otherwise than by Ctrl-C leaves no servers behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    at, code = places(), 0
    try:
        if chosen.short and not chosen.keep:
            # Not after minutes of measuring: where nothing is kept there is nothing to hold to.
            committed.read()
        if not chosen.kept:
            results = run(at, form, chosen.parts or form.parts)
            code = hold_to(results, chosen.keep) if chosen.short else 0
    except (BenchFailed, *UNANSWERED) as error:
        say(str(error) or repr(error))
        return 1
    except KeyboardInterrupt:
        say("The benchmark was interrupted; the parts that had ended are kept.")
        return 130
    if not chosen.short:
        print("\n".join(goals.lines(page.kept(at))))
    if chosen.docs:
        page.write(at)
    return code


if __name__ == "__main__":
    sys.exit(main())
