"""Why a rule fired: rule, provision and document in; the conditions in order, each with its words, out."""

from collections.abc import Iterable, Sequence

from hefa.model.document import Document
from hefa.model.facts import Provision, Word, full_symbols
from hefa.model.match import Match
from hefa.model.opinion import TraceStep
from hefa.model.rule import Condition, Related, Rule

SLOTS = {
    "given": "前提",
    "act": "行为",
    "ban": "所禁止的",
    "undo": "所废止的",
    "any": "所涉事项",
    "sentence": "同句事项",
    "clause": "同款事项",
    "lead": "列举的引语",
    "heading": "所在标题",
    "title": "文件名称",
    "actor": "主体",
    "mode": "规范方式",
    "force": "语句性质",
    "basis": "依据",
    "measure": "数量",
    "rank": "效力层级",
    "issuer": "制定机关",
    "shape": "位置",
}
PLACES = {"sentence": "同一句中", "clause": "同一款（项）中", "unit": "同一条中", "document": "全文中"}
_SPOKEN = frozenset(("given", "act", "ban"))


class Tracer:
    """Looks up the words behind symbols, for the provisions of one document."""

    def __init__(self, text: str, document: Document, provisions: Sequence[Provision]) -> None:
        self._text, self._clauses = text, document.clauses
        self._provisions = {provision.id: provision for provision in provisions}
        self._by_clause: dict[int, list[Provision]] = {}
        for provision in provisions:
            self._by_clause.setdefault(provision.clause, []).append(provision)

    def steps(self, rule: Rule, match: Match) -> tuple[TraceStep, ...]:
        """Return what held, in the rule's order, then what was looked for and not found."""
        provision = self._provisions[match.provision]
        steps = [self._step("", condition, provision) for condition in rule.when]
        for related, found in zip(rule.also, match.related, strict=True):
            place = f"{PLACES[related.within]}另有规定："
            steps += [self._step(place, condition, self._provisions[found]) for condition in related.when]
        steps += [
            TraceStep(condition=f"{PLACES[absent.within]}没有：{_all_of(absent)}") for absent in rule.none
        ]
        steps += [TraceStep(condition=f"例外不成立：{describe(condition)}") for condition in rule.unless]
        return tuple(steps)

    def decisive(self, rule: Rule, provision: Provision) -> tuple[str, ...]:
        """Return the words of the provision itself that ``when`` rests on, in text order."""
        wanted = frozenset[str]().union(*(condition.wanted for condition in rule.when))
        return self._texts(
            word
            for word in provision.words
            if not wanted.isdisjoint(word.full)
            or (word.slot in _SPOKEN and not wanted.isdisjoint(full_symbols("any", word.symbols)))
        )

    def _step(self, place: str, condition: Condition, provision: Provision) -> TraceStep:
        words = self._texts(self._words(condition, provision))
        return TraceStep(condition=place + describe(condition), words=words)

    def _words(self, condition: Condition, provision: Provision) -> list[Word]:
        """Return the words that made the condition hold; a context slot has them in other provisions."""
        context = {"any": [provision], "sentence": [], "clause": [], "lead": []}
        if condition.slot not in context:
            return [word for word in provision.words if not condition.wanted.isdisjoint(word.full)]
        same_clause = self._by_clause[provision.clause]
        lead = self._clauses[provision.clause].lead
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


def describe(condition: Condition) -> str:
    """Return a condition as a person reads it, with the codes a rule's author needs."""
    name = SLOTS.get(condition.slot, condition.slot)
    return f"{name}（{condition.slot}）为 {' 或 '.join(condition.symbols)}"


def _all_of(related: Related) -> str:
    return "，且".join(describe(condition) for condition in related.when)
