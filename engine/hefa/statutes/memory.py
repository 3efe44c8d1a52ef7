"""A library held in memory: the few statutes that an example or a program gives."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from hefa.model.statute import Article, Statute


class StatutesInMemory:
    """Answers by key (see ``hefa.model.citation.Statutes``) from whole statutes."""

    version = "memory"

    def __init__(self, statutes: Iterable[Statute]) -> None:
        self._histories: dict[str, list[Statute]] = {}
        self._repeals: dict[str, tuple[datetime.date, tuple[str, ...]]] = {}
        for statute in sorted(statutes, key=lambda one: (one.key, one.since)):
            self._histories.setdefault(statute.key, []).append(statute)
            for key in statute.repeals:
                self._repeals[key] = (statute.since, (statute.title,))

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all statutes of which there is a text."""
        return frozenset(self._histories)

    def history(self, key: str) -> Sequence[Statute]:
        """Return the versions of a statute, oldest first."""
        return self._histories.get(key, [])

    def articles(self, statute: Statute) -> Mapping[tuple[int, int], Article]:
        """Return the articles of a version by number and number of insertion."""
        return {(one.number, one.inserted): one for one in statute.articles}

    def repealed(self, key: str) -> datetime.date | None:
        """Return the day of repeal, where the text that repeals it by name is there."""
        return self._repeals[key][0] if key in self._repeals else None

    def successors(self, key: str) -> Sequence[str]:
        """Return the titles of the statutes that repealed this one by name."""
        return self._repeals[key][1] if key in self._repeals else ()
