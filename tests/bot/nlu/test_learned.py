"""The recogniser's parts, and how its word is joined with the rules'."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from bot.nlu.extract.findings import empty
from bot.nlu.extract.understanding import read_text
from bot.nlu.learned import ridge
from bot.nlu.learned.examples import load_examples, load_moves
from bot.nlu.learned.fusion import fuse
from bot.nlu.learned.layers import encode_kept
from bot.nlu.learned.model import _WIDTH, _beside_likeness, _chosen
from bot.nlu.learned.recogniser import is_urgent, read_scores
from bot.nlu.learned.ridge import fit_ridge
from bot.nlu.learned.urgency import Evidence, lone_signs, weigh
from bot.nlu.learned.windows import windows
from knowledge.loading import ContentError
from knowledge.search.encoder import load_probes
from tests.bot.nlu.recognised import CALM, recognised


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


@pytest.mark.parametrize("rows", [4, 11, 512])
def test_ridge_comes_to_the_closed_form_however_many_features_are_worked_on_at_a_time(
    monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(ridge, "_ROWS", rows)
    monkeypatch.setattr(ridge, "_STEPS", 20)
    rng = np.random.default_rng(3)
    dense = rng.normal(size=(60, 4)).astype(np.float32)
    counted = sparse.csr_matrix(rng.integers(0, 2, size=(60, 11)).astype(np.float32))
    targets = rng.integers(-1, 2, size=(60, 3)).astype(np.float32)
    upper, lower, _ = fit_ridge(dense, counted, targets)
    both = np.hstack([dense - dense.mean(axis=0), counted.toarray()])
    for label, of_label in enumerate(targets.T):
        known = of_label != 0
        wanted = both[known].T @ (of_label[known] - of_label[known].mean())
        exact = np.linalg.solve(both[known].T @ both[known] + 0.7 * np.eye(15), wanted)
        assert np.allclose(np.concatenate([upper[:, label], lower[:, label]]), exact, atol=1e-4)


def test_features_of_likeness_have_the_kernel_as_their_product() -> None:
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(300, 5)).astype(np.float32)
    # A text that stands there twice is two landmarks with nothing between them.
    layers = np.vstack([rows, rows[:1]])
    landmarks, whitening = _chosen(layers)
    both = _beside_likeness(layers, landmarks, whitening)
    assert np.array_equal(both[:, :5], layers)
    apart = ((layers[:, None] - layers) ** 2).sum(axis=2)
    assert np.allclose(both[:, 5:] @ both[:, 5:].T, np.exp(-_WIDTH * apart), atol=1e-3)


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
    # Whether something cannot wait the whole tells first; the part shows why.
    assert read.urgent == 0.5
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


def test_a_denied_trigger_is_not_added() -> None:
    reading = read_text("the outer side hurts running, but not on the bike")
    fused, _ = fuse(reading.findings, {}, (), recognised(cycling=1.0), reading.ruled_out)
    assert fused["triggers"] == ["running"]


def test_a_trigger_of_the_rules_is_not_lightly_taken_away() -> None:
    rules = found(triggers=["cycling"])
    fused, _ = fuse(rules, {}, (), recognised(cycling=-0.8))
    assert fused["triggers"] == ["cycling"]


def test_what_is_told_beyond_doubt_is_added_though_a_rule_set_it_aside() -> None:
    fused, _ = fuse(found(), {}, ("giving_way",), recognised(giving_way=0.9))
    assert fused["present"] == ["giving_way"]


def test_where_it_hurts_is_overruled_sooner_than_what_is_wrong() -> None:
    fused, _ = fuse(
        found(), {}, ("stairs_up", "giving_way"), recognised(stairs_up=0.3, giving_way=0.3)
    )
    assert fused["triggers"] == ["stairs_up"]
    assert fused["present"] == []


STIFF_FOR_LONG = "stiff for an hour each morning"


@pytest.mark.parametrize(
    ("present", "words", "stays"),
    [
        (
            ["stiffness", "morning_stiffness_long"],
            {"stiffness": "stiff", "morning_stiffness_long": STIFF_FOR_LONG},
            ["morning_stiffness_long"],
        ),
        (
            ["numbness", "saddle_numbness"],
            {"numbness": "numb between my legs", "saddle_numbness": "numb between my legs"},
            ["saddle_numbness"],
        ),
        (
            ["numbness", "foot_numb"],
            {"numbness": "thigh is numb", "foot_numb": "foot has no feeling"},
            ["numbness", "foot_numb"],
        ),
        (
            ["swelling", "rapid_swelling"],
            {"swelling": "blew up within the hour", "rapid_swelling": "blew up within the hour"},
            ["swelling", "rapid_swelling"],
        ),
    ],
    ids=["within", "same words", "told apart", "both stated"],
)
def test_the_particular_stands_for_the_general(
    present: list[str], words: dict[str, str], stays: list[str]
) -> None:
    fused, _ = fuse(found(present=present), words, (), replace(CALM, urgent=1.5))
    assert fused["present"] == stays


def test_a_trigger_that_goes_without_saying_is_dropped() -> None:
    rules = found(present=["morning_stiffness_long"], triggers=["morning"])
    words = {"morning_stiffness_long": STIFF_FOR_LONG, "morning": STIFF_FOR_LONG}
    fused, _ = fuse(rules, words, (), CALM)
    assert "triggers" not in fused


@pytest.mark.parametrize(
    ("general", "particular"),
    [("night", "night_pain"), ("stiffness", "morning_stiffness_long")],
)
def test_the_recogniser_does_not_add_the_general(general: str, particular: str) -> None:
    fused, _ = fuse(found(), {}, (), recognised(**{general: 0.8, particular: 0.8}))
    assert fused["present"] == [particular]
    assert "triggers" not in fused


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


def test_a_sign_that_is_hardly_said_is_left_to_be_asked_for() -> None:
    seen = replace(recognised(urgent=1.2, fever=-0.7), flags={"hot_joint": -0.3, "stroke": -0.9})
    fused, words = fuse(found(), {}, (), seen)
    assert fused["present"] == []
    assert fused["suspected"] == ["hot_joint"]
    assert words["hot_joint"] == "the words"


def test_a_time_is_no_operation() -> None:
    assert fuse(found(), {}, (), recognised(recent_surgery=0.0))[0]["history"] == []
    assert fuse(found(), {}, (), recognised(recent_surgery=0.3))[0]["history"] == ["recent_surgery"]


def test_a_flag_that_nothing_stated_makes_fire_is_suspected() -> None:
    # Its rule wants an age, which nobody has told yet.
    seen = replace(
        recognised(urgent=0.9, hip_groin=-0.9, injury=-0.9),
        flags={"fall_and_hip_pain": 0.4, "stroke": -0.9},
    )
    fused, words = fuse(found(), {}, (), seen)
    assert fused["present"] == []
    assert fused["suspected"] == ["fall_and_hip_pain"]
    assert words["fall_and_hip_pain"] == "the words"


@pytest.mark.parametrize(("urgent", "is_raised"), [(1.4, True), (0.3, False)], ids=str)
def test_what_a_rule_takes_for_denied_is_there_only_beyond_doubt(urgent, is_raised) -> None:
    seen = replace(
        recognised(urgent=urgent, locked_now=0.9), flags={"locked_knee": 0.5 if is_raised else -0.6}
    )
    fused, _ = fuse(found(absent=["locked_now"]), {}, (), seen)
    assert (fused["present"] == ["locked_now"]) is is_raised
    assert (fused["absent"] == ["locked_now"]) is not is_raised


def test_on_weak_evidence_it_is_not_called_an_emergency() -> None:
    seen = replace(
        recognised(urgent=0.9, tight_muscle_severe_pain=-0.5, shivering_unwell=-0.7),
        flags={"compartment_syndrome": -0.5, "hot_joint": -0.6},
    )
    fused, _ = fuse(found(), {}, (), seen)
    assert fused["present"] == []
    assert fused["suspected"] == ["hot_joint"]


def test_a_lone_sign_against_all_evidence_is_asked_about() -> None:
    calm = recognised(urgent=-1.3, fever=-0.7)
    fused, _ = fuse(found(present=["fever"]), {}, (), replace(calm, flags={"hot_joint": -0.9}))
    assert fused["present"] == []
    assert fused["uncertain"] == ["fever"]


def test_a_plain_short_statement_of_a_sign_stands() -> None:
    calm = replace(recognised(urgent=-0.4, fever=-0.7), flags={"hot_joint": -0.5})
    said = {"i have got a fever": "present", "can gout give you fever": "uncertain"}
    for text, where in said.items():
        fused, _ = fuse(found(present=["fever"]), {}, (), replace(calm, text=text))
        assert fused[where] == ["fever"], text


def test_evidence_is_weighed_in_the_right_direction() -> None:
    none = Evidence(*[0.0] * 6)
    for name in ("recognised", "flag", "rule"):
        assert weigh(replace(none, **{name: 1.0})) > weigh(none), name
    for name in ("doubted", "set_aside"):
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
        type(encoder),
        "encode_together",
        lambda self, texts: encoded.extend(texts) or first[: len(texts)],
    )
    again = encode_kept(["two knees", "three knees", "two knees"], path)
    assert encoded == ["three knees"]
    assert np.array_equal(again, [first[1], first[0], first[1]])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"nothing of the kind"], ids=str)
def test_damaged_layers_are_encoded_anew(content: bytes, tmp_path) -> None:
    path = tmp_path / "layers.npz"
    path.write_bytes(content)
    assert np.array_equal(encode_kept(["one knee"], path), encode_kept(["one knee"], path))
