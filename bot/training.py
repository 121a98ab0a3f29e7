"""Trains the dialogue model: `python -m bot.training`, with the arguments of `rasa train`.

It is Rasa's own command without TensorFlow, which no component of the model uses and whose import
takes a fifth of the time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.no_tensorflow import keep_tensorflow_out


def main(arguments: Sequence[str]) -> None:
    """Train; Rasa ends the program where something is wrong."""
    keep_tensorflow_out()
    from rasa.__main__ import main as run_rasa

    sys.argv = ["rasa", "train", *arguments]
    run_rasa()


if __name__ == "__main__":
    main(sys.argv[1:])
