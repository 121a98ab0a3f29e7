from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from serving import checksums
from serving.checksums import Damaged, check, checksum_file, is_whole, write


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(b"model")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "encoder"
    path.mkdir()
    for name in ("a.json", "b.onnx"):
        (path / name).write_text(name)
    return path


def test_a_file_is_written_down_as_sha256sum_does(model: Path) -> None:
    digest = hashlib.sha256(b"model").hexdigest()
    assert write(model, None).read_text() == f"{digest}  model.tar.gz\n"
    assert checksum_file(model).name == "model.tar.gz.sha256"
    check(model, None)


@pytest.mark.parametrize("key", [None, "a key"])
def test_what_was_changed_is_not_taken(model: Path, key: str | None) -> None:
    write(model, key)
    assert is_whole(model, key)
    model.write_bytes(b"m0del")
    with pytest.raises(Damaged, match=r"model\.tar\.gz is damaged or replaced"):
        check(model, key)
    assert not is_whole(model, key)


def test_a_file_that_is_gone_is_told(model: Path) -> None:
    write(model, None)
    model.unlink()
    with pytest.raises(Damaged, match=r"model\.tar\.gz: No such file"):
        check(model, None)


@pytest.mark.parametrize("content", [None, b"", b"nothing\n", b"\xff"])
def test_without_a_checksum_nothing_is_taken(model: Path, content: bytes | None) -> None:
    if content is not None:
        checksum_file(model).write_bytes(content)
    with pytest.raises(Damaged):
        check(model, None)


def test_the_checksum_of_another_file_does_not_count(model: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tar.gz"
    other.write_bytes(b"model")
    write(other, None).rename(checksum_file(model))
    with pytest.raises(Damaged, match="has no checksum"):
        check(model, None)


@pytest.mark.parametrize(
    ("signed_with", "checked_with", "told"),
    [
        ("one key", "another key", "not signed as a whole"),
        (None, "a key", "is not signed"),
        ("a key", None, "is signed with a key"),
    ],
)
def test_only_who_has_the_key_can_sign(
    model: Path, signed_with: str | None, checked_with: str | None, told: str
) -> None:
    write(model, signed_with)
    with pytest.raises(Damaged, match=told):
        check(model, checked_with)


def test_the_files_of_a_folder(folder: Path) -> None:
    write(folder, None)
    write(folder, None)  # its own file is none of those that it tells of
    check(folder, None)
    check(folder, None, only=["b.onnx"])
    (folder / "a.json").write_text("another")
    check(folder, None, only=["b.onnx"])
    with pytest.raises(Damaged, match=r"a\.json is damaged"):
        check(folder, None)
    with pytest.raises(Damaged, match=r"c\.onnx has no checksum"):
        check(folder, None, only=["c.onnx"])


def test_files_beside_are_told_of_in_the_same_place(model: Path, tmp_path: Path) -> None:
    beside = tmp_path / "model.sources"
    beside.write_text("abc")
    write(model, None, beside=[beside])
    check(model, None, only=[model.name, beside.name])
    beside.write_text("abd")
    with pytest.raises(Damaged, match=r"model\.sources"):
        check(model, None, only=[model.name, beside.name])


def test_nothing_is_taken_over_from_what_was_signed_another_time(
    model: Path, tmp_path: Path
) -> None:
    """An old model beside new sources: each is signed, but they never were together."""
    told = tmp_path / "model.sources"
    told.write_text("old")
    write(model, "a key", beside=[told])
    old = checksums.checksum_file(model).read_text().splitlines()
    told.write_text("new")
    write(model, "a key", beside=[told])
    mixed = [line for line in old if "model.sources" not in line]
    new = checksums.checksum_file(model).read_text().splitlines()
    mixed[1:1] = [line for line in new if "model.sources" in line]
    checksums.checksum_file(model).write_text("\n".join(mixed) + "\n")
    with pytest.raises(Damaged, match="as a whole"):
        check(model, "a key")


def test_the_key_comes_from_the_settings() -> None:
    assert checksums.model_key({"PATELLA_MODEL_KEY": "k"}) == "k"
    assert checksums.model_key({"PATELLA_MODEL_KEY": ""}) is None
    assert checksums.model_key({}) is None
