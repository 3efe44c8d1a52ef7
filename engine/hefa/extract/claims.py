"""What each rule asks of one provision, in bits: one for each set of lexicon classes in a condition."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hefa.extract.ways import Demand
from hefa.extract.words import ROLES
from hefa.model.rule import Condition, Rule

_CACHED = 50_000  # sets of classes whose bits are kept at hand
_OWN_SLOTS = frozenset(("given", "act", "ban", "undo", "any", "measure"))
_SILENCING = frozenset(("sentence", "clause"))
GENERIC = "basis.generic"
"""Stands for a basis of that kind among the sets that silence a rule."""


class Claim(NamedTuple):
    """What one rule asks of a provision at least.

    ``need`` are the sets of which the sentence, what semicolons join to it or its lead-in must have a word,
    ``sentence`` those of which it must have one itself, ``own`` those of which the provision must, ``act``
    those that it must command or state. The sentence must speak of no set of ``silence``, the provision of
    none of ``mute``. ``operative``: the provision must be nothing else (a task, a report). ``clause``: the
    whole 款 is asked for.
    """

    need: int
    sentence: int
    own: int
    act: int
    silence: int
    mute: int
    operative: bool
    clause: bool


class Claims:
    """The claims of rules, and the bits that classes have; built once per pack."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._bits: dict[frozenset[str], int] = {}
        self._of: dict[Demand, dict[Claim, None]] = {}
        for when, unless, clause in _asked(rules):
            demand = frozenset(filter(None, map(_classes, when)))
            self._of.setdefault(demand, {})[self._claim(when, unless, clause)] = None
        self._by_class = _bits_by_class(self._bits)
        self._known: dict[tuple[str, ...], int] = {}

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

    @property
    def demands(self) -> Collection[Demand]:
        """The sets of classes that the claims ask for."""
        return self._of.keys()

    def of(self, demands: Iterable[Demand]) -> list[Claim]:
        """Return the claims that ask for what the demands do."""
        return [claim for demand in demands for claim in self._of[demand]]

    def _claim(self, when: Sequence[Condition], unless: Sequence[Condition], clause: bool) -> Claim:
        return Claim(
            need=self._mask(map(_classes, when)),
            sentence=self._mask(_classes(one) for one in when if one.slot not in {"actor", "lead"}),
            own=self._mask(_classes(one) for one in when if one.slot in _OWN_SLOTS),
            act=self._mask(_classes(one) for one in when if one.slot == "act"),
            silence=self._mask(map(_silencing, unless)),
            mute=self._mask(_content(one) for one in unless if one.slot == "any"),
            operative=any(one.slot == "force" and one.symbols == ("operative",) for one in when),
            clause=clause,
        )

    def _mask(self, sets: Iterable[frozenset[str]]) -> int:
        """Return one bit for each of the sets that is not empty, new bits for new sets."""
        mask = 0
        for classes in sets:
            if classes:
                mask |= 1 << self._bits.setdefault(classes, len(self._bits))
        return mask


def _classes(condition: Condition) -> frozenset[str]:
    """Return the classes of which a sentence, its lead-in included, must have a word to meet ``condition``.

    A mode is made by a word of the class of its name, undo by one of class deny too (取消); a subject
    by a word of its class.
    """
    classes = frozenset(condition.symbols)
    if condition.slot in _OWN_SLOTS or condition.slot in {"sentence", "lead"}:
        return classes
    if condition.slot == "actor" and "none" not in classes:
        return classes
    if condition.slot == "mode" and "state" not in classes:
        return classes | {"deny"} if "undo" in classes else classes
    return frozenset()


def _silencing(condition: Condition) -> frozenset[str]:
    """Return the classes of which one, spoken of in a sentence, silences all that it says."""
    if condition.slot in _SILENCING:
        return _content(condition)
    return (
        frozenset((GENERIC,)) if condition.slot == "basis" and "generic" in condition.symbols else frozenset()
    )


def _content(condition: Condition) -> frozenset[str]:
    """Return the classes of a condition that words may give to a provision."""
    return frozenset(name for name in condition.symbols if name not in ROLES and name.isascii())


def _asked(rules: Iterable[Rule]) -> Iterator[tuple[Sequence[Condition], Sequence[Condition], bool]]:
    """Yield the conditions on one provision, what must not hold of it, and whether the whole 款 is asked for.

    What a rule asks of the same sentence or 款 matters only where the rule may fire; what it asks of the
    article or the document is looked for everywhere. Rules about observations ask nothing of sentences,
    nor do those that go by weight, which is asked of what is read for others.
    """
    for rule in rules:
        if rule.observes or rule.weighs:
            continue
        related = (*rule.also, *rule.none)
        near = any(entry.within in {"sentence", "clause"} for entry in related)
        yield rule.when, rule.unless, near or _asks_clause((*rule.when, *rule.unless))
        for entry in related:
            if entry.within not in {"sentence", "clause"}:
                yield entry.when, (), _asks_clause(entry.when)


def _asks_clause(conditions: Iterable[Condition]) -> bool:
    return any(condition.slot == "clause" for condition in conditions)


def _bits_by_class(bits: Mapping[frozenset[str], int]) -> dict[str, int]:
    by_class: dict[str, int] = {}
    for classes, bit in bits.items():
        for name in classes:
            by_class[name] = by_class.get(name, 0) | 1 << bit
    return by_class
