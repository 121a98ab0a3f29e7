"""Reading the YAML and Markdown that knowledge is written in, with errors a person can act on.

Every problem is told as ``file:line: key.path: what is wrong (value …)``, several of them
together, so that a clinician who edits a file sees at once where to look. Values keep to what
JSON knows: a date stays text, and only ``true`` and ``false`` are booleans, because an answer
written ``no`` means the word.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

ROOT = Path(__file__).resolve().parents[1]

KeyPath = tuple[str | int, ...]

_FENCE = "---"
_LONGEST_VALUE = 60

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


class ContentError(ValueError):
    """Content that cannot be used; the message has one line for each problem.

    Attributes:
        problems: the lines, each ``file:line: key.path: what is wrong (value …)``.
    """

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Lines:
    """Where each key of a loaded file stands, for checks that a schema cannot make."""

    path: Path
    first: int = 1
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def at(self, *keys: str | int) -> int:
        """Return the line of a key, or of its nearest known parent."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, self.first)

    def problem(self, keys: Sequence[str | int], what: str, value: object = ...) -> str:
        """Return the line that names a problem at a key."""
        return problem(self.path, self.at(*keys), keys, what, value)


def problem(
    path: Path, line: int, keys: Sequence[str | int], what: str, value: object = ...
) -> str:
    """Return ``file:line: key.path: what is wrong (value …)``; ``...`` leaves the value out."""
    where = f"{shown_path(path)}:{line}: "
    key = f"{key_path(keys)}: " if keys else ""
    return where + key + what + ("" if value is ... else f" (value {_short(value)})")


def shown_path(path: Path) -> str:
    """Return the path from the repository root, or as it is when it lies elsewhere."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return str(path)


def key_path(keys: Sequence[str | int]) -> str:
    """Return keys as people write them: ``questions[2].options[0].value``."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return text.removeprefix(".")


def load_yaml(path: Path, schema: dict[str, Any] | None = None) -> Any:
    """Return the data of a YAML file, checked against a JSON Schema.

    Raises:
        ContentError: the file is missing, is not YAML, repeats a key or does not fit the schema.
    """
    return load_yaml_with_lines(path, schema)[0]


def load_yaml_with_lines(path: Path, schema: dict[str, Any] | None = None) -> tuple[Any, Lines]:
    """Return the data of a YAML file and the lines of its keys; see `load_yaml`."""
    return _parse(path, read_text(path), 1, schema)


def load_front_matter(
    path: Path, schema: dict[str, Any] | None = None
) -> tuple[dict[str, Any], str, int]:
    """Return the metadata of a Markdown file, its body, and the line on which the body begins."""
    metadata, body, first, _ = load_front_matter_with_lines(path, schema)
    return metadata, body, first


def load_front_matter_with_lines(
    path: Path, schema: dict[str, Any] | None = None
) -> tuple[dict[str, Any], str, int, Lines]:
    """Return metadata, body, the body's first line, and the lines of the metadata's keys."""
    rows = read_text(path).split("\n")
    if not rows or rows[0].rstrip() != _FENCE:
        raise ContentError(problem(path, 1, (), f"front matter must begin with {_FENCE}"))
    end = next((n for n, row in enumerate(rows[1:], 1) if row.rstrip() == _FENCE), None)
    if end is None:
        raise ContentError(problem(path, 1, (), f"front matter is not closed with {_FENCE}"))
    metadata, lines = _parse(path, "\n".join(rows[1:end]) + "\n", 2, schema)
    if not isinstance(metadata, dict):
        raise ContentError(problem(path, 2, (), "front matter must hold keys", metadata))
    return metadata, "\n".join(rows[end + 1 :]), end + 2, lines


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, a byte order mark taken off."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ContentError(problem(path, 1, (), "no such file")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError(problem(path, line, (), "not UTF-8 text")) from None
    except OSError as error:
        raise ContentError(problem(path, 1, (), f"cannot be read: {error.strerror}")) from None


class _NotText(str):
    """The text of a key that YAML read as something else, a number or a boolean."""

    __slots__ = ()


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader without dates and without yes/no/on/off as booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, test) for tag, test in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF")
)


def _parse(
    path: Path, text: str, first_line: int, schema: dict[str, Any] | None
) -> tuple[Any, Lines]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        found = list(_walk(loader, node, (), first_line)) if node is not None else []
        data = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        raise ContentError(_syntax_problem(path, text, error, first_line)) from None
    except RecursionError:
        raise ContentError(problem(path, first_line, (), "an anchor refers to itself")) from None
    finally:
        loader.dispose()
    lines: dict[KeyPath, int] = {}
    problems = []
    for keys, line in found:
        if isinstance(keys[-1], _NotText):
            problems.append((line, problem(path, line, keys, "a key must be text, quote it")))
        elif keys in lines:
            problems.append((line, problem(path, line, keys, "key given twice")))
        lines.setdefault(keys, line)
    where = Lines(path, first_line, lines)
    problems += [] if schema is None else _schema_problems(data, schema, where)
    if problems:
        raise ContentError(text for _, text in sorted(problems))
    return data, where


def _walk(
    loader: Any, node: yaml.Node, keys: KeyPath, first_line: int
) -> Iterator[tuple[KeyPath, int]]:
    """Yield every key path and its line, a repeated key as often as it stands there."""
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = loader.construct_object(key_node, deep=True)
            inner = (*keys, key if isinstance(key, str) else _NotText(key))
            yield inner, key_node.start_mark.line + first_line
            yield from _walk(loader, value_node, inner, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield (*keys, number), item.start_mark.line + first_line
            yield from _walk(loader, item, (*keys, number), first_line)


def _syntax_problem(path: Path, text: str, error: yaml.YAMLError, first_line: int) -> str:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or str(error)
    rows = text.splitlines() or [""]
    number = min(mark.line, len(rows) - 1) if mark else 0
    if mark and "cannot start any token" in what and rows[number][mark.column :].startswith("\t"):
        what = "a tab cannot indent YAML, use spaces"
    return problem(path, number + first_line, (), f"not valid YAML: {what}")


def _schema_problems(data: Any, schema: dict[str, Any], where: Lines) -> list[tuple[int, str]]:
    validator = Draft202012Validator(schema, format_checker=_FORMATS)
    found = {}
    for error in validator.iter_errors(data):
        for keys, what, value in _explain(_deepest(error)):
            found[where.problem(keys, what, value)] = where.at(*keys)
    return [(line, text) for text, line in found.items()]


def _deepest(error: ValidationError) -> ValidationError:
    """Return the branch of an anyOf or oneOf that came nearest, which says more than the whole."""
    while error.context:
        nearest = max(len(inner.absolute_path) for inner in error.context)
        best = [inner for inner in error.context if len(inner.absolute_path) == nearest]
        if len(best) > 1:
            break
        error = best[0]
    return error


def _explain(error: ValidationError) -> Iterator[tuple[KeyPath, str, object]]:
    keys: KeyPath = tuple(error.absolute_path)
    value, wanted, schema = _plain(error)
    if error.validator == "required":
        missing = [key for key in wanted if key not in value]
        for key in missing:
            yield (*keys, key), "key is missing", ...
    elif error.validator == "additionalProperties" and isinstance(value, dict):
        known = list(schema.get("properties", ()))
        for key in _unknown_keys(value, schema):
            yield (*keys, key), "unknown key" + _suggest(key, known), ...
    elif error.validator == "enum":
        yield keys, f"must be one of {_listed(wanted)}{_suggest(value, wanted)}", value
    elif error.validator == "const":
        yield keys, f"must be {wanted!r}", value
    elif error.validator == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        yield keys, f"must be of type {' or '.join(kinds)}", value
    elif error.validator == "format":
        yield keys, f"must be a {wanted}" + (" (YYYY-MM-DD)" if wanted == "date" else ""), value
    elif error.validator == "pattern":
        yield keys, f"must match {wanted}", value
    elif error.validator in ("minItems", "minLength", "minProperties"):
        yield keys, f"needs at least {wanted}, has {len(value)}", value
    elif error.validator in ("maxItems", "maxLength", "maxProperties"):
        yield keys, f"may have at most {wanted}, has {len(value)}", value
    elif error.validator in ("anyOf", "oneOf"):
        inner = "; or ".join(dict.fromkeys(inner.message for inner in error.context or ()))
        yield keys, f"fits none of what is allowed: {inner}" if inner else error.message, value
    else:
        yield keys, error.message, ...


def _plain(error: ValidationError) -> tuple[Any, Any, Any]:
    return error.instance, error.validator_value, error.schema


def _unknown_keys(value: dict[str, Any], schema: Mapping[str, Any]) -> list[str]:
    patterns = schema.get("patternProperties", {})
    return [
        key
        for key in value
        if key not in schema.get("properties", {})
        and not any(re.search(pattern, str(key)) for pattern in patterns)
    ]


def _listed(values: Sequence[object]) -> str:
    shown = ", ".join(str(value) for value in values[:12])
    return shown + (", …" if len(values) > 12 else "")


def _suggest(value: object, known: Sequence[object]) -> str:
    close = difflib.get_close_matches(str(value), [str(each) for each in known], n=1)
    return f", did you mean {close[0]}?" if close else ""


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
