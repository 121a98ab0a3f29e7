"""What the graph components that neither learn nor have settings share."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.nlu.fingerprint import sources_fingerprint


class StatelessComponent(GraphComponent):
    """A component that keeps nothing; what it does lies in the helper modules."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Create the component."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Notice changes in the vocabulary, the rules and the helper modules."""
        return sources_fingerprint()
