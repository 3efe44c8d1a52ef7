"""What the provisions of a document say, as symbols that rules can reason over."""

from dataclasses import dataclass
from functools import cache

from pydantic import SkipValidation

from hefa.model.base import Span


@cache
def full_symbols(slot: str, symbols: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``slot.symbol`` for each of ``symbols``."""
    return tuple(f"{slot}.{symbol}" for symbol in symbols)


@dataclass(slots=True)
class Word:
    """A word of the text, the slot it stands in and its lexicon classes: a rule may ask ``slot.class``."""

    start: int
    end: int
    slot: str
    symbols: tuple[str, ...]

    @property
    def full(self) -> tuple[str, ...]:
        """The ``slot.symbol`` strings that the word gives."""
        return full_symbols(self.slot, self.symbols)


class Citation(Span):
    """A named law or document in the text, with the article where one is given."""

    title: str
    article: str | None = None
    superior: bool = False  # a law, regulation or State Council decision, by its title


class Provision(Span):
    """One norm: who, under which condition, shall / may / must not, do what, on what basis.

    ``start``/``end`` span the words a finding quotes. ``clause``, ``unit`` and ``sentence`` are ids
    for joins. ``symbols`` are ``slot.symbol`` strings (``act.fine``, ``mode.ban``, ``basis.article``):
    everything rules may ask about this provision. ``words`` tell where each came from, in text order.
    """

    id: int
    clause: int
    unit: int
    sentence: int
    symbols: SkipValidation[frozenset[str]]
    words: SkipValidation[tuple[Word, ...]] = ()
    citations: SkipValidation[tuple[Citation, ...]] = ()
