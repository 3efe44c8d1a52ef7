"""A library kept open for many drafts: what was looked up once is kept."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from hefa.model.statute import Article, Statute
from hefa.statutes.store import StatuteLibrary


class StatuteShelf:
    """Answers by key (see ``hefa.model.citation.Statutes``); a name that is no key has no versions."""

    def __init__(self, path: Path) -> None:
        self._library = StatuteLibrary(path)
        self._histories: dict[str, tuple[Statute, ...]] = {}
        self._articles: dict[tuple[str, datetime.date | None], dict[tuple[int, int], Article]] = {}

    @property
    def version(self) -> str:
        """Name exactly this content."""
        return self._library.version

    @cached_property
    def keys(self) -> Collection[str]:
        """The keys of all statutes of which there is a text."""
        return self._library.keys()

    def history(self, key: str) -> Sequence[Statute]:
        """Return the versions of a statute, oldest first, without their articles."""
        if key not in self._histories:
            self._histories[key] = tuple(self._library.versions(key)) if key in self.keys else ()
        return self._histories[key]

    def articles(self, statute: Statute) -> Mapping[tuple[int, int], Article]:
        """Return the articles of a version by number and number of insertion."""
        at = (statute.key, statute.promulgated)
        if at not in self._articles:
            found = self._library.articles_of(statute)
            self._articles[at] = {(one.number, one.inserted): one for one in found}
        return self._articles[at]

    def repealed(self, key: str) -> datetime.date | None:
        """Return the day of repeal, where the text that repeals it by name is there."""
        return self._library.repealed(key)

    def successors(self, key: str) -> Sequence[str]:
        """Return the titles of the statutes that repealed this one by name."""
        return self._library.repeals[key][1] if key in self._library.repeals else ()
