"""What may make a rule fire, in numbers, for those who look at many sentences at once.

A demand asks for a word of each of several sets of lexicon classes; a phrase asks for the same, in the
order of the text, and gives its class, which another phrase or a demand may ask for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hefa.extract.phrases import Element, Phrase

Demand = frozenset[frozenset[str]]
"""Sets of lexicon classes; a sentence needs a word of each."""
FIRES = 0
"""The number of the class that demands give."""


@dataclass(slots=True, eq=False)
class Way:
    """A phrase or a demand: the number of the class that it gives, and its sets, by their index.

    ``rest`` are the sets but the rarest, the rarest first; ``steps`` all of them, those of a phrase in the
    order of the text, with whether a word may stand far behind the one before.
    """

    gives: int
    rest: tuple[int, ...]
    steps: tuple[tuple[int, bool], ...]


class Ways:
    """The ways in which rules may fire; built once per lexicon and rules.

    They are divided into ``levels``: each asks for words and for what the levels before it give; the last
    one holds the demands, ``demands`` tells which way is of which. ``asking`` gives, by the number of a
    class, those which have it in their rarest set, level by level. ``sets`` are the numbers of the classes
    of each set, ``given_in`` by the number of a class that phrases give the indexes of the sets that have it.
    ``frequency`` tells how often words of a class were seen.
    """

    def __init__(
        self, demands: Iterable[Demand], phrases: Iterable[Phrase], frequency: Mapping[str, int]
    ) -> None:
        self.numbers: dict[str, int] = {"": FIRES}
        self.sets: list[tuple[int, ...]] = []
        self._index: dict[frozenset[str], int] = {}
        self._rarity: list[int] = []
        self._frequency = frequency
        wanted = list(demands)
        self.asking: dict[int, list[tuple[int, list[Way]]]] = {}
        self.levels = 0
        for level in _levels(_reachable(wanted, phrases)):
            self._add((phrase.symbol, phrase.elements) for phrase in level)
        made = self._add(("", [Element(one, True) for one in demand]) for demand in wanted)
        self.demands: dict[Way, Demand] = dict(zip(made, wanted, strict=True))
        self.given_in = self._given_in()
        self.always = frozenset() in wanted  # a rule asks for no word at all
        del self._index, self._rarity, self._frequency  # done with

    def _add(self, ways: Iterable[tuple[str, Iterable[Element]]]) -> list[Way]:
        """Add a level."""
        level: dict[int, list[Way]] = {}
        made: list[Way] = []
        for symbol, elements in ways:
            steps = tuple((self._set(element.classes), element.far) for element in elements)
            ordered = sorted({one for one, _ in steps}, key=self._rarity.__getitem__)
            way = Way(self._number(symbol), tuple(ordered[1:]), steps)
            made.append(way)
            for number in self.sets[ordered[0]] if ordered else ():
                level.setdefault(number, []).append(way)
        for number, some in level.items():
            self.asking.setdefault(number, []).append((self.levels, some))
        self.levels += 1
        return made

    def _given_in(self) -> dict[int, list[int]]:
        ways = (way for levels in self.asking.values() for _, level in levels for way in level)
        given_in: dict[int, list[int]] = {way.gives: [] for way in ways}
        for index, numbers in enumerate(self.sets):
            for number in numbers:
                if number in given_in:
                    given_in[number].append(index)
        return given_in

    def _set(self, classes: frozenset[str]) -> int:
        if classes not in self._index:
            self._index[classes] = len(self.sets)
            self.sets.append(tuple(map(self._number, sorted(classes))))
            self._rarity.append(sum(self._frequency.get(name, 0) for name in classes))
        return self._index[classes]

    def _number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))


def _reachable(demands: Iterable[Demand], phrases: Iterable[Phrase]) -> list[Phrase]:
    """Return the phrases that give a class asked for by a demand, or by a phrase that does."""
    by_symbol: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_symbol.setdefault(phrase.symbol, []).append(phrase)
    waiting = {name for demand in demands for classes in demand for name in classes}
    found: dict[str, list[Phrase]] = {}
    while waiting:
        name = waiting.pop()
        found[name] = by_symbol.get(name, [])
        parts = {part for phrase in found[name] for element in phrase.elements for part in element.classes}
        waiting |= parts.difference(found)
    return [phrase for name in sorted(found) for phrase in found[name]]


def _levels(phrases: Iterable[Phrase]) -> Iterator[list[Phrase]]:
    """Divide the phrases so that each asks only for words and for phrases of the levels before it."""
    waiting = list(phrases)
    while waiting:
        unknown = {phrase.symbol for phrase in waiting}
        ready = [p for p in waiting if all(unknown.isdisjoint(e.classes) for e in p.elements)]
        if not ready:  # classes that ask for each other in a ring: as often as one may follow from another
            yield from [waiting] * len(unknown)
            return
        yield ready
        known = set(ready)
        waiting = [phrase for phrase in waiting if phrase not in known]
