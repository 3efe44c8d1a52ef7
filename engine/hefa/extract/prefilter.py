"""Which sentences no rule can fire on, told from their words and again from their tokens, before parsing.

A rule needs a word of each of its lexical conditions in the sentence or in the lead-in of
its list. A sentence that lacks one of them for every rule is left out; what is left out could
not have changed a finding. A rule that asks for the whole 款 (slot ``clause``, or another provision of it)
needs all its sentences as soon as one of them may fire it. Rules about observations ask
nothing of sentences; for those that go by the weight of words, the weights tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from hefa.extract.sieve import Sieve
from hefa.extract.ways import Demand
from hefa.extract.words import Words
from hefa.model.rule import Condition, Rule

_FEW = 200  # sentences whose tokens are found in the time that a sieve takes to make
_SAMPLE = 500  # sentences that tell which words are rare
_CACHED = 50_000  # sets of classes whose bits are kept at hand
_OWN_SLOTS = frozenset(("given", "act", "ban", "undo", "any", "sentence", "lead", "measure"))


class _Asked(NamedTuple):
    """Demands, a bit for each of their sets: those of one set as one mask, and the others."""

    alone: int
    others: tuple[int, ...]

    @classmethod
    def of(cls, demands: Iterable[int]) -> "_Asked":
        """Divide the demands."""
        every = tuple(demands)
        alone = sum({demand for demand in every if demand.bit_count() == 1})
        return cls(alone, tuple(demand for demand in every if demand.bit_count() != 1))

    def meets_one(self, mask: int) -> bool:
        """Tell whether some demand lacks nothing."""
        return bool(mask & self.alone) or not all(map((~mask).__and__, self.others))


class Prefilter:
    """What the rules ask of a sentence at least: by its words (``sieve``), by the classes of its tokens."""

    def __init__(self, rules: Sequence[Rule], words: Words) -> None:
        demands: set[Demand] = set()
        clause_demands: set[Demand] = set()
        for conditions, whole_clause in _condition_groups(rules):
            demand = frozenset(filter(None, map(_classes, conditions)))
            demands.add(demand)
            if whole_clause:
                clause_demands.add(demand)
        self._ready = partial(Sieve, demands, words)
        self._sieve: Sieve | None = None
        self._seen: list[str] = []  # sentences, up to those of which the sieve is made
        bits: dict[frozenset[str], int] = {}
        self._demands = _Asked.of(_mask(bits, demand) for demand in demands)
        self._clause_demands = _Asked.of(_mask(bits, demand) for demand in clause_demands)
        self._by_class = _bits_by_class(bits)
        self._known: dict[tuple[str, ...], int] = {}

    def passing(self, sentences: Sequence[str]) -> list[bool]:
        """Tell for each of the sentences, without white space, whether by its words some rule may fire on it.

        As long as few sentences have been asked about, all pass: the sieve would take longer to make.
        """
        if self._sieve is None:
            self._seen += sentences
            if len(self._seen) <= _FEW:
                return [True] * len(sentences)
            self._sieve = self._ready(self._seen[:_SAMPLE])
            self._seen.clear()
        return self._sieve.passing(sentences)

    def mask_of(self, classes: tuple[str, ...]) -> int:
        """Return the bits of the sets that a token with these classes, phrases among them, satisfies."""
        mask = self._known.get(classes)
        if mask is None:
            mask = 0
            for name in classes:
                mask |= self._by_class.get(name, 0)
            if len(self._known) < _CACHED:
                self._known[classes] = mask
        return mask

    def may_need_clause(self, mask: int) -> bool:
        """Tell whether a rule that asks for the whole 款 may fire."""
        return self._clause_demands.meets_one(mask)

    def may_fire(self, mask: int) -> bool:
        """Tell whether some rule's lexical conditions are all satisfied."""
        return self._demands.meets_one(mask)


def _mask(bits: dict[frozenset[str], int], demand: Demand) -> int:
    """Return one bit for each of the sets, new bits for new sets."""
    return sum(1 << bits.setdefault(classes, len(bits)) for classes in demand)


def _classes(condition: Condition) -> frozenset[str]:
    """Return the classes of which a sentence, its lead-in included, must have a word to meet ``condition``.

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
        if rule.observes or rule.weighs:
            continue
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
