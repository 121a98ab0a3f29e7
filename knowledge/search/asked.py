"""More ways in which people ask for a passage: searched with, never shown.

They lie in ``asked/*.yml`` beside the documents, id of a passage → ways of asking for it. A
question that its document lists may stand there too, to say for which passage it is.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, load_yaml_with_lines

FOLDER = "asked"
LONGEST = 300  # characters

ASKED_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "minLength": 1, "maxLength": LONGEST},
    },
}


def read_asked(documents: Path, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return id of a passage → more ways of asking for it.

    Args:
        documents: the folder of the documents.
        ids: of the passages that there are.

    Raises:
        ContentError: with all problems of all files, such as an unknown passage.
    """
    found: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for path in sorted((documents / FOLDER).glob("*.yml")):
        try:
            data, lines = load_yaml_with_lines(path, ASKED_SCHEMA)
        except ContentError as error:
            problems += error.problems
            continue
        for key, ways in data.items():
            if key not in ids:
                problems.append(lines.problem((key,), "no such passage", key))
            else:
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), *ways)))
    if problems:
        raise ContentError(problems)
    return found
