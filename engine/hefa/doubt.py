"""Matches that the weight of words speaks against: a rule found them, the clause as a whole reads otherwise.

Measured on 680 clauses that no rule had been mended on: of the categories that stood beside another one with
log-odds below ``AGAINST_ONE_OF_SEVERAL``, 5 of 30 were right; of those alone below ``AGAINST``, 2 of 12; of
those more than ``BEHIND`` behind the best beside them, 12 of 41. Such a finding is no more than a notice,
unless the rule is known to be right (confidence high).
Sentences of whole drafts are seldom at fault, so all their odds are lower: there only the last holds.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.extract.evidence import Evidence
from hefa.model.document import Document
from hefa.model.match import Match
from hefa.model.rule import Rule
from hefa.observe import Facts

AGAINST = -3.0
AGAINST_ONE_OF_SEVERAL = -2.0
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
    rules = {match.rule: weighing.rules[match.rule] for match in matches}
    together: dict[int, set[str]] = defaultdict(set)
    for match in matches:
        rule = rules[match.rule]
        if not rule.observes and not rule.weighs and rule.category in weighing.evidence.categories:
            together[clause_of[match.provision]].add(rule.category)
    against: dict[int, set[str]] = {}
    for number, categories in together.items():
        odds = weighing.evidence.odds(_words(text, document, number))
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
    least = max(odds.values()) - BEHIND
    if fragment:
        least = max(least, AGAINST_ONE_OF_SEVERAL if len(odds) > 1 else AGAINST)
    return {name for name, value in odds.items() if value < least}


def _words(text: str, document: Document, number: int) -> str:
    clause = document.clauses[number]
    return "".join(text[clause.start : min(clause.end, clause.start + READ)].split())
