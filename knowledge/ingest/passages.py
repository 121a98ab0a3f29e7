"""Headings and texts cut into passages that can be understood on their own.

A passage has some 60 to 160 words and ends where a paragraph does, or an item of a list, or at
least a sentence. Its heading carries the headings above it. What stands below a heading is one
passage as long as it is not too long, and sections of a few words share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.ingest.blocks import Block
from knowledge.search.documents import word_count

FEWEST, BEST, MOST = 60, 90, 160
# A section with fewer words is put together with its neighbour, unless it answers a question.
FEWEST_ALONE = 40
FEWEST_FOR_A_QUESTION = 12
_LONGEST_HEADING = 200

_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|e\.g|i\.e|etc|vs|cf|approx|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|Figs|Tab|Vol|pp?)\.)$"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
# A sentence that begins so leans on the one before it.
_LEANS = re.compile(
    r"(?:This|These|Those|That|It|They|He|She|Its|Their|Such|However|But|And|So|Also|Then|Therefore"
    r"|Instead|Additionally|Moreover|Otherwise|In addition)\b"
)
_MARK = re.compile(r"\s*(?:-|\d{1,3}[.)]|[a-z][.)])\s")
_CONCLUDES = re.compile(r"(?:In conclusion|In summary|To sum up|To conclude)\b")

# What breaking between two units costs, in the units of `_cost_of_size`.
_AFTER_PARAGRAPH, _AFTER_ITEM, _AFTER_SENTENCE, _BEFORE_A_LIST = 0.0, 6.0, 10.0, 25.0
_BEFORE_A_LEANING_SENTENCE = 8.0


@dataclass(frozen=True)
class Cut:
    """A passage to be: its heading, with those above it, and its text."""

    heading: str
    text: str


@dataclass(frozen=True)
class _Unit:
    """The smallest piece that is kept whole, and what stands between it and the one before."""

    text: str
    joint: str
    words: int
    cost: float


@dataclass(frozen=True)
class _Section:
    """What stands below a heading; `label` is the heading itself, `above` those above it."""

    above: tuple[str, ...]
    label: str
    text: str
    units: tuple[_Unit, ...]

    @property
    def words(self) -> int:
        return sum(unit.words for unit in self.units)

    @property
    def heading(self) -> str:
        return ": ".join(each for each in (*self.above, self.label) if each)

    @property
    def is_question(self) -> bool:
        return self.label.endswith("?") and self.words >= FEWEST_FOR_A_QUESTION


def cut(blocks: Iterable[Block]) -> list[Cut]:
    """Return the passages of a document in their order."""
    made = []
    for section in _together(list(_sections(blocks))):
        heading = section.heading[:_LONGEST_HEADING]
        if section.words <= MOST:
            made.append(Cut(heading, section.text))
        else:
            made += [Cut(heading, text) for text in _divided(section.units)]
    return made


def _sections(blocks: Iterable[Block]) -> Iterator[_Section]:
    stack: dict[int, str] = {}
    held: list[Block] = []
    for block in blocks:
        if block.kind == "text" and held and _CONCLUDES.match(block.text):
            # It looks back on the whole document and not on what its last heading says.
            yield from _section(stack, held)
            held, stack = [], {}
        if block.kind != "heading":
            held.append(block)
            continue
        yield from _section(stack, held)
        held = []
        above = {level: name for level, name in stack.items() if level < block.level}
        stack = above | {block.level: block.text}
    yield from _section(stack, held)


def _section(stack: dict[int, str], blocks: Sequence[Block]) -> Iterator[_Section]:
    units = tuple(_units(blocks))
    if units:
        path = [stack[level] for level in sorted(stack)] or [""]
        yield _Section(tuple(path[:-1]), path[-1], _joined(units), units)


def _together(sections: list[_Section]) -> list[_Section]:
    """Return the sections, those of a few words put together with the next, or the one before."""
    done: list[_Section] = []
    waiting = list(reversed(sections))
    while waiting:
        section = waiting.pop()
        if section.words >= FEWEST_ALONE or section.is_question:
            done.append(section)
        elif waiting and _fit(section, waiting[-1]):
            waiting.append(_joint(section, waiting.pop()))
        elif done and _fit(done[-1], section):
            done[-1] = _joint(done[-1], section)
        else:
            done.append(section)
    return done


def _fit(first: _Section, second: _Section) -> bool:
    if first.words + second.words > MOST or first.is_question or second.is_question:
        return False
    # Sections beside each other, or what introduces a section and the section.
    path = (*first.above, first.label) if first.label else first.above
    return first.above == second.above or path == second.above


def _joint(first: _Section, second: _Section) -> _Section:
    path = (*first.above, first.label) if first.label else first.above
    units = (*first.units, *second.units)
    if path != second.above:
        text = f"{_labelled(first)}\n\n{_labelled(second)}"
        label = " / ".join(each for each in (first.label, second.label) if each)
        return _Section(first.above, label, text, units)
    if first.words > second.words:
        text = f"{first.text}\n\n{_labelled(second)}"
        return _Section(first.above, first.label, text, units)
    text = f"{first.text}\n\n{second.text}"
    return _Section(second.above, second.label, text, units)


def _labelled(section: _Section) -> str:
    # What is a joint already has its labels inside.
    if not section.label or " / " in section.label:
        return section.text
    label = section.label.rstrip(":.")
    label += "" if label.endswith(("?", "!")) else ":"
    return label + ("\n" if _MARK.match(section.text) else " ") + section.text


def _units(blocks: Sequence[Block]) -> Iterator[_Unit]:
    introduced = False
    for number, block in enumerate(blocks):
        before = "\n" if number and _go_on(blocks[number - 1], block) else "\n\n"
        if block.kind == "lines":
            rows = [(row, _AFTER_ITEM, "\n") for row in block.text.split("\n")]
            first_cost = _BEFORE_A_LIST if introduced else _AFTER_ITEM
        else:
            rows = [(each, _AFTER_SENTENCE, " ") for each in sentences(block.text)]
            first_cost = _AFTER_PARAGRAPH
        for place, (text, cost, joint) in enumerate(_short_enough(rows)):
            joint, cost = (joint, cost) if place else (before, first_cost)
            if _LEANS.match(text):
                cost += _BEFORE_A_LEANING_SENTENCE
            # A row below another one of its list belongs to it.
            cost += _BEFORE_A_LIST if text.startswith("  ") else 0
            yield _Unit(text, joint, word_count(text), cost)
        introduced = block.kind == "text" and block.text.rstrip().endswith(":")


def _go_on(before: Block, block: Block) -> bool:
    """Whether a list goes on with another block: each item of some files is a block."""
    lists = [each.kind == "lines" and _MARK.match(each.text) for each in (before, block)]
    return all(lists)


def _short_enough(rows: Iterable[tuple[str, float, str]]) -> Iterator[tuple[str, float, str]]:
    """Yield the rows, one without any end cut at its sentences and at last between its words."""
    for text, cost, joint in rows:
        if word_count(text) <= MOST:
            yield text, cost, joint
            continue
        for number, part in enumerate(sentences(text)):
            words = part.split()
            pieces = [" ".join(words[at : at + BEST]) for at in range(0, len(words), BEST)]
            for place, piece in enumerate([part] if word_count(part) <= MOST else pieces):
                yield piece, (_AFTER_SENTENCE if number or place else cost), " "


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        before = text[start : match.end()].rstrip()
        if not _ABBREVIATION.search(before):
            found.append(before)
            start = match.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _divided(units: Sequence[_Unit]) -> Iterator[str]:
    """Yield the texts that units are best divided into: the cheapest of all ways."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(units) + 1):
        options: list[tuple[float, int]] = []
        words = 0
        for start in range(end - 1, -1, -1):
            words += units[start].words
            if words > 2 * MOST and options:
                break
            cost = units[start].cost if start else 0.0
            options.append((best[start][0] + cost + _cost_of_size(words), start))
        best.append(min(options))
    ends = []
    end = len(units)
    while end:
        ends.append((best[end][1], end))
        end = best[end][1]
    for start, end in reversed(ends):
        yield _joined(units[start:end])


def _cost_of_size(words: int) -> float:
    short, long = max(0, FEWEST - words), max(0, words - MOST)
    return 3.0 * short + 20.0 * long + 0.01 * (words - BEST) ** 2


def _joined(units: Sequence[_Unit]) -> str:
    first = replace(units[0], joint="") if units else None
    return "".join(unit.joint + unit.text for unit in ([first] if first else []) + list(units[1:]))
