"""Matches that words and facts weigh against: a rule found them, the clause as a whole reads otherwise.

Measured on 400 clauses that were not learned from: of the categories with log-odds below ``AGAINST``, none of
31 was right, of the others 60 of 67. Such a finding is no more than a notice, unless the rule is known to be
right (confidence high).
Sentences of whole drafts are seldom at fault, so all their odds are lower: there only a category that is more
than ``BEHIND`` behind the best beside it is doubted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.extract.evidence import Evidence
from hefa.model.document import Document
from hefa.model.match import Match
from hefa.model.rule import Rule
from hefa.observe import Facts

AGAINST = -2.0
BEHIND = 3.0
READ = 400  # code points of a clause that are weighed


@dataclass(frozen=True, slots=True)
class Weighing:
    """What matches are weighed by."""

    evidence: Evidence
    rules: Mapping[str, Rule]


def with_doubts(
    matches: Sequence[Match], text: str, document: Document, facts: Facts, weighing: Weighing
) -> list[Match]:
    """Return the matches, those marked that the words of their clause speak against."""
    clause_of = {provision.id: provision.clause for provision in facts.provisions}
    symbols_of: dict[int, set[str]] = defaultdict(set)
    for provision in facts.provisions:
        symbols_of[provision.clause] |= provision.symbols
    rules = {match.rule: weighing.rules[match.rule] for match in matches}
    together: dict[int, set[str]] = defaultdict(set)
    for match in matches:
        rule = rules[match.rule]
        if not rule.observes and not rule.weighs and rule.category in weighing.evidence.categories:
            together[clause_of[match.provision]].add(rule.category)
    against: dict[int, set[str]] = {}
    for number, categories in together.items():
        odds = weighing.evidence.odds(_words(text, document, number), symbols_of[number])
        against[number] = _against({name: odds[name] for name in categories}, document.facts.fragment)
    return [
        match.model_copy(update={"doubted": True})
        if rules[match.rule].category in against.get(clause_of[match.provision], ())
        and not rules[match.rule].weighs
        and rules[match.rule].confidence != "high"
        else match
        for match in matches
    ]


def _against(odds: Mapping[str, float], fragment: bool) -> set[str]:
    least = AGAINST if fragment else max(odds.values()) - BEHIND
    return {name for name, value in odds.items() if value < least}


def _words(text: str, document: Document, number: int) -> str:
    clause = document.clauses[number]
    return "".join(text[clause.start : min(clause.end, clause.start + READ)].split())
