"""Which provisions of a document answer a query, found once for all rules that ask it.

A query asks for *another* provision in the same place, so the two answers with the smallest
ids in each place decide it for every provision, however long the document is.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from hefa.infer.program import Query
from hefa.model.facts import Provision

WHOLE = 0
"""The one place of the scope ``document``."""


def place_of(query: Query, provision: Provision) -> int:
    """Give the id of the sentence, clause or unit (条) that the query ranges over."""
    match query.within:
        case "sentence":
            return provision.sentence
        case "clause":
            return provision.clause
        case "unit":
            return provision.unit
        case "document":
            return WHOLE


class Witnesses:
    """Answers over the provisions of one document, which are sorted by id."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._provisions = provisions
        self._found: dict[Query, dict[int, tuple[int, ...]]] = {}

    def of(self, query: Query) -> dict[int, tuple[int, ...]]:
        """Place -> the at most two smallest ids of provisions that answer the query there."""
        found = self._found.get(query)
        if found is None:
            found = self._found[query] = {}
            for index in sorted(set.intersection(*map(self._meeting, query.wanted))):
                provision = self._provisions[index]
                place = place_of(query, provision)
                earlier = found.get(place, ())
                if len(earlier) < 2:
                    found[place] = (*earlier, provision.id)
        return found

    def _meeting(self, alternatives: frozenset[str]) -> set[int]:
        """Find the indexes of the provisions that say one of the alternatives."""
        return {index for symbol in alternatives for index in self._saying.get(symbol, ())}

    @cached_property
    def _saying(self) -> dict[str, list[int]]:
        """Symbol -> indexes of the provisions that say it."""
        saying: dict[str, list[int]] = defaultdict(list)
        for index, provision in enumerate(self._provisions):
            for symbol in provision.symbols:
                saying[symbol].append(index)
        return saying

    def other(self, query: Query, provision: Provision) -> int | None:
        """Find the smallest id of another provision that answers the query beside this one."""
        answers = self.of(query).get(place_of(query, provision), ())
        return next((answer for answer in answers if answer != provision.id), None)

    def related(self, queries: Sequence[Query], provision: Provision) -> tuple[int, ...]:
        """Find the other provision that answers each query, for queries that all have one."""
        answers = (self.other(query, provision) for query in queries)
        return tuple(answer for answer in answers if answer is not None)
