"""What the document is."""

from hefa.model.document import DocumentFacts, Node, NodeKind


def read_facts(text: str, root: Node, rank: str | None) -> DocumentFacts:
    title = next((text[n.start : n.end].strip() for n in root.children if n.kind is NodeKind.TITLE), None)
    return DocumentFacts(title=title, rank=rank or "normative", fragment=title is None)
