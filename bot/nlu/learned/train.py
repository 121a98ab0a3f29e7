"""Trains the recogniser from data/nlu/findings: `python -m bot.nlu.learned.train`."""

from __future__ import annotations

import os
import sys
import time
from functools import partial

from bot.nlu.learned.examples import load_everything
from bot.nlu.learned.layers import FILE as LAYERS
from bot.nlu.learned.layers import encode_kept
from bot.nlu.learned.recogniser import FILE, train
from knowledge.loading import ContentError
from knowledge.search.encoder import EncoderMissingError
from knowledge.search.settings import build_folder


def main() -> int:
    """Train and store it; exit code 1 where the examples or the encoder cannot be used."""
    started = time.monotonic()
    try:
        examples = load_everything()
        model = train(examples, partial(encode_kept, path=build_folder() / LAYERS))
    except (ContentError, EncoderMissingError) as error:
        print(error, file=sys.stderr)
        return 1
    path = build_folder() / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside the old one and swapped in whole.
    fresh = path.with_name("new.npz")
    model.save(fresh)
    os.replace(fresh, path)
    spent = time.monotonic() - started
    print(f"recogniser: {len(examples)} examples, {len(model.labels)} labels, {spent:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
