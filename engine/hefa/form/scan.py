"""One scan over a text for letters: what patterns must have, and what observers look for before they read.

letters of the tables' patterns ─┐                ┌─► stretches in which a pattern may match
letters of ``asked``            ─┴─ text, once ───┴─► which letters the text has, and how often
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from hefa.model.lazy import lazy

REACH = 100
"""Code points before and behind the letters of a pattern in which it must match."""
_GROUP = lazy(r"\([^()]*\)[?*]?|\[[^\[\]]*\][?*]?|[\u4e00-\u9fff][?*]")
_RUN = lazy(r"[\u4e00-\u9fff]+")
_ASKED: dict[str, None] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """An expression, and letters of which a text has some where it matches; none: it is always asked."""

    pattern: re.Pattern[str]
    letters: tuple[str, ...] = ()


def asked(pattern: str, *letters: str) -> Asked:
    """Have each draft scanned for ``letters``, by default the pattern itself."""
    letters = letters or (pattern,)
    _ASKED.update(dict.fromkeys(letters))
    return Asked(lazy(pattern), letters)


@dataclass(slots=True)
class Scan:
    """What was found: ``likely`` are the numbers of patterns with the stretches in which they may match."""

    likely: dict[int, list[tuple[int, int]]]
    counts: dict[str, int] = field(default_factory=dict)

    def may_have(self, words: Asked) -> bool:
        """Whether the text has letters of an expression."""
        return not words.letters or not self.counts.keys().isdisjoint(words.letters)

    def times(self, words: Asked) -> int:
        """Return how often the letters of an expression stand in the text."""
        return sum(self.counts.get(letters, 0) for letters in words.letters)


def scan(text: str, patterns: tuple[str, ...], letters: tuple[str, ...] = ()) -> Scan:
    """Scan a text for what each of the patterns must have, and for letters."""
    scanner, owners, always, names = _scanner(patterns, letters)
    found = Scan({number: [(0, len(text))] for number in always})
    likely, counts = found.likely, found.counts
    for entry, start, end in scanner.find_matches_as_indexes(text, overlapping=True):
        name = names[entry]
        if name is not None:
            counts[name] = counts.get(name, 0) + 1
        for number in owners[entry]:
            stretches = likely.setdefault(number, [])
            begin = max(0, start - REACH)
            if stretches and begin <= stretches[-1][1]:
                begin = min(begin, stretches.pop()[0])
            stretches.append((begin, end + REACH))
    return found


def asked_letters() -> tuple[str, ...]:
    """Return all letters that observers ask for."""
    return tuple(_ASKED)


@lru_cache(maxsize=8)
def _scanner(
    patterns: tuple[str, ...], asked_for: tuple[str, ...]
) -> tuple[AhoCorasick, Sequence[set[int]], set[int], Sequence[str | None]]:
    """Return what finds the letters, whose each are, the patterns that need none, and what is asked for."""
    owners: dict[str, set[int]] = {}
    for number, words in enumerate(patterns):
        for letters in letters_in(words):
            owners.setdefault(letters, set()).add(number)
    always = owners.pop("", set())
    every: Mapping[str, set[int]] = {letters: set() for letters in asked_for} | owners
    automaton = AhoCorasick(list(every), implementation=Implementation.DFA)
    names = [letters if letters in asked_for else None for letters in every]
    return automaton, [numbers - always for numbers in every.values()], always, names


def letters_in(words: str) -> tuple[str, ...]:
    """Return, for each alternative of a pattern, letters without which it cannot match."""
    bare = words.replace("\\", "")
    while bare != (bare := _GROUP.sub("\0", bare)):
        pass
    return tuple(max(_RUN.findall(alternative), key=len, default="") for alternative in bare.split("|"))
