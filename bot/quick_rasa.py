"""What is done to Rasa itself, so that a turn takes a fraction of its time.

Each is a small change at one place that gives what Rasa would give, on a way that a server can
afford; why, and what it saves, is told where it is made. They rest on how that version works.
"""

from __future__ import annotations

import rasa

from bot.action_answers import check_with_one_validator
from bot.action_calls import tell_actions_of_this_turn
from bot.event_types import look_up_types_once
from bot.log_copies import copy_nothing_for_logs
from bot.rules_by_text import look_for_no_rules_by_text
from bot.slot_copies import copy_slots_quickly
from bot.tracker_copies import copy_trackers_quickly

MADE_FOR = "3.6.21"


class OtherRasa(RuntimeError):
    """Rasa is of another version than the one that is known here."""


def make_rasa_quick(version: str = rasa.__version__) -> None:
    """Make all of these changes; more than once is once.

    Raises:
        OtherRasa: if it is another version, whose ways have to be looked at first.
    """
    if version != MADE_FOR:
        raise OtherRasa(
            f"Rasa is {version}, and what bot/quick_rasa.py changes in it was written for"
            f" {MADE_FOR}: compare each of those modules with the new version first"
        )
    check_with_one_validator()
    look_up_types_once()
    copy_slots_quickly()
    copy_trackers_quickly()
    copy_nothing_for_logs()
    look_for_no_rules_by_text()
    tell_actions_of_this_turn()
