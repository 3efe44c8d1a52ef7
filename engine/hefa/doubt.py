"""What words and facts, weighed, say of the matches of rules: which are doubted, which are left out.

Measured on 300 clauses that the table had not learned from: of what rules found in a category with log-odds
below ``AGAINST``, 1 of 23 was right, of the rest 123 of 130. Such a finding is no more than a notice. What a
rule finds that is known to be right (confidence high) is doubted below ``FIRMLY`` alone: there, 1 of 8 was.
Sentences of whole drafts are seldom at fault, so all their odds are lower: there only a category that is more
than ``BEHIND`` behind the best beside it is doubted, and no rule that is known to be right.

What only the weight says (``Rule.weighs``) is left out where a rule is sure of something in the same
sentence; of a bare clause, a further category stays that has log-odds of at least ``BESIDE``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.extract.evidence import Evidence
from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.model.match import Match
from hefa.model.rule import Rule
from hefa.observe import Facts

AGAINST, FIRMLY = -2.0, -4.0
BEHIND = 3.0
BESIDE = 2.0
READ = 400  # code points of a clause that are weighed


@dataclass(frozen=True, slots=True)
class Weighing:
    """What matches are weighed by."""

    evidence: Evidence
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A match on a provision, its rule, and the log-odds of the rule's category."""

    match: Match
    rule: Rule
    provision: Provision
    odds: float


def with_doubts(
    matches: Sequence[Match], text: str, document: Document, facts: Facts, weighing: Weighing
) -> list[Match]:
    """Return the matches, those marked that the words of their clause speak against.

    What only the weight says is left out where a rule is sure of something. Observations are not weighed.
    """
    weighed = _weighed(matches, text, document, facts, weighing)
    fragment = document.facts.fragment
    reasoned = [one for one in weighed if not one.rule.weighs]
    doubted = _doubted_of_clause(reasoned) if fragment else _doubted_of_draft(reasoned)
    sure: dict[int, set[str]] = defaultdict(set)  # of a sentence, the categories found
    for one in reasoned:
        if one.match not in doubted:
            sure[one.provision.sentence].add(one.rule.category)
    left_out = {
        one.match
        for one in weighed
        if one.rule.weighs and (found := sure.get(one.provision.sentence))
        if not fragment or one.odds < BESIDE or one.rule.category in found
    }
    return [
        match.model_copy(update={"doubted": True}) if match in doubted else match
        for match in matches
        if match not in left_out
    ]


def _weighed(
    matches: Sequence[Match], text: str, document: Document, facts: Facts, weighing: Weighing
) -> list[_Weighed]:
    """Weigh the clauses of the matches whose category has weights."""
    provision_of = {provision.id: provision for provision in facts.provisions}
    asked = [
        (match, rule, provision_of[match.provision])
        for match, rule in ((match, weighing.rules[match.rule]) for match in matches)
        if not rule.observes and rule.category in weighing.evidence.categories
    ]
    symbols_of: dict[int, set[str]] = {provision.clause: set() for _, _, provision in asked}
    for provision in facts.provisions:
        if provision.clause in symbols_of:
            symbols_of[provision.clause] |= provision.symbols
    odds_of = {
        number: weighing.evidence.odds(_words(text, document, number), symbols)
        for number, symbols in symbols_of.items()
    }
    return [
        _Weighed(match, rule, provision, odds_of[provision.clause][rule.category])
        for match, rule, provision in asked
    ]


def _doubted_of_clause(reasoned: Sequence[_Weighed]) -> set[Match]:
    """Return the matches on a bare clause that weight speaks against."""
    return {
        one.match for one in reasoned if one.odds < (FIRMLY if one.rule.confidence == "high" else AGAINST)
    }


def _doubted_of_draft(reasoned: Sequence[_Weighed]) -> set[Match]:
    """Return the matches in a draft that weight speaks for far less than for others on their clause."""
    best: dict[int, float] = {}
    for one in reasoned:
        best[one.provision.clause] = max(one.odds, best.get(one.provision.clause, one.odds))
    return {
        one.match
        for one in reasoned
        if one.rule.confidence != "high" and one.odds < best[one.provision.clause] - BEHIND
    }


def _words(text: str, document: Document, number: int) -> str:
    clause = document.clauses[number]
    return "".join(text[clause.start : min(clause.end, clause.start + READ)].split())
