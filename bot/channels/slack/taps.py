"""What was tapped in a message or in the App Home as something heard. Pure functions.

The names of the elements are given here, for those who render them: a button's value is the
payload that it stands for. What has been marked so far Slack itself keeps, and hands over with
every tap, so that "done" finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.heard import Heard
from bot.channels.slack.handed import Handed, at, digest, id_of, person_of, ts_of, words
from bot.channels.slack.places import Place
from knowledge.areas import MIDDLE

#: How the elements of a message are called; a number behind the name keeps them apart.
TAP, PICK, MARKS, SIDE, DONE = "tap", "pick", "marks", "side", "done"


#: The only kind of interaction that our messages bring about.
TAPPED = "block_actions"


@dataclass(frozen=True)
class NothingMarked:
    """Whoever tapped "done" before anything was marked is told so, at ``place``."""

    place: str


def tap_of(body: Any) -> Handed | NothingMarked | None:
    """What was tapped, from the body of an interaction; ``None`` if it asks for nothing yet."""
    action = at(body, "actions", 0)
    user = id_of(at(body, "user", "id"))
    person = person_of(
        at(body, "enterprise", "id"), at(body, "team", "id") or at(body, "user", "team_id"), user
    )
    order = ts_of(at(action, "action_ts"))
    if at(body, "type") != TAPPED or not person or not order:
        return None
    channel = id_of(at(body, "channel", "id") or at(body, "container", "channel_id"))
    place = str(Place(channel, user))
    told = _told(body, action)
    if told is None:
        return None
    payload, label = told
    if not payload:
        return NothingMarked(place)
    ts = ts_of(at(body, "message", "ts") or at(body, "container", "message_ts"))
    heard = Heard(place, payload=payload, tapped=ts or None, label=label)
    name = digest(person, channel, ts, order, words(at(action, "action_id")))
    return Handed(f"tap:{name}", person, float(order), heard)


def _told(body: Any, action: Any) -> tuple[str, str] | None:
    """The payload that was meant, and its words; ``None`` where something was only marked."""
    name = words(at(action, "action_id")).partition(":")[0]
    value = words(at(action, "value"))
    if name == TAP and value:
        return value, words(at(action, "text", "text"))
    chosen = at(action, "selected_option")
    if name == PICK and words(at(chosen, "value")):
        return words(at(chosen, "value")), words(at(chosen, "text", "text"))
    return _marked(body, value) if name == DONE and value else None


def _marked(body: Any, question_id: str) -> tuple[str, str]:
    side = next(iter(_chosen(body, SIDE)), {})
    marked = list(_chosen(body, MARKS))
    values = [_sided(option["value"], side.get("value")) for option in marked]
    label = ", ".join(option["label"] for option in marked)
    if side and any("@" in value for value in values):
        label = f"{label} ({side['label'].lower()})"
    # One place may be marked on two sides before, and once now.
    return (f"{question_id}={','.join(dict.fromkeys(values))}", label) if values else ("", "")


def _sided(value: str, side: str | None) -> str:
    """A place with the side that was chosen for all, else with the one that it had."""
    place = value.partition("@")[0]
    return value if side is None or place in MIDDLE else f"{place}@{side}"


def _chosen(body: Any, name: str) -> Iterator[Mapping[str, str]]:
    """What is chosen in the elements of this name, as value and label."""
    for element_id, state in _states(body).items():
        if not element_id.startswith(f"{name}:"):
            continue
        one, several = at(state, "selected_option"), at(state, "selected_options")
        for option in [one] if one else several if isinstance(several, list) else []:
            value = words(at(option, "value"))
            if value:
                yield {"value": value, "label": words(at(option, "text", "text"))}


def _states(body: Any) -> dict[str, Any]:
    """The state of each element by its name, as preselected where nobody has touched it."""
    states: dict[str, Any] = {}
    for element in _elements(at(body, "message", "blocks")):
        states[words(at(element, "action_id"))] = {
            "selected_option": at(element, "initial_option"),
            "selected_options": at(element, "initial_options"),
        }
    touched = at(body, "state", "values")
    for block in touched.values() if isinstance(touched, Mapping) else ():
        if isinstance(block, Mapping):
            states.update(block)
    return states


def _elements(blocks: Any) -> Iterator[Any]:
    for block in blocks if isinstance(blocks, list) else ():
        elements = at(block, "elements")
        yield from elements if isinstance(elements, list) else ()
        yield at(block, "accessory")
