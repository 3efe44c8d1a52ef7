"""What a report says of an archive in numbers."""

import datetime
from collections.abc import Mapping

from hefa.cite.standing import State
from hefa.model.base import Record
from hefa.model.opinion import Conclusion


class Severities(Record):
    """Findings by severity; those that an officer rejected are counted nowhere."""

    unlawful: int = 0
    improper: int = 0
    notice: int = 0

    @property
    def total(self) -> int:
        """All findings."""
        return self.unlawful + self.improper + self.notice

    @property
    def serious(self) -> int:
        """The findings that are more than a notice."""
        return self.unlawful + self.improper


class Group(Record):
    """The documents of one issuer, kind or year: how many there are, what was concluded and found.

    ``name`` is empty for those of which it is not known.
    """

    name: str
    documents: int
    conclusions: Mapping[Conclusion, int]
    findings: Severities

    @property
    def reviewed(self) -> int:
        """The documents that were reviewed."""
        return self.documents - self.conclusions.get("not-reviewable", 0)


class CategoryCount(Record):
    """The findings of one category, and in how many documents they are."""

    category: str
    documents: int
    findings: Severities


class StatuteCount(Record):
    """A law or document that is cited: in how many documents, in how many of them as basis, what it is."""

    name: str
    key: str
    documents: int
    as_basis: int
    state: State
    since: str = ""
    successor: str = ""


class DocumentCount(Record):
    """One document and what was found in it."""

    id: int
    name: str
    title: str
    number: str
    issuer: str
    date: datetime.date | None
    conclusion: Conclusion
    findings: Severities


class Figures(Record):
    """The whole report as of a day; ``audit`` names the versions behind it.

    ``heat`` counts the findings above a notice by issuer and category, for the issuers that have most.
    ``worst`` are the documents with most findings, the unlawful first. ``copies`` is how many further
    paths hold the same content as another.
    """

    as_of: datetime.date
    audit: str
    statutes: str | None
    documents: int
    reviewed: int
    copies: int
    unread: int
    outside: int
    rejected: int
    conclusions: Mapping[Conclusion, int]
    findings: Severities
    categories: tuple[CategoryCount, ...]
    issuers: tuple[Group, ...]
    kinds: tuple[Group, ...]
    years: tuple[Group, ...]
    heat: Mapping[str, Mapping[str, int]]
    worst: tuple[DocumentCount, ...]
    cited: tuple[StatuteCount, ...]
    unread_documents: Mapping[str, str]
