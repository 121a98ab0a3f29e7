"""The examples that the recogniser learns from: data/nlu/findings/*.txt.

A line is ``flag | present | absent | text``:

* flag: the id of the red flag that the message raises, ``none``, or ``?`` where the findings tell;
* present: the canonical values that it states as true now, ``-`` for none;
* absent: those that it denies, ``-`` for none;
* text: the message, or a part of one.

A line ``#: findings history`` says which groups of the vocabulary the lines after it note; what
they say of other groups is then not known. Other lines that begin with ``#`` are comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.loading import ROOT, ContentError, load_yaml
from knowledge.red_flags import load_red_flags
from knowledge.vocabulary import load_vocabulary

FOLDER = ROOT / "data" / "nlu" / "findings"
#: The intents' examples, many of which show what states nothing at all.
MOVES = ROOT / "data" / "nlu"

NO_FLAG, UNTOLD = "none", "?"
INJURY, SUDDEN, GRADUAL = "injury", "sudden", "gradual"
#: Groups whose values a line may note; of `injury` and `onset` these three.
GROUPS = ("findings", "history", "location", "triggers", "quality", "injury", "onset")
_SCALARS = {INJURY: "injury", SUDDEN: "onset", GRADUAL: "onset"}
_FIELDS = 4
# Of these intents the examples may well state something.
_MAY_STATE = ("inform", "report_red_flag")
_MAY_NAME = ("ask_question", "complaint")
_OF_EACH = 150


@dataclass(frozen=True)
class Example:
    """A text and what it states.

    Attributes:
        text: as somebody might type it.
        present: canonical values, and ``injury``, ``sudden``, ``gradual``.
        absent: canonical values that it denies.
        flag: the red flag, ``None`` for none, ``UNTOLD`` where only the findings tell.
        groups: what is noted; of other groups nothing is known.
        source: the name of its file.
    """

    text: str
    present: frozenset[str]
    absent: frozenset[str]
    flag: str | None
    groups: frozenset[str]
    source: str


def load_examples(folder: Path = FOLDER) -> list[Example]:
    """Return all examples of a folder.

    Raises:
        ContentError: naming the file, the line and the word at fault.
    """
    problems: list[str] = []
    found = [
        example
        for path in sorted(folder.glob("*.txt"))
        for example in _read(path, path.read_text(encoding="utf-8").splitlines(), problems)
    ]
    if problems:
        raise ContentError(problems)
    return found


def load_moves(folder: Path = MOVES) -> list[Example]:
    """Return examples of dialogue moves, which raise no red flag: "I want to end it here"."""
    found = []
    for intent, texts in _by_intent(folder).items():
        if intent in _MAY_STATE:
            continue
        groups = frozenset() if intent in _MAY_NAME else frozenset(GROUPS)
        found += [
            Example(text, frozenset(), frozenset(), None, groups, intent)
            for text in texts[:: _step(texts)]
        ]
    return found


def load_everything() -> list[Example]:
    """Return all that the recogniser learns from.

    Raises:
        ContentError: naming the file, the line and the word at fault.
    """
    return [*load_examples(), *load_moves()]


def _by_intent(folder: Path) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in load_yaml(path).get("nlu", []):
            lines = block["examples"].splitlines()
            texts.setdefault(block["intent"], []).extend(
                line.removeprefix("- ").strip() for line in lines if line.strip()
            )
    return texts


def _step(texts: list[str]) -> int:
    return max(1, -(-len(texts) // _OF_EACH))


def group_of(value: str) -> str | None:
    """Return the group of a value that an example may note, ``None`` for any other word."""
    if value in _SCALARS:
        return _SCALARS[value]
    term = load_vocabulary().find(value)
    return term.group if term is not None and term.group in GROUPS else None


def _read(path: Path, lines: Iterable[str], problems: list[str]) -> Iterator[Example]:
    groups = frozenset(GROUPS)
    for number, line in enumerate(lines, 1):
        if line.startswith("#:"):
            groups = frozenset(line[2:].split())
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(" | ", _FIELDS - 1)]
        where = f"{path.name}, line {number}"
        if len(parts) != _FIELDS or not parts[-1]:
            problems.append(f"{where}: wanted `flag | present | absent | text`")
            continue
        flag, *noted, text = parts
        present, absent = (frozenset(values.split()) - {"-"} for values in noted)
        unknown = [value for value in present | absent if not group_of(value)]
        problems += [f"{where}: {value} is no value" for value in unknown]
        if flag not in (NO_FLAG, UNTOLD) and flag not in load_red_flags():
            problems.append(f"{where}: {flag} is no red flag")
        yield Example(text, present, absent, None if flag == NO_FLAG else flag, groups, path.stem)
