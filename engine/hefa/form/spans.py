"""Stretches of a text, to be asked whether a place is within one of them, and which have some words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from hefa.model.document import Clause


class Spans:
    """A set of stretches (start, end exclusive); those that overlap are joined."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, place: int) -> bool:
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]


def having(words: Sequence[re.Pattern[str]], text: str, passages: Sequence[Clause]) -> list[Clause]:
    """Return the passages, which are in text order, that have some of the ``words``.

    Each is searched for over the text at once; one that begins with a letter is found many times faster
    than an alternation of several.
    """
    if not passages:
        return []
    found = {index for pattern in words for index in _indexes(pattern, text, passages)}
    return [passages[index] for index in sorted(found)]


def _indexes(pattern: re.Pattern[str], text: str, passages: Sequence[Clause]) -> Iterator[int]:
    index, place = 0, passages[0].start
    while found := pattern.search(text, place):
        start, end = found.span()
        while index < len(passages) and passages[index].end <= start:
            index += 1
        if index == len(passages):
            return
        place = passages[index].start
        if place <= start:
            place = passages[index].end
            if end <= place or pattern.search(text, start, place):
                yield index
