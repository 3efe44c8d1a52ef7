"""The articles that findings rest on, as the statute library has them."""

import threading
from dataclasses import dataclass
from pathlib import Path

from hefa.errors import HefaError
from hefa.model.rule import LegalBasis
from hefa.model.statute import statute_key
from hefa.opinion.wording import citation
from hefa.statutes import StatuteShelf, parse_reference

_MOST = 5_000
"""Articles that are kept in memory."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article with its citation above it."""

    heading: str
    text: str


class Articles:
    """Looks up articles; without a library there are none. One thread at a time asks the library."""

    def __init__(self, library: Path | None) -> None:
        self._shelf = StatuteShelf(library) if library is not None else None
        self._lock = threading.Lock()
        self._known: dict[LegalBasis, Shown | None] = {}

    def of(self, basis: tuple[LegalBasis, ...]) -> list[Shown]:
        """Return those of the cited articles that the library has."""
        with self._lock:
            if len(self._known) > _MOST:
                self._known.clear()
            for one in basis:
                if one not in self._known:
                    self._known[one] = self._found(one)
            found = [self._known[one] for one in basis]
        return [one for one in found if one is not None]

    def _found(self, basis: LegalBasis) -> Shown | None:
        if self._shelf is None or not basis.article:
            return None
        try:
            number = parse_reference(basis.article)
        except HefaError:
            return None
        history = self._shelf.history(statute_key(basis.law))
        wanted = [one for one in history if one.promulgated == basis.version] or list(history)
        for statute in reversed(wanted):
            if (article := self._shelf.articles(statute).get((number.article, number.inserted))) is not None:
                dated = basis.model_copy(update={"version": statute.promulgated})
                return Shown(citation(dated), article.text)
        return None
