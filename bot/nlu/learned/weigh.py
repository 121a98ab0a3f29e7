"""Fits the weights of `urgency` anew: `python -m bot.nlu.learned.weigh`, some minutes.

The recogniser is trained with a fifth of the files of examples left out, which are then read; the
evidence of all five fifths goes into a logistic regression. Prints the weights, and the recall at
a few rates of false alarms, so that somebody can put them into `urgency`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.extract.understanding import read_text
from bot.nlu.learned.examples import UNTOLD, Example, load_examples, load_moves
from bot.nlu.learned.model import TextModel
from bot.nlu.learned.recogniser import is_urgent, recognise, train
from bot.nlu.learned.urgency import BIAS, NAMES, THRESHOLD, WEIGHTS, gather

_FOLDS = 5
_RATES = (0.01, 0.02, 0.03, 0.05, 0.1)


def main() -> int:
    """Fit and print."""
    examples = load_examples()
    moves = load_moves()
    sources = sorted({example.source for example in examples})
    rows: list[tuple[float, ...]] = []
    urgent: list[bool] = []
    for number in range(_FOLDS):
        left_out = set(sources[number::_FOLDS])
        learned = [example for example in examples if example.source not in left_out]
        model = train([*learned, *moves])
        judged = [e for e in examples if e.source in left_out and _is_judged(e)]
        print(f"{number + 1} of {_FOLDS}: {len(judged)} messages", file=sys.stderr)
        rows += evidence_of(judged, model)
        urgent += [is_urgent(example) for example in judged]
    _print(np.array(rows), np.array(urgent))
    return 0


def evidence_of(examples: Sequence[Example], model: TextModel) -> list[tuple[float, ...]]:
    """Return the evidence that a model which has not seen the messages finds in them."""
    found = []
    for example in examples:
        reading = read_text(example.text)
        recognised = recognise(example.text, model)
        found.append(astuple(gather(reading.findings, reading.set_aside, recognised)))
    return found


def _is_judged(example: Example) -> bool:
    """Whether it is a whole message with or without a flag; those within days are neither."""
    return example.flag != UNTOLD and (example.flag is None or is_urgent(example))


def _print(rows: np.ndarray, urgent: np.ndarray) -> None:
    fitted = LogisticRegression(max_iter=500).fit(rows, urgent)
    for name, weight, now in zip(NAMES, fitted.coef_[0], astuple(WEIGHTS), strict=True):
        print(f"{name:12} {weight:6.2f}   (now {now})")
    print(f"{'bias':12} {fitted.intercept_[0]:6.2f}   (now {BIAS})")
    scores = rows @ np.array(astuple(WEIGHTS)) + BIAS
    calm = np.sort(scores[~urgent])[::-1]
    for rate in _RATES:
        least = calm[int(len(calm) * rate)]
        recall = (scores[urgent] > least).mean()
        print(f"with the weights as they are: threshold {least:.2f}, false alarms {rate:.0%}, "
              f"recall {recall:.3f}")  # fmt: skip
    print(f"threshold now {THRESHOLD}: recall {(scores[urgent] >= THRESHOLD).mean():.3f}, "
          f"false alarms {(scores[~urgent] >= THRESHOLD).mean():.3f}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
