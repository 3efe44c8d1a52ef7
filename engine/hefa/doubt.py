"""Matches that words and facts weigh against: a rule found them, the clause as a whole reads otherwise.

Measured on 300 clauses that the table had not learned from: of what rules found in a category with log-odds
below ``AGAINST``, 1 of 23 was right, of the rest 123 of 130. Such a finding is no more than a notice. What a
rule finds that is known to be right (confidence high) is doubted below ``FIRMLY`` alone: there, 1 of 8 was.
Sentences of whole drafts are seldom at fault, so all their odds are lower: there only a category that is more
than ``BEHIND`` behind the best beside it is doubted, and no rule that is known to be right.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hefa.extract.evidence import Evidence
from hefa.model.document import Document
from hefa.model.match import Match
from hefa.model.rule import Rule
from hefa.observe import Facts

AGAINST, FIRMLY = -2.0, -4.0
BEHIND = 3.0
READ = 400  # code points of a clause that are weighed


@dataclass(frozen=True, slots=True)
class Weighing:
    """What matches are weighed by."""

    evidence: Evidence
    rules: Mapping[str, Rule]


class _Found(NamedTuple):
    """A category of what a rule finds, and whether the rule is known to be right."""

    category: str
    known: bool


def with_doubts(
    matches: Sequence[Match], text: str, document: Document, facts: Facts, weighing: Weighing
) -> list[Match]:
    """Return the matches, those marked that the words of their clause speak against."""
    clause_of = {provision.id: provision.clause for provision in facts.provisions}
    symbols_of: dict[int, set[str]] = defaultdict(set)
    for provision in facts.provisions:
        symbols_of[provision.clause] |= provision.symbols
    rules = {match.rule: weighing.rules[match.rule] for match in matches}
    together: dict[int, set[_Found]] = defaultdict(set)
    for match in matches:
        rule = rules[match.rule]
        if not rule.observes and not rule.weighs and rule.category in weighing.evidence.categories:
            together[clause_of[match.provision]].add(_found(rule))
    against: dict[int, set[_Found]] = {}
    for number, found in together.items():
        odds = weighing.evidence.odds(_words(text, document, number), symbols_of[number])
        against[number] = _against(found, odds, document.facts.fragment)
    return [
        match.model_copy(update={"doubted": True})
        if not rules[match.rule].weighs
        and _found(rules[match.rule]) in against.get(clause_of[match.provision], ())
        else match
        for match in matches
    ]


def _found(rule: Rule) -> _Found:
    return _Found(rule.category, rule.confidence == "high")


def _against(found: set[_Found], odds: Mapping[str, float], fragment: bool) -> set[_Found]:
    if fragment:
        return {one for one in found if odds[one.category] < (FIRMLY if one.known else AGAINST)}
    least = max(odds[one.category] for one in found) - BEHIND
    return {one for one in found if odds[one.category] < least and not one.known}


def _words(text: str, document: Document, number: int) -> str:
    clause = document.clauses[number]
    return "".join(text[clause.start : min(clause.end, clause.start + READ)].split())
