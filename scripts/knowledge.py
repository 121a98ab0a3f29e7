"""Reads every knowledge file but the documents, so that mistakes are found before they are served.

What `make ingest` took is among them.

Every module of knowledge/ reads its own file in functions named `load_…`; what is wrong in a
file, they say with its name, the line and the key.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import knowledge.ingest
import knowledge.report


def loaders() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every public loader that needs nothing to be given, with its full name."""
    found = [
        *pkgutil.iter_modules(knowledge.__path__, "knowledge."),
        *pkgutil.iter_modules(knowledge.report.__path__, "knowledge.report."),
        *pkgutil.iter_modules(knowledge.ingest.__path__, "knowledge.ingest."),
    ]
    modules = [module.name for module in found if not module.ispkg]
    for module_name in modules:
        module = importlib.import_module(module_name)
        for name, function in vars(module).items():
            if not name.startswith("load_") or not callable(function):
                continue
            if getattr(function, "__module__", None) == module_name and is_complete(function):
                yield f"{module_name}.{name}", function


def is_complete(function: Callable[..., Any]) -> bool:
    """Whether it can be called without arguments."""
    parameters = inspect.signature(function).parameters.values()
    return all(
        parameter.default is not parameter.empty
        or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        for parameter in parameters
    )


def main() -> int:
    """Loads all; says what is wrong."""
    wrong = 0
    read = 0
    for name, load in loaders():
        try:
            load()
            read += 1
        except Exception as error:
            wrong += 1
            print(f"{name}: {error}", file=sys.stderr)
    print(f"{read} knowledge loaders are content, {wrong} are not")
    return 1 if wrong or not read else 0


if __name__ == "__main__":
    sys.exit(main())
