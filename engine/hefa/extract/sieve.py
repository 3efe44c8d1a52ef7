"""Which sentences no rule can fire on, told from their words for many sentences at once.

A set of sentences is an int, one bit a sentence. For each lexicon class the sentences that have a word
of it are one such int; a sentence may have a phrase where it has all its elements, in whatever order;
and a rule may fire where all that it asks for is there. So the cost per sentence is that of a few bits,
and a phrase or rule costs nothing where no sentence has a word of the rarest set that it asks for.
What is left is looked at again for the order of the words (``order``).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from hefa.extract.order import Order
from hefa.extract.ways import FIRES, Demand, Way, Ways
from hefa.extract.words import Words


class Sieve:
    """Demands and the phrases that may meet them, ready to be asked; built once per lexicon and rules.

    What is rare in the sentences of ``sample`` is looked at first; the answers do not hang on it.
    """

    def __init__(self, demands: Iterable[Demand], words: Words, sample: Iterable[str]) -> None:
        self._words = words
        seen = (word for sentence in sample for word in {word for word, _, _ in words.matches(sentence)})
        frequency = Counter(name for word in seen for name in words.classes_at(word))
        self._ways = Ways(demands, words.phrases, frequency)
        self._numbers_of: dict[int, tuple[int, ...]] = {}
        self._order = Order(self._ways, words)

    def passing(self, sentences: Sequence[str]) -> list[Collection[Demand]]:
        """Return for each of the sentences the demands that it may meet; of most sentences, none.

        They are without white space, but that a line is what words are put in order in: the sentence, one
        of those that semicolons join to it, a lead-in.
        """
        if self._ways.always:
            return [self._ways.demands.values()] * len(sentences)
        sentences_of: dict[int, int] = defaultdict(int)
        matches_of = list(map(self._words.matches, sentences))
        one = 1
        for matches in matches_of:
            for word, _, _ in matches:
                sentences_of[word] |= one
            one <<= 1
        passing, met = self._passing(sentences_of)
        told: list[Collection[Demand]] = [()] * len(sentences)
        if passing:
            left = [place for place, bit in enumerate(f"{passing | one:b}"[:0:-1]) if bit == "1"]
            again = self._order.passing([(sentences[place], matches_of[place]) for place in left], met)
            for place, demands in zip(left, again, strict=True):
                told[place] = demands
        return told

    def _passing(self, sentences_of: Mapping[int, int]) -> tuple[int, Iterable[Way]]:
        """Return the sentences that have what some demand asks for, and the ways that some sentence has."""
        having, present = self._having(sentences_of)
        met: dict[Way, None] = {}
        waiting: list[list[tuple[int, list[Way]]]] = [[] for _ in range(self._ways.levels)]
        unions = _Unions(having, self._ways.sets)
        given: set[int] = set()
        for level in waiting:
            for number in present:
                for place, ways in self._ways.asking.get(number, ()):
                    waiting[place].append((number, ways))
            for index in chain.from_iterable(map(self._ways.given_in.__getitem__, given)):
                unions.pop(index, None)
            present, given = [], set()
            for number, ways in level:
                among = having[number]
                for way in ways:
                    left = among
                    for index in way.rest:
                        left &= unions[index]
                        if not left:
                            break
                    else:
                        met[way] = None
                        if not having[way.gives]:
                            present.append(way.gives)
                        having[way.gives] |= left
                        given.add(way.gives)
        return having[FIRES], met

    def _having(self, sentences_of: Mapping[int, int]) -> tuple[list[int], list[int]]:
        """Return for each class the sentences that have a word of it, and the classes that some have."""
        having = [0] * len(self._ways.numbers)
        present: list[int] = []
        for word, sentences in sentences_of.items():
            numbers = self._numbers_of.get(word)
            if numbers is None:
                numbers = self._numbers_of[word] = self._numbers_at(word)
            for number in numbers:
                if not having[number]:
                    present.append(number)
                having[number] |= sentences
        return having, present

    def _numbers_at(self, word: int) -> tuple[int, ...]:
        """Return the numbers of the classes that a word has."""
        names = self._words.classes_at(word)
        return tuple(self._ways.numbers[name] for name in names if name in self._ways.numbers)


class _Unions(dict[int, int]):
    """The sentences that have a word of a set of classes, by its index, worked out when first asked for."""

    def __init__(self, having: Sequence[int], sets: Sequence[tuple[int, ...]]) -> None:
        self._having = having
        self._sets = sets

    def __missing__(self, index: int) -> int:
        union = 0
        for number in self._sets[index]:
            union |= self._having[number]
        self[index] = union
        return union
