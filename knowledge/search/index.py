"""The passage index: built from the documents when they changed, swapped in whole.

`python -m knowledge.search.index` writes a new folder below .build/index and then replaces the
file `current`, which names the folder that serves. A build that fails, or is killed, leaves the
old index as it was. It holds our documents and those that `make ingest` took; what the index
before it had embedded already is not embedded again.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.loading import ContentError
from knowledge.search import settings
from knowledge.search.content import Made, make_content
from knowledge.search.documents import Document, Passage, load_documents
from knowledge.search.encoder import Encoder, EncoderMissingError, load_encoder
from knowledge.search.guess import load_refused
from knowledge.search.reuse import Embed, Probe, Say, vectors_in
from knowledge.search.sentences import Encode, read_sentences, write_sentences
from knowledge.search.store import (
    POINTER,
    IndexMissingError,
    current_folder,
    wanted_database,
)
from knowledge.search.stores.files import write_files

# The modules whose change makes an index of other content.
_CODE = (
    "asked.py",
    "content.py",
    "documents.py",
    "guess.py",
    "index.py",
    "refused.yml",
    "reuse.py",
    "sentences.py",
    "stores/files.py",
    "terms.yml",
    "text.py",
    "wording.py",
)
_ABANDONED_AFTER = 3600  # seconds
# What models call their prompts for either, as sentence-transformers looks for them.
_QUESTION, _DOCUMENT = ("query",), ("document", "passage", "corpus")


@dataclass(frozen=True)
class Built:
    """What a build came to; `changed` is False where the old index still fits."""

    folder: Path
    passages: int
    questions: int
    changed: bool


def main(arguments: list[str] | None = None) -> int:
    """Build the index of this installation, unless it is up to date."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.search.index", description=__doc__)
    parser.add_argument("--documents", type=Path, default=settings.DOCUMENTS)
    parser.add_argument("--sources", type=Path, default=settings.SOURCES)
    parser.add_argument("--check", action="store_true", help="only check the documents")
    chosen = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        ours = load_documents(chosen.documents, chosen.sources)
        if chosen.check:
            print(f"documents: {len(ours)} in order")
            return 0
        with alone(settings.index_folder(), print):
            served = with_ingested(ours)
            built = install(
                served, sentence_embedder(), print, probe=lower_layers(), encode=exported()
            )
    except ContentError as error:
        count = len(error.problems)
        print(error, file=sys.stderr)
        print(f"index: not built, {count} problem(s) in the documents", file=sys.stderr)
        return 1
    except (EncoderMissingError, IndexMissingError, OSError) as error:
        print(f"index: not built, {error}", file=sys.stderr)
        return 1
    state = f"built in {time.monotonic() - started:.0f} s" if built.changed else "up to date"
    print(f"index: {built.passages} passages, {built.questions} questions, {state}")
    return 0


def with_ingested(ours: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents that serve: ours and the ingested ones, or these alone."""
    from knowledge.ingest.library import load_library

    return load_library().served(ours)


def install(
    documents: Sequence[Document],
    embed: Embed,
    say: Say,
    commit: Callable[[], None] | None = None,
    probe: Probe | None = None,
    encode: Encode | None = None,
) -> Built:
    """Build the index of this installation and let it serve from where the settings say.

    The arguments are those of `build`.

    Raises:
        EncoderMissingError: no model has been exported, or another one than the settings name.
        IndexMissingError: the database that is to serve does not take it.
    """
    encoder = exported_model(settings.encoder_folder(), settings.embedding_model())
    url = wanted_database()
    folder = settings.index_folder()
    built = build(documents, folder, encoder, embed, say, commit, probe=probe, encode=encode)
    if url is not None:
        from knowledge.search.stores.publish import publish

        published = publish(built.folder, url, say)
        built = replace(built, changed=built.changed or published)
    return built


def build(
    documents: Sequence[Document],
    folder: Path,
    encoder: str,
    embed: Embed,
    say: Say,
    commit: Callable[[], None] | None = None,
    refused: Mapping[str, Sequence[str]] | None = None,
    probe: Probe | None = None,
    encode: Encode | None = None,
    tell_apart: bool = True,
) -> Built:
    """Build the index of some documents into a folder, unless the one there fits.

    Args:
        documents: what to index.
        folder: where indexes and the pointer to the serving one lie.
        encoder: fingerprint of the model behind `embed`.
        embed: see `Embed`; called only when there is something to build.
        say: told about progress, a line at a time.
        commit: called when all is ready and nothing has changed yet, just before the swap.
        refused: reason → questions that no document answers; by default those of refused.yml.
        probe: see `Probe`; without it what questions sound like is learned from vectors alone.
        encode: see `Encode`; without it no sentences are encoded beforehand.
        tell_apart: whether what questions sound like is learned where it can be.
    """
    refused = load_refused() if refused is None else refused
    passages = [passage for document in documents for passage in document.passages]
    questions = sum(len(document.questions) for document in documents)
    name = fingerprint(passages, encoder) + ("" if tell_apart else "-searched")
    target = folder / name
    changed = not _serves(folder, name)
    if changed:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        if not target.is_dir():
            made = _made(passages, refused, encoder, embed, folder, say, probe, tell_apart)
            _write(made, passages, encoder, folder, target, encode)
    if commit is not None:
        commit()
    if changed:
        previous = _current_name(folder)
        _point(folder, name)
        _forget(folder, {name, previous})
    return Built(target, len(passages), questions, changed)


@contextmanager
def alone(folder: Path, say: Say) -> Iterator[None]:
    """Keep other builds into a folder out until this one is done; a killed one leaves no lock."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("index: waiting for another build")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def fingerprint(passages: Sequence[Passage], encoder: str) -> str:
    """Return the name of the index that these passages, model and code make."""
    digest = hashlib.sha256(encoder.encode())
    for name in _CODE:
        digest.update((Path(__file__).parent / name).read_bytes())
    for passage in passages:
        digest.update(json.dumps(asdict(passage), sort_keys=True).encode())
    return digest.hexdigest()[:16]


def exported_model(folder: Path, wanted: str) -> str:
    """Return the fingerprint of the exported model; queries must be embedded by the same one."""
    try:
        about = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise EncoderMissingError(f"no embedding model in {folder}: run `make train`") from None
    if about["model"] != wanted:
        raise EncoderMissingError(
            f"the exported model is {about['model']}, the setting says {wanted}: run `make train`"
        )
    return str(about["fingerprint"])


def lower_layers() -> Probe:
    """Return the exported model's `Encoder.probe`; it is loaded when it is first asked."""

    def probe(texts: Sequence[str]) -> np.ndarray:
        return Encoder(settings.encoder_folder(), threads=settings.encoder_threads()).probe(texts)

    return probe


def exported() -> Encode:
    """Return the exported model's `Encoder.encode`; it is loaded when it is first asked."""

    def encode(texts: Sequence[str], prompt: str) -> np.ndarray:
        return load_encoder().encode(texts, prompt)

    return encode


def sentence_embedder() -> Embed:
    """Return the embedder of the index: the exported model, loaded when first called.

    Never its 8-bit copy, whose vectors of a text depend on the others in its batch. The export
    was held against sentence-transformers when it was made; it takes a fourth of their time beside
    other training, and queries are embedded by it too.
    """
    loaded: list[Encoder] = []

    def embed(texts: Sequence[str], are_questions: bool) -> np.ndarray:
        if not loaded:
            threads = settings.encoder_threads()
            loaded.append(Encoder(settings.encoder_folder(), threads=threads))
        names = _QUESTION if are_questions else _DOCUMENT
        prompt = next((name for name in names if name in loaded[0].prompts), "")
        return loaded[0].encode(texts, prompt)

    return embed


def _made(
    passages: Sequence[Passage],
    refused: Mapping[str, Sequence[str]],
    encoder: str,
    embed: Embed,
    folder: Path,
    say: Say,
    probe: Probe | None,
    tell_apart: bool,
) -> Made:
    before = _vectors_before(folder, encoder)
    return make_content(passages, refused, encoder, embed, before, say, probe, tell_apart)


def _write(
    made: Made,
    passages: Sequence[Passage],
    encoder: str,
    folder: Path,
    target: Path,
    encode: Encode | None,
) -> None:
    new = Path(tempfile.mkdtemp(prefix="new-", dir=folder))
    try:
        write_files(made.content, new)
        made.units.write(new)
        if encode is not None:
            texts = [passage.text for passage in passages]
            write_sentences(new, encoder, texts, encode, _sentences_before(folder, encoder))
        new.chmod(0o755)
        os.replace(new, target)
    except OSError:
        # Another build of the same content came first; its files are the same as these.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _vectors_before(folder: Path, encoder: str) -> dict[str, np.ndarray]:
    """Return the vectors of the indexes that are there: the one that serves, the one before it."""
    found: dict[str, np.ndarray] = {}
    for each in folder.iterdir():
        if each.is_dir():
            found |= vectors_in(each, encoder)
    return found


def _sentences_before(folder: Path, encoder: str) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for each in folder.iterdir():
        found |= read_sentences(each, encoder)
    return found


def _serves(folder: Path, name: str) -> bool:
    return _current_name(folder) == name and (folder / name / "content.json").is_file()


def _current_name(folder: Path) -> str:
    try:
        return current_folder(folder).name
    except IndexMissingError:
        return ""


def _point(folder: Path, name: str) -> None:
    handle, path = tempfile.mkstemp(prefix="new-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(path, 0o644)
    os.replace(path, folder / POINTER)


def _forget(folder: Path, kept: set[str]) -> None:
    """Remove old indexes; the last one stays, for a server that is just opening it."""
    for each in folder.iterdir():
        if each.is_dir() and each.name not in kept and not each.name.startswith("new-"):
            shutil.rmtree(each, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what killed builds left, unless another build may still be writing it."""
    for rest in folder.glob("new-*"):
        if time.time() - rest.stat().st_mtime > _ABANDONED_AFTER:
            shutil.rmtree(rest, ignore_errors=True) if rest.is_dir() else rest.unlink()


if __name__ == "__main__":
    sys.exit(main())
