"""What a draft cites, seen against the tables and the library: observations for the rules.

One observation a law and fault: the first of the gravest places is quoted, ``more`` says how many there are.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hefa.cite.find import cited_documents
from hefa.cite.grounds import observe_grounds
from hefa.cite.numbers import Fault, number_fault
from hefa.cite.similar import best_match
from hefa.cite.standing import Laws, Standing, printed
from hefa.cite.titles import meant_title
from hefa.model.citation import CitedArticle, CitedDocument, Statutes
from hefa.model.document import Document
from hefa.model.observation import Observation
from hefa.model.statute import statute_key

_ORDER = ("basis", "applied", "violated", "named")


class Resolved(NamedTuple):
    """A citation and what becomes of what it cites, on the day that counts for the draft."""

    cited: CitedDocument
    standing: Standing


def resolve(text: str, document: Document, laws: Laws, day: datetime.date | None) -> tuple[Resolved, ...]:
    """Return the citations of a draft in text order, with what they are on a day; unknown where none is."""
    cited = cited_documents(text, document, laws, laws.norms.names)
    if day is None:
        return tuple(Resolved(one, Standing("unknown")) for one in cited)
    known = {key: laws.standing(key, day) for key in {one.key for one in cited}}
    return tuple(Resolved(one, known[one.key]) for one in cited)


def observe_citations(
    text: str, document: Document, laws: Laws, resolved: Sequence[Resolved]
) -> Iterator[Observation]:
    """Yield the faults of the citations of a draft."""
    current = [one for one in resolved if not one.cited.history]
    yield from _ended(current, laws.statutes)
    if laws.statutes is not None:
        yield from _numbers(text, document, current, laws.statutes)
        yield from _titles(current, laws.statutes)
    if not document.facts.fragment:
        yield from observe_grounds(text, document, [one.cited for one in resolved])


def unchecked(resolved: Iterable[Resolved]) -> tuple[str, ...]:
    """Return the names of what is cited and has no text of the day, each once, in text order."""
    lacking = ("unknown", "earlier")
    names = (one.cited for one in resolved if one.standing.state in lacking)
    return tuple(dict.fromkeys(one.name if one.name == one.number else f"《{one.name}》" for one in names))


def _ended(resolved: Iterable[Resolved], statutes: Statutes | None) -> Iterator[Observation]:
    """Yield each law that is no longer, or not yet, in force."""
    groups: dict[str, list[Resolved]] = {}
    for one in resolved:
        if one.standing.state in {"repealed", "replaced", "not-yet"}:
            groups.setdefault(one.cited.key, []).append(one)
    for group in groups.values():
        first = min(group, key=lambda one: _ORDER.index(one.cited.role))
        cited, standing = first
        article = cited.articles[0] if cited.articles else None
        now = _successor_article(article, standing, statutes) if article else ""
        end = article.end if article and now else cited.end
        instead = now or standing.successor
        yield Observation(
            start=cited.start,
            end=end,
            symbols=frozenset((f"cite.{standing.state}", f"cite.as-{cited.role}")),
            clause=cited.clause,
            values={
                "law": f"《{cited.name}》",
                "date": printed(standing.day),
                "instead": f"，由{standing.successor}替代" if standing.successor else "",
                "mend": f"改引{instead}{'' if now else '的相应规定'}"
                if instead
                else "删去，或者改引现行规定",
                "more": _more(len(group)),
            },
            replacement=now or None,
        )


def _successor_article(cited: CitedArticle, standing: Standing, statutes: Statutes | None) -> str:
    """Return the provision of the successor that says what the cited one said; empty where none does."""
    if statutes is None or standing.version is None or not standing.successor:
        return ""
    old = statutes.articles(standing.version).get((cited.reference.article, cited.reference.inserted))
    title = standing.successor.partition("《")[2].partition("》")[0]
    history = statutes.history(statute_key(title))
    now = best_match(old, statutes.articles(history[-1]).values()) if old and history else None
    return f"《{title}》{now.label}" if now else ""


def _numbers(
    text: str, document: Document, resolved: Iterable[Resolved], statutes: Statutes
) -> Iterator[Observation]:
    """Yield each number that is not there or not the right one any more."""
    seen: dict[tuple[str, str, object], list[tuple[CitedDocument, CitedArticle, Standing, Fault]]] = {}
    for cited, standing in resolved:
        if standing.state != "in-force" or not standing.checked or standing.version is None:
            continue
        clause = document.clauses[cited.clause]
        words = text[clause.start : cited.start] + text[max(cited.end, _end(cited)) : clause.end]
        for article in cited.articles:
            fault = number_fault(article, standing.version, statutes, words)
            if fault is not None:
                at = (cited.key, fault.kind, article.reference)
                seen.setdefault(at, []).append((cited, article, standing, fault))
    for group in seen.values():
        cited, article, standing, fault = group[0]
        now = fault.number.label if fault.number else ""
        version = standing.version.promulgated if standing.version else None
        yield Observation(
            start=article.start,
            end=article.end,
            symbols=frozenset((f"cite.{fault.kind}",)),
            clause=cited.clause,
            values={
                "law": f"《{cited.name}》",
                "number": "".join(text[article.start : article.end].split()),
                "version": f"{printed(version)}版本",
                "there": fault.there,
                "now": now,
                "more": _more(len(group)),
            },
            replacement=now or None,
        )


def _titles(resolved: Iterable[Resolved], statutes: Statutes) -> Iterator[Observation]:
    """Yield each title that no statute has and that looks like a slip of one."""
    done = set[str]()
    for cited, standing in resolved:
        if standing.state != "unknown" or not cited.marked or cited.key in done:
            continue
        done.add(cited.key)
        meant = meant_title(cited.key, cited.name, statutes)
        if meant is None:
            continue
        title = statutes.history(meant)[-1].title
        yield Observation(
            start=cited.start,
            end=cited.end,
            symbols=frozenset(("cite.wrong-title",)),
            clause=cited.clause,
            values={"law": f"《{cited.name}》", "meant": f"《{title}》"},
        )


def _end(cited: CitedDocument) -> int:
    return cited.articles[-1].end if cited.articles else cited.end


def _more(count: int) -> str:
    return f"（全文共引用 {count} 处）" if count > 1 else ""
