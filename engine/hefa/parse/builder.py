"""Blocks in, the tree of nodes out, through the grammar ``document.lark``.

Every node covers its content and the white space behind it, so children tile their parent and the
leaves in order give the text back.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from lark import Lark, Token, Transformer
from lark.lexer import Lexer

from hefa.model.document import Node, NodeKind
from hefa.parse.block import Block
from hefa.parse.patterns import STRIP
from hefa_grammar import source

LEAF = {
    "TITLE": NodeKind.TITLE,
    "OPEN": NodeKind.TITLE,
    "NUMBER": NodeKind.NUMBER,
    "RECIPIENTS": NodeKind.RECIPIENTS,
    "SIGNATURE": NodeKind.SIGNATURE,
    "DATE": NodeKind.DATE,
    "NOTE": NodeKind.NOTE,
    "INNOTE": NodeKind.NOTE,
    "FOOTER": NodeKind.FURNITURE,
    "FURNITURE": NodeKind.FURNITURE,
    "TABLE": NodeKind.TABLE,
    "UNPARSED": NodeKind.UNPARSED,
    "TEXT": NodeKind.PARAGRAPH,
    "CONT": NodeKind.PARAGRAPH,
}
NUMBERED = {
    NodeKind.PART,
    NodeKind.CHAPTER,
    NodeKind.SECTION,
    NodeKind.ARTICLE,
    NodeKind.HEADING_1,
    NodeKind.HEADING_2,
    NodeKind.HEADING_3,
}


class Piece(NamedTuple):
    """What one token stands for: nodes, and the number of the node they open."""

    nodes: list[Node]
    number: str | None = None
    ordinal: int | None = None


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

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]  # noqa: ANN401
        """Yield the tokens of ``(text, blocks)``."""
        text, blocks = data
        for index, block in enumerate(blocks):
            stop = blocks[index + 1].start if index + 1 < len(blocks) else len(text)
            kind = LEAF.get(block.kind)
            if kind is not None:
                words = NodeKind.HEADING if kind is NodeKind.TITLE else NodeKind.TEXT
                nodes = [_node(kind, [*_words(words, block.start, block.end), *_blank(block.end, stop)])]
                yield _token(block.kind, Piece(nodes))
                continue
            head = [
                *_words(NodeKind.MARKER, block.start, block.mark),
                *_spaced(NodeKind.HEADING, text, block.mark, block.head),
            ]
            rest = _skip(text, block.head, block.end)
            head += _blank(block.head, rest) if rest < block.end else _blank(block.end, stop)
            tail = (
                [*_words(NodeKind.TEXT, rest, block.end), *_blank(block.end, stop)]
                if rest < block.end
                else []
            )
            if block.kind == "ARTICLE":
                yield _token("ARTICLE", Piece(head, block.number, block.ordinal))
                if tail:
                    yield _token("TEXT", Piece([_node(NodeKind.PARAGRAPH, tail)]))
            else:
                yield _token(block.kind, Piece(head + tail, block.number, block.ordinal))


def _token(kind: str, piece: Piece) -> Token:
    token = Token(kind, "")
    token.value = piece
    return token


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in STRIP:
        start += 1
    return start


def _words(kind: NodeKind, start: int, end: int) -> list[Node]:
    return [Node(kind=kind, start=start, end=end)] if start < end else []


def _spaced(kind: NodeKind, text: str, start: int, end: int) -> list[Node]:
    words = _skip(text, start, end)
    return [*_blank(start, words), *_words(kind, words, end)]


def _blank(start: int, end: int) -> list[Node]:
    return _words(NodeKind.BLANK, start, end)


def _node(kind: NodeKind, nodes: list[Node], number: str | None = None, ordinal: int | None = None) -> Node:
    return Node(
        kind=kind,
        start=nodes[0].start,
        end=nodes[-1].end,
        children=tuple(nodes),
        number=number,
        ordinal=ordinal,
    )


def _flat(children: list[Token | Node]) -> list[Node]:
    nodes: list[Node] = []
    for child in children:
        if isinstance(child, Node):
            nodes.append(child)
        else:
            nodes.extend(child.value.nodes)
    return nodes


def _opened(kind: NodeKind) -> Callable[[Any, list[Token | Node]], Node]:
    """Return the callback of a rule whose first token is the marker."""

    def build(_self: object, children: list[Token | Node]) -> Node:
        piece: Piece = children[0].value  # type: ignore[union-attr]
        return _node(kind, _flat(children), piece.number, piece.ordinal)

    return build


class TreeBuilder(Transformer[Token, Node]):
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

    def paragraph(self, children: list[Token | Node]) -> Node:
        """款 with the items below it."""
        text, *items = _flat(children)
        return _node(NodeKind.PARAGRAPH, [*text.children, *items])

    def nested(self, children: list[Token | Node]) -> Node:
        """Nest a second document in the same text."""
        return _node(NodeKind.DOCUMENT, _with_preamble(_flat(children)))

    def start(self, children: list[Token | Node]) -> Node:
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
    return Lark(source("document"), parser="lalr", lexer=BlockLexer, transformer=TreeBuilder())
