"""The clause tree as Akoma Ntoso 3.0 (OASIS Standard of 29 August 2018), for exchange with other systems.

    title, number, recipients ─► preface     引言 ─► preamble     落款、日期 ─► conclusions
    编章节条款项目 ─► part chapter section article paragraph point indent     一、（一）1. ─► level
    附件 and nested documents ─► attachment/doc

Running text becomes ``p``. What the draft says is kept whole and in order, but for white space between nodes.
A document of any kind is a ``doc``: Akoma Ntoso keeps ``act`` for what a legislature enacts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from hefa.model.document import Document, Node, NodeKind
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.xmltext import xml_text
from hefa.parse.aknmeta import NAMESPACE, Identity, add_meta
from hefa.parse.dates import iso

LEVELS = {
    NodeKind.PART: ("part", "part"),
    NodeKind.CHAPTER: ("chapter", "chp"),
    NodeKind.SECTION: ("section", "sec"),
    NodeKind.ARTICLE: ("article", "art"),
    NodeKind.PARAGRAPH: ("paragraph", "para"),
    NodeKind.ITEM: ("point", "point"),
    NodeKind.SUBITEM: ("indent", "indent"),
    NodeKind.HEADING_1: ("level", "lvl"),
    NodeKind.HEADING_2: ("level", "lvl"),
    NodeKind.HEADING_3: ("level", "lvl"),
    NodeKind.HEADING_4: ("level", "lvl"),
    NodeKind.HEADING_5: ("level", "lvl"),
}
"""The element of a node and how its eId begins (Akoma Ntoso Naming Convention 1.0, section 5.2.2)."""
INLINES = {
    NodeKind.TITLE: "docTitle",
    NodeKind.NUMBER: "docNumber",
    NodeKind.SIGNATURE: "signature",
    NodeKind.DATE: "docDate",
}
FRONT = frozenset(
    {
        NodeKind.TITLE,
        NodeKind.NUMBER,
        NodeKind.RECIPIENTS,
        NodeKind.NOTE,
        NodeKind.DATE,
        NodeKind.SIGNATURE,
        NodeKind.FURNITURE,
    }
)
PREAMBLE = frozenset({NodeKind.PREAMBLE, NodeKind.NOTE, NodeKind.FURNITURE})
CLOSING = frozenset({NodeKind.SIGNATURE, NodeKind.DATE, NodeKind.NOTE, NodeKind.FURNITURE})
DETACHED = frozenset({NodeKind.DOCUMENT, NodeKind.ATTACHMENT})
OWN = frozenset({NodeKind.MARKER, NodeKind.HEADING, NodeKind.BLANK})
_INSERTED = lazy(r"之(.+)$")


def render_akn(document: Document, text: str, sha256: str) -> str:
    """Return the document as XML; ``sha256`` identifies a document that has no number of its own."""
    identity = Identity.of(document.facts, sha256)
    root = etree.Element(_name("akomaNtoso"), nsmap={None: NAMESPACE})
    _Writer(text, identity).document(root, document.root.children, document.facts.kind or "文件")
    etree.indent(root)
    for block in root.iter(_name("p")):
        if len(block):  # white space beside an inline would be text
            block.text = block[-1].tail = None
    return str(etree.tostring(root, encoding="unicode")) + "\n"


@dataclass(slots=True)
class _Writer:
    """Writes nodes below elements; ``taken`` counts the eIds given, since a draft may number wrongly."""

    text: str
    identity: Identity
    taken: Counter[str] = field(default_factory=Counter)

    def document(self, parent: etree._Element, nodes: Sequence[Node], name: str, at: str = "") -> None:
        """Write a document, or what stands in an attachment, with the parts Akoma Ntoso wants in order."""
        nodes = [node for node in nodes if not self._is_blank(node)]
        doc = _sub(parent, "doc", name="".join(name.split()) or "文件", contains="originalVersion")
        add_meta(doc, self.identity, at)
        front = _count(nodes, FRONT)
        if front == len(nodes):
            front = 0
        opened = front + _count(nodes[front:], PREAMBLE)
        if not any(node.kind is NodeKind.PREAMBLE for node in nodes[front:opened]):
            opened = front
        attached = next((i for i, node in enumerate(nodes) if node.kind in DETACHED), len(nodes))
        closed = attached - _count(nodes[opened:attached][::-1], CLOSING)
        for part, members in (("preface", nodes[:front]), ("preamble", nodes[front:opened])):
            if members:
                self._blocks(_sub(doc, part), members)
        body = _sub(doc, "mainBody")
        for node in nodes[opened:closed]:
            self._placed(body, node, at)
        if not len(body):
            _sub(body, "p")
        if nodes[closed:attached]:
            self._blocks(_sub(doc, "conclusions"), nodes[closed:attached])
        if nodes[attached:]:
            self._attachments(_sub(doc, "attachments"), nodes[attached:], at)

    def _attachments(self, parent: etree._Element, nodes: Sequence[Node], at: str) -> None:
        for position, node in enumerate(nodes, 1):
            eid = self._eid(at, "att", str(position))
            attachment = _sub(parent, "attachment", eId=eid)
            if node.kind is NodeKind.DOCUMENT:
                self.document(attachment, node.children, "附件", eid)
                continue
            self.document(attachment, self._own(attachment, node), "附件", eid)

    def _placed(self, parent: etree._Element, node: Node, at: str) -> None:
        """Write a node where both levels and blocks may stand."""
        if node.kind in LEVELS and not (node.kind is NodeKind.PARAGRAPH and self._is_plain(node)):
            self._level(parent, node, at, 0)
        else:
            self._blocks(parent, [node])

    def _level(self, parent: etree._Element, node: Node, at: str, position: int) -> None:
        """Write a node of the hierarchy: number, heading, then blocks alone or blocks around levels."""
        name, short = LEVELS[node.kind]
        eid = self._eid(at, short, _numbered(node) or str(position or self._next(at, short)))
        element = _sub(parent, name, eId=eid)
        rest = self._own(element, node)
        within = [index for index, child in enumerate(rest) if self._is_level(node, child)]
        if not within:
            self._blocks(_sub(element, "content", eId=f"{eid}__content"), rest)
            return
        first, last = within[0], within[-1] + 1
        if rest[:first]:
            self._blocks(_sub(element, "intro", eId=f"{eid}__intro"), rest[:first])
        position = 0
        for child in rest[first:last]:
            if self._is_level(node, child):
                position += child.kind is NodeKind.PARAGRAPH
                self._level(element, child, eid, position if child.kind is NodeKind.PARAGRAPH else 0)
            else:
                inner = self._eid(eid, "hcontainer", str(self._next(eid, "hcontainer")))
                between = _sub(element, "hcontainer", eId=inner, name=child.kind.value)
                self._blocks(_sub(between, "content", eId=f"{inner}__content"), [child])
        if rest[last:]:
            self._blocks(_sub(element, "wrapUp", eId=f"{eid}__wrapup"), rest[last:])

    def _own(self, element: etree._Element, node: Node) -> list[Node]:
        """Write number and heading of a node, and return the children behind them that say something."""
        count = _count(node.children, OWN)
        own, rest = node.children[:count], node.children[count:]
        for child in own:
            if child.kind is not NodeKind.BLANK:
                _sub(element, "num" if child.kind is NodeKind.MARKER else "heading").text = self._words(child)
            elif len(element) and not self._is_blank(child):
                element[-1].text += self._words(child)
        return [child for child in rest if not self._is_blank(child)]

    def _blocks(self, parent: etree._Element, nodes: Sequence[Node]) -> None:
        """Write each stretch of words as a ``p`` that says what it is."""
        for node in nodes:
            for leaf in _leaves(node):
                if self._is_blank(leaf):
                    continue
                block = _sub(parent, "p")
                if node.kind not in {NodeKind.PARAGRAPH, NodeKind.PREAMBLE, NodeKind.TEXT}:
                    block.set("class", node.kind.value)
                words, day = self._words(leaf), None
                inline = INLINES.get(node.kind)
                if inline == "docDate":
                    day = iso(words)
                    inline = inline if day else None
                target = block if inline is None else _sub(block, inline)
                if day:
                    target.set("date", day)
                target.text = words

    def _is_level(self, parent: Node, node: Node) -> bool:
        """Whether a child is a level of its own: 款 of an article is, a paragraph of running text is not."""
        if node.kind is not NodeKind.PARAGRAPH:
            return node.kind in LEVELS
        return parent.kind is NodeKind.ARTICLE or not self._is_plain(node)

    def _is_plain(self, node: Node) -> bool:
        return not any(child.kind in LEVELS for child in node.children)

    def _is_blank(self, node: Node) -> bool:
        return node.kind is NodeKind.BLANK and not self.text[node.start : node.end].strip()

    def _words(self, node: Node) -> str:
        return xml_text(self.text[node.start : node.end]).replace("\r", "")

    def _next(self, at: str, short: str) -> int:
        self.taken[f"{at}/{short}"] += 1
        return self.taken[f"{at}/{short}"]

    def _eid(self, at: str, short: str, number: str) -> str:
        """Return an eId not given before; a number that a draft gives twice is told apart by its turn."""
        eid = f"{at}__{short}_{number}" if at else f"{short}_{number}"
        self.taken[eid] += 1
        return eid if self.taken[eid] == 1 else f"{eid}-dup{self.taken[eid]}"


def _numbered(node: Node) -> str | None:
    """Return the number for an eId: 10 for 第十条, 10-1 for 第十条之一."""
    if node.ordinal is None:
        return None
    found = _INSERTED.search(node.number or "")
    inserted = to_int(found[1]) if found else None
    return f"{node.ordinal}-{inserted}" if inserted else str(node.ordinal)


def _count(nodes: Sequence[Node], kinds: frozenset[NodeKind]) -> int:
    """Return how many nodes at the start are of ``kinds``."""
    return next((i for i, node in enumerate(nodes) if node.kind not in kinds), len(nodes))


def _leaves(node: Node) -> Iterator[Node]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(tag), attributes)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
