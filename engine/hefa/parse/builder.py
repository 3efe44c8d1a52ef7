"""Blocks in, the tree of nodes out, through the grammar ``document.lark``.

Every node covers its content and the white space behind it, so children tile their parent and the
leaves in order give the text back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lark import Lark
from lark.lexer import Lexer

from hefa.model.document import Node, NodeKind
from hefa.parse.block import Block
from hefa.parse.patterns import STRIP
from hefa_grammar import source

MARKER, HEADING, TEXT, BLANK = NodeKind.MARKER, NodeKind.HEADING, NodeKind.TEXT, NodeKind.BLANK
LEAF = {
    "TITLE": ("LOOSE", NodeKind.TITLE),
    "OPEN": ("OPEN", NodeKind.TITLE),
    "NUMBER": ("LOOSE", NodeKind.NUMBER),
    "RECIPIENTS": ("LOOSE", NodeKind.RECIPIENTS),
    "SIGNATURE": ("CLOSING", NodeKind.SIGNATURE),
    "DATE": ("CLOSING", NodeKind.DATE),
    "NOTE": ("CLOSING", NodeKind.NOTE),
    "INNOTE": ("LOOSE", NodeKind.NOTE),
    "FOOTER": ("CLOSING", NodeKind.FURNITURE),
    "FURNITURE": ("LOOSE", NodeKind.FURNITURE),
    "TABLE": ("LOOSE", NodeKind.TABLE),
    "UNPARSED": ("LOOSE", NodeKind.UNPARSED),
    "TEXT": ("TEXT", NodeKind.PARAGRAPH),
    "CONT": ("LOOSE", NodeKind.PARAGRAPH),
}
"""The terminal that a block without number is for the grammar, and its node."""
NUMBERED = {
    NodeKind.PART,
    NodeKind.CHAPTER,
    NodeKind.SECTION,
    NodeKind.ARTICLE,
    NodeKind.HEADING_1,
    NodeKind.HEADING_2,
    NodeKind.HEADING_3,
}


class Piece:
    """A token: the nodes that it stands for, and the number of the node that they open.

    The parser asks a token for its ``type``, and the last one for a place, of which it makes no use.
    """

    __slots__ = ("nodes", "number", "ordinal", "type")
    start_pos = end_pos = line = column = end_line = end_column = None

    def __init__(
        self, type_: str, nodes: list[Node], number: str | None = None, ordinal: int | None = None
    ) -> None:
        self.type, self.nodes, self.number, self.ordinal = type_, nodes, number, ordinal


class Run:
    """What the parser makes of ``(…)*``: its members so far."""

    __slots__ = ("children",)

    def __init__(self, _rule: str, children: list[Piece | Node]) -> None:
        self.children = children


def build_tree(text: str, blocks: list[Block]) -> Node:
    """Return the tree of ``text``; its root covers the whole text."""
    root: Node = parser().parse((text, blocks))  # type: ignore[assignment]
    start = blocks[0].start if blocks else len(text)
    blank = [Node(kind=NodeKind.BLANK, start=0, end=start)] if start else []
    return Node(kind=NodeKind.DOCUMENT, start=0, end=len(text), children=(*blank, *root.children))


class BlockLexer(Lexer):
    """Blocks as tokens of the grammar: one each, two for an article with text on its line."""

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Piece]:  # type: ignore[override]  # noqa: ANN401
        """Yield the tokens of ``(text, blocks)``."""
        text, blocks = data
        stops = [*(block.start for block in blocks[1:]), len(text)]
        for block, stop in zip(blocks, stops, strict=False):
            start, end = block.start, block.end
            leaf = LEAF.get(block.kind)
            if leaf is not None:
                terminal, kind = leaf
                words = HEADING if kind is NodeKind.TITLE else TEXT
                yield Piece(terminal, [_node(kind, _tiles((words, BLANK), (start, end, stop)))])
                continue
            rest = _skip(text, block.head, end)
            cuts = (start, block.mark, _skip(text, block.mark, block.head), block.head)
            tail = _tiles((TEXT, BLANK), (rest, end, stop)) if rest < end else []
            head = _tiles((MARKER, BLANK, HEADING, BLANK), (*cuts, rest if tail else stop))
            if block.kind == "ARTICLE":
                yield Piece("ARTICLE", head, block.number, block.ordinal)
                if tail:
                    yield Piece("TEXT", [_node(NodeKind.PARAGRAPH, tail)])
            else:
                yield Piece(block.kind, head + tail, block.number, block.ordinal)


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in STRIP:
        start += 1
    return start


def _tiles(kinds: Sequence[NodeKind], cuts: Sequence[int]) -> list[Node]:
    """Return the leaves between the cuts, one of each kind; none where there is nothing between."""
    return [
        Node(kind, start, end) for kind, start, end in zip(kinds, cuts, cuts[1:], strict=False) if start < end
    ]


def _node(kind: NodeKind, nodes: list[Node], number: str | None = None, ordinal: int | None = None) -> Node:
    return Node(kind, nodes[0].start, nodes[-1].end, number, ordinal, tuple(nodes))


def _flat(children: list[Piece | Node]) -> list[Node]:
    nodes: list[Node] = []
    for child in children:
        if isinstance(child, Node):
            nodes.append(child)
        else:
            nodes += child.nodes
    return nodes


def _opened(kind: NodeKind) -> Callable[[Any, list[Piece | Node]], Node]:
    """Return the callback of a rule whose first token is the marker."""

    def build(_self: object, children: list[Piece | Node]) -> Node:
        return _node(kind, _flat(children), children[0].number, children[0].ordinal)

    return build


class TreeBuilder:
    """Rules of the grammar to nodes; runs inside the parser."""

    part = _opened(NodeKind.PART)
    chapter = _opened(NodeKind.CHAPTER)
    section = _opened(NodeKind.SECTION)
    article = _opened(NodeKind.ARTICLE)
    item = _opened(NodeKind.ITEM)
    subitem = _opened(NodeKind.SUBITEM)
    first = _opened(NodeKind.HEADING_1)
    second = _opened(NodeKind.HEADING_2)
    third = _opened(NodeKind.HEADING_3)
    fourth = point = _opened(NodeKind.HEADING_4)
    fifth = circle = _opened(NodeKind.HEADING_5)
    attachment = _opened(NodeKind.ATTACHMENT)

    def paragraph(self, children: list[Piece | Node]) -> Node:
        """款 with the items below it."""
        text, *items = _flat(children)
        return _node(NodeKind.PARAGRAPH, [*text.children, *items])

    def nested(self, children: list[Piece | Node]) -> Node:
        """Nest a second document in the same text."""
        return _node(NodeKind.DOCUMENT, _with_preamble(_flat(children)))

    def start(self, children: list[Piece | Node]) -> Node:
        """Build the root; its span is set by the caller."""
        return Node(kind=NodeKind.DOCUMENT, start=0, end=0, children=tuple(_with_preamble(_flat(children))))


def _with_preamble(nodes: list[Node]) -> list[Node]:
    """Call the paragraphs before the first numbered node preamble, where there is a numbered node."""
    numbered = next((i for i, node in enumerate(nodes) if node.kind in NUMBERED), 0)
    return [
        replace(node, kind=NodeKind.PREAMBLE)
        if index < numbered and node.kind is NodeKind.PARAGRAPH
        else node
        for index, node in enumerate(nodes)
    ]


@lru_cache(maxsize=1)
def parser() -> Lark:
    """Return the parser, built once a process."""
    return Lark(
        source("document"),
        parser="lalr",
        lexer=BlockLexer,
        transformer=TreeBuilder(),
        tree_class=Run,
    )
