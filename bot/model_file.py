"""The trained dialogue model, looked at before any of it is loaded.

A model is code to whoever loads it: it is taken only if its checksum is right, and only by the
version of Rasa and with the sources of understanding that it was trained with.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

from serving import checksums
from serving.checksums import Damaged

SUFFIX = ".tar.gz"


def newest_model(folder: Path) -> Path | None:
    """The dialogue model that was trained last, if there is one."""
    models = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    return models[-1] if models else None


def sources_file(model: Path) -> Path:
    """The file beside a model that holds the fingerprint of the sources it was trained with."""
    return model.with_name(model.name.removesuffix(SUFFIX) + ".sources")


def sign(model: Path, sources: str, key: str | None) -> list[Path]:
    """Note beside a new model what it was trained with, and its checksum; the files made."""
    told = sources_file(model)
    told.write_text(sources + "\n", encoding="ascii")
    return [told, checksums.write(model, key, beside=[told])]


def check_model(model: Path, key: str | None, rasa_version: str, sources: str) -> None:
    """Make sure that a model is whole, and was trained for just this program.

    ``sources`` is the fingerprint of what understanding is made of, as it is now.

    Raises:
        Damaged: what is wrong with it.
    """
    told = sources_file(model)
    checksums.check(model, key, only=[model.name, told.name])
    if told.read_text(encoding="ascii").strip() != sources:
        raise Damaged(
            f"{model} was trained with other sources than these (domain.yml, config.yml, data/,"
            " bot/nlu/, knowledge/)"
        )
    trained_by = _trained_by(model)
    if trained_by != rasa_version:
        raise Damaged(f"{model} was trained by Rasa {trained_by}, and this is {rasa_version}")


def check_parts(build: Path, key: str | None) -> None:
    """Make sure that what understanding loads beside the model is whole, as far as it is there.

    Raises:
        Damaged: what is wrong with it.
    """
    encoder, recogniser = build / "encoder", build / "recogniser" / "recogniser.npz"
    if encoder.exists():
        checksums.check(encoder, key, only=["encoder.json", "tokenizer.json", "probes.onnx"])
    if recogniser.exists():
        checksums.check(recogniser, key)


def _trained_by(model: Path) -> str:
    try:
        with tarfile.open(model) as archive:
            # Rasa begins names with "./".
            member = next(each for each in archive if each.name.lstrip("./") == "metadata.json")
            content = archive.extractfile(member)
            assert content is not None
            return str(json.load(content)["rasa_open_source_version"])
    except (tarfile.TarError, EOFError, OSError, StopIteration, ValueError, KeyError):
        raise Damaged(f"{model} is no model of Rasa's") from None
