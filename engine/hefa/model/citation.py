"""What a draft cites, and what a statute library answers about it."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol

from pydantic import SkipValidation

from hefa.model.base import Span
from hefa.model.statute import Article, ArticleReference, Statute

Role = Literal["basis", "applied", "violated", "named"]
"""What a draft does with what it cites: rests on it (根据), applies it, punishes its breach, names it."""


class CitedArticle(Span):
    """An article, 款 or 项 that is named behind a title; the span is that of its words."""

    reference: SkipValidation[ArticleReference]


class CitedDocument(Span):
    """A law or document that a draft names, with the articles it names.

    ``name`` is as printed, without marks and white space; an agreed short name (以下简称) is put back to the
    full one. ``number`` is the document number (文号) behind it. ``start``/``end`` span the name with its
    marks, ``clause`` is the id of the clause it stands in. ``history`` says that the sentence tells of what
    was or of repeal.
    """

    name: str
    key: str
    role: Role
    clause: int
    number: str | None = None
    marked: bool = True
    opening: bool = False  # in the preamble or the first article
    history: bool = False
    articles: SkipValidation[tuple[CitedArticle, ...]] = ()


class Statutes(Protocol):
    """What a library of statutes can be asked; a key is a name as ``statute_key`` gives it."""

    @property
    def version(self) -> str:
        """Name exactly this content."""

    @property
    def keys(self) -> Collection[str]:
        """The keys of all statutes of which there is a text."""

    def history(self, key: str) -> Sequence[Statute]:
        """Return the versions of a statute, oldest first, without their articles."""

    def articles(self, statute: Statute) -> Mapping[tuple[int, int], Article]:
        """Return the articles of a version by number and number of insertion."""

    def repealed(self, key: str) -> datetime.date | None:
        """Return the day of repeal, where the text that repeals it by name is there."""

    def successors(self, key: str) -> Sequence[str]:
        """Return the titles of the statutes that repealed this one by name."""
