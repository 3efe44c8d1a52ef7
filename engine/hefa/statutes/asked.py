"""Which laws a review asked the library about, and what it had there: so that it is known when it changes."""

import datetime
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from hefa.model.citation import Statutes
from hefa.model.statute import Article, Statute

ALL = "*"
"""Stands for the list of all keys: a review may look for the one that a title means."""


def digest_of_law(statutes: Statutes, key: str) -> str:
    """Name exactly what a library has on a law: its versions, its articles, its repeal."""
    if key == ALL:
        return _digest(sorted(statutes.keys))
    history = statutes.history(key)
    texts = [
        (one.title, one.promulgated, one.effective, one.history, _words(statutes.articles(one)))
        for one in history
    ]
    return _digest((texts, statutes.repealed(key), tuple(statutes.successors(key))))


class AskedStatutes:
    """A library that remembers the keys it was asked about (see ``hefa.model.citation.Statutes``).

    ``known`` are digests of this library that were made before; those made here are added.
    """

    def __init__(self, statutes: Statutes, known: dict[str, str]) -> None:
        self._statutes, self._known = statutes, known
        self.asked = set[str]()

    def digests(self) -> dict[str, str]:
        """Return the keys that were asked about, in order, with digests of what there is on them."""
        for key in self.asked - self._known.keys():
            self._known[key] = digest_of_law(self._statutes, key)
        return {key: self._known[key] for key in sorted(self.asked)}

    @property
    def version(self) -> str:
        """Name exactly this content."""
        return self._statutes.version

    @property
    def keys(self) -> Collection[str]:
        """The keys of all statutes of which there is a text."""
        return _AskedKeys(self._statutes.keys, self.asked)

    def history(self, key: str) -> Sequence[Statute]:
        """Return the versions of a statute, oldest first, without their articles."""
        self.asked.add(key)
        return self._statutes.history(key)

    def articles(self, statute: Statute) -> Mapping[tuple[int, int], Article]:
        """Return the articles of a version by number and number of insertion."""
        self.asked.add(statute.key)
        return self._statutes.articles(statute)

    def repealed(self, key: str) -> datetime.date | None:
        """Return the day of repeal, where the text that repeals it by name is there."""
        self.asked.add(key)
        return self._statutes.repealed(key)

    def successors(self, key: str) -> Sequence[str]:
        """Return the titles of the statutes that repealed this one by name."""
        self.asked.add(key)
        return self._statutes.successors(key)


class _AskedKeys(Collection[str]):
    """Keys that remember which of them were asked for; who goes through them has asked for all."""

    def __init__(self, keys: Collection[str], asked: set[str]) -> None:
        self._keys, self._asked = keys, asked

    def __contains__(self, key: object) -> bool:
        self._asked.add(str(key))
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        self._asked.add(ALL)
        return iter(self._keys)

    def __len__(self) -> int:
        self._asked.add(ALL)
        return len(self._keys)


def _words(articles: Mapping[tuple[int, int], Article]) -> list[tuple[int, int, str]]:
    return [(*at, articles[at].text) for at in sorted(articles)]


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
