"""How like the matters of two documents are: by the pairs of characters in their titles and bodies.

    titles, bodies ──► Rarity: how much a pair says ──► Sketch of a document ──► degree from 0 to 1

A document is known by the pairs of its title's core and by the ``TERMS`` weightiest pairs of its body.
The degree is the mean of both likenesses (cosines).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from operator import add

from hefa.relate.common import COMMON_PAIRS

TERMS = 60
SAME_MATTER = 0.4
_PRIOR = 100
"""Documents an archive is thought to have beside its own: rarity must mean something in a small one."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a document is about: ``terms`` are weights by pair, their squares summing to 1."""

    topic: frozenset[str]
    terms: Mapping[str, float]


class Rarity:
    """How rare the pairs are in the bodies of some documents: log of one in how many has it."""

    def __init__(self, bodies: Iterable[Mapping[str, int]]) -> None:
        spread: Counter[str] = Counter()
        size = _PRIOR
        for body in bodies:
            spread.update(body.keys())
            size += 1
        self._rarity = {pair: math.log(size / (1 + documents)) for pair, documents in spread.items()}
        self._unseen = math.log(size)

    def weight(self, pair: str) -> float:
        """Return how much a pair says."""
        return self._rarity.get(pair, self._unseen)

    def sketch(self, topic: frozenset[str], body: Mapping[str, int]) -> Sketch:
        """Return the sketch of a document with this topic and these pairs in its body."""
        weights = ((pair, (1 + math.log(times)) * self.weight(pair)) for pair, times in body.items())
        chosen = nsmallest(TERMS, weights, key=lambda entry: (-entry[1], entry[0]))
        length = math.sqrt(sum(weight * weight for _, weight in chosen)) or 1.0
        return Sketch(topic, {pair: weight / length for pair, weight in chosen})

    def norm(self, topic: frozenset[str]) -> float:
        """Return the length of a topic as a vector."""
        return math.sqrt(sum(map(self.weight, topic)))

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return how like two topics are, from 0 to 1."""
        shared = one & other
        if not shared:
            return 0.0
        return sum(map(self.weight, shared)) / (self.norm(one) * self.norm(other))


def body_pairs(words: str) -> Counter[str]:
    """Count the pairs of a body that may say what it is about; ``words`` has its clauses, one a line."""
    counts = Counter(map(add, words, words[1:]))
    return Counter(
        {pair: times for pair, times in counts.items() if pair not in COMMON_PAIRS and _chinese(pair)}
    )


def topic_pairs(words: str) -> frozenset[str]:
    """Return the pairs of a title's core."""
    return frozenset(filter(_chinese, map(add, words, words[1:])))


def _chinese(pair: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in pair)
