"""What a message names and does not say to be so, which the recogniser may not simply add."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.asking import only_asks
from bot.nlu.extract.assertion import Status
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.findings import MANY, Findings
from bot.nlu.extract.matcher import BARE, Mention
from bot.nlu.extract.ordinary import is_stiff_elsewhere
from bot.nlu.extract.triggers import is_of_something_else
from bot.nlu.extract.who import clause_of, names_family
from bot.nlu.extract.words import word_set
from knowledge.vocabulary import load_vocabulary

_STIFF = ("stiffness",)
_SURGERIES = frozenset({"knee_surgery", "hip_surgery", "recent_surgery"})
_OPERATED = word_set(
    """
    surgery surgeries surgeon operation operations op ops operated scope scoped keyhole
    arthroscopy reconstruction reconstructed repair repaired replaced replacement graft pinned
    plate plated screws stitches wound scar
    """
)

Judged = tuple[Mention, Status]


def set_aside(
    judged: Sequence[Judged], words: Sequence[str], clauses: Sequence[Clause]
) -> frozenset[str]:
    """Return what is past, supposed, asked about, another's or no trigger in spite of its name."""
    said = (Status.PRESENT, Status.ABSENT, Status.UNCERTAIN)
    aside = frozenset(
        value
        for mention, status in judged
        if status not in said or _is_no_trigger(mention, judged, words, clauses)
        for value in mention.values
    )
    # "Can I run?" makes nobody a runner.
    is_runner = any(status is Status.PRESENT and "runner" in m.values for m, status in judged)
    return aside | {"runner"} if "running" in aside and not is_runner else aside


def ruled_out(judged: Sequence[Judged], words: Sequence[str]) -> frozenset[str]:
    """Return the places, triggers and qualities that are denied ("not on the bike").

    And what somebody's family has, where nothing says that they have it themselves: the
    recogniser knows the illness and not whose it is.
    """
    of_family = names_family(words)
    own = {v for mention, status in judged if status is Status.PRESENT for v in mention.values}
    return frozenset(
        value
        for mention, status in judged
        if (status is Status.ABSENT and mention.group in MANY)
        or (of_family and status is Status.SOMEONE_ELSE and mention.group == "history")
        for value in mention.values
        if status is Status.ABSENT or value not in own
    )


def stiff_elsewhere(
    judged: Sequence[Judged], words: Sequence[str], clauses: Sequence[Clause]
) -> frozenset[str]:
    """Return stiffness where all that is stiff is a door, a neck or boots."""
    stiff = [(mention, status) for mention, status in judged if mention.values == _STIFF]
    own = any(status is not Status.SOMEONE_ELSE for _, status in stiff)
    elsewhere = any(
        is_stiff_elsewhere(mention, words, clauses[clause_of(mention, clauses)])
        for mention, _ in stiff
    )
    return frozenset(_STIFF) if elsewhere and not own else frozenset()


def asked_about(
    findings: Findings, words: Sequence[str], clauses: Sequence[Clause]
) -> frozenset[str]:
    """Return what a message that does nothing but ask is not to be taken to state.

    "What has the groin to do with it?" tells of no groin; a sign, though, is better asked about
    once too often, and who asks about a new knee has one. "Is it my ACL?" tells of no operation.
    """
    told = any(findings.get(name) for name in ("present", "history", "uncertain", *MANY))
    if told or not only_asks(words, clauses):
        return frozenset()
    no_surgery = frozenset() if _OPERATED & set(words) else _SURGERIES
    return no_surgery | {term.value for term in load_vocabulary() if term.group in MANY}


def _is_no_trigger(
    mention: Mention, judged: Sequence[Judged], words: Sequence[str], clauses: Sequence[Clause]
) -> bool:
    if mention.group != "triggers" or mention.kind == BARE:
        return False
    return is_of_something_else(words, mention, judged, clauses)
