"""Code points of a text as lines and columns of an editor, and back.

Lines end as the protocol says: at LF, CR LF and CR, nothing else. Columns count code units of the encoding
agreed on: 𠮷 is 1 in utf-32, 2 in utf-16, 4 in utf-8.
"""

import bisect
import re

from lsprotocol.types import Position, PositionEncodingKind, Range

_LINE_END = re.compile(r"\r\n|\n|\r")


class Places:
    """The lines of one text."""

    def __init__(self, text: str, encoding: PositionEncodingKind | str) -> None:
        self._text, self._encoding = text, encoding
        ends = [(found.start(), found.end()) for found in _LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(text)]

    def range(self, start: int, end: int) -> Range:
        """Return a stretch; one without length is its whole line, so that it can be seen."""
        if start == end:
            line = self._line(start)
            start, end = self._starts[line], self._ends[line]
        return Range(self.position(start), self.position(end))

    def position(self, at: int) -> Position:
        """Return the place of a code point."""
        line = self._line(at)
        return Position(line, self._width(self._text[self._starts[line] : at]))

    def offset(self, position: Position) -> int:
        """Return the code point at a place; behind the end of a line is its end, behind the text its end."""
        if position.line >= len(self._starts):
            return len(self._text)
        at, width = self._starts[position.line], 0
        while at < self._ends[position.line] and width < position.character:
            width += self._width(self._text[at])
            at += 1
        return at

    def _line(self, at: int) -> int:
        return bisect.bisect_right(self._starts, at) - 1

    def _width(self, text: str) -> int:
        match self._encoding:
            case PositionEncodingKind.Utf32:
                return len(text)
            case PositionEncodingKind.Utf8:
                return len(text.encode("utf-8", "surrogatepass"))
            case _:
                return len(text.encode("utf-16-le", "surrogatepass")) // 2
