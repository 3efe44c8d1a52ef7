"""What the words of a sentence say for each category, all categories added up at once.

The weights of one gram, a byte for each category, are the lanes of one int: adding the ints of the grams
of a sentence adds all lanes. A lane is three bytes wide, so that no sum runs into the next.
"""

import base64
import math
from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from hefa.extract.drafts import Draft
from hefa.model.evidence import WordEvidence
from hefa.model.facts import Word

SLOT = "evidence"
_LANE = 3  # bytes
_ZERO = 128  # the byte of weight nought
_TOP = 1 << 8 * _LANE - 1  # the highest bit of a lane
_FAR = _TOP // 2
_FEW = _FAR // 256  # grams that weigh less than that whatever they are
_SHORT = 30  # code points; the few words of a shorter sentence are not given more weight for it
_SHOWN = 6  # stretches of words that are named as decisive


class Told(NamedTuple):
    """A category that the words of a sentence speak for, and the stretches that weigh most."""

    category: str
    stretches: tuple[tuple[int, int], ...]


def bear(told: Iterable[Told], places: Sequence[int], drafts: Iterable[Draft]) -> None:
    """Let the longest of the drafts of a sentence bear what its words speak for.

    ``places`` tell where each character of the sentence without white space stands in the text.
    """
    inside = [draft for draft in drafts if places[0] <= draft.start <= places[-1]]
    if not inside:
        return
    bearer = max(inside, key=lambda draft: draft.end - draft.start)
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
        self._packed = [
            int.from_bytes(self._lanes[place : place + self._width], "little")
            for place in range(0, len(self._lanes), self._width)
        ]
        self._missing = cache(self._missing_at)
        self._zeros = self._in_lanes(_ZERO for _ in table.categories)
        self._tops = self._in_lanes(_TOP for _ in table.categories)
        self.categories = frozenset(table.categories)

    def told(self, sentence: str) -> list[Told]:
        """Return what a sentence without white space speaks for."""
        found = self._automaton.find_matches_as_indexes(sentence, overlapping=True)
        grams = set(map(itemgetter(0), found))
        total = sum(map(self._packed.__getitem__, grams))
        if len(grams) < _FEW and not self._may_tell(len(sentence), len(grams), total):
            return []
        return [
            Told(self._table.categories[lane], self._decisive(found, lane))
            for lane, odds in enumerate(self._odds(len(sentence), len(grams), total))
            if odds >= self._table.least
        ]

    def _may_tell(self, length: int, grams: int, total: int) -> bool:
        """Tell whether some lane of ``total`` may be heavy enough: with what it lacks, it reaches its top."""
        return (total + self._missing(length) - grams * self._zeros) & self._tops != 0

    def _missing_at(self, length: int) -> int:
        """Return for each lane what brings the least sum that tells, rounded down, to the top bit."""
        unit = self._table.scale / math.sqrt(length)
        least = (math.floor((self._table.least - intercept) / unit) for intercept in self._table.intercepts)
        return self._in_lanes(_TOP - max(-_FAR, min(_FAR, weight)) for weight in least)

    def _in_lanes(self, values: Iterable[int]) -> int:
        return sum(value << 8 * _LANE * lane for lane, value in enumerate(values))

    def odds(self, sentence: str) -> dict[str, float]:
        """Return the log-odds of each category for a sentence without white space, which is not empty."""
        grams = {gram for gram, *_ in self._automaton.find_matches_as_indexes(sentence, overlapping=True)}
        odds = self._odds(len(sentence), len(grams), sum(map(self._packed.__getitem__, grams)))
        return dict(zip(self._table.categories, odds, strict=True))

    def _odds(self, length: int, grams: int, total: int) -> list[float]:
        """Return the log-odds of each category for a sentence of so many code points and distinct grams."""
        lanes = total.to_bytes(self._width, "little")
        unit = self._table.scale / math.sqrt(length)
        zero = _ZERO * grams
        return [
            intercept + unit * (int.from_bytes(lanes[place : place + _LANE], "little") - zero)
            for intercept, place in zip(self._table.intercepts, range(0, self._width, _LANE), strict=True)
        ]

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
