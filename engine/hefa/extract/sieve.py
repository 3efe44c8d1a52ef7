"""Which sentences no rule can fire on, told from their words for many sentences at once.

A set of sentences is an int, one bit a sentence. For each lexicon class the sentences that have a word
of it are one such int; a sentence may have a phrase where it has all its elements, in whatever order;
and a rule may fire where all that it asks for is there. So the cost per sentence is that of a few bits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from hefa.extract.phrases import Phrase
from hefa.extract.words import Words

_WORD_OF = itemgetter(0)
Demand = frozenset[frozenset[str]]
"""Sets of lexicon classes; a sentence needs a word of each."""
_Set = tuple[int, ...]  # numbers of classes
_Rest = tuple[tuple[_Set, ...], int]  # what a phrase asks for besides its first set, and the class it gives


class _Order:
    """Puts sets of classes in order, the one whose words are the rarest in a sample of sentences first."""

    def __init__(self, words: Words, sample: Iterable[str]) -> None:
        self._frequency = Counter(
            name
            for sentence in sample
            for word in set(map(_WORD_OF, words.matches(sentence)))
            for name in words.classes_at(word)
        )
        self._keys: dict[frozenset[str], tuple[int, tuple[str, ...]]] = {}

    def __call__(self, sets: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
        """Return the sets in order, each sorted."""
        return tuple(classes for _, classes in sorted(map(self._key, sets)))

    def _key(self, classes: frozenset[str]) -> tuple[int, tuple[str, ...]]:
        key = self._keys.get(classes)
        if key is None:
            frequency = sum(self._frequency[name] for name in classes)
            key = self._keys[classes] = (frequency, tuple(sorted(classes)))
        return key


class Sieve:
    """Demands and the phrases that may meet them, ready to be asked; built once per lexicon and rules.

    What is rare in the sentences of ``sample`` is looked at first; the answers do not hang on it.
    """

    def __init__(self, demands: Iterable[Demand], words: Words, sample: Iterable[str]) -> None:
        self._words = words
        self._numbers: dict[str, int] = {}
        ordered = _Order(words, sample)
        wanted = sorted(map(ordered, demands))
        levels = _levels(_reachable(wanted, words.phrases))
        self._demands = [self._sets(demand) for demand in wanted]
        self._levels = [self._by_first_set(level, ordered) for level in levels]
        self._numbers_of_word: dict[int, tuple[int, ...]] = {}

    def passing(self, sentences: Sequence[str]) -> list[bool]:
        """Tell for each of the sentences, without white space, whether some rule may fire on it."""
        sentences_of: dict[int, int] = defaultdict(int)
        for place, sentence in enumerate(sentences):
            one = 1 << place
            for word, _, _ in self._words.matches(sentence):
                sentences_of[word] |= one
        passing = self._passing(sentences_of)
        return [bool(passing >> place & 1) for place in range(len(sentences))]

    def _passing(self, sentences_of: Mapping[int, int]) -> int:
        having = [0] * len(self._numbers)
        for word, sentences in sentences_of.items():
            for number in self._numbers_of(word):
                having[number] |= sentences
        for level in self._levels:
            for first, phrases in level:
                found = 0
                for number in first:
                    found |= having[number]
                if found:
                    for rest, symbol in phrases:
                        having[symbol] |= _having_all(having, rest, found)
        passing = 0
        for demand in self._demands:
            passing |= _having_all(having, demand, -1)
        return passing

    def _by_first_set(self, phrases: Iterable[Phrase], ordered: _Order) -> list[tuple[_Set, list[_Rest]]]:
        """Return the phrases by the set of which there are the fewest words."""
        grouped: dict[_Set, list[_Rest]] = {}
        for phrase in phrases:
            first, *rest = self._sets(ordered({e.classes for e in phrase.elements}))
            grouped.setdefault(first, []).append((tuple(rest), self._number(phrase.symbol)))
        return list(grouped.items())

    def _numbers_of(self, word: int) -> tuple[int, ...]:
        numbers = self._numbers_of_word.get(word)
        if numbers is None:
            classes = self._words.classes_at(word)
            numbers = tuple(self._numbers[name] for name in classes if name in self._numbers)
            self._numbers_of_word[word] = numbers
        return numbers

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def _sets(self, sets: Iterable[Sequence[str]]) -> tuple[_Set, ...]:
        return tuple(tuple(map(self._number, classes)) for classes in sets)


def _having_all(having: Sequence[int], sets: Iterable[_Set], among: int) -> int:
    """Return those of the sentences ``among`` that have a class of each set."""
    for classes in sets:
        found = 0
        for number in classes:
            found |= having[number]
        among &= found
        if not among:
            break
    return among


def _reachable(demands: Iterable[Iterable[Iterable[str]]], phrases: Iterable[Phrase]) -> list[Phrase]:
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
        if not ready:  # classes that ask for each other in a ring
            yield waiting
            yield waiting
            return
        yield ready
        known = set(ready)
        waiting = [phrase for phrase in waiting if phrase not in known]
