"""rasa-sdk's executor, with each action measured and told in the log by its name alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.metrics import ActionMetrics

log = logging.getLogger("patella.actions")


class UnderWay:
    """Counts what has begun and not ended, so that its end can be waited for."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count what is done within."""
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1


class Watched:
    """Runs actions as `executor` does, and measures them."""

    def __init__(
        self, executor: ActionExecutor, metrics: ActionMetrics, under_way: UnderWay
    ) -> None:
        self._executor = executor
        self._metrics = metrics
        self._under_way = under_way

    def list_actions(self) -> list[Any]:
        """The names of all actions, as rasa-sdk tells them."""
        return self._executor.list_actions()

    async def run(self, action_call: dict[str, Any]) -> Any:
        """Run the action that is asked for."""
        begun, outcome = time.perf_counter(), "failed"
        try:
            with self._under_way.one():
                result = await self._executor.run(action_call)
            responses = result.responses if result else []
            outcome = "failed" if any(_tells_of_failure(each) for each in responses) else "done"
            self._metrics.said(responses)
            return result
        except ActionExecutionRejection:
            outcome = "rejected"
            raise
        except ActionNotFoundException:
            outcome = "unknown"
            raise
        finally:
            self._tell(action_call.get("next_action"), outcome, time.perf_counter() - begun)

    def _tell(self, name: Any, outcome: str, seconds: float) -> None:
        # What it is called comes from outside, and a label must be one of ours.
        is_ours = isinstance(name, str) and name in self._executor.actions
        action = str(name) if is_ours else "unknown"
        self._metrics.ran(action, outcome, seconds)
        told = {"action": action, "outcome": outcome, "milliseconds": round(seconds * 1000)}
        log.info("action", extra=told)


def _tells_of_failure(response: Any) -> bool:
    return (response.get("custom") or {}).get("failed") is True
