"""Provisions and rules to matches: by evaluator, by length and by the number of rules."""

import pytest

from hefa.extract import Extractor
from hefa.infer import make_evaluator
from hefa.model.rule import Condition, LegalBasis, Related, Rule
from hefa.parse import parse_document

RULES = (10, 100, 300)
ENGINES = ("durable", "reference")


@pytest.fixture(scope="module")
def provisions(drafts, pack):
    extractor = Extractor(pack.lexicon)
    return {size: extractor.provisions(text, parse_document(text)) for size, text in drafts.items()}


def make_rules(count, provisions):
    """Write ``count`` rules over symbols that the drafts hold, every fourth with an absence."""
    symbols = sorted({symbol for provision in provisions for symbol in provision.symbols})
    acts = [symbol.removeprefix("act.") for symbol in symbols if symbol.startswith("act.")]
    modes = [symbol.removeprefix("mode.") for symbol in symbols if symbol.startswith("mode.")]
    absence = Related(within="unit", when=(Condition(slot="basis", symbols=("article",)),))
    return [
        Rule(
            id=f"permit-{number:03}",
            name="测速",
            since="0.1.0",
            category="permit",
            severity="improper",
            confidence="low",
            basis=(LegalBasis(law="测速"),),
            when=(
                Condition(slot="act", symbols=(acts[number % len(acts)], acts[number * 7 % len(acts)])),
                Condition(slot="mode", symbols=(modes[number % len(modes)],)),
            ),
            none=(absence,) if number % 4 == 0 else (),
            message="测速",
            suggestion="测速",
        )
        for number in range(count)
    ]


@pytest.fixture(params=ENGINES)
def evaluator(request, pack):
    return make_evaluator(pack.rules, request.param)


def bench_infer(measure, drafts, provisions, evaluator, size):
    (matches,) = measure(evaluator.match, [provisions[size]], [drafts[size]])

    assert all(match.provision < len(provisions[size]) for match in matches)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("count", RULES)
def bench_infer_rules(measure, drafts, provisions, count, engine):
    rules = make_rules(count, provisions[10])
    evaluator = make_evaluator(rules, engine)

    (matches,) = measure(evaluator.match, [provisions[10]], [drafts[10]])

    assert matches


def bench_infer_growth(growth, provisions, evaluator):
    growth(evaluator.match, provisions)
