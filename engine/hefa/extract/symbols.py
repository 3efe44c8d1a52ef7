"""The symbols that words give: ``slot.class``, and of those the ones that some rule asks for."""

from collections.abc import Iterable, Sequence

from hefa.model.facts import Word, full_symbols
from hefa.model.rule import Rule

SPOKEN = frozenset(("given", "act", "ban"))
"""Slots whose words a provision speaks of: what it abolishes is not among them."""


class Symbols:
    """Words to symbols, each pair of slot and classes worked out once."""

    def __init__(self, asked: frozenset[str] | None) -> None:
        self._asked = asked
        self._scopes: dict[str, dict[str, str]] = {}  # by scope, the symbols asked for by their classes
        self._known: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}

    def asked(self, symbols: Iterable[str]) -> frozenset[str]:
        """Return those of the symbols that some rule asks for; all, where no rules were given."""
        return frozenset(symbols) if self._asked is None else self._asked.intersection(symbols)

    def asks(self, scope: str) -> bool:
        """Tell whether some rule asks for a symbol of the scope (title, heading)."""
        return self._asked is None or bool(self._asked_within(scope))

    def of_words(self, words: Iterable[Word]) -> frozenset[str]:
        """Return the symbols of the words, each in its slot, and in the slot ``any`` what they speak of."""
        return frozenset().union(*(self._of(word.slot, word.symbols) for word in words))

    def within(self, scope: str, classes: Iterable[str]) -> frozenset[str]:
        """Return ``scope.class`` for each of the classes (clause, sentence, lead)."""
        if self._asked is None:
            return frozenset(f"{scope}.{name}" for name in classes)
        known = self._asked_within(scope)
        return frozenset([known[name] for name in known.keys() & classes])

    def _asked_within(self, scope: str) -> dict[str, str]:
        """Return the symbols of a scope that some rule asks for, by their classes."""
        known = self._scopes.get(scope)
        if known is None:
            first = f"{scope}."
            asked = self._asked or ()
            known = self._scopes[scope] = {s.removeprefix(first): s for s in asked if s.startswith(first)}
        return known

    def _of(self, slot: str, classes: tuple[str, ...]) -> frozenset[str]:
        known = self._known.get((slot, classes))
        if known is None:
            spoken = full_symbols("any", classes) if slot in SPOKEN else ()
            known = self._known[slot, classes] = self.asked((*full_symbols(slot, classes), *spoken))
        return known


def asked_by(rules: Sequence[Rule]) -> frozenset[str]:
    """Return every symbol that some rule asks for."""
    found: set[str] = set()
    for rule in rules:
        found.update(f"rank.{rank}" for rank in rule.ranks)
        found.update(f"issuer.{level}" for level in rule.spares)
        related = (entry.when for entry in (*rule.also, *rule.none))
        for conditions in (rule.when, rule.unless, *related):
            found.update(symbol for condition in conditions for symbol in condition.wanted)
    return frozenset(found)
