"""A draft held against existing documents on its matter: what it repeats, contradicts, and should repeal."""

from collections.abc import Iterable, Iterator

from hefa.model.document import Location, Node, NodeKind
from hefa.model.observation import Observation
from hefa.relate.compare import Difference, contradictions, copied, facts_of
from hefa.relate.draft import Draft
from hefa.relate.existing import Archive, ExistingDocument, existing_document
from hefa.relate.standing import (
    is_itself,
    is_later,
    is_replaced,
    is_series,
    repealing,
    standing,
    supersedes,
)

SHOWN = 5
"""Documents on the same matter that a finding names."""
_SYMBOLS = {
    "deadline": "deadline-differs",
    "amount": "amount-differs",
    "agency": "agency-differs",
    "conditions": "conditions-differ",
    "copied": "copied",
}


def observe_fit(draft: Draft, archive: Archive) -> Iterator[Observation]:
    """Yield the documents on the draft's matter, then document by document what does not fit."""
    document, text = draft.document, draft.source.text
    if document.facts.fragment or not document.facts.title:
        return
    own = existing_document("", text, document, draft.source.sha256)
    near = [one for one, _ in archive.nearest(own) if not is_later(one, own) and not is_itself(one, own)]
    if not near:
        return
    span = _title_span(text, document.root)
    told = "、".join(one.called for one in near[:SHOWN]) + ("等" if len(near) > SHOWN else "")
    yield _at_title(span, {"archive.same-matter"}, {"count": str(len(near)), "documents": told})
    repeals, facts = repealing(own.passages), facts_of(own.passages)
    for one in near:
        stands, theirs = standing(own, one), facts_of(one.passages)
        symbols = {f"archive.{stands}"} | ({"archive.replaced"} if is_replaced(one, repeals) else set())
        if not (is_series(own.title) and is_series(one.title) and stands == "own"):
            yield from _observed(copied(facts, theirs), symbols, one)
        yield from _observed(contradictions(facts, theirs), symbols, one)
        if supersedes(own, one, archive.rarity.alike(own.topic, one.topic)):
            yield _at_title(span, symbols | {"archive.not-repealed"}, {"document": one.called})


def _observed(
    found: Iterable[Difference], symbols: set[str], document: ExistingDocument
) -> Iterator[Observation]:
    """Yield what differs with the standing and the name of the document it differs from."""
    for one in found:
        place = one.theirs.clause.place.label
        values = {"ours": one.ours, "place": place} | ({"theirs": one.their} if one.their else {})
        if one.kind == "copied":
            values = {"count": str(one.count), "theirs": place}
        own = {_SYMBOLS[one.kind], *(["quicker"] if one.quicker == "own" else [])}
        yield Observation(
            start=one.span[0],
            end=one.span[1],
            clause=one.own.clause.id,
            symbols=frozenset(symbols | {f"archive.{symbol}" for symbol in own}),
            values={**values, "document": document.called},
        )


def _at_title(span: tuple[int, int], symbols: set[str], values: dict[str, str]) -> Observation:
    return Observation(
        start=span[0],
        end=span[1],
        location=Location(start=span[0], end=span[1], label="标题"),
        symbols=frozenset(symbols),
        values=values,
    )


def _title_span(text: str, root: Node) -> tuple[int, int]:
    """Return where the title stands, white space around it left out; 0, 0 where it has no place."""
    for node in root.walk():
        if node.kind is NodeKind.TITLE:
            words = text[node.start : node.end]
            start = node.start + len(words) - len(words.lstrip())
            return start, start + len(words.strip())
    return 0, 0
