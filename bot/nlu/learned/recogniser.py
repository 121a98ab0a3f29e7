"""What a message states, as learned from examples: the recogniser, its training and its scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.nlu.learned.examples import UNTOLD, Example, group_of
from bot.nlu.learned.features import features
from bot.nlu.learned.model import TextModel, fit, load
from bot.nlu.learned.windows import windows
from knowledge.red_flags import cannot_wait, load_red_flags
from knowledge.search.settings import build_folder
from knowledge.urgency import SAME_DAY, at_least

FILE = Path("recogniser") / "recogniser.npz"

_URGENT = "urgent"
_FLAG = "flag:"
_NOT = "not:"
# So many examples have to deny a value for that to be learned.
_LEAST_DENIALS = 6
# A part of a message is weaker evidence than the whole: it may be out of its context. Of something
# that cannot wait it is much weaker: "I couldn't breathe" is another thing before "for laughing".
_PART = 0.15
_PART_OF_URGENT = 0.75


@dataclass(frozen=True)
class Recognised:
    """What was recognised in one message; scores are about 1 for yes and -1 for no.

    Attributes:
        values: canonical value → its score.
        words: canonical value → the part of the message that speaks for it most.
        denied: canonical value → how much the message denies it.
        urgent: how much the message looks like one that cannot wait.
        urgent_part: how much its likeliest part looks so, by itself.
        urgent_words: that part.
        flags: red flag → its score.
        text: the whole message, prepared.
    """

    values: Mapping[str, float]
    words: Mapping[str, str]
    denied: Mapping[str, float]
    urgent: float
    urgent_part: float
    urgent_words: str
    flags: Mapping[str, float]
    text: str = ""


def recognise(text: str, model: TextModel) -> Recognised:
    """Return what the model recognises in a message."""
    parts = windows(text)
    return read_scores(model.labels, parts, model.scores_of(*parts))


def read_scores(labels: Sequence[str], texts: Sequence[str], scores: np.ndarray) -> Recognised:
    """Return what the scores of a message and its parts say, shape (texts, labels)."""
    weighed = scores.copy()
    weighed[1:] -= [
        _PART_OF_URGENT if label == _URGENT or label.startswith(_FLAG) else _PART
        for label in labels
    ]
    best = weighed.argmax(axis=0)
    top = weighed.max(axis=0)
    found = {label: (float(top[n]), texts[best[n]]) for n, label in enumerate(labels)}
    urgent, _ = found.pop(_URGENT)
    of_parts = scores[:, list(labels).index(_URGENT)]
    values = {label: pair for label, pair in found.items() if ":" not in label}
    return Recognised(
        values={label: score for label, (score, _) in values.items()},
        words={label: words for label, (_, words) in values.items()},
        denied=_scores_under(_NOT, found),
        urgent=urgent,
        urgent_part=float(of_parts.max()),
        urgent_words=texts[int(of_parts.argmax())],
        flags=_scores_under(_FLAG, found),
        text=texts[0],
    )


def _scores_under(prefix: str, found: Mapping[str, tuple[float, str]]) -> dict[str, float]:
    return {
        label.removeprefix(prefix): score
        for label, (score, _) in found.items()
        if label.startswith(prefix)
    }


def train(
    examples: Sequence[Example], encode: Callable[[Sequence[str]], np.ndarray] = features
) -> TextModel:
    """Fit the recogniser.

    Args:
        examples: what it learns from.
        encode: prepared texts → the encoder's layers, shape (n, d).
    """
    values = sorted({value for example in examples for value in example.present})
    flags = sorted({example.flag for example in examples if example.flag not in (None, UNTOLD)})
    denials = Counter(value for example in examples for value in example.absent)
    denied = sorted(value for value, times in denials.items() if times >= _LEAST_DENIALS)
    labels = [
        *values,
        _URGENT,
        *(_FLAG + flag for flag in flags),
        *(_NOT + value for value in denied),
    ]
    return fit([example.text for example in examples], labels, _targets(examples, labels), encode)


def _targets(examples: Sequence[Example], labels: Sequence[str]) -> np.ndarray:
    """Return 1 where a label holds of an example, -1 where not and 0 where that is not known."""
    columns = {label: column for column, label in enumerate(labels)}
    groups = np.array([None if ":" in label else group_of(label) for label in labels], dtype=object)
    of_flags = np.array([label.startswith(_FLAG) for label in labels])
    targets = np.full((len(examples), len(labels)), -1.0, dtype=np.float32)
    for row, example in zip(targets, examples, strict=True):
        held = [*example.present, *(_NOT + value for value in example.absent)]
        row[[columns[label] for label in held if label in columns]] = 1.0
        if is_urgent(example):
            row[columns[_URGENT]] = 1.0
        if example.flag == UNTOLD:
            row[of_flags] = 0.0
        elif example.flag is not None:
            row[columns[_FLAG + example.flag]] = 1.0
    for noted in {example.groups for example in examples}:
        unknown = [column for column, group in enumerate(groups) if group and group not in noted]
        rows = [number for number, example in enumerate(examples) if example.groups == noted]
        targets[np.ix_(rows, unknown)] = 0.0
    return targets


def is_urgent(example: Example) -> bool:
    """Whether what an example states should be seen today, by its note or by the rules."""
    if example.flag is None:
        return False
    if example.flag != UNTOLD:
        return at_least(load_red_flags()[example.flag].level, SAME_DAY)
    return _cannot_wait(example.present)


@lru_cache(maxsize=4096)
def _cannot_wait(present: frozenset[str]) -> bool:
    # The same few values are stated by most examples.
    return cannot_wait(stated(present))


def stated(present: frozenset[str]) -> dict[str, object]:
    """Return values as findings in the shape of the contract."""
    lists: dict[str, list[str]] = {}
    for value in sorted(present):
        lists.setdefault(group_of(value) or "", []).append(value)
    found: dict[str, object] = {"present": lists.get("findings", [])}
    for name in ("history", "location", "triggers", "quality"):
        found[name] = lists.get(name, [])
    if "injury" in lists:
        found["injury"] = True
    if "onset" in lists:
        found["onset"] = lists["onset"][0]
    return found


@lru_cache(maxsize=1)
def load_recogniser() -> TextModel:
    """Return the recogniser of this installation, loaded once.

    Raises:
        ModelUnusableError: it was not trained, or for another encoder.
    """
    return load(build_folder() / FILE)
