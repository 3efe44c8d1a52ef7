"""OpenDocument text (.odt) in, text out: automatic numbers printed, rows of tables as lines of cells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hefa.errors import ReadError
from hefa.model.wordml import Element
from hefa.read.archive import Archive
from hefa.read.formats import Reading, ReadOptions
from hefa.read.odtlists import ListStyles, Numbers
from hefa.read.rows import row_line
from hefa.read.xml import parse_xml

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
SILENT = frozenset({
    f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}ruby-text", f"{DRAW}frame", f"{TEXT}tracked-changes",
})  # fmt: skip
"""What stands inside a paragraph and is no part of its text."""
SIGNS = {f"{TEXT}tab": "\u3000", f"{TEXT}line-break": "\n"}
BROKEN = ("ODT 损坏，缺少正文", "请用原来的软件打开后另存一份")
LIMIT_SPACES = 100
SPACES = re.compile(r"[ \t\r\n]+")
NOTE_NAMES = {"footnote": "脚注", "endnote": "尾注"}


@dataclass(slots=True)
class _Story:
    styles: ListStyles
    notes: list[Element] = field(default_factory=list)

    def blocks(self, container: Element, numbers: Numbers) -> Iterator[str]:
        """Give the lines of ``container``."""
        for child in container:
            if child.tag in PARAGRAPHS:
                yield from self._paragraph(child, numbers.outline(child))
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, numbers, None, 1)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child)
            elif child.tag in SILENT:
                yield from self._boxes(child)
            else:
                yield from self.blocks(child, numbers)

    def _list(self, element: Element, numbers: Numbers, above: str | None, level: int) -> Iterator[str]:
        style = element.get(f"{TEXT}style-name") or above or ""
        numbers.enter(element, style, level)
        for item in element:
            counted = item.tag == f"{TEXT}list-item"
            label = numbers.count(item, style, level) if counted and _opens(item) else ""
            for child in item:
                if child.tag in PARAGRAPHS:
                    yield from self._paragraph(child, label)
                    label = ""
                elif child.tag == f"{TEXT}list":
                    yield from self._list(child, numbers, style, level + 1)

    def _paragraph(self, paragraph: Element, label: str) -> Iterator[str]:
        text = "".join(self._inline(paragraph)).strip(" ")
        yield label + text
        for frame in paragraph.iterdescendants(f"{DRAW}frame"):
            yield from self._boxes(frame)
        self.notes += paragraph.iterdescendants(f"{TEXT}note")

    def _boxes(self, frame: Element) -> Iterator[str]:
        for box in frame.iterchildren(f"{DRAW}text-box"):
            yield from self.blocks(box, Numbers(self.styles))

    def _inline(self, element: Element) -> Iterator[str]:
        yield SPACES.sub(" ", element.text or "")
        for child in element:
            if child.tag in SIGNS:
                yield SIGNS[child.tag]
            elif child.tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                yield " " * (min(int(count), LIMIT_SPACES) if count.isdigit() else 1)
            elif child.tag not in SILENT:
                yield from self._inline(child)
            yield SPACES.sub(" ", child.tail or "")

    def _table(self, table: Element) -> Iterator[str]:
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is not table:
                continue  # a table within a cell is read with the cell
            cells = [list(self.blocks(cell, Numbers(self.styles))) for cell in _cells(row)]
            if len(cells) == 1:
                yield from cells[0]
            elif line := row_line(cells):
                yield line


def read(data: bytes, name: str, options: ReadOptions) -> Reading:
    """Read the text of an .odt; ``ReadError`` where it is locked, broken or no text document."""
    archive = Archive(data, name)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise ReadError(name, "ODT 有打开密码，读不了", "请去掉密码后另存一份再审")
    if "content.xml" not in archive.names:
        raise ReadError(name, *BROKEN)
    content = parse_xml(archive.read("content.xml"), name)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError(name, "这个 OpenDocument 文件不是文字文档", "请给出 .odt 文字文档，或者另存为 .docx")
    named = parse_xml(archive.read("styles.xml"), name) if "styles.xml" in archive.names else None
    story = _Story(ListStyles([content] if named is None else [named, content]))
    lines = list(story.blocks(body, Numbers(story.styles)))
    lines += _notes(story)
    return Reading("\n".join(lines) + "\n", notes=tuple(_left_out(body, options)))


def _cells(row: Element) -> Iterator[Element]:
    """Give the cells of a row, with those that a cell above reaches down to, without those beside it."""
    spanned = 0
    for cell in row:
        if cell.tag == f"{TABLE}table-cell":
            columns = cell.get(f"{TABLE}number-columns-spanned", "1")
            spanned = int(columns) - 1 if columns.isdigit() and len(columns) < 5 else 0
            yield cell
        elif cell.tag == f"{TABLE}covered-table-cell":
            if spanned <= 0:
                yield cell
            spanned -= 1


def _opens(item: Element) -> bool:
    """Whether an item begins with a paragraph: one that holds only a deeper list has no number of its own."""
    return len(item) > 0 and item[0].tag in PARAGRAPHS


def _notes(story: _Story) -> Iterator[str]:
    counts = dict.fromkeys(NOTE_NAMES, 0)
    for note in tuple(story.notes):
        kind = note.get(f"{TEXT}note-class", "footnote")
        counts[kind] = counts.get(kind, 0) + 1
        for body in note.iterchildren(f"{TEXT}note-body"):
            lines = list(story.blocks(body, Numbers(story.styles)))
            yield f"〔{NOTE_NAMES.get(kind, '注')}{counts[kind]}〕" + "\n".join(lines)


def _left_out(body: Element, options: ReadOptions) -> Iterable[str]:
    changes = sum(1 for _ in body.iter(f"{TEXT}changed-region"))
    if changes:
        yield f"原文件有修订 {changes} 处，按接受全部修订后的文字审查" + (
            "；ODT 不能按修订前的文字审查，请另存为 .docx" if options.tracked == "original" else ""
        )
    if comments := sum(1 for _ in body.iter(f"{OFFICE}annotation")):
        yield f"原文件已有批注 {comments} 条，不是正文，没有审查"
    if images := sum(1 for _ in body.iter(f"{DRAW}image")):
        yield f"原文件有图片 {images} 幅，其中如有文字，没有审查"
