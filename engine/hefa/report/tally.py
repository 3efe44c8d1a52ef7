"""An archive's documents in, one after the other; figures out. Holds counts, never the documents."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from heapq import heappush, heappushpop
from typing import NamedTuple, cast

from hefa.cite import Laws
from hefa.model.category import CATEGORIES
from hefa.model.held import HeldDocument, Holdings
from hefa.model.opinion import Conclusion
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import one_line
from hefa.relate.standing import organ
from hefa.report.figures import CategoryCount, DocumentCount, Figures, Group, Severities, StatuteCount

HEATED = 20
"""Issuers of the heat map."""
MOST_SHOWN = 300
"""Documents a page shows in full, so that it stays one that a browser opens at once."""
_UNREAD_NAMED = 200
_Counts = Counter[str]


class Counted(NamedTuple):
    """The figures, and the ids of the documents to show in full: the worst, and one for each cell of heat."""

    figures: Figures
    shown: frozenset[int]


def count(
    holdings: Holdings, laws: Laws, day: datetime.date, *, statutes: str | None = None, worst: int = 20
) -> Counted:
    """Count all documents; ``laws`` say what the cited statutes are on ``day``."""
    tally = _Tally(worst)
    for document in holdings.documents():
        tally.add(document)
    figures = tally.figures(holdings.versions, laws, day, statutes)
    return Counted(figures, tally.shown(figures))


def severities_of(document: HeldDocument) -> Severities:
    """Return how many findings of each severity a document has."""
    counts = _Counts(one.severity for one in document.counted)
    return Severities(**{severity: counts[severity] for severity in SEVERITY})


def badness(counts: Severities) -> tuple[int, int, int]:
    """Return what documents are ordered by: the unlawful before all, then the improper."""
    return counts.unlawful, counts.improper, counts.notice


class _Tally:
    def __init__(self, worst: int) -> None:
        self._worst, self._heap = worst, list[tuple[tuple[int, int, int], int, DocumentCount]]()
        self._documents = self._copies = self._outside = self._rejected = 0
        self._unread: dict[str, str] = {}
        self._unread_count = 0
        self._conclusions, self._severities = _Counts(), _Counts()
        self._of_category = defaultdict[str, _Counts](_Counts)
        self._groups = {name: defaultdict[str, _Counts](_Counts) for name in ("issuer", "kind", "year")}
        self._heat = defaultdict[str, _Counts](_Counts)
        self._cells: dict[tuple[str, str], tuple[tuple[int, int, int], int]] = {}
        self._cited, self._basis, self._names = _Counts(), _Counts(), dict[str, str]()

    def add(self, document: HeldDocument) -> None:
        """Count one document."""
        self._documents += 1
        self._copies += document.copies - 1
        if document.unread:
            self._unread_count += 1
            if len(self._unread) < _UNREAD_NAMED:
                self._unread[document.name] = document.reason
        self._conclusions[document.conclusion] += 1
        self._outside += document.outside
        self._rejected += len(document.findings) - len(document.counted)
        counts = _Counts(one.severity for one in document.counted)
        self._severities.update(counts)
        if not document.unread:
            names = {"issuer": issuer_of(document), "kind": document.kind or ""}
            names["year"] = str(document.year or "")
            for name, value in names.items():
                group = self._groups[name][value]
                group.update(counts)
                group.update(("documents", f"is {document.conclusion}"))
        self._categories(document)
        self._citations(document)
        if counts:
            self._rank(document)

    def _categories(self, document: HeldDocument) -> None:
        issuer, weight = issuer_of(document), (badness(severities_of(document)), -document.id)
        for one in document.counted:
            self._of_category[one.category][one.severity] += 1
            if one.severity != "notice":
                self._heat[issuer][one.category] += 1
                cell = (issuer, one.category)
                self._cells[cell] = max(weight, self._cells.get(cell, weight))
        for category in {one.category for one in document.counted}:
            self._of_category[category]["documents"] += 1

    def _citations(self, document: HeldDocument) -> None:
        now = [one for one in document.citations if not one.past]
        for one in now:
            self._names.setdefault(one.key, one.name)
        self._cited.update({one.key for one in now})
        self._basis.update({one.key for one in now if one.role == "basis"})

    def _rank(self, document: HeldDocument) -> None:
        counted = document_count(document)
        entry = (badness(counted.findings), -document.id, counted)
        push: Callable[..., object] = heappush if len(self._heap) < self._worst else heappushpop
        if self._worst:
            push(self._heap, entry)

    def shown(self, figures: Figures) -> frozenset[int]:
        """Return the ids of the worst documents, and of the worst of each cell, up to ``MOST_SHOWN``."""
        cells = sorted(
            (best for (issuer, _), best in self._cells.items() if issuer in figures.heat), reverse=True
        )
        ids = [one.id for one in figures.worst] + [-minus for _, minus in cells]
        return frozenset(list(dict.fromkeys(ids))[:MOST_SHOWN])

    def figures(self, audit: str, laws: Laws, day: datetime.date, statutes: str | None) -> Figures:
        """Return what was counted."""
        issuers = self._grouped("issuer")
        heated = [group.name for group in issuers if group.name and group.findings.serious][:HEATED]
        return Figures(
            as_of=day,
            audit=audit,
            statutes=statutes,
            documents=self._documents,
            reviewed=self._documents - self._outside - self._unread_count,
            copies=self._copies,
            unread=self._unread_count,
            outside=self._outside,
            rejected=self._rejected,
            conclusions=_conclusions(self._conclusions, ""),
            findings=_severities(self._severities),
            categories=tuple(
                CategoryCount(category=code, documents=counts["documents"], findings=_severities(counts))
                for code in (*CATEGORIES, *sorted(set(self._of_category) - set(CATEGORIES)))
                if (counts := self._of_category.get(code))
            ),
            issuers=issuers,
            kinds=self._grouped("kind"),
            years=tuple(sorted(self._grouped("year"), key=lambda group: group.name)),
            heat={name: dict(self._heat[name]) for name in heated},
            worst=tuple(entry[2] for entry in sorted(self._heap, reverse=True)),
            cited=self._statutes(laws, day),
            unread_documents=self._unread,
        )

    def _grouped(self, name: str) -> tuple[Group, ...]:
        """Return the groups, those with most findings above a notice first, then with most documents."""
        groups = [
            Group(
                name=value,
                documents=counts["documents"],
                conclusions=_conclusions(counts, "is "),
                findings=_severities(counts),
            )
            for value, counts in self._groups[name].items()
        ]
        return tuple(
            sorted(
                groups,
                key=lambda one: (-one.findings.unlawful, -one.findings.improper, -one.documents, one.name),
            )
        )

    def _statutes(self, laws: Laws, day: datetime.date) -> tuple[StatuteCount, ...]:
        """Return what is cited as basis, most first, and whatever else is cited that has ended."""
        found = []
        for key, documents in self._cited.items():
            standing = laws.standing(key, day)
            if self._basis[key] or standing.state in {"repealed", "replaced"}:
                found.append(
                    StatuteCount(
                        name=self._names[key],
                        key=key,
                        documents=documents,
                        as_basis=self._basis[key],
                        state=standing.state,
                        since=standing.day,
                        successor=standing.successor,
                    )
                )
        return tuple(sorted(found, key=lambda one: (-one.as_basis, -one.documents, one.key)))


def issuer_of(document: HeldDocument) -> str:
    """Return the organ that issued a document, a government's office as the government; empty if unknown."""
    return organ(one_line(document.issuer)) if document.issuer else ""


def document_count(document: HeldDocument) -> DocumentCount:
    """Return one document as a report lists it."""
    return DocumentCount(
        id=document.id,
        name=document.name,
        title=one_line(document.title or ""),
        number=one_line(document.number or ""),
        issuer=issuer_of(document),
        date=document.date,
        conclusion=document.conclusion,
        findings=severities_of(document),
    )


def _severities(counts: Mapping[str, int]) -> Severities:
    return Severities(**{severity: counts.get(severity, 0) for severity in SEVERITY})


def _conclusions(counts: _Counts, prefix: str) -> dict[Conclusion, int]:
    names = cast("tuple[Conclusion, ...]", ("lawful", "amend", "unlawful", "not-reviewable"))
    return {name: counts[f"{prefix}{name}"] for name in names if counts[f"{prefix}{name}"]}
