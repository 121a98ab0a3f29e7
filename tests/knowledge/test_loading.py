from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loading import (
    ROOT,
    ContentError,
    key_path,
    load_front_matter,
    load_yaml,
    load_yaml_with_lines,
    shown_path,
)

SCHEMA = {
    "type": "object",
    "required": ["items"],
    "additionalProperties": False,
    "properties": {
        "when": {"type": "string", "format": "date"},
        "either": {"anyOf": [{"type": "string"}, {"type": "array"}]},
        "items": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["id", "kind"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z]+$"},
                    "kind": {"enum": ["choice", "number"]},
                    "values": {"type": "array", "maxItems": 2},
                },
            },
        },
    },
}


def written(folder: Path, content: str | bytes, name: str = "file.yml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problems_of(path: Path, schema: dict | None = SCHEMA) -> tuple[str, ...]:
    with pytest.raises(ContentError) as caught:
        load_yaml(path, schema)
    return tuple(each.removeprefix(f"{path}:") for each in caught.value.problems)


GOOD_ITEM = "items:\n  - id: side\n    kind: choice\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "items:\n  - id: side\n    kind: chioce\n",
            "3: items[0].kind: must be one of choice, number, did you mean choice?"
            " (value 'chioce')",
            id="misspelt-value",
        ),
        pytest.param("items:\n  - id: side\n", "2: items[0].kind: key is missing", id="missing"),
        pytest.param(
            "# nothing\n\nwhen: 2026-01-02\n", "1: items: key is missing", id="missing-top"
        ),
        pytest.param(
            GOOD_ITEM + "    kinds: 1\n",
            "4: items[0].kinds: unknown key, did you mean kind?",
            id="unknown-key",
        ),
        pytest.param(
            GOOD_ITEM + "when: 2026-02-30\n",
            "4: when: must be a date (YYYY-MM-DD) (value '2026-02-30')",
            id="no-such-day",
        ),
        pytest.param(
            GOOD_ITEM + "when: [1]\n",
            "4: when: must be of type string (value [1])",
            id="type",
        ),
        pytest.param("items: []\n", "1: items: needs at least 1, has 0 (value [])", id="too-few"),
        pytest.param(
            GOOD_ITEM + "    values: [1, 2, 3]\n",
            "4: items[0].values: may have at most 2, has 3 (value [1, 2, 3])",
            id="too-many",
        ),
        pytest.param(
            "items:\n  - id: Side\n    kind: choice\n",
            "2: items[0].id: must match ^[a-z]+$ (value 'Side')",
            id="pattern",
        ),
        pytest.param(
            GOOD_ITEM + "either: 3\n",
            "4: either: fits none of what is allowed: 3 is not of type 'string'; or 3 is not of"
            " type 'array' (value 3)",
            id="alternatives",
        ),
        pytest.param(
            GOOD_ITEM + "when: 2026-01-02\nwhen: 2026-01-03\n",
            "5: when: key given twice",
            id="twice",
        ),
        pytest.param(
            GOOD_ITEM + "1: one\n", "4: 1: a key must be text, quote it", id="key-is-a-number"
        ),
        pytest.param("", "1: must be of type object (value None)", id="empty-file"),
        pytest.param(
            "items:\n\t- id: a\n",
            "2: not valid YAML: a tab cannot indent YAML, use spaces",
            id="tab",
        ),
        pytest.param("items: &a [*a]\n", "1: an anchor refers to itself", id="endless"),
        pytest.param(b"items:\n  - id: \xff\n", "2: not UTF-8 text", id="encoding"),
    ],
)
def test_a_problem_names_file_line_key_and_value(tmp_path, content, expected):
    found = problems_of(written(tmp_path, content))
    assert expected in found


@pytest.mark.parametrize("content", ["a: [1\nb: 2\n", "a: b: c\n", "- *nowhere\n", "? [a]\n: b\n"])
def test_broken_yaml_names_file_and_line(tmp_path, content):
    (problem,) = problems_of(written(tmp_path, content), None)
    line, what = problem.split(": ", 1)
    assert line.isdigit()
    assert what.startswith("not valid YAML: ")


def test_several_problems_come_together_in_the_order_of_their_lines(tmp_path):
    path = written(tmp_path, "items:\n  - id: 3\n    kind: none\n  - kind: number\nwhen: soon\n")
    lines = [int(problem.split(":")[0]) for problem in problems_of(path)]
    assert lines == [2, 3, 4, 5]


def test_a_missing_file_is_a_content_error(tmp_path):
    assert problems_of(tmp_path / "nowhere.yml") == ("1: no such file",)


def test_answers_and_dates_stay_text(tmp_path):
    path = written(tmp_path, "a: [yes, no, on, off, true, False]\nb: 2026-01-02\nc: 1.5\nd: ~\n")
    expected = {
        "a": ["yes", "no", "on", "off", True, False],
        "b": "2026-01-02",
        "c": 1.5,
        "d": None,
    }
    assert load_yaml(path) == expected


def test_anchors_and_merged_keys_work(tmp_path):
    path = written(tmp_path, "base: &base {a: 1, b: 2}\nmore: {<<: *base, b: 3}\n")
    assert load_yaml(path)["more"] == {"a": 1, "b": 3}


def test_lines_are_known_for_checks_of_ones_own(tmp_path):
    path = written(tmp_path, "items:\n  - id: side\n    kind: choice\n")
    _, lines = load_yaml_with_lines(path)
    assert lines.at("items", 0, "kind") == 3
    assert lines.at("items", 0, "kind", "deeper") == 3
    assert lines.at() == 1
    problem = lines.problem(("items", 0, "id"), "unknown finding", "side")
    assert problem == f"{path}:2: items[0].id: unknown finding (value 'side')"


def test_paths_are_shown_from_the_repository_root(tmp_path):
    assert shown_path(ROOT / "knowledge" / "loading.py") == "knowledge/loading.py"
    assert shown_path(tmp_path / "file.yml") == str(tmp_path / "file.yml")


def test_key_paths_read_as_people_write_them():
    assert key_path(("questions", 2, "options", 0, "value")) == "questions[2].options[0].value"


def test_front_matter_gives_metadata_body_and_its_line(tmp_path):
    path = written(tmp_path, "---\nid: a\n---\n\n## Heading\n", "a.md")
    assert load_front_matter(path) == ({"id": "a"}, "\n## Heading\n", 4)


def test_front_matter_may_have_windows_line_ends_and_a_byte_order_mark(tmp_path):
    path = written(tmp_path, b"\xef\xbb\xbf---\r\nid: a\r\n---\r\ntext\r\n", "a.md")
    assert load_front_matter(path) == ({"id": "a"}, "text\n", 4)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("## Heading\n", "1: front matter must begin with ---"),
        ("", "1: front matter must begin with ---"),
        ("---\nid: a\n", "1: front matter is not closed with ---"),
        ("---\nid: a\nid: b\n---\n", "3: id: key given twice"),
        ("---\nid: a\n  b: c: d\n---\n", "3: not valid YAML: mapping values are not allowed"),
        ("---\n- a\n---\n", "2: front matter must hold keys (value ['a'])"),
    ],
)
def test_front_matter_problems_count_lines_of_the_whole_file(tmp_path, content, expected):
    path = written(tmp_path, content, "a.md")
    with pytest.raises(ContentError) as caught:
        load_front_matter(path)
    assert str(caught.value).removeprefix(f"{path}:").startswith(expected)
