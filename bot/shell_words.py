"""Values of message objects as text for the terminal. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def listed(value: Any) -> list[Any]:
    """A value that may be missing, single or a list, as a list."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def text_of(item: Any) -> str:
    """The text of something that is a text, carries one, or is a label with a value."""
    if not isinstance(item, Mapping):
        return str(item)
    if item.get("label") and item.get("value") is not None:
        return f"{item['label']}: {in_words(item['value'])}"
    return str(item.get("text") or item.get("label") or "")


def with_source(item: Any) -> str:
    """The text of something, and in brackets where it comes from."""
    source = source_name(item.get("source")) if isinstance(item, Mapping) else ""
    return f"{text_of(item)}{f' ({source})' if source else ''}"


def source_name(source: Any) -> str:
    """One source or several as "name, year (where)"."""
    names = []
    for one in listed(source):
        if not isinstance(one, Mapping):
            names.append(str(one))
            continue
        name = ", ".join(str(one[key]) for key in ("name", "year") if one.get(key))
        names.append(f"{name} ({one['where']})" if one.get("where") else name)
    return "; ".join(names)


def in_words(value: Any) -> str:
    """Any value on one line; a dash for none."""
    if value is None:
        return "\u2013"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {in_words(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(in_words(part) for part in value)
    return str(value)
