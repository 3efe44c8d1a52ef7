"""Documents as an archive holds them, with what the latest review found: what reports are made from."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from hefa.model.citation import Role
from hefa.model.opinion import Conclusion
from hefa.model.rule import Confidence, LegalBasis, Severity

Held = Literal["accept", "reject"]
Status = Literal["in-force", "repealed", "expired", "not-yet"]
STATUS: dict[Status, str] = {
    "in-force": "现行有效",
    "repealed": "已废止",
    "expired": "有效期届满",
    "not-yet": "尚未施行",
}
"""What the states are called; a document is the first that holds of repealed, expired, not-yet."""


@dataclass(frozen=True, slots=True)
class HeldFinding:
    """A finding and where it stands; ``verdict`` is what an officer decided on it, where that still holds."""

    rule: str
    category: str
    severity: Severity
    confidence: Confidence
    label: str
    quote: str
    message: str
    basis: tuple[LegalBasis, ...] = ()
    suggestion: str = ""
    fingerprint: str = ""
    page: int | None = None
    verdict: Held | None = None


@dataclass(frozen=True, slots=True)
class HeldCitation:
    """A law or document that is named; ``key``, ``role`` and ``opening`` as in ``CitedDocument``.

    ``past`` says that the sentence tells of what was, or of repeal. ``articles`` are the numbers as
    printed, ``label`` is the place of the clause.
    """

    name: str
    key: str
    role: Role
    label: str = ""
    opening: bool = False
    past: bool = False
    articles: str = ""


@dataclass(frozen=True, slots=True)
class HeldRepeal:
    """What a document repeals by name: the key of a title, and the number (文号) where it is given."""

    key: str
    number: str | None = None
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """One content and its latest review. ``id`` is the store's, ``name`` the first of its ``copies`` paths.

    One that could not be read is ``unread``, without an id of its own, and ``reason`` says why. ``reviewed``
    is the day on which an audit first saw it.
    """

    id: int
    name: str
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    level: str = "unknown"
    kind: str | None = None
    rank: str = "normative"
    date: datetime.date | None = None
    year: int | None = None
    effective: datetime.date | None = None
    expires: datetime.date | None = None
    sha256: str = ""
    copies: int = 1
    conclusion: Conclusion = "lawful"
    reason: str = ""
    unread: bool = False
    reviewed: datetime.date | None = None
    findings: tuple[HeldFinding, ...] = ()
    citations: tuple[HeldCitation, ...] = ()
    repeals: tuple[HeldRepeal, ...] = ()

    @property
    def counted(self) -> tuple[HeldFinding, ...]:
        """The findings that no officer rejected."""
        return tuple(one for one in self.findings if one.verdict != "reject")

    @property
    def outside(self) -> bool:
        """Whether it could be read and is not one that is reviewed."""
        return self.conclusion == "not-reviewable" and not self.unread


@dataclass(frozen=True, slots=True)
class HeldDecision:
    """What an officer decided on a finding of a document, and when."""

    document: int
    fingerprint: str
    verdict: Held
    date: datetime.date


class Holdings(Protocol):
    """An archive as reports read it; every call reads it from the start, in the same order."""

    @property
    def versions(self) -> str:
        """Name the rules and the statute library of the latest audit."""

    def documents(self, only: Collection[int] | None = None) -> Iterator[HeldDocument]:
        """Yield the documents that are still there, then those that could not be read.

        With ``only``, those that have one of these ids.
        """

    def heads(self) -> Iterator[HeldDocument]:
        """Yield the documents as ``documents`` does, without what was found and cited in them."""

    def clauses(self, words: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Yield the document, the place and the text of each clause that has one of ``words``."""

    def decisions(self) -> Iterator[HeldDecision]:
        """Yield the decisions that hold."""
