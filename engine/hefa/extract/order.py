"""Which sentences have the words that a rule asks for in the order that its phrases ask for.

The text of many sentences is one row of bits, one a character. A word is the bit of its last character,
which its token has too; a word that only phrases ask for is all its bits, as it may join a token that
has but some of them. Of two words of a phrase the first must have a bit below one of the second, with
no comma between them or, where the second may be far, no end of a line. As tokens do not overlap, a phrase
that tokens make is found; one that they do not make may be.

The row is divided by guard bits, which no word has. In each division ``guards - bits`` keeps the lowest
of the bits, and turns over those above it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from operator import itemgetter

from hefa.extract.ways import FIRES, Demand, Way, Ways
from hefa.extract.words import Match, Words

_COMMA = "，"
_TOKENS = "[“《除][^\n]*[”》外）)]"  # may be tokens that hold commas
_FIGURE = f"(?<=[0-9]){_COMMA}(?=[0-9])"


class Order:
    """The ways in which rules may fire, ready to be asked for; built once per lexicon and rules."""

    def __init__(self, ways: Ways, words: Words) -> None:
        self._ways = ways
        self._words = words
        held = chain.from_iterable(map(_commas_of, words.holding(_COMMA)))
        self._guards = re.compile("|".join((_TOKENS, _FIGURE, *held, f"([{_COMMA}\n])")))
        self._known: dict[int, tuple[int, ...]] = {}
        self._literals: dict[int, int] = {}
        ragged = _ragged(ways, words.literals)
        self._ragged = [not ragged.isdisjoint(classes) for classes in ways.sets]

    def passing(
        self, sentences: Sequence[tuple[str, Sequence[Match]]], ways: Iterable[Way]
    ) -> list[list[Demand]]:
        """Return for each of the sentences the demands among ``ways`` that it meets; phrases come first.

        With each sentence come the words and literals in it.
        """
        text = "".join(f"{sentence}\n" for sentence, _ in sentences)
        _, *stops = accumulate((len(sentence) + 1 for sentence, _ in sentences), initial=-1)
        words_of = zip([-1, *stops], (words for _, words in sentences), strict=False)
        having = self._having(words_of, ways)
        near = far = 0
        for match in self._guards.finditer(text):
            if match.lastindex:
                near |= 1 << match.start()
                if match[1] == "\n":
                    far |= 1 << match.start()
        ends = sum(1 << stop for stop in stops)
        begins = 1 | (ends ^ 1 << stops[-1]) << 1
        to_end = ends - begins  # carries any bit of a sentence to its end
        met: dict[int, list[Demand]] = {stop: [] for stop in stops}
        for way in ways:
            if way.gives == FIRES:
                fires = ends
                for index, _ in way.steps:
                    fires &= self._union(having, index) + to_end
                while fires:
                    stop = fires.bit_length() - 1
                    met[stop].append(self._ways.demands[way])
                    fires ^= 1 << stop
            else:
                having[way.gives] |= self._last(having, way, near, far)
        return list(met.values())

    def _having(self, words_of: Iterable[tuple[int, Sequence[Match]]], ways: Iterable[Way]) -> list[int]:
        """Return for each class that the ways ask for the bits of the words that have it.

        ``words_of`` gives the words of each sentence, with the place before the sentence.
        """
        sets = {index for way in ways for index, _ in way.steps}
        asked = set(chain.from_iterable(map(self._ways.sets.__getitem__, sets)))
        numbers_of: dict[int, set[int]] = {}
        bits_of: dict[int, int] = {}
        for before, words in words_of:
            for index, _, end in words:
                if index in bits_of:
                    bits_of[index] |= 1 << before + end
                elif index not in numbers_of:
                    known = self._known.get(index)
                    if known is None:
                        known = self._known[index] = self._numbers_at(index)
                    numbers_of[index] = asked.intersection(known)
                    if numbers_of[index]:
                        bits_of[index] = 1 << before + end
        having = [0] * len(self._ways.numbers)
        for index, bits in bits_of.items():
            row = bits
            for _ in range(self._literals.get(index, 0)):
                row |= row >> 1
            for number in numbers_of[index]:
                having[number] |= row
        return having

    def _numbers_at(self, index: int) -> tuple[int, ...]:
        """Return the numbers of the classes of a word."""
        names = self._words.classes_of_parts(index)
        if literal := self._words.literal_at(index):
            self._literals[index] = len(literal) - 1
        return tuple(self._ways.numbers[name] for name in names if name in self._ways.numbers)

    def _union(self, having: Sequence[int], index: int) -> int:
        union = 0
        for number in self._ways.sets[index]:
            union |= having[number]
        return union

    def _last(self, having: Sequence[int], way: Way, near: int, far: int) -> int:
        """Return the words that a phrase may end in."""
        (before, _), *rest = way.steps
        bits = self._union(having, before)
        for index, is_far in rest:
            guards = far if is_far else near
            above = (guards - bits) | bits if self._ragged[before] else (guards - bits) ^ bits
            bits = above & self._union(having, index)
            if not bits:
                break
            before = index
        return bits


def _ragged(ways: Ways, literals: Iterable[str]) -> set[int]:
    """Return the classes that words which only phrases ask for have, or phrases that end in one."""
    ragged = {ways.numbers[name] for name in literals if name in ways.numbers}
    every = sorted(chain.from_iterable(ways.asking.values()), key=itemgetter(0))
    for way in chain.from_iterable(level for _, level in every):
        if not ragged.isdisjoint(ways.sets[way.steps[-1][0]]):
            ragged.add(way.gives)
    return ragged


def _commas_of(word: str) -> Iterator[str]:
    """Yield a pattern for each comma of a word that has some."""
    for match in re.finditer(_COMMA, word):
        before, behind = word[: match.start()], word[match.end() :]
        yield f"(?<={re.escape(before)}){_COMMA}(?={re.escape(behind)})"
