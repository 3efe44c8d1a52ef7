"""Blocks in, the tree of nodes out, through the grammar ``document.lark``.

Every node covers its content and the white space behind it, so children tile their parent and the
leaves in order give the text back.
"""

from collections.abc import Callable, Iterator
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
BELOW_ARTICLE = frozenset({"H2", "H3", "H4", "H5"})
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
    """Blocks as tokens of the grammar: one for a run of those that the parser would put side by side.

    What is LOOSE stays beside the token before it, whatever that is; so does TEXT that is in no article,
    and one CLOSING line beside another. An article with text on its line is two tokens.
    """

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Piece]:  # type: ignore[override]  # noqa: ANN401
        """Yield the tokens of ``(text, blocks)``."""
        text, blocks = data
        stops = [block.start for block in blocks[1:]]
        stops.append(len(text))
        piece: Piece | None = None
        article = False
        for block, stop in zip(blocks, stops, strict=False):
            leaf = LEAF.get(block.kind)
            if leaf is None:
                if piece is not None:
                    yield piece
                article = article if block.kind in BELOW_ARTICLE else block.kind == "ARTICLE"
                nodes, tail = _leaves(text, block, stop)
                if tail and block.kind == "ARTICLE":
                    yield Piece("ARTICLE", nodes, block.number, block.ordinal)
                    piece = Piece("TEXT", [_node(PARAGRAPH, tail)])
                else:
                    piece = Piece(block.kind, nodes + tail, block.number, block.ordinal)
                continue
            terminal, kind, words = leaf
            start, end = block.start, block.end
            inner = (
                (Node(words, start, end), Node(BLANK, end, stop))
                if end < stop
                else (Node(words, start, end),)
            )
            node = Node(kind, start, stop, None, None, inner)
            if piece is not None and (
                terminal == "LOOSE"
                or (terminal == "TEXT" and not article)
                or (terminal == "CLOSING" and piece.type == "CLOSING")
            ):
                piece.nodes.append(node)
                continue
            if piece is not None:
                yield piece
            article = article and terminal not in {"CLOSING", "OPEN"}
            piece = Piece(terminal, [node])
        if piece is not None:
            yield piece


def _leaves(text: str, block: Block, stop: int) -> tuple[list[Node], list[Node]]:
    """Return the leaves of a numbered block, up to ``stop``: its marker and heading, and the text behind."""
    start, mark, head, end = block.start, block.mark, block.head, block.end
    rest = head
    while rest < end and text[rest] in STRIP:
        rest += 1
    tail = []
    if rest < end:
        tail.append(Node(TEXT, rest, end))
        if end < stop:
            tail.append(Node(BLANK, end, stop))
    else:
        rest = stop
    nodes = [Node(MARKER, start, mark)] if start < mark else []
    if mark < head:
        words = mark
        while words < head and text[words] in STRIP:
            words += 1
        if mark < words:
            nodes.append(Node(BLANK, mark, words))
        if words < head:
            nodes.append(Node(HEADING, words, head))
    if head < rest:
        nodes.append(Node(BLANK, head, rest))
    return nodes, tail


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
