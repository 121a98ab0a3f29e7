"""The documents of the knowledge base: Markdown files cut into passages at their headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.loading import (
    ContentError,
    Lines,
    load_front_matter_with_lines,
    problem,
    shown_path,
)
from knowledge.search.asked import read_asked
from knowledge.sources import Source, read_sources

FEWEST_WORDS, MOST_WORDS = 40, 200

_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True}
_UNREADABLE = {"html_block", "fence", "code_block"}

DOCUMENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "title", "topics", "audience", "sources", "reviewed", "questions"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": _ID},
        "title": _TEXT,
        "topics": _TEXTS,
        "audience": {"anyOf": [_TEXT, _TEXTS]},
        "sources": _TEXTS,
        "reviewed": {"type": "string", "format": "date"},
        "signed_off_by": {"type": ["string", "null"]},
        "questions": _TEXTS,
    },
}


@dataclass(frozen=True)
class Passage:
    """One section of a document, able to stand alone; `id` is ``<document id>#<heading slug>``.

    `reviewed` is None where nobody knows of a review, as with documents of one's own.
    """

    id: str
    document_id: str
    title: str
    heading: str
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: str | None
    text: str
    questions: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways of asking for it: its document's questions, and those only searched with."""
        return (*self.questions, *self.asked)

    @property
    def for_search(self) -> str:
        """The text with its title and heading before it, which is what gets embedded."""
        # A document without headings lends its passages its title.
        names = dict.fromkeys((self.title, self.heading))
        return ". ".join((*names, self.text))


@dataclass(frozen=True)
class Document:
    """One topic: its front matter and its passages."""

    id: str
    title: str
    topics: tuple[str, ...]
    audience: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: str | None
    signed_off_by: str | None
    questions: tuple[str, ...]
    passages: tuple[Passage, ...]
    path: Path


@dataclass
class _Section:
    """A heading path, the line of its heading, and the pieces of text below it."""

    headings: tuple[str, ...]
    line: int
    pieces: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return ": ".join(self.headings)

    @property
    def text(self) -> str:
        return "\n\n".join(self.pieces)


def load_documents(folder: Path, sources: Path) -> tuple[Document, ...]:
    """Return every document below a folder, in the order of their ids.

    Raises:
        ContentError: with all problems of all files together.
    """
    problems: list[str] = []
    known = read_sources(sources)
    documents: dict[str, Document] = {}
    texts: dict[str, str] = {}
    paths = [path for path in sorted(folder.rglob("*.md")) if not path.name.startswith((".", "_"))]
    if not paths:
        raise ContentError(problem(folder, 1, (), "no documents here"))
    for path in paths:
        try:
            document = load_document(path, known)
        except ContentError as error:
            problems += error.problems
            continue
        problems += _clashes(document, documents, texts)
        documents.setdefault(document.id, document)
        texts.update((passage.text, passage.id) for passage in document.passages)
    try:
        ids = {passage.id for each in documents.values() for passage in each.passages}
        asked = read_asked(folder, ids)
    except ContentError as error:
        problems += error.problems
    if problems:
        raise ContentError(problems)
    return tuple(_with_asked(documents[key], asked) for key in sorted(documents))


def _with_asked(document: Document, asked: Mapping[str, tuple[str, ...]]) -> Document:
    passages = tuple(replace(each, asked=asked.get(each.id, ())) for each in document.passages)
    return replace(document, passages=passages)


def load_document(path: Path, sources: dict[str, Source]) -> Document:
    """Return one document; raise `ContentError` with all that is wrong with it."""
    data, body, first_line, lines = load_front_matter_with_lines(path, DOCUMENT_SCHEMA)
    problems = list(_metadata_problems(path, data, sources, lines))
    sections = []
    try:
        sections = cut_sections(path, body, first_line)
    except ContentError as error:
        problems += error.problems
    if problems:
        raise ContentError(problems)
    cited = tuple(sources[key] for key in data["sources"])
    shared: dict[str, Any] = {
        "title": data["title"].strip(),
        "topics": tuple(data["topics"]),
        "sources": cited,
        "reviewed": data["reviewed"],
        "questions": tuple(data["questions"]),
    }
    audience = data["audience"]
    return Document(
        id=data["id"],
        audience=(audience,) if isinstance(audience, str) else tuple(audience),
        signed_off_by=data.get("signed_off_by"),
        path=path,
        passages=tuple(
            Passage(
                id=f"{data['id']}#{slug(section.heading)}",
                document_id=data["id"],
                heading=section.heading,
                text=section.text,
                **shared,
            )
            for section in sections
        ),
        **shared,
    )


def cut_sections(path: Path, body: str, first_line: int) -> list[_Section]:
    """Return the sections of a Markdown body; raise `ContentError` for any that cannot stand."""
    sections: list[_Section] = []
    problems: list[str] = []
    stack: dict[int, str] = {}
    for kind, level, text, row in _blocks(MarkdownIt("commonmark").parse(body)):
        line = row + first_line
        if kind == "heading":
            stack = {above: name for above, name in stack.items() if above < level} | {level: text}
            sections.append(_Section(tuple(stack[key] for key in sorted(stack)), line))
            if level == 1:
                problems.append(problem(path, line, (), "the title has its key, use ##", text))
        elif kind in _UNREADABLE:
            problems.append(problem(path, line, (), f"{kind} cannot be shown as a passage"))
        elif not sections:
            problems.append(problem(path, line, (), "text before the first ## heading", text))
        else:
            sections[-1].pieces.append(text)
    # A heading with subheadings and no text of its own only lends its name to them.
    sections = [each for number, each in enumerate(sections) if not _is_parent(sections, number)]
    problems += _section_problems(path, sections, first_line)
    if problems:
        raise ContentError(problems)
    return sections


def slug(heading: str) -> str:
    """Return a heading as it stands in an id: lower case, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", heading.lower().replace("'", "").replace("’", ""))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def word_count(text: str) -> int:
    """Return the number of words, list marks not counted."""
    return len(re.findall(r"\w[\w'’-]*", text))


def _metadata_problems(
    path: Path, data: dict[str, Any], sources: dict[str, Source], lines: Lines
) -> Iterator[str]:
    if data["id"] != path.stem:
        yield lines.problem(("id",), f"must be the file's name, {path.stem}", data["id"])
    for number, key in enumerate(data["sources"]):
        if key not in sources:
            yield lines.problem(("sources", number), "no such source in sources.yml", key)
    if date.fromisoformat(data["reviewed"]) > date.today():
        yield lines.problem(("reviewed",), "lies in the future", data["reviewed"])


def _section_problems(path: Path, sections: Sequence[_Section], first_line: int) -> Iterator[str]:
    if not sections:
        yield problem(path, first_line, (), "no ## section")
    seen: dict[str, int] = {}
    for section in sections:
        name, words = slug(section.heading), word_count(section.text)
        if not name:
            yield problem(path, section.line, (), "heading without words", section.heading)
        if name in seen:
            what = f"heading repeats the one on line {seen[name]}"
            yield problem(path, section.line, (), what, section.heading)
        seen.setdefault(name, section.line)
        if not words:
            yield problem(path, section.line, (), "empty section", section.heading)
        elif not FEWEST_WORDS <= words <= MOST_WORDS:
            what = f"a passage has {FEWEST_WORDS} to {MOST_WORDS} words, this one {words}"
            yield problem(path, section.line, (), what, section.heading)


def _clashes(
    document: Document, documents: dict[str, Document], texts: dict[str, str]
) -> Iterator[str]:
    if document.id in documents:
        other = shown_path(documents[document.id].path)
        yield problem(document.path, 2, ("id",), f"already taken by {other}", document.id)
    for passage in document.passages:
        if passage.text in texts:
            what = f"{passage.id} repeats the text of {texts[passage.text]}"
            yield problem(document.path, 1, (), what)


def _is_parent(sections: Sequence[_Section], number: int) -> bool:
    here, after = sections[number], sections[number + 1 : number + 2]
    depth = len(here.headings)
    return (
        not here.pieces
        and bool(after)
        and len(after[0].headings) > depth
        and after[0].headings[:depth] == here.headings
    )


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, int, str, int]]:
    """Yield (kind, heading level, plain text, row) of each heading, paragraph and list."""
    items: list[str] = []
    row, mark, level = 0, "", 0
    numbers: list[int] = []
    for token in tokens:
        row = token.map[0] if token.map else row
        if token.type in _UNREADABLE:
            yield token.type, 0, "", row
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(int(token.attrGet("start") or 1) if token.tag == "ol" else 0)
        elif token.type == "list_item_open":
            mark = f"{numbers[-1]}. " if numbers[-1] else "- "
            numbers[-1] += bool(numbers[-1])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
            if not numbers:
                yield "list", 0, "\n".join(items), row
                items = []
        elif token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline":
            text = plain_text(token)
            if numbers:
                items.append((mark or "  ") + text)
                mark = ""
            else:
                yield "heading" if level else "paragraph", level, text, row
            level = 0


def plain_text(token: Token) -> str:
    """Return the words of an inline token: emphasis, links and images taken off."""
    parts = {"softbreak": " ", "hardbreak": "\n"}
    children = token.children or []
    kept = [parts.get(child.type, child.content) for child in children if child.type != "image"]
    return "".join(kept).strip()
