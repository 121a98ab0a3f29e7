"""How it began: all at once or bit by bit, after an injury or without one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.findings import Findings
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.who import clause_of

Judged = tuple[Mention, Status]

# What comes and goes within a second.
_SPELLS = frozenset({"giving_way", "locking"})


def _is_how_it_goes(mention: Mention, judged: Sequence[Judged], clauses: Sequence[Clause]) -> bool:
    """Whether "suddenly" tells how the leg gives way each time, not how the pain began."""
    own = clauses[clause_of(mention, clauses)]
    return mention.values == ("sudden",) and any(
        set(each.values) & _SPELLS
        and status is Status.PRESENT
        and clauses[clause_of(each, clauses)].sentence == own.sentence
        for each, status in judged
    )


def add_onset(findings: Findings, judged: Sequence[Judged], clauses: Sequence[Clause]) -> None:
    """Put onset and injury among the findings."""
    said = [(m.values[0], s) for m, s in judged if m.group == "injury"]
    if any(value == "true" and status is Status.PRESENT for value, status in said):
        findings["injury"] = True
    elif any(
        (value == "false" and status in (Status.PRESENT, Status.ABSENT))
        or (value == "true" and status is Status.ABSENT)
        for value, status in said
    ):
        findings["injury"] = False
    onsets = [
        m.values[0]
        for m, s in judged
        if m.group == "onset" and s is Status.PRESENT and not _is_how_it_goes(m, judged, clauses)
    ]
    if onsets:
        findings["onset"] = onsets[0]
