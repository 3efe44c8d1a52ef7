"""The built-in pack: every rule does what its examples say, and every category is covered."""

from collections import Counter
from pathlib import Path

import pytest

import hefa_rules
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
