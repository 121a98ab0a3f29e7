"""A trained model's components, run one after the other.

Rasa hands them to dask, which looks anew for an order in which to run them for each message and
each action, and then runs them one after the other too: a tenth of a turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

#: A component, and the names of what it is given.
Step = tuple[GraphNode, tuple[str, ...]]


class StraightRunner(GraphRunner):
    """Runs a graph whose components are loaded, as Rasa's own runner does.

    Args:
        schema: which component needs what of which.
        nodes: the loaded components by their names in it.
    """

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._order = lru_cache(maxsize=None)(self._find_order)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> StraightRunner:
        """Load the components of a graph."""
        loaded = DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks)
        return cls.of(loaded)

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> StraightRunner:
        """Take over the components that Rasa's runner has loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Return what the targets give, by their names.

        Raises:
            GraphRunError: if a component raises a `RuntimeError`, as with Rasa's own.
        """
        wanted = tuple(targets or self._schema.target_names)
        given = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for node, needs in self._order(wanted):
                name, value = node(*[given[need] for need in needs])
                given[name] = (name, value)
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(given[name] for name in wanted)

    def _find_order(self, targets: Sequence[str]) -> tuple[Step, ...]:
        """The components that these targets need, each after those that it needs itself."""
        found: dict[str, Step] = {}

        def add(name: str) -> None:
            # What is in no schema is given from outside.
            if name in found or name not in self._schema.nodes:
                return
            needs = tuple(self._schema.nodes[name].needs.values())
            for need in needs:
                add(need)
            found[name] = (self._nodes[name], needs)

        for target in targets:
            add(target)
        return tuple(found.values())
