"""Why a rule fired: rule, provision and document in; the conditions in order, each with its words, out."""

from collections.abc import Iterable, Sequence
from typing import Literal

from hefa.model.document import Document
from hefa.model.facts import Provision, Word, full_symbols
from hefa.model.match import Match
from hefa.model.opinion import TraceStep
from hefa.model.rule import Condition, Related, Rule
from hefa.opinion.terms import Terms

PLACES = {"sentence": "同一句中", "clause": "同一款（项）中", "unit": "同一条中", "document": "全文中"}
_SPOKEN = frozenset(("given", "act", "ban"))


class Tracer:
    """Looks up the words behind symbols, for the provisions of one document."""

    def __init__(self, text: str, document: Document, provisions: Sequence[Provision], terms: Terms) -> None:
        self._text, self._clauses, self._terms = text, document.clauses, terms
        self._provisions = {provision.id: provision for provision in provisions}
        self._by_clause: dict[int, list[Provision]] = {}
        for provision in provisions:
            self._by_clause.setdefault(provision.clause, []).append(provision)

    def steps(self, rule: Rule, match: Match) -> tuple[TraceStep, ...]:
        """Return what held, in the rule's order, then what was looked for and not found."""
        provision = self._provisions[match.provision]
        steps = [self.step(condition, provision) for condition in rule.when]
        for related, found in zip(rule.also, match.related, strict=True):
            other = self._provisions[found]
            steps += [
                self.step(condition, other, f"{PLACES[related.within]}另有规定：")
                for condition in related.when
            ]
        steps += [self.absent("none", self.describe(absent)) for absent in rule.none]
        steps += [self.absent("unless", self._terms.condition(condition)) for condition in rule.unless]
        return tuple(steps)

    def describe(self, related: Related) -> str:
        """Return what is asked of another provision."""
        conditions = "，且".join(map(self._terms.condition, related.when))
        return f"{PLACES[related.within]}另有规定：{conditions}"

    @staticmethod
    def absent(kind: Literal["none", "unless"], condition: str) -> TraceStep:
        """Return the step of an exception that was looked for and not found."""
        return TraceStep(kind=kind, condition=condition)

    def decisive(self, rule: Rule, provision: Provision) -> tuple[str, ...]:
        """Return the words of the provision itself that ``when`` rests on, in text order."""
        wanted = frozenset[str]().union(*(condition.wanted for condition in rule.when))
        return self._texts(
            word
            for word in provision.words
            if not wanted.isdisjoint(word.full)
            or (word.slot in _SPOKEN and not wanted.isdisjoint(full_symbols("any", word.symbols)))
        )

    def step(self, condition: Condition, provision: Provision, place: str = "") -> TraceStep:
        """Return a condition that holds on a provision, with the words that make it hold."""
        words = self._texts(self._words(condition, provision))
        return TraceStep(
            kind="also" if place else "when", condition=place + self._terms.condition(condition), words=words
        )

    def _words(self, condition: Condition, provision: Provision) -> list[Word]:
        """Return the words that made the condition hold; a context slot has them in other provisions."""
        context = {"any": [provision], "sentence": [], "clause": [], "lead": []}
        if condition.slot not in context:
            return [word for word in provision.words if not condition.wanted.isdisjoint(word.full)]
        same_clause = self._by_clause[provision.clause]
        lead = self._clauses[provision.clause].lead if provision.clause >= 0 else None
        context["sentence"] = [other for other in same_clause if other.sentence == provision.sentence]
        context["clause"] = same_clause
        context["lead"] = self._by_clause.get(lead, []) if lead is not None else []
        return [
            word
            for other in context[condition.slot]
            for word in other.words
            if word.slot in _SPOKEN and not set(condition.symbols).isdisjoint(word.symbols)
        ]

    def _texts(self, words: Iterable[Word]) -> tuple[str, ...]:
        ordered = sorted(words, key=lambda word: (word.start, word.end))
        return tuple(dict.fromkeys(self._text[word.start : word.end] for word in ordered))
