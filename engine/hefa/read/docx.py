"""A Word file (.docx) in; its text as Word shows it, and where each stretch of it stands in the file, out.

Body, tables and text boxes come in the order of the page, automatic numbers included; foot- and endnotes
follow at the end. Headers, footers and comments are no text of the draft: they are noted.
"""

import re
from collections.abc import Iterable, Iterator

from hefa.errors import ReadError
from hefa.model.source import Origin
from hefa.model.wordml import ID, Element, P, W
from hefa.read.archive import BROKEN
from hefa.read.docx_inline import FALLBACK, InlineReader, Stretch
from hefa.read.docx_numbering import Numbering
from hefa.read.docx_package import Package
from hefa.read.docx_story import Line, Story
from hefa.read.docx_styles import Styles
from hefa.read.formats import Reading, ReadOptions, Tracked

CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
IMAGES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
EMBEDDED = (
    f"{W}object",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)
NOTE_NAMES = {"footnotes": "脚注", "endnotes": "尾注"}
PAGE_WORDS = re.compile(r"[\d\s\-—－–·/第页共]+")
SHOWN = 40


def read(data: bytes, name: str, options: ReadOptions) -> Reading:
    """Return the text of a Word file; ``ReadError`` where it is broken, locked, or not to be trusted."""
    package = Package(data, name)
    root = package.xml(package.document)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReadError(name, "缺少正文，打不开", BROKEN[1])
    styles = Styles(package.first("styles"))
    inline = InlineReader(styles, options.tracked)
    numbering = Numbering(package.first("numbering"), styles)
    story = Story(root, inline, numbering)
    page = _Page()
    for line in story.lines(body):
        page.add(line, package.document)
    for line, part in _notes(package, story.notes, inline, numbering):
        page.add(line, part)
    images = _count(root, IMAGES)
    if images and not page.says:
        raise ReadError(name, f"里面只有图片（{images} 幅），没有文字", "请先识别文字（OCR）再审")
    notes = (
        *_change_notes(root, options.tracked),
        *_left_out(package, story.tally["hidden"], images, _count(root, EMBEDDED) + story.tally["chunk"]),
    )
    return Reading(page.text, tuple(page.origins), notes)


class _Page:
    """Lines put one after the other, with the origins of their stretches."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.origins: list[Origin] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def says(self) -> bool:
        return any(not piece.isspace() for piece in self._pieces)

    def add(self, line: Line, part: str) -> None:
        for text, at, paragraph in line:
            start, end = self._length, self._length + len(text)
            if at is not None:
                last = self.origins[-1] if self.origins else None
                if (
                    last is not None
                    and (last.end, last.part, last.paragraph) == (start, part, paragraph)
                    and last.at + last.end - last.start == at
                ):
                    self.origins[-1] = Origin(last.start, end, part, paragraph, last.at)
                else:
                    self.origins.append(Origin(start, end, part, paragraph, at))
            self._pieces.append(text)
            self._length = end
        self._pieces.append("\n")
        self._length += 1


def _notes(
    package: Package, wanted: Iterable[tuple[str, str]], inline: InlineReader, numbering: Numbering
) -> Iterator[tuple[Line, str]]:
    """Give the lines of the notes that the body refers to, in its order, each with its part."""
    for kind, name in NOTE_NAMES.items():
        ids = list(dict.fromkeys(note for of, note in wanted if of == kind))
        part = next(iter(package.related(kind)), None)
        root = package.xml(part) if ids and part else None
        if root is None or part is None:
            continue
        story = Story(root, inline, numbering)
        entries = {entry.get(ID): entry for entry in root}
        for count, entry in enumerate((entries[note] for note in ids if note in entries), 1):
            for number, line in enumerate(story.lines(entry)):
                yield ([Stretch(f"〔{name}{count}〕"), *line] if number == 0 else line), part


def _change_notes(root: Element, tracked: Tracked) -> Iterator[str]:
    changes = _count(root, CHANGES)
    if changes and tracked == "final":
        yield f"原文件有修订 {changes} 处，按接受全部修订后的文字审查（修订前的文字用 --tracked original）"
    elif changes:
        yield f"原文件有修订 {changes} 处，按拒绝全部修订、即修订前的文字审查"


def _left_out(package: Package, hidden: int, images: int, embedded: int) -> Iterator[str]:
    comments = package.first("comments")
    if comments is not None and len(comments):
        yield f"原文件已有批注 {len(comments)} 条，不是正文，没有审查"
    if hidden:
        yield f"原文件有隐藏文字 {hidden} 处，没有审查"
    frame = [
        words
        for kind in ("header", "footer")
        for part in package.related(kind)
        if (words := _words(package.xml(part)))
    ]
    if frame:
        shown = "；".join(dict.fromkeys(f"“{words[:SHOWN]}”" for words in frame))
        yield f"页眉、页脚不是正文，没有审查：{shown}"
    if images:
        yield f"原文件有图片 {images} 幅，其中如有文字，没有审查"
    if embedded:
        yield f"原文件有嵌入的对象 {embedded} 个，其中的文字没有审查"


def _words(root: Element | None) -> str:
    """Return what a header or footer says; nothing for a page number."""
    if root is None:
        return ""
    paragraphs = ("".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in root.iter(P))
    words = " ".join(" ".join(paragraphs).split())
    return "" if PAGE_WORDS.fullmatch(words) else words


def _count(root: Element, tags: Iterable[str]) -> int:
    return sum(next(element.iterancestors(FALLBACK), None) is None for element in root.iter(*tags))
