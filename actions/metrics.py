"""What the action server measures: its actions, and the questions that it had no answer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram

from serving.metrics import SECONDS, ReadyGauge, new_registry

#: Why a question was not answered, by the response that says so.
UNANSWERED = {
    "utter_ask_pharmacist": "ask_pharmacist",
    "utter_instructions": "instructions",
    "utter_out_of_scope": "out_of_scope",
    "utter_privacy": "privacy",
    "utter_if_it_is_now": "emergency",
    "utter_not_covered": "not_covered",
    "utter_no_answer": "not_covered",
}


class ActionMetrics:
    """The measurements of one action server, in a registry of their own."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or new_registry()
        self.ready = ReadyGauge(self.registry)
        self._actions = Counter(
            "patella_actions", "Actions that were run", ["action", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "patella_action_seconds", "How long an action took", ["action"],
            buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
        self._questions = Counter(
            "patella_questions", "Questions to the knowledge base", ["outcome"],
            registry=self.registry,
        )  # fmt: skip

    def ran(self, action: str, outcome: str, seconds: float) -> None:
        """An action came to its end: ``done``, ``rejected``, ``failed`` or ``unknown``."""
        self._actions.labels(action, outcome).inc()
        self._seconds.labels(action).observe(seconds)

    def said(self, responses: Iterable[Mapping[str, Any]]) -> None:
        """Count the questions that these responses answer, or say why there is no answer."""
        for outcome in question_outcomes(responses):
            self._questions.labels(outcome).inc()


def question_outcomes(responses: Iterable[Mapping[str, Any]]) -> list[str]:
    """``answered``, or the reason why not, for each question that the responses are about."""
    outcomes = []
    for response in responses:
        if (response.get("custom") or {}).get("passages"):
            outcomes.append("answered")
        elif response.get("response") in UNANSWERED:
            outcomes.append(UNANSWERED[str(response["response"])])
    return outcomes
