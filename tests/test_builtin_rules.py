"""The built-in pack: every rule does what its examples say, and every category is covered."""

from collections import Counter
from pathlib import Path

import pytest

import hefa_rules
from hefa.coverage import read_coverage
from hefa.extract.words import ACTORS, ROLES
from hefa.model.category import CATEGORIES
from hefa.model.rule import Rule
from hefa.pack import join_packs
from hefa.rulebook import check_examples

DOCUMENT = {"citation", "form", "technique", "procedure", "consistency"}
STEERING = ROLES | ACTORS | {"voluntary", "contract", "internal", "qualification"}
"""Classes that the extractor asks for."""
PACK = join_packs([(Path(hefa_rules.__path__[0]), True)])
CONTENT = [category for category in CATEGORIES if category not in DOCUMENT]
IN_USE = [rule for rule in PACK.rules if rule.status != "removed"]


def test_every_example_holds_and_every_condition_is_needed() -> None:
    _, problems = check_examples()

    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("category", CONTENT)
def test_every_content_category_has_rules_for_plain_and_disguised_forms(category: str) -> None:
    rules = [rule for rule in IN_USE if rule.category == category]

    assert len(rules) >= (10 if category in {"permit", "penalty", "market-entry"} else 3)
    assert any(rule.disguised for rule in rules)


@pytest.mark.parametrize("rule", IN_USE, ids=lambda rule: rule.id)
def test_a_rule_speaks_carefully(rule: Rule) -> None:
    assert "疑似" in rule.message
    assert "建议" in rule.suggestion


def test_no_class_of_the_lexicon_is_idle() -> None:
    asked = Counter(
        symbol
        for rule in IN_USE
        for group in (rule.when, rule.unless, *(related.when for related in (*rule.also, *rule.none)))
        for condition in group
        for symbol in condition.symbols
    )
    asked.update(
        name
        for lines in PACK.lexicon.phrases.values()
        for line in lines
        for part in line.split()
        for name in part.split("|")
    )
    idle = {name for name in PACK.lexicon.symbols() if not asked[name]}

    assert idle <= STEERING


COVERED = {
    "中华人民共和国行政许可法": ("十四", "十五", "十六", "十七", "十八"),
    "中华人民共和国行政处罚法": ("十", "十一", "十二", "十三", "十四", "十五", "十六"),
    "中华人民共和国行政强制法": ("九", "十", "十一", "十二", "十三", "十四", "四十三"),
    "中华人民共和国立法法": ("九十一", "九十三"),
    "公平竞争审查条例": ("八", "九", "十", "十一"),
    "中华人民共和国招标投标法实施条例": ("三十二",),
    "中华人民共和国反垄断法": ("三十九", "四十", "四十一", "四十二", "四十三", "四十四", "四十五"),
}
"""Statutes whose prohibiting provisions the coverage tables go through article by article."""


@pytest.mark.parametrize("law", COVERED)
def test_prohibiting_provisions_are_covered_or_said_why_not(law: str) -> None:
    articles = {entry.provision.article for entry in read_coverage() if entry.provision.law == law}
    assert articles >= {f"第{article}条" for article in COVERED[law]}


def test_every_rule_puts_some_provision_into_effect() -> None:
    covering = {rule for entry in read_coverage() for rule in entry.rules}
    reasoning = (rule for rule in PACK.rules if not rule.weighs and not rule.observes)
    assert {rule.id for rule in reasoning if rule.status != "removed"} <= covering
