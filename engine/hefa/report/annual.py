"""The figures that a justice bureau reports each year, as far as an archive and its decisions have them.

A document is of the year in which an audit first saw it; a decision of the year of its date. Days taken are
working days from the first audit to the last decision on the document.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from hefa.cleanup.records import Proposal
from hefa.model.base import Record
from hefa.model.held import HeldDecision, HeldDocument, Holdings
from hefa.opinion.wording import RANKS
from hefa.report.tally import issuer_of, severities_of

LIMIT = 15
"""Working days that a review may take at most (国办发〔2018〕115号二（四）)."""
TOTAL = "合计"
MISSING = "退回补正、公开征求意见、公平竞争审查、备案、后评估、附带审查和人员的数字，存档中没有，需要另行填报"
Days = Callable[[datetime.date, datetime.date], int]


class AnnualRow(Record):
    """One line: documents first reviewed in the year, and the decisions of the year on such documents.

    ``opinions`` is how many findings above a notice were told; ``adopted`` and ``rejected`` how many findings
    were decided so; ``days`` the mean of the documents decided, ``overdue`` how many took over ``LIMIT``.
    """

    name: str
    documents: int = 0
    lawful: int = 0
    amend: int = 0
    unlawful: int = 0
    outside: int = 0
    unread: int = 0
    opinions: int = 0
    adopted: int = 0
    rejected: int = 0
    decided: int = 0
    days: float | None = None
    overdue: int = 0

    @property
    def adoption(self) -> float | None:
        """The share of the decided findings that were adopted."""
        whole = self.adopted + self.rejected
        return self.adopted / whole if whole else None


class Annual(Record):
    """The figures of a year; ``made`` counts the documents that are of the year by their own date.

    ``cleanup`` counts the proposals of a clean-up as of ``as_of``.
    """

    year: int
    as_of: datetime.date
    audit: str
    limit: int
    total: AnnualRow
    ranks: tuple[AnnualRow, ...]
    kinds: tuple[AnnualRow, ...]
    issuers: tuple[AnnualRow, ...]
    made: dict[str, int]
    cleanup: dict[Proposal, int]
    missing: str = MISSING


def annual(
    holdings: Holdings, year: int, as_of: datetime.date, cleanup: dict[Proposal, int], days: Days
) -> Annual:
    """Count a year; ``days`` gives the working days after one day up to another."""
    decided = defaultdict[int, list[HeldDecision]](list)
    for decision in holdings.decisions():
        decided[decision.document].append(decision)
    total, ranks, kinds, issuers = _Lines(days), _Lines(days), _Lines(days), _Lines(days)
    made = Counter[str]()
    for document in holdings.documents():
        rank = "没有读出" if document.unread else RANKS.get(document.rank, document.rank)
        if document.year == year:
            made[rank] += 1
        listed = decided[document.id] if not document.unread else []
        for lines, name in (
            (total, TOTAL),
            (ranks, rank),
            (kinds, document.kind or "（未识别）"),
            (issuers, issuer_of(document) or "（未识别）"),
        ):
            if not document.unread or lines in (total, ranks):
                lines.add(name, document, listed, year)
    return Annual(
        year=year,
        as_of=as_of,
        audit=holdings.versions,
        limit=LIMIT,
        total=next(iter(total.rows()), AnnualRow(name=TOTAL)),
        ranks=total_first(ranks.rows()),
        kinds=total_first(kinds.rows()),
        issuers=total_first(issuers.rows()),
        made=dict(sorted(made.items())),
        cleanup=cleanup,
    )


def total_first(rows: Iterable[AnnualRow]) -> tuple[AnnualRow, ...]:
    """Return the rows, those with most documents first."""
    return tuple(sorted(rows, key=lambda row: (-row.documents, row.name)))


class _Lines:
    """Counts by name."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._counts = defaultdict[str, Counter[str]](Counter)

    def add(self, name: str, document: HeldDocument, decided: list[HeldDecision], year: int) -> None:
        """Count one document and the decisions on it, as far as they are of the year."""
        counts = self._counts[name]
        if document.reviewed is not None and document.reviewed.year == year:
            found = severities_of(document)
            counts["documents"] += 1
            counts["opinions"] += found.serious
            state = "unread" if document.unread else "outside" if document.outside else document.conclusion
            counts[state] += 1
        of_year = [one for one in decided if one.date.year == year]
        for one in of_year:
            counts["adopted" if one.verdict == "accept" else "rejected"] += 1
        if of_year and document.reviewed is not None:
            taken = self._days(document.reviewed, max(one.date for one in of_year))
            counts["decided"] += 1
            counts["taken"] += taken
            counts["overdue"] += taken > LIMIT

    def rows(self) -> list[AnnualRow]:
        """Return the lines that have anything."""
        found = []
        for name, counts in self._counts.items():
            if any(counts.values()):
                taken = counts.pop("taken", 0)
                mean = round(taken / counts["decided"], 1) if counts["decided"] else None
                found.append(AnnualRow(name=name, days=mean, **counts))
        return found
