"""The recogniser's parts, and how its word is joined with the rules'."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from bot.nlu.extract.findings import empty
from bot.nlu.learned.examples import load_examples, load_moves
from bot.nlu.learned.fusion import fuse
from bot.nlu.learned.layers import encode_kept
from bot.nlu.learned.recogniser import Recognised, is_urgent, read_scores
from bot.nlu.learned.ridge import fit_ridge
from bot.nlu.learned.urgency import Evidence, lone_signs, weigh
from bot.nlu.learned.windows import windows
from knowledge.loading import ContentError
from knowledge.search.encoder import load_probes

TALK = "so we went to the sea and on the way back something came up"
CALM = Recognised(values={}, words={}, denied={}, urgent=-1.0, urgent_words="", flags={}, text=TALK)


def recognised(urgent: float = -1.0, **values: float) -> Recognised:
    words = dict.fromkeys(values, "the words")
    return replace(CALM, values=values, words=words, urgent=urgent, urgent_words="the words")


def found(**lists: list[str]) -> dict[str, object]:
    return {**empty(), **lists}


def test_ridge_agrees_with_the_closed_form() -> None:
    rng = np.random.default_rng(1)
    dense = rng.normal(size=(60, 4)).astype(np.float32)
    counted = sparse.csr_matrix(rng.integers(0, 2, size=(60, 5)).astype(np.float32))
    targets = np.sign(rng.normal(size=(60, 2))).astype(np.float32)
    upper, lower, bias = fit_ridge(dense, counted, targets)
    both = np.hstack([dense - dense.mean(axis=0), counted.toarray()])
    wanted = targets - targets.mean(axis=0)
    exact = np.linalg.solve(both.T @ both + 0.7 * np.eye(9), both.T @ wanted)
    assert np.allclose(np.vstack([upper, lower]), exact, atol=1e-3)
    assert np.allclose(bias, targets.mean(axis=0) - dense.mean(axis=0) @ upper, atol=1e-4)


def test_what_is_not_known_teaches_nothing() -> None:
    rng = np.random.default_rng(2)
    told = rng.normal(size=(20, 3)).astype(np.float32)
    targets = np.sign(rng.normal(size=(20, 1))).astype(np.float32)
    # The rows of which nothing is known have the same mean, so that only their targets could tell.
    dense = np.vstack([told, told[::-1] * [[1, -2, 3]] - told[::-1].mean(axis=0) * [[0, -3, 2]]])
    both = np.vstack([targets, np.zeros_like(targets)])
    alone = fit_ridge(told, sparse.csr_matrix((20, 2), dtype=np.float32), targets)
    among = fit_ridge(dense.astype(np.float32), sparse.csr_matrix((40, 2), dtype=np.float32), both)
    assert np.allclose(alone[0], among[0], atol=1e-3)
    assert np.allclose(alone[2], among[2], atol=1e-3)


def test_a_message_is_read_whole_and_in_its_parts() -> None:
    assert windows("my knee aches") == ["my knee aches"]
    whole, *parts = windows("My knee aches, but I can walk. No fever")
    assert whole.startswith("my knee aches")
    assert parts == [
        "my knee aches, but i can walk",
        "no fever",
        "my knee aches",
        "i can walk",
    ]


def test_a_part_counts_a_little_less_than_the_whole() -> None:
    scores = np.array([[0.0, 0.5], [0.1, 0.9]])
    read = read_scores(["swelling", "urgent"], ["the whole", "a part"], scores)
    assert read.values["swelling"] == 0.0
    assert read.words["swelling"] == "the whole"
    assert 0.5 < read.urgent < 0.9
    assert read.urgent_words == "a part"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("none | - | my knee", "flag | present | absent | text"),
        ("none | swolen | - | my knee", "swolen is no value"),
        ("toothache | - | - | my tooth", "toothache is no red flag"),
    ],
    ids=["fields", "value", "flag"],
)
def test_a_wrong_example_is_told_by_file_and_line(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "mine.txt").write_text(f"# examples\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"mine\.txt, line 2") as caught:
        load_examples(tmp_path)
    assert says in str(caught.value)


def test_examples_say_what_they_state(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text(
        "#: findings\n? | fever redness_heat | swelling | hot knee, temperature, not swollen\n",
        encoding="utf-8",
    )
    (example,) = load_examples(tmp_path)
    assert example.present == {"fever", "redness_heat"}
    assert example.absent == {"swelling"}
    assert example.groups == {"findings"}
    assert is_urgent(example) is True


def test_dialogue_moves_state_nothing() -> None:
    moves = load_moves()
    assert {"greet", "stop", "change_answer"} <= {move.source for move in moves}
    assert not any(move.present or is_urgent(move) for move in moves)


def test_what_no_rule_has_words_for_is_added() -> None:
    fused, words = fuse(found(), {}, (), recognised(giving_way=0.8, fever=-0.9))
    assert fused["present"] == ["giving_way"]
    assert words == {"giving_way": "the words"}


@pytest.mark.parametrize("name", ["absent", "uncertain"])
def test_what_the_rules_have_judged_stays(name: str) -> None:
    fused, _ = fuse(found(**{name: ["giving_way"]}), {}, (), recognised(giving_way=0.8))
    assert fused["present"] == []
    assert fused[name] == ["giving_way"]


def test_what_the_rules_set_aside_is_not_added() -> None:
    fused, _ = fuse(found(), {}, ("giving_way",), recognised(giving_way=0.3))
    assert fused["present"] == []


def test_what_is_told_beyond_doubt_is_added_though_a_rule_set_it_aside() -> None:
    fused, _ = fuse(found(), {}, ("giving_way",), recognised(giving_way=0.9))
    assert fused["present"] == ["giving_way"]


def test_a_denial_that_no_rule_heard_is_added() -> None:
    fused, _ = fuse(found(), {}, (), replace(CALM, denied={"fever": 0.6}))
    assert fused["absent"] == ["fever"]


def test_a_message_that_cannot_wait_raises_the_likeliest_flag() -> None:
    seen = replace(
        recognised(urgent=1.2, chest_pain=-0.3, breathless=-0.6),
        flags={"chest_or_breath": 0.4, "stroke": -0.9},
    )
    fused, words = fuse(found(), {}, (), seen)
    assert fused["present"] == ["chest_pain"]
    assert words["chest_pain"] == "the words"


def test_on_weak_evidence_it_is_not_called_an_emergency() -> None:
    seen = replace(
        recognised(urgent=0.9, tight_muscle_severe_pain=-0.5, shivering_unwell=-0.7),
        flags={"compartment_syndrome": -0.5, "hot_joint": -0.6},
    )
    fused, _ = fuse(found(), {}, (), seen)
    assert fused["present"] == ["shivering_unwell"]


def test_a_lone_sign_against_all_evidence_is_asked_about() -> None:
    fused, _ = fuse(found(present=["fever"]), {}, (), recognised(urgent=-1.3, fever=-0.7))
    assert fused["present"] == []
    assert fused["uncertain"] == ["fever"]


def test_a_plain_short_statement_of_a_sign_stands() -> None:
    calm = recognised(urgent=-1.3, fever=-0.7)
    said = {"i have got a fever": "present", "can gout give you fever": "uncertain"}
    for text, where in said.items():
        fused, _ = fuse(found(present=["fever"]), {}, (), replace(calm, text=text))
        assert fused[where] == ["fever"], text


def test_evidence_is_weighed_in_the_right_direction() -> None:
    none = Evidence(*[0.0] * 8)
    for name in ("recognised", "flag", "next_flag", "rule"):
        assert weigh(replace(none, **{name: 1.0})) > weigh(none), name
    for name in ("denied", "doubted", "set_aside"):
        assert weigh(replace(none, **{name: 1.0})) < weigh(none), name


def test_lone_signs_are_those_that_cannot_wait_by_themselves() -> None:
    assert {"chest_pain", "locked_now", "calf_swelling"} <= lone_signs()
    assert {"swelling", "clicking", "limp"}.isdisjoint(lone_signs())


def test_only_what_is_new_is_encoded(tmp_path, monkeypatch) -> None:
    path = tmp_path / "layers.npz"
    first = encode_kept(["one knee", "two knees"], path)
    encoded: list[str] = []
    encoder = load_probes()
    monkeypatch.setattr(
        type(encoder), "encode", lambda self, texts: encoded.extend(texts) or first[: len(texts)]
    )
    again = encode_kept(["two knees", "three knees", "two knees"], path)
    assert encoded == ["three knees"]
    assert np.array_equal(again, [first[1], first[0], first[1]])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"nothing of the kind"], ids=str)
def test_damaged_layers_are_encoded_anew(content: bytes, tmp_path) -> None:
    path = tmp_path / "layers.npz"
    path.write_bytes(content)
    assert np.array_equal(encode_kept(["one knee"], path), encode_kept(["one knee"], path))
