"""A draft as the observers of this stage see it: its text and tree, read without the breaks of its lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from hefa.model.document import Clause, Document
from hefa.model.source import SourceText

_WHITE = re.compile(r"[\s\u3000*#]+")
_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")


class Draft(Protocol):
    """What an observer of this stage is given."""

    @property
    def source(self) -> SourceText:
        """The text as decoded."""

    @property
    def document(self) -> Document:
        """Its tree and clauses."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Part of a clause with white space and markup left out.

    ``places`` has the offset in the source of each character of ``words``.
    """

    words: str
    places: Sequence[int]
    clause: Clause

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``words[start:end]``, not empty, stands in the source."""
        return self.places[start], self.places[end - 1] + 1

    def part(self, start: int, end: int) -> "Passage":
        """Return ``words[start:end]`` as a passage of its own."""
        return Passage(self.words[start:end], self.places[start:end], self.clause)

    def sentences(self) -> Iterator["Passage"]:
        """Yield the sentences; a semicolon ends one too."""
        for found in _SENTENCE.finditer(self.words):
            yield self.part(*found.span())


def passage(text: str, clause: Clause) -> Passage:
    """Return the words of a clause."""
    return Passage(squeezed(text[clause.start : clause.end]), _places(text, clause), clause)


def squeezed(words: str) -> str:
    """Return ``words`` without white space and markup."""
    return _WHITE.sub("", words)


def _places(text: str, clause: Clause) -> Sequence[int]:
    gaps = [gap.span() for gap in _WHITE.finditer(text, clause.start, clause.end)]
    if not gaps:
        return range(clause.start, clause.end)
    places: list[int] = []
    start = clause.start
    for begin, end in gaps:
        places += range(start, begin)
        start = end
    return (*places, *range(start, clause.end))
