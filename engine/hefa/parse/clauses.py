"""The tree in, the list of clauses out: each stretch of running text, with its place and what it inherits."""

from collections.abc import Iterator
from typing import NamedTuple

from hefa.model.document import Clause, Node, NodeKind, Place
from hefa.model.lazy import lazy

BLANK, TEXT, HEADING, TABLE = NodeKind.BLANK, NodeKind.TEXT, NodeKind.HEADING, NodeKind.TABLE
DOCUMENT, ATTACHMENT, HEADING_1 = NodeKind.DOCUMENT, NodeKind.ATTACHMENT, NodeKind.HEADING_1
ARTICLE, PARAGRAPH, PREAMBLE = NodeKind.ARTICLE, NodeKind.PARAGRAPH, NodeKind.PREAMBLE
ITEM, SUBITEM = NodeKind.ITEM, NodeKind.SUBITEM
DIVISIONS = frozenset({NodeKind.PART, NodeKind.CHAPTER, NodeKind.SECTION})
HEADED = DIVISIONS | {
    ARTICLE, ITEM, SUBITEM,
    HEADING_1, NodeKind.HEADING_2, NodeKind.HEADING_3, NodeKind.HEADING_4, NodeKind.HEADING_5,
}  # fmt: skip
LEAST_CELL = 8  # code points; a shorter cell of a table is a name or a figure
_CELL = lazy(r"[^\t|\n\r]+")
_SPEAKS = lazy("[。；;]|应|须|必须|不得|不予|可以|方可|予以|一律|严禁|禁止|处以|收取|缴纳")
_GAP = lazy(r"[ \xa0]{3,}|\u3000{2,}")


class Above(NamedTuple):
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
        self.above = Above()
        self.place = _place(self.above)

    def children(self, node: Node, place: Above, lead: int | None) -> None:
        """Walk ``node``; ``lead`` is the clause that introduces its items, where one does."""
        several = node.kind is ARTICLE and sum(child.kind is PARAGRAPH for child in node.children) > 1
        in_article = place.article is not None
        nth = rows = 0
        for child in node.children:
            kind = child.kind
            if kind is BLANK:
                continue
            rows = rows if kind is TABLE else 0
            if kind is TEXT:
                clause = self.add(child, place, lead)
                lead = clause if in_article or _introduces(self.text, child.start, child.end) else None
            elif kind is PARAGRAPH or kind is PREAMBLE:
                nth += 1
                inner, preamble = place, kind is PREAMBLE
                if several or preamble != place.preamble:
                    inner = place._replace(paragraph=nth if several else place.paragraph, preamble=preamble)
                lead = self.paragraph(child, inner)
            elif kind is DOCUMENT or kind is ATTACHMENT:
                self.parts += 1
                attached = kind is ATTACHMENT
                prefix = (child.number or "附件") if attached else ""
                self.children(child, Above(prefix=prefix, part=self.parts, attachment=attached), None)
            elif kind is TABLE:
                rows = self.rows(child, place, rows)
            elif kind in HEADED:
                if kind is HEADING_1 and place.article is None and not place.numbers:
                    lead = None
                self.children(child, self.below(child, place, lead), lead)

    def paragraph(self, node: Node, place: Above) -> int | None:
        """Walk a 款 or paragraph, and return its first clause if that introduces what follows."""
        number, words = len(self.clauses), node.children
        if words[0].kind is TEXT and (len(words) == 1 or (len(words) == 2 and words[1].kind is BLANK)):
            self.add(words[0], place, None)
        else:
            self.children(node, place, None)
        for clause in self.clauses[number : number + 1]:
            if _introduces(self.text, clause.start, clause.end):
                return number
        return None

    def rows(self, table: Node, place: Above, number: int) -> int:
        """Add the cells of rows that may set a norm; those of one row share its unit.

        ``number`` is the last row of the table above them; return the last of theirs.
        """
        begin = table.start
        for line in self.text[table.start : table.end].splitlines(keepends=True):
            number += 1
            self.units += 1
            inner = place._replace(row=number, unit=self.units)
            for start, end in _cells(line):
                cell = Node(TEXT, begin + start, begin + end)
                self.add(cell, inner, None)
            begin += len(line)
        return number

    def below(self, node: Node, place: Above, lead: int | None) -> Above:
        """Return the place of what stands in ``node``."""
        number, kind, headings = node.number or "", node.kind, place.headings
        for child in node.children:
            if child.kind is HEADING:
                headings = (*headings, _plain(self.text[child.start : child.end]))
        prefix, numbers, article, paragraph, item, subitem, _, part, attachment, _, unit, row = place
        if lead is None and not (article and kind is not ARTICLE):
            self.units += 1
            unit = self.units
        if kind is ARTICLE:
            article, paragraph, item, subitem = number, None, None, None
        elif article is None or kind in DIVISIONS:
            if "." in number:
                numbers = tuple(n for n in numbers if not number.startswith(f"{n}."))
            numbers = (*numbers, number)
        elif kind is ITEM:
            item, subitem = number, None
        elif kind is SUBITEM:
            subitem = number
        else:
            numbers = (*numbers, number)
        above = (prefix, numbers, article, paragraph, item, subitem, headings, part, attachment)
        return Above(*above, False, unit, row)

    def add(self, leaf: Node, place: Above, lead: int | None) -> int:
        """Add the clause of a text leaf and return its id."""
        number = len(self.clauses)
        unit = self.clauses[lead].unit if lead is not None else place.unit
        if unit is None:
            self.units += 1
            unit = self.units
        if place is not self.above:
            self.above, self.place = place, _place(place)
        headings, part, attachment = place.headings, place.part, place.attachment
        self.clauses.append(
            Clause(leaf.start, leaf.end, number, self.place, lead, unit, part, headings, attachment)
        )
        return number


def list_clauses(text: str, root: Node) -> tuple[Clause, ...]:
    """All clauses of the tree in text order."""
    walk = _Walk(text)
    walk.children(root, Above(), None)
    return tuple(walk.clauses)


def leaves(node: Node) -> Iterator[Node]:
    """Yield the leaves of the tree, in order."""
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves(child)


def _introduces(text: str, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` end as a lead-in does."""
    if text[end - 1] in "：:":
        return True
    words = text[max(start, end - 24) : end]
    return "下" in words and ("下列" in words or "以下" in words or "如下" in words)


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


def _place(above: Above) -> Place:
    return Place(above.article, above.paragraph, above.item, above.subitem, _label(above))


def _label(place: Above) -> str:
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
