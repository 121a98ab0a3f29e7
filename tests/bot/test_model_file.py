"""No model is loaded but the one that was trained for this program."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
import rasa

from bot.assembly import CannotStart, trusted_model
from bot.model_file import check_model, check_parts, sign
from bot.nlu.fingerprint import model_fingerprint
from bot.settings import Settings
from serving import checksums
from serving.checksums import Damaged

RASA, SOURCES = "3.6.21", "abc"


def write_model(path: Path, metadata: object, name: str = "./metadata.json") -> Path:
    content = json.dumps(metadata).encode()
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = write_model(tmp_path / "patella.tar.gz", {"rasa_open_source_version": RASA})
    sign(path, SOURCES, None)
    return path


def test_a_model_of_this_program_is_taken(model: Path) -> None:
    check_model(model, None, RASA, SOURCES)


def test_the_model_of_another_rasa_is_refused(model: Path) -> None:
    with pytest.raises(Damaged, match=r"was trained by Rasa 3\.6\.21, and this is 3\.6\.22"):
        check_model(model, None, "3.6.22", SOURCES)


def test_the_model_of_other_sources_is_refused(model: Path) -> None:
    with pytest.raises(Damaged, match=r"trained with other sources than these"):
        check_model(model, None, RASA, "abd")


def test_what_is_told_of_a_model_cannot_be_changed(model: Path) -> None:
    (model.parent / "patella.sources").write_text("abd\n")
    with pytest.raises(Damaged, match=r"patella\.sources is damaged or replaced"):
        check_model(model, None, RASA, "abd")


@pytest.mark.parametrize("at", [0, 20, -1])
def test_one_bit_is_enough(model: Path, at: int) -> None:
    content = bytearray(model.read_bytes())
    content[at] ^= 1
    model.write_bytes(content)
    with pytest.raises(Damaged, match=r"patella\.tar\.gz is damaged"):
        check_model(model, None, RASA, SOURCES)


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_model_is_told_though_its_checksum_is_right(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "patella.tar.gz"
    if content is None:
        write_model(path, {}, "else.json")
    else:
        path.write_bytes(content)
    sign(path, SOURCES, None)
    with pytest.raises(Damaged, match="is no model of Rasa's"):
        check_model(path, None, RASA, SOURCES)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    (folder / "models").mkdir(parents=True)
    for name in ("encoder.json", "tokenizer.json", "probes.onnx"):
        (folder / "encoder").mkdir(exist_ok=True)
        (folder / "encoder" / name).write_text(name)
    (folder / "recogniser").mkdir()
    (folder / "recogniser" / "recogniser.npz").write_text("weights")
    path = folder / "models" / "patella.tar.gz"
    sign(
        write_model(path, {"rasa_open_source_version": rasa.__version__}),
        model_fingerprint(),
        None,
    )
    checksums.write(folder / "encoder", None)
    checksums.write(folder / "recogniser" / "recogniser.npz", None)
    return folder


def test_everything_whole_is_taken(build: Path) -> None:
    assert trusted_model(Settings(build=build)).name == "patella.tar.gz"


@pytest.mark.parametrize(
    "name", ["models/patella.tar.gz", "encoder/probes.onnx", "recogniser/recogniser.npz"]
)
@pytest.mark.parametrize("fault", ["damaged", "checksum missing", "truncated"])
def test_a_server_does_not_start_with_what_is_damaged(build: Path, name: str, fault: str) -> None:
    path = build / name
    if fault == "damaged":
        *most, last = path.read_bytes()
        path.write_bytes(bytes([*most, last ^ 1]))
    elif fault == "truncated":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        own = path.with_name(path.name + ".sha256")
        (own if own.exists() else path.parent / "files.sha256").unlink()
    with pytest.raises(CannotStart, match=r"`make train` makes it anew"):
        trusted_model(Settings(build=build))


def test_a_server_with_a_key_takes_nothing_unsigned(build: Path) -> None:
    with pytest.raises(CannotStart, match="PATELLA_MODEL_KEY"):
        trusted_model(Settings(build=build, model_key="a key"))


def test_parts_that_are_not_there_are_no_damage(tmp_path: Path) -> None:
    check_parts(tmp_path, None)
