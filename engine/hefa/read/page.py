"""Glyphs with their places in; the lines of a page, top to bottom, out.

What is drawn is told by geometry alone: the order in which a file draws is not the order in which it is
read, and spaces that files draw are as often a font's spacing as the writer's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

CELL_GAP = 2.5
"""Ems between glyphs of one line that are two cells; the widest space inside a line is two ems."""
WIDE_GAP, HAN_GAP, WORD_GAP = 0.8, 0.35, 0.15
"""Ems of a wide space, of a space between Chinese characters (justified type is stretched by less), and of
one between Latin words. Between Chinese and Latin characters a gap is the font's, not the writer's."""
SAME_LINE = 0.4
"""Ems between the middles of glyphs of one line: less than half of the closest line pitch, 1 em."""
LATIN_HEIGHT = 1.25
"""Height of a Latin glyph's box in ems, from ascender to descender."""
HAN = "\u2e80"
"""From here on characters are as wide as high."""
OPENING, CLOSING = "（《“〔【(‘「[", "，。、；：！？）》”〕】)’」,.;:!?%]"


class Glyph(NamedTuple):
    """A character and its box in points, y upwards."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Line:
    """A printed line: its cells (one, but in tables and forms), its box in points, y upwards.

    ``em`` is the width of a Chinese character in it, ``first`` that of the shortest beginning that cannot be
    broken off: one character, a number, a bracket and what it opens. ``edges`` are the left and right of each
    cell. ``turned`` lines stand at an angle to the page: their box is not its. ``column`` counts from 1 where
    the page is set in columns.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float
    em: float
    first: float
    cells: tuple[str, ...]
    edges: tuple[tuple[float, float], ...] = ()
    turned: bool = False
    column: int = 0

    @property
    def text(self) -> str:
        """The line as one text, cells apart by tabs."""
        return "\t".join(self.cells)


@dataclass(slots=True)
class Page:
    """One page: its number from 1, and its lines, top to bottom."""

    number: int
    lines: list[Line] = field(default_factory=list)


Turns = dict[int, list[Glyph]]
"""The glyphs of a page by the quarter turns, clockwise, they are drawn at, each made upright."""


def upright(glyph: Glyph, turn: int) -> Glyph:
    """Return ``glyph`` as if the page were turned back by ``turn`` quarters."""
    char, left, bottom, right, top = glyph
    match turn:
        case 1:
            return Glyph(char, -top, left, -bottom, right)
        case 2:
            return Glyph(char, -right, -top, -left, -bottom)
        case 3:
            return Glyph(char, bottom, -right, top, -left)
        case _:
            return glyph


def lines_of_page(turns: Turns, number: int) -> list[Line]:
    """Return the lines of a page, those of the direction most used first."""
    lines: list[Line] = []
    for turn in sorted(turns, key=lambda turn: (-len(turns[turn]), turn)):
        found = lines_of(turns[turn], number)
        for line in found:
            line.turned = turn != 0
        lines += found
    return lines


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Return the lines that ``glyphs`` stand in, top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if not g.char.isspace()), key=_middle, reverse=True):
        if rows and _middle(rows[-1][-1]) - _middle(glyph) < SAME_LINE * min(_em(rows[-1][-1]), _em(glyph)):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_line(sorted(row, key=lambda glyph: glyph.left), page) for row in rows]


def listed(numbers: Iterable[int]) -> str:
    """Name pages: 第3、4、6至9页."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = (f"{a}至{b}" if b - a > 1 else "、".join(map(str, range(a, b + 1))) for a, b in runs)
    return f"第{'、'.join(shown)}页"


def _middle(glyph: Glyph) -> float:
    return (glyph.bottom + glyph.top) / 2


def _em(glyph: Glyph) -> float:
    width, height = glyph.right - glyph.left, glyph.top - glyph.bottom
    return max(width if glyph.char >= HAN else height / LATIN_HEIGHT, 1.0)


def _line(row: Sequence[Glyph], page: int) -> Line:
    em = median([_em(glyph) for glyph in row if glyph.char >= HAN] or [_em(glyph) for glyph in row])
    cells, words = [], row[0].char
    edges, left = [], row[0].left
    last = row[0]
    for glyph in row[1:]:
        if glyph.char == last.char and glyph.left - last.left < 0.2 * em:
            continue  # bold type made by drawing twice
        gap = glyph.left - last.right
        if gap >= CELL_GAP * em:
            cells.append(words)
            edges.append((left, last.right))
            words, left = "", glyph.left
        elif gap >= WIDE_GAP * em:
            words += "\u3000"
        elif last.char.isascii() == glyph.char.isascii() and gap >= em * (
            WORD_GAP if glyph.char.isascii() else HAN_GAP
        ):
            words += " "
        words += glyph.char
        last = glyph
    return Line(
        page=page,
        left=row[0].left,
        bottom=min(glyph.bottom for glyph in row),
        right=max(glyph.right for glyph in row),
        top=max(glyph.top for glyph in row),
        em=em,
        first=_first(row, em),
        cells=tuple(_mended(cell) for cell in (*cells, words)),
        edges=(*edges, (left, last.right)),
    )


def _mended(text: str) -> str:
    """Join the halves of characters beyond the basic plane."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _first(row: Sequence[Glyph], em: float) -> float:
    """Return the width of the shortest beginning of ``row`` that a line cannot end in."""
    end = 0
    while end < len(row) - 1 and row[end].char in OPENING:
        end += 1
    while (
        end < len(row) - 1
        and row[end].char.isascii()
        and row[end + 1].char.isascii()
        and row[end + 1].left - row[end].right < WORD_GAP * em
    ):
        end += 1
    while end < len(row) - 1 and row[end + 1].char in CLOSING:
        end += 1
    return row[end].right - row[0].left
