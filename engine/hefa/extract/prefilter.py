"""Which sentences no rule can fire on, told from their words alone, before anything is parsed.

A rule needs a word of each of its lexical conditions in the sentence or in the lead-in of
its list. A sentence that lacks one of them for every rule is left out; what is left out could
not have changed a finding. A rule that asks for the whole 款 (slot ``clause``) needs all its
sentences as soon as one of them may fire it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hefa.model.rule import Condition, Rule

_OWN_SLOTS = frozenset(("given", "act", "ban", "undo", "any", "sentence"))


class Prefilter:
    """Bit masks: one bit a set of lexicon classes that some condition asks for."""

    def __init__(self, rules: Sequence[Rule], classes_of_word: Sequence[tuple[str, ...]]) -> None:
        bits: dict[frozenset[str], int] = {}
        demands: set[int] = set()
        clause_demands: set[int] = set()
        for conditions, whole_clause in _condition_groups(rules):
            demand = 0
            for condition in conditions:
                if classes := _classes(condition):
                    demand |= 1 << bits.setdefault(classes, len(bits))
            demands.add(demand)
            if whole_clause:
                clause_demands.add(demand)
        by_class = _bits_by_class(bits)
        self._masks = [_union(by_class.get(name, 0) for name in classes) for classes in classes_of_word]
        words = Counter(name for classes in classes_of_word for name in classes)
        common = [sum(words[name] for name in classes) for classes in bits]
        self._demands = _by_rarest(demands, common)
        self._clause_demands = _by_rarest(clause_demands, common)

    def mask(self, words: Iterable[int]) -> int:
        """Return the bits that the words (indexes into the scanner's list) satisfy."""
        return _union(self._masks[word] for word in words)

    def may_need_clause(self, mask: int) -> bool:
        """Tell whether a rule that asks for the whole 款 may fire."""
        return _meets_any(self._clause_demands, mask)

    def may_fire(self, mask: int) -> bool:
        """Tell whether some rule's lexical conditions are all satisfied."""
        return _meets_any(self._demands, mask)


def _by_rarest(demands: Iterable[int], common: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Index the demands by the one of their bits that the fewest words have; 0 where one demands nothing."""
    found: dict[int, list[int]] = {}
    for demand in sorted(demands):
        bits = [bit for bit in range(len(common)) if demand >> bit & 1]
        rarest = 1 << min(bits, key=lambda bit: common[bit]) if bits else 0
        found.setdefault(rarest, []).append(demand)
    return {rarest: tuple(group) for rarest, group in found.items()}


def _meets_any(demands: Mapping[int, tuple[int, ...]], mask: int) -> bool:
    if 0 in demands:
        return True
    rest = mask
    while rest:
        lowest = rest & -rest
        rest ^= lowest
        for demand in demands.get(lowest, ()):
            if demand & mask == demand:
                return True
    return False


def _classes(condition: Condition) -> frozenset[str]:
    """Return the lexicon classes of which a sentence that meets ``condition`` has a word, if any must be.

    A mode is made by a word of the class of its name, but for deny, which a mere 不 makes, and undo,
    which 取消, of class deny, may make; a subject by a word of its class.
    """
    classes = frozenset(condition.symbols)
    if condition.slot in _OWN_SLOTS or (condition.slot == "actor" and "none" not in classes):
        return classes
    if condition.slot == "mode" and classes.isdisjoint(("state", "deny")):
        return classes | {"deny"} if "undo" in classes else classes
    return frozenset()


def _condition_groups(rules: Sequence[Rule]) -> Iterable[tuple[tuple[Condition, ...], bool]]:
    """Yield the conditions on one provision, and whether the whole 款 is asked for beside them."""
    for rule in rules:
        yield rule.when, any(condition.slot == "clause" for condition in (*rule.when, *rule.unless))
        for related in (*rule.also, *rule.none):
            yield related.when, any(condition.slot == "clause" for condition in related.when)


def _bits_by_class(bits: Mapping[frozenset[str], int]) -> dict[str, int]:
    by_class: dict[str, int] = {}
    for classes, bit in bits.items():
        for name in classes:
            by_class[name] = by_class.get(name, 0) | 1 << bit
    return by_class


def _union(masks: Iterable[int]) -> int:
    result = 0
    for mask in masks:
        result |= mask
    return result
