"""The reference evaluator: program and provisions in, matches out, in plain Python.

It is the oracle of the durable adapter and its stand-in where the extension cannot be
imported. Rules are indexed by the condition that the fewest rules share, so that a provision
is tried against the few rules that one of its symbols calls for.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from hefa.infer.program import CompiledRule, holds
from hefa.infer.witness import Witnesses
from hefa.model.facts import Provision
from hefa.model.match import Match


class ReferenceEvaluator:
    """Keeps no state between documents."""

    name = "reference"

    def __init__(self, program: Sequence[CompiledRule]) -> None:
        shared = Counter(symbol for rule in program for wanted in rule.wanted for symbol in wanted)
        self._called_by: dict[str, list[CompiledRule]] = defaultdict(list)
        for rule in program:
            rarest = min(rule.wanted, key=lambda wanted: sum(shared[symbol] for symbol in wanted))
            for symbol in sorted(rarest):
                self._called_by[symbol].append(rule)

    def match(self, provisions: Sequence[Provision]) -> list[Match]:
        """Every rule on every provision it holds on, sorted by provision and rule."""
        ordered = sorted(provisions, key=lambda provision: provision.id)
        witnesses = Witnesses(ordered)
        matches = []
        for provision in ordered:
            called = {
                rule.id: rule for symbol in provision.symbols for rule in self._called_by.get(symbol, ())
            }
            for key in sorted(called):
                rule = called[key]
                if _holds(rule, provision, witnesses):
                    related = witnesses.related(rule.also, provision)
                    matches.append(Match(rule=key, provision=provision.id, related=related))
        return matches


def _holds(rule: CompiledRule, provision: Provision, witnesses: Witnesses) -> bool:
    return (
        holds(rule.wanted, provision.symbols)
        and all(silencer.isdisjoint(provision.symbols) for silencer in rule.unless)
        and all(witnesses.other(query, provision) is not None for query in rule.also)
        and all(witnesses.other(query, provision) is None for query in rule.none)
    )
