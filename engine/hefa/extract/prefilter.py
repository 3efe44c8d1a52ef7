"""Which sentences no rule can fire on, told from their words and again from their tokens, before parsing.

A rule needs a word of each of its lexical conditions in the sentence or in the lead-in of
its list. A sentence that lacks one of them for every rule is left out; what is left out could
not have changed a finding. A rule that asks for the whole 款 (slot ``clause``, or another provision of it)
needs all its sentences as soon as one of them may fire it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hefa.extract.phrases import Phrase
from hefa.extract.words import Words
from hefa.model.rule import Condition, Rule

_OWN_SLOTS = frozenset(("given", "act", "ban", "undo", "any", "sentence"))


class Prefilter:
    """Bit masks: one bit a set of lexicon classes that a condition, or an element of a phrase, asks for."""

    def __init__(self, rules: Sequence[Rule], words: Words) -> None:
        bits: dict[frozenset[str], int] = {}
        demands: set[int] = set()
        clause_demands: set[int] = set()
        for conditions, whole_clause in _condition_groups(rules):
            demand = _demand(bits, map(_classes, conditions))
            demands.add(demand)
            if whole_clause:
                clause_demands.add(demand)
        levels = [
            [(phrase.symbol, _demand(bits, (e.classes for e in phrase.elements))) for phrase in level]
            for level in _levels(words.phrases)
        ]
        by_class = self._by_class = _bits_by_class(bits)
        self._words = words
        self._masks: dict[int, int] = {}
        common = [sum(words.frequency[name] for name in classes) for classes in bits]
        self._demands = _Demands(demands, common)
        self._clause_demands = _Demands(clause_demands, common)
        self._levels = [_Gains(level, by_class, common) for level in levels]

    def mask(self, words: Iterable[int]) -> int:
        """Return the bits that the words (indexes into the scanner's list), and phrases of them, satisfy."""
        mask = _union(map(self._mask_of_word, words))
        for level in self._levels:
            mask |= level.of(mask)
        return mask

    def _mask_of_word(self, word: int) -> int:
        mask = self._masks.get(word)
        if mask is None:
            mask = self._masks[word] = self.mask_of(self._words.classes_at(word))
        return mask

    def mask_of(self, classes: Iterable[str]) -> int:
        """Return the bits that tokens with these classes, phrases found among them, satisfy."""
        return _union(self._by_class.get(name, 0) for name in classes)

    def may_need_clause(self, mask: int) -> bool:
        """Tell whether a rule that asks for the whole 款 may fire."""
        return self._clause_demands.any_met(mask)

    def may_fire(self, mask: int) -> bool:
        """Tell whether some rule's lexical conditions are all satisfied."""
        return self._demands.any_met(mask)


class _Demands:
    """Masks, each kept under the one of its bits that the fewest words have."""

    def __init__(self, demands: Iterable[int], common: Sequence[int]) -> None:
        self._by_rarest: dict[int, list[int]] = {}
        for demand in sorted(demands):
            self._by_rarest.setdefault(_rarest(demand, common), []).append(demand)
        self._keys = _union(self._by_rarest)

    def any_met(self, mask: int) -> bool:
        """Tell whether all bits of one of the masks are in ``mask``."""
        if 0 in self._by_rarest:
            return True
        rest = mask & self._keys
        while rest:
            bit = rest & -rest
            rest ^= bit
            for demand in self._by_rarest[bit]:
                if demand & mask == demand:
                    return True
        return False


class _Gains:
    """What phrases add to a mask: the bits of the classes they give, where all their elements are there."""

    def __init__(
        self, phrases: Iterable[tuple[str, int]], by_class: Mapping[str, int], common: Sequence[int]
    ) -> None:
        gains: dict[int, int] = {}
        for symbol, demand in phrases:
            gains[demand] = gains.get(demand, 0) | by_class.get(symbol, 0)
        self._by_rarest: dict[int, list[tuple[int, int]]] = {}
        for demand, gain in gains.items():
            if gain:
                self._by_rarest.setdefault(_rarest(demand, common), []).append((demand, gain))
        self._keys = _union(self._by_rarest)

    def of(self, mask: int) -> int:
        """Return the bits gained by the phrases whose elements ``mask`` has."""
        gained = 0
        rest = mask & self._keys
        while rest:
            bit = rest & -rest
            rest ^= bit
            for demand, gain in self._by_rarest[bit]:
                if demand & mask == demand:
                    gained |= gain
        return gained


def _rarest(demand: int, common: Sequence[int]) -> int:
    return min(_bits(demand), key=lambda bit: common[bit.bit_length() - 1], default=0)


def _levels(phrases: Iterable[Phrase]) -> list[list[Phrase]]:
    """Divide the phrases so that each asks only for words and for phrases of the levels before it."""
    waiting = list(phrases)
    levels: list[list[Phrase]] = []
    while waiting:
        unknown = {phrase.symbol for phrase in waiting}
        ready = [p for p in waiting if all(unknown.isdisjoint(e.classes) for e in p.elements)]
        if not ready:  # classes that ask for each other in a ring
            return [*levels, waiting, waiting]
        levels.append(ready)
        known = set(ready)
        waiting = [phrase for phrase in waiting if phrase not in known]
    return levels


def _demand(bits: dict[frozenset[str], int], sets: Iterable[frozenset[str]]) -> int:
    """Return the bits of the sets that are not empty, new bits for new sets."""
    return _union(1 << bits.setdefault(classes, len(bits)) for classes in sets if classes)


def _classes(condition: Condition) -> frozenset[str]:
    """Return the lexicon classes of which a sentence that meets ``condition`` has a word, if any must be.

    A mode is made by a word of the class of its name, undo by one of class deny too (取消); a subject
    by a word of its class.
    """
    classes = frozenset(condition.symbols)
    if condition.slot in _OWN_SLOTS or (condition.slot == "actor" and "none" not in classes):
        return classes
    if condition.slot == "mode" and "state" not in classes:
        return classes | {"deny"} if "undo" in classes else classes
    return frozenset()


def _condition_groups(rules: Sequence[Rule]) -> Iterable[tuple[tuple[Condition, ...], bool]]:
    """Yield the conditions on one provision, and whether the whole 款 is asked for beside them.

    What a rule asks of the same sentence or 款 matters only where the rule may fire; what it asks of the
    article or the document is looked for everywhere.
    """
    for rule in rules:
        related = (*rule.also, *rule.none)
        near = any(entry.within in {"sentence", "clause"} for entry in related)
        yield rule.when, near or _asks_clause((*rule.when, *rule.unless))
        for entry in related:
            if entry.within not in {"sentence", "clause"}:
                yield entry.when, _asks_clause(entry.when)


def _asks_clause(conditions: Iterable[Condition]) -> bool:
    return any(condition.slot == "clause" for condition in conditions)


def _bits_by_class(bits: Mapping[frozenset[str], int]) -> dict[str, int]:
    by_class: dict[str, int] = {}
    for classes, bit in bits.items():
        for name in classes:
            by_class[name] = by_class.get(name, 0) | 1 << bit
    return by_class


def _bits(mask: int) -> Iterator[int]:
    """Yield each bit of the mask as a mask of its own, lowest first."""
    while mask:
        lowest = mask & -mask
        mask ^= lowest
        yield lowest


def _union(masks: Iterable[int]) -> int:
    result = 0
    for mask in masks:
        result |= mask
    return result
