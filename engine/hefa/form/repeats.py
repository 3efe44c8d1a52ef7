"""Paragraphs told twice."""

from collections.abc import Iterator

from hefa.form.draft import Draft
from hefa.model.document import Node, NodeKind
from hefa.model.observation import Observation

TEXT = NodeKind.TEXT
LONG = 24
LABEL = 8


def observe_repeats(draft: Draft) -> Iterator[Observation]:
    """Yield the first long paragraph of the draft's own words that stands there twice."""
    known: dict[str, Node] = {}
    copies: list[tuple[Node, Node]] = []
    for part in draft.own:
        for node in part.of(NodeKind.PARAGRAPH, NodeKind.PREAMBLE):
            text = node.children[0]
            if text.kind is not TEXT:
                text = next((child for child in node.children if child.kind is TEXT), text)
            if text.kind is not TEXT or text.end - text.start < LONG:
                continue
            words = "".join(draft.text[text.start : text.end].split())
            if len(words) < LONG or words[0] in "（(〔《" or words[-1] in "：:" or "：" in words[:LABEL]:
                continue
            if words in known:
                copies.append((text, known[words]))
            else:
                known[words] = text
    if copies:
        node, first = copies[0]
        home = draft.clause_at(first.start)
        place = draft.clauses[home].place.label if home is not None else "前文"
        start, end = draft.span(node)
        yield draft.seen("form.repeated", start, end, {"place": place, "count": str(len(copies))})
