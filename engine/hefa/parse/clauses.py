"""The tree in, the list of clauses out: each stretch of running text, with its place and what it inherits."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hefa.model.document import Clause, Location, Node, NodeKind

HEADED = frozenset({
    NodeKind.PART, NodeKind.CHAPTER, NodeKind.SECTION, NodeKind.ARTICLE, NodeKind.ITEM, NodeKind.SUBITEM,
    NodeKind.HEADING_1, NodeKind.HEADING_2, NodeKind.HEADING_3, NodeKind.HEADING_4, NodeKind.HEADING_5,
})  # fmt: skip
RUNNING = frozenset({NodeKind.PARAGRAPH, NodeKind.PREAMBLE}) | HEADED
LEAD_WORDS = ("下列", "以下", "如下")
LEAST_CELL = 8  # code points; a shorter cell of a table is a name or a figure
_CELL = re.compile(r"[^\t|\n\r]+")
_SPEAKS = re.compile("[。；;]|应|须|必须|不得|不予|可以|方可|予以|一律|严禁|禁止|处以|收取|缴纳")
_GAP = re.compile(r"[ \xa0]{3,}|\u3000{2,}")


class Place(NamedTuple):
    """What a clause inherits from the nodes above it."""

    prefix: str = ""
    numbers: tuple[str, ...] = ()
    article: str | None = None
    paragraph: int | None = None
    item: str | None = None
    subitem: str | None = None
    headings: tuple[str, ...] = ()
    part: int = 0
    attachment: bool = False
    preamble: bool = False
    unit: int | None = None
    row: int | None = None


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.clauses: list[Clause] = []
        self.parts = 0
        self.units = 0

    def children(self, node: Node, place: Place, lead: int | None) -> None:
        """Walk ``node``; ``lead`` is the clause that introduces its items, where one does."""
        several = (
            node.kind is NodeKind.ARTICLE
            and sum(child.kind is NodeKind.PARAGRAPH for child in node.children) > 1
        )
        in_article = place.article is not None
        nth = rows = 0
        for child in node.children:
            rows = rows if child.kind in {NodeKind.TABLE, NodeKind.BLANK} else 0
            if child.kind is NodeKind.TEXT:
                clause = self.add(child, place, lead)
                introduces = in_article or self.introduces(child)
                lead = clause if introduces else None
            elif child.kind in {NodeKind.PARAGRAPH, NodeKind.PREAMBLE}:
                nth += 1
                inner, preamble = place, child.kind is NodeKind.PREAMBLE
                if several or preamble != place.preamble:
                    inner = place._replace(paragraph=nth if several else place.paragraph, preamble=preamble)
                before = len(self.clauses)
                self.children(child, inner, None)
                last = self.clauses[before] if len(self.clauses) > before else None
                lead = last.id if last is not None and self.introduces(last) else None
            elif child.kind is NodeKind.DOCUMENT or child.kind is NodeKind.ATTACHMENT:
                self.parts += 1
                attached = child.kind is NodeKind.ATTACHMENT
                prefix = (child.number or "附件") if attached else ""
                self.children(child, Place(prefix=prefix, part=self.parts, attachment=attached), None)
            elif child.kind is NodeKind.TABLE:
                rows = self.rows(child, place, rows)
            elif child.kind in HEADED:
                if child.kind is NodeKind.HEADING_1 and place.article is None and not place.numbers:
                    lead = None
                self.children(child, self.below(child, place, lead), lead)

    def rows(self, table: Node, place: Place, number: int) -> int:
        """Add the cells of rows that may set a norm; those of one row share its unit.

        ``number`` is the last row of the table above them; return the last of theirs.
        """
        begin = table.start
        for line in self.text[table.start : table.end].splitlines(keepends=True):
            number += 1
            self.units += 1
            inner = place._replace(row=number, unit=self.units)
            for start, end in _cells(line):
                cell = Node(NodeKind.TEXT, begin + start, begin + end)
                self.add(cell, inner, None)
            begin += len(line)
        return number

    def below(self, node: Node, place: Place, lead: int | None) -> Place:
        """Return the place of what stands in ``node``."""
        number = node.number or ""
        words = tuple(_plain(self.text[c.start : c.end]) for c in node.children if c.kind is NodeKind.HEADING)
        inner = place._replace(headings=place.headings + words, preamble=False)
        if lead is None and not (place.article and node.kind is not NodeKind.ARTICLE):
            self.units += 1
            inner = inner._replace(unit=self.units)
        if node.kind is NodeKind.ARTICLE:
            return inner._replace(article=number, paragraph=None, item=None, subitem=None)
        if place.article is None or node.kind in {NodeKind.PART, NodeKind.CHAPTER, NodeKind.SECTION}:
            above = tuple(n for n in place.numbers if not number.startswith(f"{n}."))
            return inner._replace(numbers=(*above, number))
        if node.kind is NodeKind.ITEM:
            return inner._replace(item=number, subitem=None)
        if node.kind is NodeKind.SUBITEM:
            return inner._replace(subitem=number)
        return inner._replace(numbers=(*place.numbers, number))

    def introduces(self, span: Node | Clause) -> bool:
        """Whether the words end as a lead-in does."""
        words = self.text[max(span.start, span.end - 60) : span.end]
        return words[-1:] in ("：", ":") or any(word in words[-24:] for word in LEAD_WORDS)

    def add(self, leaf: Node, place: Place, lead: int | None) -> int:
        """Add the clause of a text leaf and return its id."""
        number = len(self.clauses)
        unit = self.clauses[lead].unit if lead is not None else place.unit
        if unit is None:
            self.units += 1
            unit = self.units
        location = Location(
            start=leaf.start,
            end=leaf.end,
            article=place.article,
            paragraph=place.paragraph,
            item=place.item,
            subitem=place.subitem,
            heading=place.headings[-1] if place.headings else None,
            label=_label(place),
        )
        self.clauses.append(
            Clause(
                start=leaf.start,
                end=leaf.end,
                id=number,
                location=location,
                lead=lead,
                unit=unit,
                part=place.part,
                headings=place.headings,
                attachment=place.attachment,
            )
        )
        return number


def list_clauses(text: str, root: Node) -> tuple[Clause, ...]:
    """All clauses of the tree in text order."""
    walk = _Walk(text)
    walk.children(root, Place(), None)
    return tuple(walk.clauses)


def leaves(node: Node) -> Iterator[Node]:
    """Yield the leaves of the tree, in order."""
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves(child)


def _cells(line: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the cells of a row that may set a norm, without white space around them."""
    for cell in _CELL.finditer(line):
        begin = cell.start()
        for part in _GAP.split(cell[0]):
            start = line.index(part, begin)
            begin = start + len(part)
            words = part.strip()
            if len(words) >= LEAST_CELL and _SPEAKS.search(words):
                first = start + part.index(words)
                yield first, first + len(words)


def _plain(words: str) -> str:
    """Heading words without white space, brackets around them, markup and final punctuation."""
    return "".join(words.split()).strip("#*【】。：:；（）()")


def _label(place: Place) -> str:
    if place.article is None:
        words = "".join(place.numbers) or ("引言" if place.preamble else "正文")
    else:
        words = place.article
        words += f"第{_chinese(place.paragraph)}款" if place.paragraph else ""
        words += f"第{place.item}项" if place.item else ""
        words += f"第{place.subitem.rstrip('.．、')}{'目' if place.item else '项'}" if place.subitem else ""
    words += f"表格第{place.row}行" if place.row else ""
    return place.prefix + words


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens % 10]) + "十" + (digits[ones] if ones else "")
