"""What a message says of the way back: how far, to which question, or that it was not meant."""

from __future__ import annotations

import re

from knowledge.questions import load_questions

#: Nobody is asked more questions than that, so that more steps lead nowhere.
MOST_STEPS = 16
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("two couple twice", "three few", "four", "five", "six", "seven", "eight", "nine", "ten"), 2
    )
    for word in words.split()
}
_COUNT = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_STEPS = r"(?:steps?|questions?|answers?)"
# A number is one of steps only where it is said of them: "back two", "3 questions back".
_SO_MANY = (
    re.compile(
        rf"\b(?:back|undo|last)(?: (?:by|another|a|the|last))* {_COUNT}(?: more)?(?: of)?"
        rf"(?: {_STEPS}| times)?(?: more| please| now| again)?(?= ?[.,;:!?]|$)"
    ),
    re.compile(rf"\b{_COUNT}(?: more)? (?:back|{_STEPS} (?:back|ago|earlier|before))\b"),
    re.compile(rf"\b(?:back|undo|last)(?: (?:by|another|a|the|last))* {_COUNT}(?: of)? {_STEPS}\b"),
)
# How a question is spoken of, before and behind its name: "where you asked my age".
_SPEAKS_OF = re.compile(
    r"\b(?:questions?|asked|ask|asking|answers?|answered|change|correct|fix|edit|redo|"
    r"(?:back|return) to|mistake|wrong)(?: \w+){0,3} $"
)
_IS_SPOKEN_OF = re.compile(
    r"^ (?:questions?|answers?|part|bit|one|wrong|(?:is|was) (?:wrong|not right))\b"
)
_WHOSE = re.compile(r"\b(?:my|our|his|her|their) $")
_ENDS_WITH_IT = re.compile(r"^$|^ (?:please|again|matters?|important|relevant)\b")
_NOT_MEANT = re.compile(
    r"\b(?:mean|meant|misunderst\w+|misread|mistyped|mistake|"
    r"wrong (?:button|one|answer|thing|box))\b"
)


def means_last(text: str) -> bool:
    """Whether a message says of the last answer that it was not meant so."""
    return _NOT_MEANT.search(text.lower()) is not None


def named_question(text: str) -> str | None:
    """The question that a message calls by one of its names: "where you asked my age".

    An everyday word ("side", "running") is a name only where a question is spoken of.
    """
    words = " ".join(re.findall(r"[a-z]+", text.lower()))
    for question in load_questions().values():
        if any(_names(words, name) for name in question.called):
            return question.id
    return None


def _names(words: str, name: str) -> bool:
    for found in re.finditer(rf"\b{name}\b", words):
        before, behind = words[: found.start()], words[found.end() :]
        if " " in name or not (before or behind):
            return True
        if _SPEAKS_OF.search(before) or _IS_SPOKEN_OF.search(behind):
            return True
        if _WHOSE.search(before) and _ENDS_WITH_IT.search(behind):
            return True
    return False


def steps_in(text: str) -> int:
    """How many answers to undo; one where no number is told of steps, questions or answers."""
    said = " ".join(text.lower().split())
    for pattern in _SO_MANY:
        if found := pattern.search(said):
            number = int(found[1]) if found[1].isdigit() else _NUMBERS[found[1]]
            return min(max(1, number), MOST_STEPS)
    return 1


def means_first(text: str) -> bool:
    """Whether a message goes all the way back."""
    return re.search(r"\b(?:first|start|beginning)\b", text.lower()) is not None
