"""What is said about an ingestion: what became of each file, what serves now, what repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.ingest.collect import Told
from knowledge.ingest.library import Served

_WIDEST_NAME = 48
_MOST_REPEATS = 20


def files(told: Sequence[Told]) -> Iterator[str]:
    """Yield a line for each file, notes indented below it."""
    width = min(max((len(each.name) for each in told), default=0), _WIDEST_NAME)
    for each in told:
        name = each.name.ljust(width)
        if each.state in ("left out", "not read"):
            mark = "NOT READ" if each.state == "not read" else each.state
            # A reason that names the file again is told in full on standard error.
            reasons = [reason.split(": ", 1)[-1] for reason in each.reasons]
            yield f"{name}  {mark}: {reasons[0]}"
            yield from (f"{'':{width}}    {reason}" for reason in reasons[1:])
            continue
        yield f"{name}  " + (
            each.state if each.state == "removed" else f"{each.state}, {passages(each.passages)}"
        )
        yield from (f"{'':{width}}    {reason}" for reason in each.reasons)


def repeated(found: Mapping[str, tuple[str, bool]]) -> Iterator[str]:
    """Yield what repeats what, and is therefore left out."""
    if found:
        yield f"{passages(len(found))} left out that repeat another:"
    for name, (of, exact) in list(found.items())[:_MOST_REPEATS]:
        yield f"  {name} {'repeats' if exact else 'nearly repeats'} {of}"
    if len(found) > _MOST_REPEATS:
        yield f"  and {len(found) - _MOST_REPEATS} more"


def serving(served: Served, own: int, only: bool) -> Iterator[str]:
    """Yield what is searched from now on.

    Args:
        served: what serves.
        own: how many of its documents are ingested ones.
        only: whether ours are left away.
    """
    theirs = sum(len(each.passages) for each in served.documents[len(served.documents) - own :])
    ours = sum(len(each.passages) for each in served.documents) - theirs
    yield from (f"{name}: your document stands in for Patella's" for name in served.replaced)
    if not own:
        yield f"Patella answers from its own {passages(ours)}."
    elif only:
        yield f"Patella answers from your {passages(theirs)} alone."
    else:
        yield f"Patella answers from your {passages(theirs)} and its own {ours}."
    unknown = sum(each.reviewed is None for each in served.documents)
    if unknown:
        yield f"{_count(unknown, 'document')} without a day of review: it is shown as not known."


def passages(number: int) -> str:
    """Return a number of passages in words."""
    return _count(number, "passage")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
