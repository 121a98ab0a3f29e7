"""Keeps TensorFlow out of the server and of training: no component of the model uses it.

Rasa imports it for components that others have, which costs 450 MB and two seconds at each start.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

KEPT_OUT = ("tensorflow", "tensorflow_addons", "keras")


class TensorFlowKeptOutError(RuntimeError):
    """Something wanted to work with TensorFlow, which is not there."""


def keep_tensorflow_out() -> None:
    """Have every import of TensorFlow give a stand-in, with which nothing can be done.

    Classes can be derived from what is in it, as those of Rasa are that are never used here; to
    call any of it raises `TensorFlowKeptOutError`. To be called before Rasa is imported.
    """
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _StandIn(type):
    """The class of names in TensorFlow; whatever is looked up in one is another one."""

    def __getattr__(cls, name: str) -> _StandIn:
        return _stand_in(f"{cls.__name__}.{name}", name)


def _stand_in(name: str, last: str) -> _StandIn:
    if last.startswith("__"):
        # Whoever asks whether there is such a method is told the truth.
        raise AttributeError(name)
    return _StandIn(name, (), {"__init__": _refuse})


def _refuse(self: object, *_: Any, **__: Any) -> None:
    raise TensorFlowKeptOutError(
        f"{type(self).__name__} was called, but TensorFlow is kept out"
        " (bot/no_tensorflow.py). A component in config.yml seems to need it."
    )


class _Module(ModuleType):
    """A module of the stand-in, which is a package with everything in it."""

    def __getattr__(self, name: str) -> _StandIn:
        found = _stand_in(f"{self.__name__}.{name}", name)
        # The same name is the same class each time: annotations and checks of types compare them.
        setattr(self, name, found)
        return found


class _Finder(MetaPathFinder, Loader):
    """Finds stand-ins in place of TensorFlow."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A stand-in for TensorFlow and what belongs to it, nothing for all else."""
        is_kept_out = fullname.partition(".")[0] in KEPT_OUT
        return ModuleSpec(fullname, self, is_package=True) if is_kept_out else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module of the stand-in."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: what is asked for is made then."""
