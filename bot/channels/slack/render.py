"""Pieces of an answer as messages of Slack. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.pieces import AGREE, ONE, REPORT, SEVERAL, ZONES, Choice, Control, Piece
from bot.channels.slack import blocks
from bot.channels.slack.blocks import Block
from bot.channels.slack.taps import DONE, MARKS, PICK, SIDE, TAP
from bot.words import Words
from knowledge.areas import MIDDLE
from knowledge.questions import NOT_SURE

WARNING = "\u26a0\ufe0f "

#: Up to so many answers are buttons, more are a list.
MOST_BUTTONS = 10
#: Slack refuses messages whose blocks hold more text; the figure leaves room.
MOST_TEXT = 12_000
#: Of the words for notifications and screen readers.
MOST_FALLBACK = 12_000


@dataclass(frozen=True)
class Part:
    """One message of Slack.

    ``text`` is for notifications and screen readers. ``closed`` are the blocks that are left
    once the question is answered, ``None`` if there is nothing to tap.
    """

    text: str
    blocks: list[Block]
    closed: list[Block] | None = None


def render(pieces: Sequence[Piece], words: Words) -> list[Part]:
    """The messages that pieces shown together become; the control is on the last."""
    shown = [block for piece in pieces for block in _shown(piece, piece is pieces[-1])]
    control = pieces[-1].control
    tapped = control_blocks(control, words) if control else []
    progress = blocks.context(pieces[-1].progress)
    batches = _batches(shown, blocks.MOST_BLOCKS - len(tapped) - len(progress))
    *parts, last = [Part(_fallback(batch), batch) for batch in batches]
    if not control or not tapped:
        return [*parts, Part(_fallback([*last.blocks, *progress]), [*last.blocks, *progress])]
    # The report can be had as long as there is one, whatever is answered meanwhile.
    kept = [choice for choice in control.every if choice.payload == REPORT]
    closed = [*last.blocks, *blocks.rows(_buttons(kept, TAP))]
    whole = [*_with_list(last.blocks, control, words), *tapped, *progress]
    return [*parts, Part(_fallback([*last.blocks, *progress]), whole, closed)]


def answered(text: str) -> list[Block]:
    """What takes the place of the controls once something was tapped."""
    return blocks.context(text)


def _shown(piece: Piece, is_last: bool) -> list[Block]:
    text = WARNING + piece.text if piece.urgent else piece.text
    if piece.aside:
        heading, _, rest = text.partition("\n")
        made = blocks.sections(heading, is_bold=True)
        # The last of the details says when to get help sooner: that is never folded.
        made += blocks.sections(rest, is_long=not is_last)
    else:
        made = blocks.sections(text, is_bold=piece.urgent)
    return [*made, *blocks.context(piece.sources)]


def _batches(shown: Iterable[Block], most: int) -> list[list[Block]]:
    """The blocks of one message after the other."""
    batches: list[list[Block]] = [[]]
    length = 0
    for block in shown:
        size = len(_words_in(block))
        if batches[-1] and (len(batches[-1]) >= most or length + size > MOST_TEXT):
            batches.append([])
            length = 0
        batches[-1].append(block)
        length += size
    return batches


def _fallback(shown: Iterable[Block]) -> str:
    return blocks.shorten("\n\n".join(_words_in(block) for block in shown), MOST_FALLBACK)


def _words_in(block: Mapping[str, Any]) -> str:
    texts = [block["text"]] if "text" in block else block.get("elements", ())
    return "\n".join(text["text"] for text in texts)


def control_blocks(control: Control, words: Words) -> list[Block]:
    """What can be tapped below a message."""
    if control.kind in (SEVERAL, ZONES):
        return [*_several(control, words), *_row(control.beside, "beside")]
    answers = (*control.choices, *control.alone)
    if control.kind == ONE and len(answers) > MOST_BUTTONS:
        options = [blocks.option(choice.label, choice.payload) for choice in answers]
        hint = words.text("utter_messenger_choose")
        listed = blocks.rows([blocks.select(f"{PICK}:0", options, hint)])
        return [*listed, *_row(control.beside, "beside")]
    return [*_row(answers, control.kind), *_row(control.beside, "beside")]


def _row(choices: Sequence[Choice], name: str) -> list[Block]:
    return blocks.rows(_buttons(choices, f"{TAP}:{name}"))


def _buttons(choices: Sequence[Choice], name: str) -> list[Block]:
    return [
        blocks.button(choice, f"{name}:{number}", "primary" if choice.payload == AGREE else "")
        for number, choice in enumerate(choices)
    ]


def _with_list(shown: Sequence[Block], control: Control, words: Words) -> list[Block]:
    """The blocks with a long list to mark several of beside the last words."""
    options = _options(control) if control.kind in (SEVERAL, ZONES) else []
    if not options or _fits_boxes(control):
        return list(shown)
    hint = words.text("utter_messenger_choose")
    element = blocks.multi_select(f"{MARKS}:0", options, _chosen(control, options), hint)
    at = max(number for number, block in enumerate(shown) if block["type"] == "section")
    return [*shown[:at], {**shown[at], "accessory": element}, *shown[at + 1 :]]


def _several(control: Control, words: Words) -> list[Block]:
    options = _options(control)
    chosen = _chosen(control, options)
    made: list[Block] = []
    if options and _fits_boxes(control):
        made += blocks.rows([blocks.checkboxes(f"{MARKS}:0", options, chosen)])
    if control.kind == ZONES and _asks_for_side(control):
        made += _sides(_question(control), chosen, words)
    done = Choice(words.text("utter_messenger_done"), str(_question(control)["id"]))
    first = [blocks.button(done, DONE, "primary")] if options else []
    return [*made, *blocks.rows([*first, *_buttons(control.alone, f"{TAP}:alone")])]


def _fits_boxes(control: Control) -> bool:
    return control.kind == SEVERAL and len(control.choices) <= blocks.MOST_CHECKBOXES


def _question(control: Control) -> Mapping[str, Any]:
    return control.question or {}


def _chosen(control: Control, options: Sequence[Block]) -> list[Block]:
    marked = _question(control).get("chosen", ())
    return [option for option in options if option["value"] in marked]


def _options(control: Control) -> list[Block]:
    """The entries; a place that is marked on one side already keeps it until another is chosen."""
    chosen = _question(control).get("chosen", ())
    sided = {value.partition("@")[0]: value for value in chosen}
    return [
        blocks.option(choice.label, sided.get(choice.value, choice.value))
        for choice in control.choices
    ]


def _asks_for_side(control: Control) -> bool:
    question = _question(control)
    places = [choice.value for choice in control.choices if choice.value != NOT_SURE]
    return (
        bool(question.get("sides"))
        and not question.get("side")
        and any(place not in MIDDLE for place in places)
    )


def _sides(question: Mapping[str, Any], chosen: Sequence[Block], words: Words) -> list[Block]:
    options = [
        blocks.option(label[:1].upper() + label[1:], value)
        for value, label in question["sides"].items()
    ]
    marked = [option["value"].partition("@") for option in chosen]
    told = {side for place, _, side in marked if place not in MIDDLE}
    known = [option for option in options if told == {option["value"]}]
    hint = words.text("utter_messenger_which_side")
    return blocks.rows([blocks.select(f"{SIDE}:0", options, hint, known[0] if known else None)])
