"""Text in; the clause tree, the clauses and the facts of the document out. Never refuses a text."""

from hefa.model.document import Document
from hefa.parse.builder import build_tree
from hefa.parse.clauses import leaves, list_clauses
from hefa.parse.facts import read_facts
from hefa.parse.layout import blocks
from hefa.parse.tree import render_tree

__all__ = ["leaves", "parse_document", "render_tree"]


def parse_document(text: str, rank: str | None = None) -> Document:
    """Parse ``text``; ``rank``, where given, overrides what the document says of itself."""
    root = build_tree(text, blocks(text))
    clauses = list_clauses(text, root)
    return Document(root=root, clauses=clauses, facts=read_facts(text, root, clauses, rank))
