"""`make preview`: each passage as people would see it, without changing anything.

With DOCS=folder the passages that an ingestion of the folder would make, else those that serve.
"""

from __future__ import annotations

import argparse
import html
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.ingest import settings
from knowledge.ingest.__main__ import clear_progress, make_plain, say, show_progress
from knowledge.ingest.collect import collect
from knowledge.ingest.library import Library, Manifest, load_library, together
from knowledge.loading import ContentError
from knowledge.search import settings as search_settings
from knowledge.search.documents import Document, Passage, load_documents, word_count

WIDTH = 88

_PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Passages</title>
<meta name="viewport" content="width=device-width">
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: auto; padding: 1rem }}
article {{ border: 1px solid #bbb; border-radius: .5rem; padding: .2rem 1rem; margin: 1rem 0 }}
h2 {{ font-size: 1.05rem }} p {{ white-space: pre-wrap }} dl {{ font-size: .85rem; color: #444 }}
dt {{ float: left; clear: left; width: 6rem; font-weight: 600 }} dd {{ margin-left: 6.5rem }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee }}
dl {{ color: #bbb }} }}
</style></head><body><h1>{count}</h1>
{articles}
</body></html>
"""


@dataclass(frozen=True)
class Shown:
    """A passage as it is shown: what is said of it, by its name, and its text."""

    title: str
    text: str
    about: tuple[tuple[str, str], ...]


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="make preview",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", nargs="?", type=Path, help="the folder, DOCS=folder")
    parser.add_argument("--only", action="store_true", help="as ingested without Patella's own")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page instead")
    chosen = parser.parse_args(arguments)
    make_plain()
    problems: Sequence[str] = ()
    try:
        if chosen.folder is None:
            shown = _shown(load_library().served(_ours()), {})
        else:
            shown, problems = _of_folder(chosen.folder.expanduser().resolve(), chosen.only)
        if chosen.html:
            chosen.html.write_text(as_page(shown), encoding="utf-8")
            say(f"{len(shown)} passages written to {chosen.html}")
        else:
            for each in shown:
                print(as_text(each), flush=True)
    except ContentError as error:
        problems = error.problems
    except BrokenPipeError:
        # The reader has gone; without this Python complains once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError) as error:
        problems = [str(error)]
    except KeyboardInterrupt:
        return 130
    for line in problems:
        say(line)
    return 1 if problems else 0


def as_text(shown: Shown) -> str:
    """Return a passage for a terminal."""
    rows = [line for line in shown.text.split("\n") for line in _wrapped(line)]
    about = [_wrapped_value(name, value) for name, value in shown.about]
    return "\n".join(["─" * WIDTH, shown.title, "", *rows, "", *about, ""])


def as_page(shown: Sequence[Shown]) -> str:
    """Return all passages as a page that stands alone."""
    return _PAGE.format(
        count=f"{len(shown)} passages", articles="\n".join(_article(each) for each in shown)
    )


def _of_folder(folder: Path, only: bool) -> tuple[list[Shown], list[str]]:
    if not folder.is_dir():
        raise ValueError(f"{folder}: {'not a folder' if folder.exists() else 'no such folder'}")
    nothing = Library(settings.library_folder(), Manifest())
    found = collect(folder, nothing, settings.limits(), lambda record: "", show_progress)
    clear_progress()
    for each in found.told:
        for reason in each.reasons if each.state != "not read" else ():
            say(f"{each.name}: {reason}")
    served = together(() if only else _ours(), found.records, only)
    documents = [record.document() for record in found.records]
    return _shown(documents, served.repeated), found.problems


def _ours() -> Sequence[Document]:
    return load_documents(search_settings.DOCUMENTS, search_settings.SOURCES)


def _shown(documents: Iterable[Document], repeated: Mapping[str, tuple[str, bool]]) -> list[Shown]:
    return [
        Shown(
            title=" › ".join(dict.fromkeys((each.title, each.heading))),
            text=each.text,
            about=tuple(_about(document, each, repeated.get(each.id))),
        )
        for document in documents
        for each in document.passages
    ]


def _about(
    document: Document, passage: Passage, repeat: tuple[str, bool] | None
) -> Iterator[tuple[str, str]]:
    if repeat:
        of, exact = repeat
        yield "left out", f"{'repeats' if exact else 'nearly repeats'} {of}"
    for source in passage.sources:
        yield "source", f"{source.in_words()} ({source.where})"
    yield "topics", ", ".join(passage.topics) or "none"
    yield "reviewed", passage.reviewed or "not known"
    if document.signed_off_by:
        yield "signed off", document.signed_off_by
    if passage.questions:
        yield "questions", "; ".join(passage.questions)
    yield "id", f"{passage.id}, {word_count(passage.text)} words"


def _wrapped(line: str) -> list[str]:
    mark = len(line) - len(line.lstrip(" -"))
    return textwrap.wrap(line, WIDTH, subsequent_indent=" " * mark, break_on_hyphens=False) or [""]


def _wrapped_value(name: str, value: str) -> str:
    first = f"{name + ':':<11}"
    return textwrap.fill(
        value,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * 11,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _article(shown: Shown) -> str:
    about = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in shown.about
    )
    return (
        f"<article><h2>{html.escape(shown.title)}</h2>"
        f"<p>{html.escape(shown.text)}</p><dl>{about}</dl></article>"
    )


if __name__ == "__main__":
    sys.exit(main())
