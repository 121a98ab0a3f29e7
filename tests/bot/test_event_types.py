from __future__ import annotations

import pytest
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.utils import common

from bot.event_types import look_up_types_once


def test_a_type_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Event, "resolve_by_type", staticmethod(Event.resolve_by_type))
    searches = []

    def counted(kind: type) -> list[type]:
        searches.append(kind)
        return known(kind)

    known = common.all_subclasses
    monkeypatch.setattr(common, "all_subclasses", counted)
    look_up_types_once()
    events = [{"event": "slot", "name": "side", "value": "left"}, {"event": "action", "name": "b"}]
    for _ in range(3):
        read = [Event.from_parameters(event) for event in events]
        assert [type(event) for event in read] == [SlotSet, ActionExecuted]
    # It calls itself for each class in turn.
    assert searches.count(Event) == 2
