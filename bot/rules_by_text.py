"""Rules that go by the very words of a message, which are looked for only where there are any.

Rasa looks for them first after each message, and for that follows the conversation event by event;
also when it then goes on with the form that is open, which needs no rule at all. Here all rules
are of intents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.policies.rule_policy import (
    RULES,
    RULES_FOR_LOOP_UNHAPPY_PATH,
    RulePolicy,
)
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

_looks_for_rules = RulePolicy._find_action_from_rules
#: Where a policy keeps whether it has such rules.
_FOUND_OUT = "_patella_has_rules_by_text"


def look_for_no_rules_by_text() -> None:
    """Let a loaded policy without rules by text find none at once."""
    RulePolicy._find_action_from_rules = _find_action_from_rules  # type: ignore[method-assign]


def _find_action_from_rules(
    policy: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool,
) -> tuple[str | None, str | None, bool]:
    if use_text_for_last_user_input and not _has_rules_by_text(policy):
        return None, None, False
    return _looks_for_rules(policy, tracker, domain, use_text_for_last_user_input)


def _has_rules_by_text(policy: RulePolicy) -> bool:
    known: Any = getattr(policy, _FOUND_OUT, None)
    if known is None:
        keys = [*policy.lookup.get(RULES, ()), *policy.lookup.get(RULES_FOR_LOOP_UNHAPPY_PATH, ())]
        known = any(may_go_by_text(policy._rule_key_to_state(key)) for key in keys)
        setattr(policy, _FOUND_OUT, known)
    return bool(known)


def may_go_by_text(states: Iterable[dict[str, Any]]) -> bool:
    """Return whether a rule could apply to a message of which only the text is looked at.

    Args:
        states: of the rule, as the policy keeps them, the oldest first.
    """
    *_, last = states
    is_after_message = last.get(PREVIOUS_ACTION, {}).get(ACTION_NAME) == ACTION_LISTEN_NAME
    # What is asked of an intent cannot hold where none is looked at.
    return is_after_message and not last.get(USER, {}).get(INTENT)
