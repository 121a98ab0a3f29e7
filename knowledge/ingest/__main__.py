"""`make ingest DOCS=folder`: takes the documents of a folder into the knowledge base.

Markdown, HTML, PDF, Word (.docx) and plain text are cut into passages and searched like Patella's
own documents, beside them or with --only instead of them. Run it again after a change: what has
not changed is not read again, and what is gone from the folder goes. Nothing changes where a file
cannot be read; --skip takes the rest.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.ingest import library as store
from knowledge.ingest import report, settings
from knowledge.ingest.collect import Collected, collect
from knowledge.ingest.library import BusyError, Library, Manifest, Served, load_library
from knowledge.loading import ContentError
from knowledge.search import index
from knowledge.search import settings as search_settings
from knowledge.search.documents import Document, load_documents
from knowledge.search.encoder import EncoderMissingError
from knowledge.search.reuse import Embed, Probe
from knowledge.search.store import IndexMissingError


def main(arguments: list[str] | None = None, embed: Embed | None = None) -> int:
    """Run the command; `embed` is for tests."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    folder = chosen.folder.expanduser().resolve() if chosen.folder else None
    if not chosen.list and (folder is None) != chosen.forget:
        parser.error("which folder? make ingest DOCS=folder (or ARGS=--forget, ARGS=--list)")
    make_plain()
    try:
        if chosen.list:
            return _list(load_library())
        if folder is not None and not folder.is_dir():
            return _failed([f"{folder}: {'not a folder' if folder.exists() else 'no such folder'}"])
        with store.alone(settings.library_folder()):
            probe = index.lower_layers() if embed is None else None
            return _ingest(folder, chosen, embed or index.sentence_embedder(), probe)
    except ContentError as error:
        return _failed(error.problems)
    except (BusyError, EncoderMissingError, IndexMissingError, OSError, ValueError) as error:
        return _failed([str(error)])
    except KeyboardInterrupt:
        say("ingest: interrupted")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make ingest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Settings: PATELLA_INGEST_MAX_MB (50) a file, PATELLA_INGEST_MAX_PASSAGES (20000) "
        "in all,\nPATELLA_INGEST_MAX_SECONDS (120) a file. More: docs/content.md",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="the folder, DOCS=folder")
    parser.add_argument("--only", action="store_true", help="leave Patella's own documents away")
    parser.add_argument("--skip", action="store_true", help="take the rest where files are unread")
    parser.add_argument("--afresh", action="store_true", help="read also what has not changed")
    parser.add_argument("--forget", action="store_true", help="back to Patella's own documents")
    parser.add_argument("--list", action="store_true", help="what was taken, and nothing else")
    return parser


def _ingest(
    folder: Path | None, chosen: argparse.Namespace, embed: Embed, probe: Probe | None
) -> int:
    place = settings.library_folder()
    library = _library(place)
    found = Collected("")
    if folder is not None:
        bounds = settings.limits()
        found = collect(
            folder,
            library,
            bounds,
            keep=lambda record: store.write_record(place, record),
            progress=show_progress,
            afresh=chosen.afresh,
        )
        clear_progress()
        _print(report.files(found.told))
    if found.problems and not chosen.skip:
        return _failed([*found.problems, "Nothing was changed (ARGS=--skip takes the rest)."])
    left_out = [each for each in found.told if each.state == "left out"]
    if folder is not None and not found.entries and (found.problems or left_out):
        return _failed([f"{folder}: there is nothing to take. Nothing was changed."])
    manifest = Manifest(str(folder), chosen.only, found.recipe, found.entries)
    _serve(place, manifest if found.entries else Manifest(), found, embed, probe)
    for line in found.problems:
        say(line)
    return 0


def _serve(
    place: Path, manifest: Manifest, found: Collected, embed: Embed, probe: Probe | None
) -> None:
    """Build the index, keep the manifest and swap both in."""
    stamp = _Stamp(search_settings.build_folder() / "stamps" / "index")

    def commit() -> None:
        # From here on until the swap a kill would leave an index of other passages than the
        # library's; without its stamp the next `make train` or `make run` builds it anew.
        stamp.remove()
        store.write_manifest(place, manifest)

    with index.alone(search_settings.index_folder(), say):
        served = store.together(_ours(manifest.only), found.records, manifest.only)
        if not served.documents:
            raise ContentError("there is no passage in these documents. Nothing was changed.")
        # Whoever brings an embedder of their own has no exported model.
        encode = index.exported() if probe is not None else None
        index.install(served.documents, embed, say, commit, probe, encode)
    stamp.restore()
    store.sweep(place, manifest)
    _print(report.repeated(served.repeated))
    _print(report.serving(served, _own(served, found), manifest.only))


def _ours(only: bool) -> Sequence[Document]:
    if only:
        return ()
    return load_documents(search_settings.DOCUMENTS, search_settings.SOURCES)


def _own(served: Served, found: Collected) -> int:
    taken = {record.id for record in found.records}
    return sum(each.id in taken for each in served.documents)


class _Stamp:
    """The note of `make train` that the index is made, taken away for the time of a swap."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text: str | None = None

    def remove(self) -> None:
        try:
            self._text = self._path.read_text(encoding="utf-8")
        except OSError:
            return
        self._path.unlink(missing_ok=True)

    def restore(self) -> None:
        if self._text is not None:
            new = self._path.with_name(f"{self._path.name}.new")
            new.write_text(self._text, encoding="utf-8")
            os.replace(new, self._path)


def _library(place: Path) -> Library:
    """Return the library, an empty one where it is broken: it is about to be written anew."""
    try:
        return load_library(place)
    except ContentError as error:
        say(str(error))
        return Library(place, Manifest())


def _list(library: Library) -> int:
    manifest = library.manifest
    if not manifest.entries:
        print("Nothing was ingested: Patella answers from its own documents.")
        return 0
    print(f"From {manifest.folder}, {'instead of' if manifest.only else 'beside'} Patella's own:")
    for each in library.records:
        print(f"{each.path}: {each.title}, {report.passages(len(each.cuts))}")
    return 0


def make_plain() -> None:
    """Keep the readers' own warnings away, and let any file name be printed."""
    for name in ("trafilatura", "htmldate", "pypdf", "mammoth"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def show_progress(done: int, total: int, name: str) -> None:
    """Show on a terminal which file is read; elsewhere every hundredth."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{f'reading {done + 1} of {total}: {name}'[:100]}")
        sys.stderr.flush()
    elif done % 100 == 0:
        say(f"reading {done + 1} of {total}: {name}")


def clear_progress() -> None:
    """Take the line of `show_progress` away."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def say(line: str) -> None:
    """Print a line for the person, past what standard output is used for."""
    print(line, file=sys.stderr, flush=True)


def _failed(problems: Sequence[str]) -> int:
    clear_progress()
    for line in problems:
        say(line)
    return 1


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
