"""A rule's finding that the words of its clause speak against is a notice, and says why."""

import pytest

from hefa.doubt import Weighing, with_doubts
from hefa.extract.evidence import Evidence
from hefa.model.facts import Provision
from hefa.model.match import Match
from hefa.observe import Facts
from hefa.pack import load_packs
from hefa.parse import parse_document

PACK = load_packs()
EVIDENCE = Evidence(PACK.evidence) if PACK.evidence else None
RULES = {rule.id: rule for rule in PACK.rules}
CLAUSE = "镇卫生院应当在门诊大厅公开诊疗项目和价格，方便群众查询。"
DRAFT = (
    f"某镇人民政府关于加强门诊管理的通知\n各村：\n第一条　{CLAUSE}\n第二条　本通知自2026年1月1日起施行。\n"
)


def judged(text: str, *rules: str) -> list[Match]:
    document = parse_document(text, "normative")
    clause = next(clause for clause in document.clauses if "门诊大厅" in text[clause.start : clause.end])
    provision = Provision(
        id=0, clause=clause.id, unit=0, sentence=0, start=clause.start, end=clause.end, symbols=frozenset()
    )
    matches = [Match(rule=rule, provision=0) for rule in rules]
    assert EVIDENCE is not None
    return with_doubts(matches, text, document, Facts((provision,)), Weighing(EVIDENCE, RULES))


def doubts(text: str, *rules: str) -> list[bool]:
    found = judged(text, *rules)
    assert [match.rule for match in found] == list(rules)
    return [match.doubted for match in found]


def a_rule(category: str, *, high: bool = False) -> str:
    return next(
        rule.id
        for rule in PACK.rules
        if rule.category == category and not rule.weighs and (rule.confidence == "high") is high
    )


def test_ordinary_clause_speaks_against_every_category() -> None:
    assert doubts(CLAUSE, a_rule("coercion")) == [True]
    assert doubts(CLAUSE, a_rule("tax")) == [True]


def test_rule_that_is_known_to_be_right_is_doubted_on_a_bare_clause_that_speaks_firmly_against_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert EVIDENCE is not None
    odds = EVIDENCE.odds(CLAUSE, ())
    firmly, softly = sorted(odds, key=odds.__getitem__)[:2]
    monkeypatch.setattr("hefa.doubt.FIRMLY", (odds[firmly] + odds[softly]) / 2)
    monkeypatch.setattr("hefa.doubt.AGAINST", odds[softly] + 1)

    assert doubts(CLAUSE, a_rule(firmly, high=True)) == [True]
    assert doubts(CLAUSE, a_rule(softly, high=True)) == [False]
    assert doubts(CLAUSE, a_rule(softly)) == [True]
    assert doubts(DRAFT, a_rule(firmly, high=True)) == [False]


def test_category_of_great_weight_stays_beside_a_rule_that_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert EVIDENCE is not None
    odds = EVIDENCE.odds(CLAUSE, ())
    best, second, third = sorted(odds, key=odds.__getitem__, reverse=True)[:3]
    sure = a_rule(best, high=True)
    monkeypatch.setattr("hefa.doubt.FIRMLY", odds[best] - 1)
    monkeypatch.setattr("hefa.doubt.BESIDE", (odds[second] + odds[third]) / 2)

    found = judged(CLAUSE, sure, f"{second}-900", f"{third}-900")
    assert [match.rule for match in found] == [sure, f"{second}-900"]
    assert [match.rule for match in judged(CLAUSE, sure, f"{best}-900")] == [sure]
    assert [match.rule for match in judged(DRAFT, sure, f"{second}-900")] == [sure]


def test_weighing_rules_and_observing_rules_are_not_weighed_again() -> None:
    assert doubts(CLAUSE, "coercion-900") == [False]
    assert doubts(CLAUSE, next(rule.id for rule in PACK.rules if rule.observes)) == [False]


def test_in_a_whole_draft_only_what_lies_far_behind_another_category_is_doubted() -> None:
    assert doubts(DRAFT, a_rule("coercion")) == [False]

    assert EVIDENCE is not None
    odds = EVIDENCE.odds(CLAUSE, ())
    best, worst = max(odds, key=odds.__getitem__), min(odds, key=odds.__getitem__)
    assert odds[best] - odds[worst] > 3
    assert doubts(DRAFT, a_rule(best), a_rule(worst)) == [False, True]
