"""Rows of a table as lines: cells apart by tabs, so that the parser sees a row."""

from collections.abc import Iterable, Sequence

EMPTY_CELLS = "|\t"
"""Stands before a row of which one cell alone says something, so that it is still seen to be a row."""


def row_line(cells: Sequence[Iterable[str]]) -> str:
    """Return a row, each of its cells given by its lines; nothing for an empty one."""
    flat = [" ".join(" ".join(lines).split()) for lines in cells]
    if not any(flat):
        return ""
    return ("" if sum(map(bool, flat)) > 1 else EMPTY_CELLS) + "\t".join(flat)
