"""The drawing of one OFD page in; its glyphs out.

The file counts millimetres from the top left, glyphs are placed in points from the bottom left, as in PDF.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from hefa.errors import ReadError
from hefa.model.wordml import Element
from hefa.read.page import HAN, Glyph, Turns, upright

POINTS = 72 / 25.4
"""Points in a millimetre."""
A4 = (0.0, 0.0, 210.0, 297.0)
ASCENT, DESCENT = 0.88, 0.12
"""Ems above and below the base line."""
UNCODED = "\u00a4\ufffd"
"""What writers put where a glyph has no code."""
LIMIT_GLYPHS = 10_000_000
LIMIT_OBJECTS = 2_000_000
"""Objects of all pages, those drawn again through a resource counted again."""
LIMIT_RUN = 100_000
"""Distances that one repetition may unfold to: more than any line has characters."""
DEPTH = 8
"""Drawings within drawings that are followed."""
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """Draws page after page; ``units`` are the drawings of the resources by number."""

    name: str
    units: dict[str, Element]
    turns: Turns = field(default_factory=dict)
    pictures: int = 0
    uncoded: int = 0
    box: Box = A4
    glyphs: int = 0
    objects: int = 0

    def begin(self, box: Box) -> None:
        """Begin a page of the physical ``box``."""
        self.turns, self.pictures, self.uncoded, self.box = defaultdict(list), 0, 0, box

    def draw(self, element: Element, matrix: Matrix = UNIT, depth: int = 0) -> None:
        """Draw what stands in ``element``."""
        for part in element:
            self._count()
            tag = str(part.tag).rpartition("}")[2]
            if part.get("Visible") == "false":
                continue
            if tag in {"Content", "Layer", "PageBlock"} and depth < DEPTH * 3:
                self.draw(part, matrix, depth + 1)
            elif tag == "TextObject":
                self._text(part, _times(matrix, _place(part)))
            elif tag == "CompositeObject" and depth < DEPTH * 3:
                unit = self.units.get(part.get("ResourceID", ""))
                if unit is not None:
                    self.draw(unit, _times(matrix, _place(part)), depth + 3)
            self.pictures += tag == "ImageObject"

    def _count(self) -> None:
        self.objects += 1
        if self.objects > LIMIT_OBJECTS or self.glyphs > LIMIT_GLYPHS:
            raise ReadError(self.name, "OFD 的内容过多，超出上限", "请拆成几个文件再审")

    def _text(self, part: Element, matrix: Matrix) -> None:
        size = _number(part.get("Size"), 0.0)
        turn = round(math.atan2(matrix[1], matrix[0]) / (math.pi / 2)) % 4
        x = y = 0.0
        for code in part.iterfind("{*}TextCode"):
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            text = "".join((code.text or "").split("\n"))
            self.glyphs += len(text)
            across, down = _distances(code.get("DeltaX")), _distances(code.get("DeltaY"))
            at, base = x, y
            for char in text:
                usual = size if char >= HAN else size / 2
                step = next(across, usual)
                width = min(step, size) if step > 0 else usual
                if char in UNCODED:
                    self.uncoded += 1
                elif not char.isspace():
                    self.turns[turn].append(upright(self._glyph(char, (at, base, width, size), matrix), turn))
                at += step
                base += next(down, 0.0)

    def _glyph(self, char: str, place: tuple[float, float, float, float], matrix: Matrix) -> Glyph:
        at, base, width, size = place
        corners = [
            (matrix[0] * u + matrix[2] * v + matrix[4], matrix[1] * u + matrix[3] * v + matrix[5])
            for u in (at, at + width)
            for v in (base - ASCENT * size, base + DESCENT * size)
        ]
        across = [(u - self.box[0]) * POINTS for u, _ in corners]
        up = [(self.box[3] - (v - self.box[1])) * POINTS for _, v in corners]
        return Glyph(char, min(across), min(up), max(across), max(up))


def box_of(element: Element | None, otherwise: Box) -> Box:
    """Return the box (left, top, width, height) that ``element`` states."""
    numbers = _numbers(None if element is None else element.text)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else otherwise


def _place(part: Element) -> Matrix:
    """Return what takes the coordinates of ``part`` to those of what it stands in."""
    boundary = _numbers(part.get("Boundary"))
    left, top = boundary[:2] if len(boundary) == 4 else (0.0, 0.0)
    own = _numbers(part.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else UNIT
    return a, b, c, d, e + left, f + top


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f


def _distances(text: str | None) -> Iterator[float]:
    """Give the distances of 3 3 g 2 1.5: the number behind g says how often the next comes."""
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            times, step = _number(next(words, None), 0.0), _number(next(words, None), 0.0)
            for _ in range(min(int(times), LIMIT_RUN)):
                yield step
        else:
            yield _number(word, 0.0)


def _numbers(text: str | None) -> list[float]:
    return [_number(word, 0.0) for word in (text or "").split()]


def _number(text: str | None, otherwise: float) -> float:
    try:
        number = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise
