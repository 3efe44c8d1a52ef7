"""One test for each trap of durable-rules that the adapter must not fall into."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from hefa.errors import EngineLimitError, RuleRunError
from hefa.infer import make_evaluator, network
from hefa.infer.durable_engine import DurableEvaluator
from hefa.infer.network import COPY_RULES, FACT_FLAGS, SHARD_RULES, make_shards
from hefa.infer.program import compile_rules
from hefa.infer.witness import Witnesses
from hefa.model.facts import Provision
from hefa.model.rule import Condition, LegalBasis, Related, Rule


def has(*symbols: str) -> Condition:
    return Condition(slot="act", symbols=symbols)


def near(symbol: str) -> Related:
    return Related(within="unit", when=(has(symbol),))


def rule(number: int, *when: Condition, **fields: Any) -> Rule:
    return Rule(
        id=f"fee-{number:03}",
        name="规则",
        since="0.1.0",
        category="fee",
        severity="notice",
        confidence="low",
        basis=(LegalBasis(law="法"),),
        when=when,
        message="疑似",
        suggestion="建议",
        **fields,
    )


def provision(number: int, *symbols: str, unit: int = 0) -> Provision:
    said = frozenset(f"act.{symbol}" for symbol in symbols) | {"rank.normative"}
    return Provision(start=0, end=1, id=number, sentence=number, clause=number, unit=unit, symbols=said)


def agreed(rules: list[Rule], *documents: list[Provision]) -> list[int]:
    """How many matches each document has, after both evaluators gave the same."""
    reference, durable = make_evaluator(rules, "reference"), make_evaluator(rules, "durable")
    counts = []
    for document in documents:
        matches = durable.match(document)
        assert matches == reference.match(document)
        counts.append(len(matches))
    return counts


def tests_of(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from tests_of(item)


def test_what_an_action_raises_reaches_the_caller_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evaluator = DurableEvaluator(compile_rules([rule(1, has("a")), rule(2, has("b"))]))
    document = [provision(number, "a", "b") for number in range(3)]

    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    with monkeypatch.context() as broken:
        broken.setattr(evaluator, "act", fail)
        with pytest.raises(RuleRunError, match=r"规则 fee-00.：运行时出错（division by zero）") as caught:
            evaluator.match(document)

    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert [(match.rule, match.provision) for match in evaluator.match([provision(8, "b")])] == [
        ("fee-002", 8)
    ]


def test_more_rules_and_conditions_than_a_network_may_have() -> None:
    rules = [rule(number % 1000, has(f"x{number}"), has(f"y{number}", "z")) for number in range(1000)]

    assert len(make_shards(compile_rules(rules))) == -(-len(rules) // SHARD_RULES)
    assert agreed(rules, [provision(0, *(f"x{number}" for number in range(0, 1000, 3)), "z")]) == [334]


def test_one_fact_that_matches_every_rule() -> None:
    rules = [rule(number, has(f"x{number}")) for number in range(SHARD_RULES)]

    assert agreed(rules, [provision(0, *(f"x{number}" for number in range(SHARD_RULES)))]) == [SHARD_RULES]


def test_the_same_condition_in_more_rules_than_may_share_it() -> None:
    rules = [rule(number, has("a"), also=(near("b"),), none=(near("c"),)) for number in range(SHARD_RULES)]
    document = [provision(0, "a"), provision(1, "b"), provision(2, "a", unit=1)]

    assert agreed(rules, document, [*document, provision(3, "c")]) == [SHARD_RULES, 0]


def test_more_absences_than_a_node_may_have() -> None:
    rules = [rule(number, has("a"), unless=(has(f"x{number}"),)) for number in range(300)]

    assert agreed(rules, [provision(0, "a"), provision(1, "a", "x7", "x8")]) == [598]


def test_more_queries_than_a_node_may_have() -> None:
    rules = [rule(number, has("a"), none=(near(f"x{number}"),)) for number in range(600)]

    assert agreed(rules, [provision(0, "a"), provision(1, *(f"x{number}" for number in range(90)))]) == [510]


def test_a_provision_that_says_more_than_a_fact_may_carry() -> None:
    rules = [
        rule(number, *(has(f"x{number * 3 + at}") for at in range(3)), unless=(has(f"u{number}"),))
        for number in range(SHARD_RULES)
    ]
    document = [provision(0, *(f"x{number}" for number in range(3 * SHARD_RULES)), "u7")]
    [shard] = make_shards(compile_rules(rules))
    facts = shard.facts(document, Witnesses(document))

    assert len(facts) > 1
    assert max(map(len, facts)) <= FACT_FLAGS + 12
    assert agreed(rules, document) == [SHARD_RULES - 1]


def test_absence_stands_behind_a_positive_condition_and_after_its_facts() -> None:
    rules = [rule(1, has("a"), unless=(has("u"),), also=(near("b"),), none=(near("c"),))]
    document = [provision(0, "a"), provision(1, "b"), provision(2, "c")]
    [shard] = make_shards(compile_rules(rules))
    kinds = ["w" in fact for fact in shard.facts(document, Witnesses(document))]
    names = [name for join in shard.definition["fee-001"]["all"] for name in join]
    tests = shard.definition["fee-001"]["all"][0]["p"]["$and"]

    assert kinds == [True, True, False]
    assert names == ["p", "w0", "x0$not"]
    assert [list(test) for test in tests][-1] == ["$nex"]


def test_every_join_ends_with_an_equality_that_always_holds() -> None:
    rules = [rule(1, has("a"), also=(near("b"), near("a")), none=(near("c"),))]
    [shard] = make_shards(compile_rules(rules))
    joins = [test["$and"] for test in tests_of(shard.definition) if "$and" in test]
    crossing = [join for join in joins if any("d" in test for test in join)]
    facts = shard.facts([provision(0, "a"), provision(1, "b")], Witnesses([provision(1, "b")]))

    assert len(crossing) == 5
    assert all(list(join[-1]) == ["d"] and list(join[-1]["d"].values()) == ["d"] for join in crossing)
    assert {fact["d"] for fact in facts} == {0}
    assert not any(set(test) & {"$or", "$lt", "$gt", "$lte", "$gte"} for test in tests_of(shard.definition))


def test_the_engine_is_given_no_text() -> None:
    [shard] = make_shards(compile_rules([rule(1, has("批准" * 40_000), also=(near("乙"),))]))
    document = [provision(0, "批准" * 40_000), provision(1, "乙")]

    assert all(len(json.dumps(fact)) < 200 for fact in shard.facts(document, Witnesses(document)))
    assert agreed([rule(1, has("批准" * 40_000), also=(near("乙"),))], document) == [1]


def test_ids_are_decimal_strings_in_one_state() -> None:
    [shard] = make_shards(compile_rules([rule(1, has("a"), also=(near("b"),))]))
    document = [provision(number, "a", "b", unit=number // 2) for number in range(100)]
    facts = shard.facts(document, Witnesses(document))

    assert [fact["id"] for fact in facts] == [str(number) for number in range(len(facts))]
    assert {fact["sid"] for fact in facts} == {"0"}


def test_too_many_facts_at_once_are_asserted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [rule(1, has("a"), also=(near("b"),)), rule(2, has("a"), none=(near("b"),))]
    document = [provision(number, "ab"[number % 3 % 2], unit=number // 4) for number in range(60)]
    monkeypatch.setattr("hefa.infer.durable_engine.FACTS", 7)

    assert agreed(rules, document) == [len([one for one in document if "act.a" in one.symbols])]


def test_more_documents_than_states_may_live() -> None:
    evaluator = make_evaluator([rule(1, has("a"), none=(near("b"),))], "durable")

    assert all(len(evaluator.match([provision(0, "a"), provision(1, "c")])) == 1 for _ in range(1100))


def test_a_fact_that_no_rule_wants_stops_no_other() -> None:
    rules = [rule(1, has("a"), has("b"), also=(near("c"), near("d")))]
    document = [provision(0, "a"), provision(1, "c"), provision(2, "a", "b"), provision(3, "d")]

    assert agreed(rules, document, document[:2], document) == [1, 0, 1]


def test_equal_provisions_are_not_taken_for_one() -> None:
    assert agreed([rule(1, has("a"))], [provision(number, "a") for number in range(50)]) == [50]


def test_a_network_whose_first_document_fires_nothing() -> None:
    """Without its first action, deleting the state frees stray pointers: seen in a fresh process."""
    code = (
        "import test_infer_traps as t\n"
        "rules = [t.rule(n, t.has(f'x{n}'), unless=(t.has('u'),)) for n in range(20)]\n"
        "for _ in range(40):\n"
        "    e = t.make_evaluator(rules, 'durable')\n"
        "    assert e.match([t.provision(n, f'x{n}', 'u') for n in range(20)]) == []\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {__file__.rpartition('/')[0]!r})\n{code}"],
        capture_output=True,
        check=False,
        env=os.environ | {"MALLOC_PERTURB_": "165"},
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_no_threads_are_started() -> None:
    before = threading.active_count()

    agreed([rule(1, has("a"))], [provision(0, "a")])

    assert threading.active_count() == before


def test_flag_names_do_not_collide_in_the_engines_hash() -> None:
    """Property names are compared by this hash alone."""

    def hashed(name: str) -> int:
        value = 2166136261
        for byte in name.encode():
            value = (value ^ byte) * 16777619 % 2**32
        return value

    most = SHARD_RULES * (network.RULE_SETS + 1)
    names = [f"f{number}" for number in range(most)] + [f"b{number}" for number in range(network.BUCKETS)]
    names += [f"c{number}" for number in range(SHARD_RULES // COPY_RULES + 1)]
    names += ["id", "sid", "p", "w", "r", "t", "z", "n", "s", "c", "u", "d", "g"]

    assert len({hashed(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"when": tuple(has(str(number)) for number in range(14))}, "when 超过 13 条"),
        ({"also": tuple(near(str(number)) for number in range(15))}, "also 和 none 合计超过 14 条"),
        ({"none": tuple(near(str(number)) for number in range(15))}, "also 和 none 合计超过 14 条"),
    ],
)
def test_a_rule_the_engine_cannot_bear_is_refused(fields: dict[str, Any], fault: str) -> None:
    too_much = rule(7, has("a")).model_copy(update=fields)

    with pytest.raises(EngineLimitError, match=f"规则 fee-007：{fault}") as caught:
        make_evaluator([too_much], "durable")
    assert "\n" not in str(caught.value)


def test_the_largest_rule_the_engine_bears() -> None:
    symbols = [f"x{number}" for number in range(13)]
    also = tuple(near(f"y{number}") for number in range(14))
    document = [provision(0, *symbols), provision(1, *(f"y{number}" for number in range(14)))]

    assert agreed([rule(7, *(has(symbol) for symbol in symbols), also=also)], document, document[:1]) == [
        1,
        0,
    ]


def test_presence_and_absence_of_the_same_never_hold() -> None:
    rules = [rule(1, has("a"), also=(near("b"),), none=(near("b"),)), rule(2, has("a"))]

    assert agreed(rules, [provision(0, "a"), provision(1, "b")], [provision(0, "a")]) == [1, 1]
