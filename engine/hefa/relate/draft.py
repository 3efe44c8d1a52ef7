"""A draft as the observers of this stage see it: its text and tree, read without the breaks of its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from hefa.model.document import Clause, Document
from hefa.model.lazy import lazy
from hefa.model.source import SourceText

_WHITE = lazy(r"[\s\u3000*#]+")
_ENDS = "。；！？"
_SENTENCE = lazy(rf"[^{_ENDS}]+[{_ENDS}]?")


class Draft(Protocol):
    """What an observer of this stage is given."""

    @property
    def source(self) -> SourceText:
        """The text as decoded."""

    @property
    def document(self) -> Document:
        """Its tree and clauses."""


@dataclass(slots=True)
class _Places:
    """Where the characters of a squeezed clause stand in the source; worked out for those that are asked."""

    text: str
    start: int
    end: int
    known: Sequence[int] = ()

    def all(self) -> Sequence[int]:
        """Return the offset in the source of each character, in order."""
        self.known = self.known or _places(self.text, self.start, self.end)
        return self.known


@dataclass(slots=True)
class Passage:
    """Part of a clause with white space and markup left out; ``at`` is where it begins in the whole."""

    words: str
    clause: Clause
    whole: _Places
    at: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``words[start:end]``, not empty, stands in the source."""
        places = self.whole.all()
        return places[self.at + start], places[self.at + end - 1] + 1

    def sentences(self) -> Iterator["Passage"]:
        """Yield the sentences; a semicolon ends one too."""
        for found in _SENTENCE.finditer(self.words):
            yield Passage(found[0], self.clause, self.whole, self.at + found.start())

    def sentence_around(self, place: int) -> "Passage":
        """Return the sentence that has ``words[place]``."""
        start = max(self.words.rfind(mark, 0, place) for mark in _ENDS) + 1
        found = _SENTENCE.match(self.words, start)
        return Passage(found[0] if found else "", self.clause, self.whole, self.at + start)


def passage(text: str, clause: Clause) -> Passage:
    """Return the words of a clause."""
    start, end = clause.start, clause.end
    return Passage(squeezed(text[start:end]), clause, _Places(text, start, end))


class Reading:
    """A draft with the passages of its clauses, for the observers that read them in turn."""

    def __init__(self, draft: Draft) -> None:
        self.document, self.text = draft.document, draft.source.text

    @cached_property
    def passages(self) -> list[Passage]:
        """The clauses in text order."""
        return [passage(self.text, clause) for clause in self.document.clauses]


def squeezed(words: str) -> str:
    """Return ``words`` without white space and markup."""
    words = "".join(words.split())
    return words.replace("*", "").replace("#", "") if "*" in words or "#" in words else words


def _places(text: str, start: int, end: int) -> Sequence[int]:
    places: list[int] = []
    for gap in _WHITE.finditer(text, start, end):
        places += range(start, gap.start())
        start = gap.end()
    return (*places, *range(start, end)) if places else range(start, end)
