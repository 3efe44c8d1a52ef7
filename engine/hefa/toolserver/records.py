"""What the tools give back: the records of the review, in pages of bounded size."""

import datetime

from hefa.model.base import Record
from hefa.model.opinion import Finding, Opinion
from hefa.model.rule import LegalBasis, Severity
from hefa.model.statute import Status


class ReviewPage(Opinion):
    """An opinion with a page of its findings, in text order.

    ``total`` counts all findings, ``offset`` those before the page; ``next_offset`` is where the next
    page begins, where there is one. Traces are left out unless they were asked for.
    """

    total: int
    offset: int
    next_offset: int | None = None


class ReasonGroup(Record):
    """Reasons of one kind: what held, which exceptions were looked for, which article to compare."""

    kind: str
    lines: tuple[str, ...]


class Explanation(Record):
    """A rule in words and, where a finding was asked about, the finding and why it was made."""

    rule: str
    basis: tuple[LegalBasis, ...]
    lines: tuple[str, ...]
    finding: Finding | None = None
    reasons: tuple[ReasonGroup, ...] = ()


class RuleLine(Record):
    """A rule in a list."""

    id: str
    name: str
    category: str
    severity: Severity
    confidence: str
    status: str


class RulePage(Record):
    """A page of the rules; counted as findings are in ``ReviewPage``."""

    rules: tuple[RuleLine, ...]
    total: int
    offset: int
    next_offset: int | None = None


class ArticleText(Record):
    """One article (条) as the user's library has it."""

    label: str
    text: str


class StatuteText(Record):
    """A version of a statute, or one article of it; ``left_out`` counts articles that had no room.

    ``day`` is the day asked about, ``status`` what the version is on it.
    """

    title: str
    promulgated: datetime.date | None
    effective: datetime.date | None
    day: datetime.date | None
    status: Status | None
    articles: tuple[ArticleText, ...]
    left_out: int = 0


class FoundArticle(Record):
    """An article that holds the words searched for, with the stretch around them."""

    title: str
    promulgated: datetime.date | None
    label: str
    excerpt: str


class FoundArticles(Record):
    """Articles found; ``more`` where the list stops before all of them."""

    articles: tuple[FoundArticle, ...]
    more: bool
