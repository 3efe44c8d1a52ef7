"""A list of conditions for a permit against the article cited for it: items that are not in the article."""

from collections.abc import Iterator, Sequence

from hefa.cite.observe import Resolved
from hefa.cite.similar import held_by
from hefa.model.citation import Statutes
from hefa.model.document import Clause, Document
from hefa.model.observation import Observation
from hefa.model.statute import Article

_PERMITS = ("许可", "批准", "核准", "审批", "资质", "证")
_OTHERS = ("其他", "另有")
_TAKEN, _FOREIGN = 0.5, 0.25
"""Shares of an item's words that the article has: from the first on the item is taken from the article, below
the second it is not in it."""
_LEAST = 2


def observe_conditions(
    text: str, document: Document, resolved: Sequence[Resolved], statutes: Statutes
) -> Iterator[Observation]:
    """Yield each item that is not in the article whose other conditions the list repeats."""
    items: dict[int, list[Clause]] = {}
    for clause in document.clauses:
        if clause.lead is not None:
            items.setdefault(clause.lead, []).append(clause)
    for one in resolved:
        listed = items.get(one.cited.clause, [])
        article = _conditions(one, statutes)
        if article is None or len(listed) < _LEAST or one.cited.history or one.cited.role == "violated":
            continue
        lead = document.clauses[one.cited.clause]
        words = text[lead.start : lead.end]
        if "条件" not in words or not any(permit in words for permit in _PERMITS):
            continue
        shares = [held_by(text[item.start : item.end], article.text) for item in listed]
        if sum(share >= _TAKEN for share in shares) < _LEAST:
            continue
        for item, share in zip(listed, shares, strict=True):
            said = text[item.start : item.end]
            if share < _FOREIGN and not any(word in said for word in _OTHERS):
                label = f"《{one.cited.name}》{article.label}"
                yield Observation(
                    start=item.start,
                    end=item.end,
                    symbols=frozenset(("cite.condition-added",)),
                    clause=item.id,
                    values={"law": label},
                    contrast=((label, article.text),),
                )


def _conditions(one: Resolved, statutes: Statutes) -> Article | None:
    """Return the one article that is cited, where it has a list."""
    if one.standing.state != "in-force" or not one.standing.checked or one.standing.version is None:
        return None
    if len(one.cited.articles) != 1:
        return None
    reference = one.cited.articles[0].reference
    found = statutes.articles(one.standing.version).get(reference[:2])
    return found if found and any(len(paragraph) > _LEAST for paragraph in found.paragraphs) else None
