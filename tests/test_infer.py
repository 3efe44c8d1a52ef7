"""Both evaluators: what a rule means, and that they always agree."""

from collections.abc import Callable, Sequence
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hefa.errors import OptionError
from hefa.infer import Evaluator, Match, durable_engine, make_evaluator
from hefa.model.facts import Provision
from hefa.model.rule import Condition, LegalBasis, Related, Rule, Scope

ENGINES = ("reference", "durable")
Make = Callable[[Sequence[Rule]], Evaluator]


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest) -> Make:
    return lambda rules: make_evaluator(rules, request.param)


def conditions(text: str) -> tuple[Condition, ...]:
    """``"mode:gate given:approve|confirm"`` as conditions."""
    pairs = (word.split(":") for word in text.split())
    return tuple(Condition(slot=slot, symbols=tuple(symbols.split("|"))) for slot, symbols in pairs)


def related(*entries: tuple[str, str]) -> tuple[Related, ...]:
    return tuple(Related(within=within, when=conditions(when)) for within, when in entries)  # type: ignore[arg-type]


def rule(number: int = 1, when: str = "mode:ban", unless: str = "", **fields: object) -> Rule:
    values = {
        "id": f"permit-{number:03}",
        "name": "规则",
        "since": "0.1.0",
        "category": "permit",
        "severity": "unlawful",
        "confidence": "high",
        "basis": (LegalBasis(law="法"),),
        "when": conditions(when),
        "unless": conditions(unless),
        "message": "疑似",
        "suggestion": "建议",
    }
    return Rule.model_validate(values | fields)


def provision(
    number: int, symbols: str, *, sentence: int = 0, clause: int = 0, unit: int = 0, rank: str = "normative"
) -> Provision:
    said = frozenset(symbols.split()) | {f"rank.{rank}"}
    return Provision(start=0, end=1, id=number, sentence=sentence, clause=clause, unit=unit, symbols=said)


def found(matches: Sequence[Match]) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(match.rule, match.provision, match.related) for match in matches]


def test_every_condition_must_hold_by_one_of_its_symbols(make: Make) -> None:
    evaluator = make([rule(when="mode:ban given:approve|confirm")])

    matches = evaluator.match(
        [
            provision(0, "mode.ban given.approve"),
            provision(1, "mode.ban given.confirm given.approve"),
            provision(2, "mode.ban given.other"),
            provision(3, "given.approve"),
        ]
    )

    assert found(matches) == [("permit-001", 0, ()), ("permit-001", 1, ())]


def test_rank_of_the_document_decides(make: Make) -> None:
    evaluator = make([rule(ranks=("rules", "law"))])
    documents = [provision(number, "mode.ban", rank=rank) for number, rank in enumerate(("normative", "law"))]

    assert found(evaluator.match(documents)) == [("permit-001", 1, ())]


def test_any_unless_on_the_same_provision_silences(make: Make) -> None:
    evaluator = make([rule(unless="basis:article force:report|heading")])
    said = ["mode.ban", "mode.ban basis.article", "mode.ban force.heading", "mode.ban basis.none"]

    matches = evaluator.match([provision(number, symbols) for number, symbols in enumerate(said)])

    assert [match.provision for match in matches] == [0, 3]


@pytest.mark.parametrize(
    ("within", "reached"),
    [("sentence", [1]), ("clause", [1, 2]), ("unit", [1, 2, 3]), ("document", [1, 2, 3, 4])],
)
def test_reach_of_also_and_none(make: Make, within: str, reached: list[int]) -> None:
    evaluator = make(
        [rule(1, also=related((within, "act:fine"))), rule(2, none=related((within, "act:fine")))]
    )
    provisions = [
        provision(0, "act.fine"),
        provision(1, "mode.ban"),
        provision(2, "mode.ban", sentence=1),
        provision(3, "mode.ban", sentence=2, clause=1),
        provision(4, "mode.ban", sentence=3, clause=2, unit=1),
    ]

    matches = evaluator.match(provisions)

    assert [match.provision for match in matches if match.rule == "permit-001"] == reached
    assert [match.provision for match in matches if match.rule == "permit-002"] == [
        number for number in (1, 2, 3, 4) if number not in reached
    ]


def test_a_provision_is_not_its_own_other(make: Make) -> None:
    evaluator = make(
        [rule(1, also=related(("unit", "mode:ban"))), rule(2, none=related(("unit", "mode:ban")))]
    )

    assert found(evaluator.match([provision(7, "mode.ban")])) == [("permit-002", 7, ())]
    assert found(evaluator.match([provision(7, "mode.ban"), provision(9, "mode.ban")])) == [
        ("permit-001", 7, (9,)),
        ("permit-001", 9, (7,)),
    ]


def test_related_is_the_smallest_id_for_each_also(make: Make) -> None:
    evaluator = make([rule(also=related(("document", "act:fine"), ("sentence", "act:seize")))])
    provisions = [
        provision(5, "act.fine act.seize", sentence=9),
        provision(4, "act.fine"),
        provision(3, "mode.ban act.fine"),
        provision(2, "act.seize"),
    ]

    assert found(evaluator.match(provisions)) == [("permit-001", 3, (4, 2))]


def test_order_of_provisions_and_rules_does_not_matter(make: Make) -> None:
    rules = [rule(3), rule(1), rule(2, none=related(("document", "act:fine")))]
    provisions = [provision(number, "mode.ban") for number in (2, 0, 1)]

    matches = found(make(rules).match(provisions))

    assert matches == sorted(matches, key=lambda match: (match[1], match[0]))
    assert matches == found(make(rules[::-1]).match(provisions[::-1]))


def test_removed_rules_do_not_run(make: Make) -> None:
    evaluator = make([rule(1, status="removed"), rule(2, status="deprecated")])

    assert [match.rule for match in evaluator.match([provision(0, "mode.ban")])] == ["permit-002"]


def test_nothing_in_nothing_out(make: Make) -> None:
    assert make([rule()]).match([]) == []
    assert make([]).match([provision(0, "mode.ban")]) == []


def test_documents_do_not_know_of_each_other(make: Make) -> None:
    evaluator = make([rule(none=related(("document", "act:fine")))])

    for _ in range(3):
        assert found(evaluator.match([provision(0, "mode.ban"), provision(1, "act.fine")])) == []
        assert found(evaluator.match([provision(0, "mode.ban")])) == [("permit-001", 0, ())]


def test_auto_falls_back_where_durable_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("undefined symbol: PyEval_CallObject")

    assert make_evaluator([rule()]).name == "durable"
    monkeypatch.setattr(durable_engine, "import_engine", missing)
    assert make_evaluator([rule()]).name == "reference"
    with pytest.raises(OptionError, match="没有可用的 durable-rules"):
        make_evaluator([rule()], "durable")


SLOTS = "abc"
VALUES = "1234"
some_conditions = st.lists(
    st.tuples(st.sampled_from(SLOTS), st.lists(st.sampled_from(VALUES), min_size=1, max_size=3)).map(
        lambda pair: Condition(slot=pair[0], symbols=tuple(pair[1]))
    ),
    min_size=1,
    max_size=3,
).map(tuple)
some_related = st.lists(
    st.builds(Related, within=st.sampled_from(get_args(Scope)), when=some_conditions), max_size=2
).map(tuple)


@st.composite
def some_rules(draw: st.DrawFn) -> list[Rule]:
    return [
        rule(
            number,
            ranks=tuple(draw(st.lists(st.sampled_from(("normative", "rules")), min_size=1, max_size=2))),
        ).model_copy(
            update={
                "when": draw(some_conditions),
                "also": draw(some_related),
                "none": draw(some_related),
                "unless": draw(st.one_of(st.just(()), some_conditions)),
            }
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@st.composite
def some_provisions(draw: st.DrawFn) -> list[Provision]:
    symbols = [f"{slot}.{value}" for slot in SLOTS for value in VALUES]
    place = st.integers(0, 2)
    return [
        provision(
            number,
            " ".join(draw(st.lists(st.sampled_from(symbols), max_size=8))),
            sentence=draw(place),
            clause=draw(place),
            unit=draw(place),
            rank=draw(st.sampled_from(("normative", "rules"))),
        )
        for number in draw(st.lists(st.integers(0, 40), unique=True, max_size=12))
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_rules(), st.lists(some_provisions(), min_size=1, max_size=3))
def test_evaluators_agree(rules: list[Rule], documents: list[list[Provision]]) -> None:
    reference, durable = (make_evaluator(rules, engine) for engine in ENGINES)  # type: ignore[arg-type]

    for document in documents:
        assert durable.match(document) == reference.match(document)
