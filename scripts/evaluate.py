"""Scores the bot on what nothing was learned from: run as `make evaluate`.

`understanding` reads the held-out messages of tests/nlu with the trained model; `search` puts the
held-out questions of tests/knowledge/search/held_out to the knowledge base; `triage` holds the
patient cards of tests/cases as whole conversations, with servers that are started for it and ended
afterwards (or with the one at `--url`). Without a name all are done, with the options that all
know (`--gates`, `--docs`). What comes after a name are the options of that part; see
`make evaluate ARGS="triage --help"`.
"""

from __future__ import annotations

import subprocess
import sys

from scripts.background import NotStarted
from scripts.places import child_env, places
from scripts.shell import own_servers
from scripts.terminal import say

UNDERSTANDING, SEARCH, TRIAGE = PARTS = ("understanding", "search", "triage")
SHARED = ("--gates", "--docs", "-h", "--help")
_MODULES = {
    UNDERSTANDING: "bot.evaluation",
    SEARCH: "knowledge.search.evaluation",
    TRIAGE: "bot.evaluation.vignettes",
}


def run(part: str, arguments: list[str]) -> int:
    """Runs one part in the environment that has its libraries; its exit code."""
    at = places()
    python = at.actions_python if part == SEARCH else at.dialogue_python
    command = [str(python), "-m", _MODULES[part], *arguments]
    return subprocess.call(command, cwd=at.root, env=child_env())


def evaluate(part: str, arguments: list[str]) -> int:
    """Runs one part, with servers where it needs them; its exit code."""
    is_told = any(one in ("-h", "--help") or one.startswith("--url") for one in arguments)
    if part != TRIAGE or is_told:
        return run(part, arguments)
    try:
        with own_servers("Starting Patella for the patient cards") as url:
            return run(part, ["--url", url, *arguments])
    except NotStarted as problem:
        say(str(problem))
        return 1


def main(arguments: list[str]) -> int:
    """The command line; 1 where any part falls short."""
    chosen = [arguments[0]] if arguments[:1] and arguments[0] in PARTS else list(PARTS)
    options = arguments[1:] if len(chosen) == 1 else arguments
    if len(chosen) > 1 and (unknown := [one for one in options if one not in SHARED]):
        say(f"Name the part first ({' or '.join(PARTS)}): {' '.join(unknown)} is for one of them.")
        return 2
    try:
        return max([evaluate(part, options) for part in chosen])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
