"""Server and training work without TensorFlow, and say so to what would need it."""

from __future__ import annotations

import subprocess
import sys

#: In a process of its own: what is kept out stays out.
SERVER = """
import sys
from bot.no_tensorflow import TensorFlowKeptOutError, keep_tensorflow_out
keep_tensorflow_out()
keep_tensorflow_out()
import bot.server
import rasa.nlu.classifiers.diet_classifier as diet
import tensorflow as tf
import tensorflow.keras.layers
assert len(vars(tf)) < 40, "this is the real one"
assert not any(name.startswith("tensorflow.python") for name in sys.modules)
class Own(tf.keras.Model):
    pass
assert tf.Tensor is tf.Tensor and not isinstance(1, tf.Tensor)
assert not hasattr(tf, "__version__") and not hasattr(tf.Tensor, "__array__")
for refused in (tf.constant, tf.keras.layers.Dense, Own):
    try:
        refused(1)
    except TensorFlowKeptOutError as error:
        assert "config.yml" in str(error)
    else:
        raise AssertionError(refused)
import json, sklearn
print("well")
"""


def test_the_server_starts_without_it_and_says_so_to_what_needs_it() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVER], capture_output=True, text=True, timeout=120
    )
    assert done.stdout == "well\n", done.stderr


def test_the_program_keeps_it_out_before_rasa_comes_in() -> None:
    code = (
        "import sys, bot.__main__, tensorflow;"
        "print(any(name.startswith('tensorflow.python') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=120
    )
    assert done.stdout == "False\n", done.stderr


def test_training_keeps_it_out_and_is_what_rasa_does() -> None:
    code = (
        "import sys, rasa.__main__ as rasa;"
        "rasa.main = lambda: print(sys.argv, 'tensorflow.python.ops' in sys.modules);"
    )
    kept_out = "from bot.no_tensorflow import keep_tensorflow_out as keep; keep();"
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-c"),
            f"{kept_out}{code}from bot.training import main; main(['--data', 'data'])",
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "['rasa', 'train', '--data', 'data'] False\n", done.stderr
