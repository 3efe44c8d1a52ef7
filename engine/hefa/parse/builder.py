"""Blocks in, the tree of nodes out, through the grammar ``document.lark``.

Every node covers its content and the white space behind it, so children tile their parent and the
leaves in order give the text back.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from lark import Lark
from lark.lexer import Lexer

from hefa.model.document import Node, NodeKind
from hefa.parse.block import Block
from hefa.parse.patterns import STRIP
from hefa_grammar import source

MARKER, HEADING, TEXT, BLANK = NodeKind.MARKER, NodeKind.HEADING, NodeKind.TEXT, NodeKind.BLANK
PARAGRAPH, PREAMBLE = NodeKind.PARAGRAPH, NodeKind.PREAMBLE
LEAF = {
    "TITLE": ("LOOSE", NodeKind.TITLE, HEADING),
    "OPEN": ("OPEN", NodeKind.TITLE, HEADING),
    "NUMBER": ("LOOSE", NodeKind.NUMBER, TEXT),
    "RECIPIENTS": ("LOOSE", NodeKind.RECIPIENTS, TEXT),
    "SIGNATURE": ("CLOSING", NodeKind.SIGNATURE, TEXT),
    "DATE": ("CLOSING", NodeKind.DATE, TEXT),
    "NOTE": ("CLOSING", NodeKind.NOTE, TEXT),
    "INNOTE": ("LOOSE", NodeKind.NOTE, TEXT),
    "FOOTER": ("CLOSING", NodeKind.FURNITURE, TEXT),
    "FURNITURE": ("LOOSE", NodeKind.FURNITURE, TEXT),
    "TABLE": ("LOOSE", NodeKind.TABLE, TEXT),
    "UNPARSED": ("LOOSE", NodeKind.UNPARSED, TEXT),
    "TEXT": ("TEXT", PARAGRAPH, TEXT),
    "CONT": ("LOOSE", PARAGRAPH, TEXT),
}
"""The terminal that a block without number is for the grammar, its node, and the leaf of its words."""
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
            start, end, leaf = block.start, block.end, LEAF.get(block.kind)
            blank = [Node(BLANK, end, stop)] if end < stop else []
            if leaf is not None:
                terminal, kind, words = leaf
                yield Piece(
                    terminal, [Node(kind, start, stop, None, None, (Node(words, start, end), *blank))]
                )
                continue
            mark, words_end = block.mark, block.head
            rest = _skip(text, words_end, end)
            tail = [Node(TEXT, rest, end), *blank] if rest < end else []
            cuts = (start, mark, _skip(text, mark, words_end), words_end, rest if tail else stop)
            head = _tiles((MARKER, BLANK, HEADING, BLANK), cuts)
            if block.kind == "ARTICLE":
                yield Piece("ARTICLE", head, block.number, block.ordinal)
                if tail:
                    yield Piece("TEXT", [_node(PARAGRAPH, tail)])
            else:
                yield Piece(block.kind, head + tail, block.number, block.ordinal)


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in STRIP:
        start += 1
    return start


def _tiles(kinds: Sequence[NodeKind], cuts: Sequence[int]) -> list[Node]:
    """Return the leaves between the cuts, one of each kind; none where there is nothing between."""
    nodes: list[Node] = []
    start = cuts[0]
    for index, kind in enumerate(kinds, 1):
        end = cuts[index]
        if start < end:
            nodes.append(Node(kind, start, end))
        start = end
    return nodes


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
        return _node(PARAGRAPH, [*text.children, *items])

    def nested(self, children: list[Piece | Node]) -> Node:
        """Nest a second document in the same text."""
        return _node(NodeKind.DOCUMENT, _with_preamble(_flat(children)))

    def start(self, children: list[Piece | Node]) -> Node:
        """Build the root; its span is set by the caller."""
        return Node(kind=NodeKind.DOCUMENT, start=0, end=0, children=tuple(_with_preamble(_flat(children))))


def _with_preamble(nodes: list[Node]) -> list[Node]:
    """Call the paragraphs before the first numbered node preamble, where there is a numbered node."""
    numbered = next((i for i, node in enumerate(nodes) if node.kind in NUMBERED), 0)
    for node in nodes[:numbered]:
        if node.kind is PARAGRAPH:
            node.kind = PREAMBLE
    return nodes


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
