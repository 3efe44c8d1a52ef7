"""Lines of a page set in columns in; the lines column by column out. Tables keep their lines."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from hefa.read.page import Line

LEAST_LINES = 8
"""Lines that begin at one place beside others before it is the edge of a column."""
GUTTER = 4.0
"""Ems between columns at most. Columns are set flush; the cells of a table end where their words do."""
FLUSH = 0.7
"""Share of the lines that must end at the gutter."""
NARROWEST = 8.0
"""Ems that a column of running text is wide at least; the usual ones have 15 to 22."""
TOLERANCE = 1.0


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Return ``lines``, top to bottom, in the order in which they are read."""
    edges = _edges(lines)
    if not edges:
        return list(lines)
    ordered: list[Line] = []
    columns: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        parts = list(_parts(line, edges))
        if any(_crosses(part, edges) for part in parts):
            ordered += (part for column in columns for part in column)
            columns = [[] for _ in columns]
            ordered.append(line)
            continue
        for part in parts:
            columns[part.column - 1].append(part)
    return ordered + [part for column in columns for part in column]


def _edges(lines: Sequence[Line]) -> list[float]:
    """Return where columns begin, but for the first."""
    beside = sorted(
        (right[0], right[0] - left[1], left[1] - left[0], right[1] - right[0], line.em)
        for line in lines
        for left, right in zip(line.edges, line.edges[1:], strict=False)
    )
    groups: list[list[tuple[float, ...]]] = []
    for entry in beside:
        if groups and entry[0] - groups[-1][0][0] <= TOLERANCE * entry[4]:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [min(entry[0] for entry in group) for group in groups if _is_column(group)]


def _is_column(group: Sequence[tuple[float, ...]]) -> bool:
    em = median(entry[4] for entry in group)
    flush = sum(entry[1] <= GUTTER * em for entry in group)
    wide = all(median(entry[side] for entry in group) >= NARROWEST * em for side in (2, 3))
    return len(group) >= LEAST_LINES and flush >= FLUSH * len(group) and wide


def _parts(line: Line, edges: Sequence[float]) -> Iterator[Line]:
    """Part a line that runs over several columns."""
    for cell, (left, right) in zip(line.cells, line.edges, strict=True):
        column = bisect_right(edges, left + TOLERANCE * line.em) + 1
        first = line.first if left == line.left else line.em
        yield replace(
            line, left=left, right=right, first=first, cells=(cell,), edges=((left, right),), column=column
        )


def _crosses(part: Line, edges: Sequence[float]) -> bool:
    """Whether a part is wider than its column: a title, a picture's caption."""
    return any(part.left + TOLERANCE * part.em < edge < part.right - TOLERANCE * part.em for edge in edges)
