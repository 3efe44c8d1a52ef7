"""The geometry of the charts: counts in; places of bars, columns, dots, cells out, in units of a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.model.rule import SEVERITY
from hefa.report.figures import Figures, Group

BAR = 220
"""Length of the longest bar."""
STEP = 22
"""Height of a row of bars."""
COLUMNS, TALL = 620, 150
"""Width and height of the field of columns."""
CELL, ROW = 38, 24
"""Width and height of a cell of heat."""
_WIDEST = 60
SHADES = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of stacked bars: for each part that is there its code, count, left edge and width."""

    name: str
    total: int
    parts: tuple[tuple[str, int, float, float], ...]

    @property
    def end(self) -> float:
        """Where the bars end."""
        return self.parts[-1][2] + self.parts[-1][3] if self.parts else 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """A stacked column: left edge, width, and for each part its code, count, top and height.

    ``dot`` is the height of the line at this column, none where there is nothing to average.
    """

    name: str
    total: int
    left: float
    width: float
    parts: tuple[tuple[str, int, float, float], ...]
    mean: float | None = None
    dot: float = 0.0

    @property
    def middle(self) -> float:
        """The middle of the column."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Heat:
    """A row of the heat map: its issuer, how many documents, and for each category count and shade."""

    name: str
    documents: int
    cells: tuple[tuple[str, int, int], ...]


def bars(rows: Sequence[tuple[str, Mapping[str, int]]], order: Sequence[str] = tuple(SEVERITY)) -> list[Bar]:
    """Return the rows, each with its counts as bars side by side; the longest fills ``BAR``."""
    longest = max((sum(counts.get(code, 0) for code in order) for _, counts in rows), default=0) or 1
    found = []
    for name, counts in rows:
        parts, at = [], 0.0
        for code in order:
            if number := counts.get(code, 0):
                width = BAR * number / longest
                parts.append((code, number, round(at, 2), round(width, 2)))
                at += width
        found.append(Bar(name, sum(part[1] for part in parts), tuple(parts)))
    return found


def columns(years: Sequence[Group]) -> list[Column]:
    """Return a column a year: the reviewed documents by conclusion, the mean of findings above a notice."""
    order = ("unlawful", "amend", "lawful")
    tallest = max((group.reviewed for group in years), default=0) or 1
    means = [group.findings.serious / group.reviewed if group.reviewed else None for group in years]
    highest = max((mean for mean in means if mean is not None), default=0.0) or 1.0
    room = COLUMNS / max(len(years), 1)
    width = min(room * 0.7, _WIDEST)
    found = []
    for at, (group, mean) in enumerate(zip(years, means, strict=True)):
        parts, top = [], float(TALL)
        for code in order:
            if number := group.conclusions.get(code, 0):  # type: ignore[call-overload]
                height = TALL * number / tallest
                top -= height
                parts.append((code, number, round(top, 2), round(height, 2)))
        left = at * room + (room - width) / 2
        dot = round(TALL - TALL * mean / highest, 2) if mean is not None else 0.0
        found.append(
            Column(group.name, group.reviewed, round(left, 2), round(width, 2), tuple(parts), mean, dot)
        )
    return found


def heat(figures: Figures) -> tuple[list[str], list[Heat]]:
    """Return the categories that occur, in their order, and a row for each issuer."""
    listed = [one.category for one in figures.categories]
    there = [code for code in listed if any(code in counts for counts in figures.heat.values())]
    most = max((count for counts in figures.heat.values() for count in counts.values()), default=1)
    documents = {group.name: group.documents for group in figures.issuers}
    rows = [
        Heat(
            name,
            documents[name],
            tuple((code, number, shade(number, most)) for code in there for number in [counts.get(code, 0)]),
        )
        for name, counts in figures.heat.items()
    ]
    return there, rows


def shade(number: int, most: int) -> int:
    """Return how dark a count is, from 0 (none) to ``SHADES``: by roots, so that small counts differ."""
    return min(SHADES, max(1, round(SHADES * (number / most) ** 0.5))) if number else 0
