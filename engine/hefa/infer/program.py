"""Rules -> the program both evaluators run: sets of symbols, and no names of fields.

A rule holds on a provision when every set of ``wanted`` meets the provision's symbols, none of
``unless`` does, each of ``also`` is satisfied by another provision in its scope and none of
``none`` is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hefa.model.rule import Related, Rule, Scope

Wanted = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions on one other provision of the same sentence, clause, unit or document."""

    within: Scope
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """One rule; the first set of ``wanted`` is the ranks it applies to."""

    id: str
    wanted: Wanted
    unless: Wanted
    also: tuple[Query, ...]
    none: tuple[Query, ...]


def compile_rules(rules: Iterable[Rule]) -> tuple[CompiledRule, ...]:
    """Compile the rules in use, sorted by id; a removed rule is kept on file but never runs."""
    return tuple(
        CompiledRule(
            id=rule.id,
            wanted=(
                frozenset(f"rank.{rank}" for rank in rule.ranks),
                *(condition.wanted for condition in rule.when),
            ),
            unless=(
                *(condition.wanted for condition in rule.unless),
                *((frozenset(f"issuer.{level}" for level in rule.spares),) if rule.spares else ()),
            ),
            also=_queries(rule.also),
            none=_queries(rule.none),
        )
        for rule in sorted(rules, key=lambda rule: rule.id)
        if rule.status != "removed"
    )


def holds(wanted: Wanted, symbols: frozenset[str]) -> bool:
    """Whether every set meets the symbols."""
    for alternatives in wanted:  # noqa: SIM110 - a generator would take longer
        if alternatives.isdisjoint(symbols):
            return False
    return True


def _queries(related: Iterable[Related]) -> tuple[Query, ...]:
    return tuple(
        Query(entry.within, tuple(condition.wanted for condition in entry.when)) for entry in related
    )
