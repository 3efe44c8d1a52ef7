"""An element of a web page in, the lines it shows out; rows of tables as lines of cells."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hefa.read.rows import row_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode as Node

SILENT = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "button",
    "select", "option", "textarea", "input", "nav", "aside", "head", "title", "rt", "rp",
})  # fmt: skip
"""What shows nothing, or nothing of the text."""
BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "ul",
})  # fmt: skip
ROW_GROUPS = frozenset({"table", "tbody", "thead", "tfoot"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
NUMBERED = re.compile(r"[\d一二三四五六七八九十（(第①-⑳]")
"""How an item begins that has its number in its words: pages hide the automatic one."""
ATTACHED = re.compile(r"附件|\d{1,2}[.．、]")
LINKED = 0.6
"""Share of its letters in links from which a line is navigation."""
CELL_LINES, CELL_LENGTH = 40, 2_000
"""A cell with more lines or characters lays out the page, and is no cell of a table."""
DEEPEST = 150
"""Elements within elements that are told apart; what is deeper is taken as running text."""


class Lines:
    """Collects lines; without ``keep_links`` those that are links are left out, but for attachments."""

    def __init__(self, *, keep_links: bool) -> None:
        self._keep = keep_links
        self._words: list[str] = []
        self._linked = 0

    def of(self, node: "Node") -> Iterator[str]:
        """Give the lines that ``node`` shows."""
        yield from self._block(node, linked=False, depth=0)

    def _inside(self, node: "Node", *, linked: bool, depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            self._say(node.text(), linked)
            return
        number = 0
        for child in node.iter(include_text=True, skip_empty=False):
            tag = child.tag
            if tag == "-text":
                self._say(child.text_content or "", linked)
            elif tag == "br":
                yield from self._end()
            elif tag is None or tag in SILENT or HIDDEN.search(child.attributes.get("style") or ""):
                continue
            elif tag == "pre":
                yield from self._end()
                yield from child.text().splitlines()
            elif tag == "table":
                yield from self._end()
                yield from self._table(child, depth + 1)
            elif tag in BLOCKS:
                yield from self._end()
                number += tag == "li"
                lines = self._block(child, linked=linked, depth=depth + 1)
                yield from _numbered(lines, number) if tag == "li" and node.tag == "ol" else lines
            else:
                yield from self._inside(child, linked=linked or tag == "a", depth=depth + 1)

    def _block(self, node: "Node", *, linked: bool, depth: int) -> Iterator[str]:
        yield from self._inside(node, linked=linked, depth=depth)
        yield from self._end()

    def _table(self, table: "Node", depth: int) -> Iterator[str]:
        for part in table.iter():
            if part.tag in ROW_GROUPS:
                yield from self._table(part, depth + 1)
            elif part.tag == "tr":
                yield from self._row(part, depth + 1)
            elif part.tag not in SILENT:
                yield from self._block(part, linked=False, depth=depth + 1)

    def _row(self, row: "Node", depth: int) -> Iterator[str]:
        cells = [
            [line for line in self._block(cell, linked=False, depth=depth) if line.strip()]
            for cell in row.iter()
            if cell.tag in {"td", "th"}
        ]
        lays_out = any(len(cell) > CELL_LINES or sum(map(len, cell)) > CELL_LENGTH for cell in cells)
        if lays_out or len(cells) == 1 or row.css_first("table") is not None:
            for cell in cells:
                yield from cell
        elif line := row_line(cells):
            yield line

    def _say(self, text: str, linked: bool) -> None:
        words = SPACES.sub(" ", text)
        self._words.append(words)
        self._linked += len(words.strip()) if linked else 0

    def _end(self) -> Iterator[str]:
        line = SPACES.sub(" ", "".join(self._words)).strip(" ")
        navigation = self._linked > LINKED * len(line) and not ATTACHED.match(line)
        self._words, self._linked = [], 0
        if line and (self._keep or not navigation):
            yield line


def _numbered(lines: Iterator[str], number: int) -> Iterator[str]:
    for at, line in enumerate(lines):
        yield line if at or NUMBERED.match(line) else f"{number}.{line}"
