"""The plots of a page: bars and matrices as parts of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import sqrt


def bar(share: float, enough: float) -> str:
    """A cell with a bar, which is red below ``enough``."""
    low = " class=low" if share < enough else ""
    return f"<td class=bar><i{low} style='width:{share:.0%}'></i>"


def counts_table(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], int],
    style: str,
    is_right: Callable[[str, str], bool],
) -> str:
    """A table of counts by (row, column); what is not right is framed."""
    head = "".join(f"<th scope=col><span>{escape(name)}</span>" for name in columns)
    body = ""
    for row in rows:
        total = sum(cells.get((row, column), 0) for column in columns)
        body += f"<tr><th scope=row>{escape(row)}"
        for column in columns:
            count = cells.get((row, column), 0)
            if not count:
                body += "<td>"
                continue
            kind = "hit" if is_right(row, column) else "hit miss"
            # The root, so that one among many still shows.
            much = 0.1 + 0.5 * sqrt(count / total)
            body += f"<td class='{kind}' style='--much:{much:.2f}'>{count}"
    return f"<div class=wide><table class='{style}'><tr><th>{head}{body}</table></div>"
