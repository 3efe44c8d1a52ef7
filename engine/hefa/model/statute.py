"""A law, regulation or rule as the library has it: its versions, and their articles."""

import datetime
from typing import Literal

from hefa.model.base import Record

Status = Literal["in-force", "not-yet", "superseded", "repealed"]


class Article(Record):
    """One article (条): 第十七条之一 has number 17 and inserted 1; ``text`` has a line for each 款 and 项."""

    number: int
    inserted: int = 0
    text: str


class Statute(Record):
    """One version of a statute.

    ``key`` is its name without 中华人民共和国 and marks, the same for all versions. ``promulgated`` is the
    date of this version; ``effective`` the date from which its text says it applies, where that is of
    this version. ``repeals`` are the keys of the statutes that it repeals.
    """

    key: str
    title: str
    promulgated: datetime.date | None
    effective: datetime.date | None = None
    history: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def since(self) -> datetime.date:
        """The day from which this version counts; the first day there is, where no date is known."""
        return self.effective or self.promulgated or datetime.date.min
