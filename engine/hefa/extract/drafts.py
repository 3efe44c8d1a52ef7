"""Provisions before they know their place, and what one takes over from what stands before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hefa.extract.symbols import SPOKEN
from hefa.model.document import Clause
from hefa.model.facts import Citation, Provision, Word


@dataclass(slots=True)
class Inherited:
    """What a segment takes over from what stands before it."""

    actor: frozenset[str] = frozenset()
    given: tuple[Word, ...] = ()
    basis: frozenset[str] = frozenset()
    force: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()  # of a lead-in, for items that have no modal of their own
    conditional: bool = False  # behind a condition: 未经批准的，…
    slot: str | None = None  # ban or undo, where a lead-in or an open ban governs what follows
    consequence: tuple[
        Word, ...
    ] = ()  # of a lead-in whose items are conditions (有下列情形之一的，不予登记：)


@dataclass(slots=True)
class Draft:
    """A provision before it knows its place and its context."""

    start: int
    end: int
    actor: frozenset[str]
    modes: frozenset[str]
    basis: frozenset[str]
    force: frozenset[str]
    words: list[Word]
    citations: list[Citation] = field(default_factory=list)
    conditional: bool = False

    def spoken(self) -> set[str]:
        """Return the lexicon classes it speaks of, those it abolishes left out."""
        return {name for word in self.words if word.slot in SPOKEN for name in word.symbols}

    def circumstances(self) -> Iterator[str]:
        """Yield the symbols that no word of its own gives: subject, modes, basis, force, shape."""
        yield from (f"actor.{name}" for name in self.actor or ("none",))
        yield from (f"mode.{name}" for name in self.modes)
        yield from (f"basis.{name}" for name in self.basis or ("none",))
        yield from (f"force.{name}" for name in self.force or ("operative",))
        if self.conditional:
            yield "shape.condition"

    def provision(self, number: int, clause: Clause, sentence: int, symbols: frozenset[str]) -> Provision:
        """Return the finished record with ``number`` as its id."""
        return Provision(
            id=number,
            clause=clause.id,
            unit=clause.unit,
            sentence=sentence,
            start=self.start,
            end=self.end,
            symbols=symbols,
            words=tuple(self.words),
            citations=tuple(self.citations),
        )


def as_given(words: Iterable[Word]) -> Iterator[Word]:
    """Yield what was commanded or stated as given for what follows; what was forbidden stays so."""
    for word in words:
        if word.slot == "act":
            yield Word(start=word.start, end=word.end, slot="given", symbols=word.symbols)
        else:
            yield word
