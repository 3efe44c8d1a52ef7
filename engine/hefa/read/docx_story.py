"""One story of a Word file (body, notes) in; its lines, in the order of the page, out.

A paragraph is a line, opened by its automatic number; a row of a table is a line of cells joined by tabs, a
row of a single cell (in a table without borders: a single cell with words) the lines of that cell. Text
boxes stand beside the paragraph that holds them.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator

from hefa.model.wordml import VAL, Element, P, W
from hefa.read.docx_inline import MC, InlineReader, Stretch
from hefa.read.docx_numbering import Counter, Numbering
from hefa.read.docx_styles import is_on, value_of

Line = list[Stretch]
TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
BORDERS = (f"{W}tblBorders", f"{W}tcBorders")
HOLDERS = frozenset({
    f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}del", f"{W}moveFrom",
    f"{W}moveTo", f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback",
})  # fmt: skip
EMPTY_CELLS = Stretch("|\t")
"""Stands before a row whose first cells are empty, so that it is still seen to be a row."""


class Story:
    """Reads one part; ``notes`` are the foot- and endnotes it refers to, ``tally`` what else was met."""

    def __init__(self, root: Element, inline: InlineReader, numbering: Numbering) -> None:
        self._root, self._inline = root, inline
        self._index = {paragraph: index for index, paragraph in enumerate(root.iter(P))}
        self._body, self._boxes = Counter(numbering), Counter(numbering)
        self._carried: Line = []
        self.notes: list[tuple[str, str]] = []
        self.tally: Tally[str] = Tally()

    def lines(self, container: Element) -> Iterator[Line]:
        """Give the lines of ``container``: the body, or one note."""
        yield from self._blocks(container, self._body)
        yield from self._rest()

    def _blocks(self, container: Element, counter: Counter) -> Iterator[Line]:
        for child in container:
            if child.tag == P:
                yield from self._paragraph(child, counter)
            elif child.tag == TABLE:
                yield from self._rest()
                yield from self._table(child, counter)
            elif child.tag in HOLDERS and self._inline.sees(child):
                yield from self._blocks(child, counter)
            elif child.tag == f"{W}altChunk":
                self.tally["chunk"] += 1

    def _paragraph(self, paragraph: Element, counter: Counter) -> Iterator[Line]:
        found = self._inline.read(paragraph, self._index[paragraph])
        self.notes += found.notes
        self.tally["hidden"] += found.hidden
        yield from self._box_lines(found.boxes_before)
        properties = self._properties(paragraph)
        if self._inline.loses_mark(paragraph):
            self._carried += found.stretches
        elif is_on(paragraph.find(f"{W}pPr/{W}rPr"), "vanish"):
            if any(stretch.text.strip() for stretch in found.stretches):
                self._carried += [*_made(counter.label(properties)), *found.stretches]
        else:
            carried, self._carried = self._carried, []
            yield [*_made(counter.label(properties)), *carried, *found.stretches]
        yield from self._box_lines(found.boxes_behind)

    def _properties(self, paragraph: Element) -> Element | None:
        """Return the w:pPr as it is, or was before the tracked changes."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None or self._inline.tracked == "final":
            return properties
        before = properties.find(f"{W}pPrChange/{W}pPr")
        if before is not None:
            return before
        inserted = properties.find(f"{W}numPr/{W}ins")
        return properties if inserted is None else None

    def _rest(self) -> Iterator[Line]:
        """Give what ran on to the end of its container."""
        if self._carried:
            yield self._carried
            self._carried = []

    def _box_lines(self, boxes: Iterable[Element | str]) -> Iterator[Line]:
        for box in boxes:
            if isinstance(box, str):
                yield _made(box.strip())
                continue
            carried, self._carried = self._carried, []
            yield from self._blocks(box, self._boxes)
            yield from self._rest()
            self._carried = carried

    def _table(self, table: Element, counter: Counter) -> Iterator[Line]:
        invisible = _is_invisible(table)
        for row in self._children(table, ROW):
            cells = list(self._children(row, CELL))
            read = [self._cell(cell, counter) for cell in cells]
            full = [lines for lines in read if any(map(_says, lines))]
            alone = len(full) == 1 and invisible and not any(map(_reaches_up, cells))
            if len(cells) == 1 or alone:
                yield from full[0] if full else []
            elif full:
                yield _joined(list(map(_one_line, read)))

    def _cell(self, cell: Element, counter: Counter) -> list[Line]:
        lines = [*self._blocks(cell, counter), *self._rest()]
        return [] if _reaches_up(cell) else lines

    def _children(self, container: Element, tag: str) -> Iterator[Element]:
        for child in container:
            if child.tag == tag:
                if self._inline.sees(child):
                    yield child
            elif child.tag in HOLDERS and self._inline.sees(child):
                yield from self._children(child, tag)


def _is_invisible(table: Element) -> bool:
    """Whether a table shows no borders, and only sets words side by side: a signature to the right."""
    borders = (border.get(VAL) for part in table.iter(*BORDERS) for border in part)
    return value_of(table.find(f"{W}tblPr"), "tblStyle") is None and all(
        b in {"nil", "none"} for b in borders
    )


def _reaches_up(cell: Element) -> bool:
    """Whether a cell is the lower part of a merged one."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(VAL) != "restart"


def _one_line(cell: list[Line]) -> Line:
    return _with_between([_flat(line) for line in cell if _says(line)], " ")


def _joined(cells: list[Line]) -> Line:
    """Return a row that is not empty."""
    line = _with_between(cells, "\t")
    first = next(number for number, cell in enumerate(cells) if _says(cell))
    last = max(number for number, cell in enumerate(cells) if _says(cell))
    return [EMPTY_CELLS, *line] if first == last else line


def _with_between(lines: list[Line], between: str) -> Line:
    out: Line = []
    for number, line in enumerate(lines):
        out += [Stretch(between), *line] if number else line
    return out


def _flat(line: Line) -> Line:
    """Return a line without breaks and tabs, letter for letter."""
    return [part._replace(text=part.text.replace("\n", " ").replace("\t", " ")) for part in line]


def _says(line: Line) -> bool:
    return any(stretch.text.strip() for stretch in line)


def _made(text: str) -> Line:
    return [Stretch(text)] if text else []
