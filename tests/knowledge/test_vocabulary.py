from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loading import ContentError
from knowledge.vocabulary import load_vocabulary, read_vocabulary

GROUPS = (
    "who",
    "side",
    "location",
    "triggers",
    "quality",
    "onset",
    "injury",
    "findings",
    "history",
)
CONTRACT = {
    "side": {"left", "right", "both"},
    "onset": {"sudden", "gradual"},
    "injury": {"true", "false"},
    "who": {"self", "child", "parent", "partner", "other"},
    "quality": {"aching", "sharp", "burning", "throbbing", "stabbing", "dull", "vague"},
}


def test_the_contract_is_kept() -> None:
    vocabulary = load_vocabulary()
    for group, values in CONTRACT.items():
        assert {term.value for term in vocabulary.group(group)} == values


def test_every_term_has_a_label_and_words() -> None:
    vocabulary = load_vocabulary()
    said = {value for shared in vocabulary.shared for value in shared.values}
    for term in vocabulary:
        assert term.label[0].isupper()
        assert term.phrases or term.patterns or term.value in said, term.value


def test_labels_are_of_nobody_in_particular() -> None:
    for term in load_vocabulary():
        assert not {"i", "me", "my", "you", "your"} & set(term.label.lower().split()), term.value


def test_help_is_short() -> None:
    for term in load_vocabulary():
        assert term.help is None or len(term.help.split()) <= 30, term.value


def test_find_and_label() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.label("giving_way") == "Giving way"
    assert vocabulary.find("elbow") is None
    with pytest.raises(KeyError):
        vocabulary.term("elbow")


def write(folder: Path, findings: str, rest: str = "") -> Path:
    groups = "".join(f"  {name}: {{}}\n" for name in GROUPS if name != "findings")
    path = folder / "vocabulary.yml"
    path.write_text(f"groups:\n{groups}  findings:\n{findings}{rest}", encoding="utf-8")
    return path


TERM = "    {value}: {{label: A, help: null, phrases: [{phrases}]}}\n"


@pytest.mark.parametrize(
    ("findings", "rest", "message"),
    [
        (
            TERM.format(value="swelling", phrases="puffy")
            + TERM.format(value="lump", phrases="Puffy"),
            "",
            r"yml:12: groups\.findings\.lump: phrase stands under groups\.findings\.swelling",
        ),
        (
            TERM.format(value="swelling", phrases="puffy"),
            "decoys: [puffy]\n",
            r"yml:\d+: decoys: .*findings\.swelling already",
        ),
        (
            TERM.format(value="swelling", phrases="puffy"),
            "shared: [{values: [swelling, lamp]}]\n",
            r"yml:\d+: shared\[0\]\.values: value is in no group \(value 'lamp'\)",
        ),
        ("    swelling: {label: A}\n", "", "help"),
        ("    swelling: {label: A, help: null, phrasis: []}\n", "", "phrasis"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, findings: str, rest: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read_vocabulary(write(tmp_path, findings, rest))
