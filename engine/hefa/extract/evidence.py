"""What a sentence says for each category: its words and what the grammar made of them, added up at once.

The weights of one gram or symbol, a byte for each category, are the lanes of one int: adding the ints of a
sentence adds all lanes. A lane is four bytes wide, so that no sum runs into the next.
"""

import base64
import math
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter
from struct import Struct
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from hefa.extract.drafts import Draft
from hefa.model.evidence import WordEvidence
from hefa.model.facts import Word

SLOT = "evidence"
_LANE = 4  # bytes, as Struct has them
_ZERO = 128  # the byte of weight nought
_SHOWN = 6  # stretches of words that are named as decisive


class Told(NamedTuple):
    """A category that a sentence speaks for, and the stretches of its words that weigh most."""

    category: str
    stretches: tuple[tuple[int, int], ...]


def bear(told: Iterable[Told], places: Sequence[int], bearer: Draft) -> None:
    """Let a draft bear what its sentence speaks for.

    ``places`` tell where each character of the sentence without white space stands in the text.
    """
    bearer.words += [
        Word(places[begin], places[end - 1] + 1, SLOT, (one.category,))
        for one in told
        for begin, end in one.stretches
    ]


class Evidence:
    """Weighs sentences; built once per table."""

    def __init__(self, table: WordEvidence) -> None:
        self._table = table
        self._automaton = AhoCorasick(table.grams)
        raw = base64.b64decode(table.weights)
        self._lanes = bytearray(_LANE * len(raw))
        self._lanes[::_LANE] = raw
        self._width = _LANE * len(table.categories)
        self._unpack = Struct(f"<{len(table.categories)}I").unpack
        self._packed = [
            int.from_bytes(self._lanes[place : place + self._width], "little")
            for place in range(0, len(self._lanes), self._width)
        ]
        self._of_symbols = dict(zip(table.symbols, self._packed[len(table.grams) :], strict=True))
        self.categories = frozenset(table.categories)
        self.symbols = frozenset(table.symbols)

    def told(self, sentence: str, symbols: Collection[str], *, in_draft: bool) -> list[Told]:
        """Return what a sentence without white space, whose provisions have the symbols, speaks for."""
        least = self._table.least_in_draft if in_draft else self._table.least
        found = self._automaton.find_matches_as_indexes(sentence, overlapping=True)
        return [
            Told(self._table.categories[lane], self._decisive(found, lane))
            for lane, odds in enumerate(self._odds(found, len(sentence), symbols))
            if odds >= least
        ]

    def odds(self, sentence: str, symbols: Collection[str]) -> dict[str, float]:
        """Return the log-odds of each category for a sentence without white space, which is not empty."""
        found = self._automaton.find_matches_as_indexes(sentence, overlapping=True)
        odds = self._odds(found, len(sentence), symbols)
        return dict(zip(self._table.categories, odds, strict=True))

    def _odds(
        self, found: Iterable[tuple[int, int, int]], length: int, symbols: Collection[str]
    ) -> list[float]:
        """Return the log-odds of each category for a sentence of so many code points."""
        grams = set(map(itemgetter(0), found))
        known = self.symbols.intersection(symbols)
        of_grams = self._sums(map(self._packed.__getitem__, grams), len(grams), length)
        of_symbols = self._sums(map(self._of_symbols.__getitem__, known), len(known), len(known))
        return list(map(sum, zip(self._table.intercepts, of_grams, of_symbols, strict=True)))

    def _sums(self, packed: Iterable[int], count: int, size: int) -> list[float]:
        """Return for each category the sum of so many weights, over the root of the size."""
        lanes = self._unpack(sum(packed).to_bytes(self._width, "little"))
        unit = self._table.scale / math.sqrt(max(1, size))
        zero = _ZERO * count
        return [unit * (lane - zero) for lane in lanes]

    def _decisive(self, found: list[tuple[int, int, int]], lane: int) -> tuple[tuple[int, int], ...]:
        """Return the stretches of the grams that weigh most for a category, joined where they meet."""
        weighed = [
            (self._lanes[gram * self._width + lane * _LANE] - _ZERO, begin, end)
            for gram, begin, end in found
            if end - begin > 1
        ]
        chosen = sorted(
            (begin, end) for weight, begin, end in sorted(weighed, reverse=True)[:_SHOWN] if weight > 0
        )
        joined: list[tuple[int, int]] = []
        for begin, end in chosen:
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((begin, end))
        return tuple(joined)
