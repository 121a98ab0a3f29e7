"""Copies that Rasa makes for its debug log, which no log of ours has in it (`bot.logs`).

It copies what it would tell, event by event and down to the last value, whether anybody listens or
not: a twentieth of a turn.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TypeVar

from rasa.core import processor
from rasa.core.actions import forms
from rasa.core.policies import rule_policy

T = TypeVar("T")

#: Those that copy for no other purpose.
MODULES = (processor, forms, rule_policy)


def copy_nothing_for_logs() -> None:
    """Let these modules of Rasa log the very things that they have."""
    for module in MODULES:
        module.copy = SimpleNamespace(deepcopy=_itself)  # type: ignore[attr-defined]


def _itself(value: T) -> T:
    return value
