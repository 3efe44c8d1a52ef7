"""The durable adapter: program and provisions in, matches out, from a Rete network.

This is the only module that touches durable-rules. It drives the compiled extension itself:
the Python layer above it swallows what an action raises and starts timer threads. One
evaluator per process, used by one thread; a network cannot be freed.
"""

import itertools
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from hefa.errors import EngineLimitError, RuleRunError
from hefa.infer.network import FIRST_FACT, SID, Fact, Shard, make_shards
from hefa.infer.program import CompiledRule
from hefa.infer.witness import Witnesses
from hefa.model.facts import Provision
from hefa.model.match import Match

FACTS = 50_000
"""Facts asserted at once; near 90,000 the engine's 32-bit hashes of ids begin to collide."""

_names = itertools.count()


def import_engine() -> Any:  # noqa: ANN401 - the extension is untyped
    """Import the extension; ImportError where it was not built for this Python.

    Built without the setting in pyproject.toml it lacks, from Python 3.13 on, a function that
    is never called here: lazy binding lets it load all the same.
    """
    if not hasattr(sys, "setdlopenflags"):
        import durable_rules_engine  # noqa: PLC0415

        return durable_rules_engine
    flags = sys.getdlopenflags()
    sys.setdlopenflags(flags & ~os.RTLD_NOW | os.RTLD_LAZY)
    try:
        import durable_rules_engine  # noqa: PLC0415
    finally:
        sys.setdlopenflags(flags)
    return durable_rules_engine


class DurableEvaluator:
    """Keeps no state between documents, also when one fails."""

    name = "durable"

    def __init__(self, program: Sequence[CompiledRule]) -> None:
        self._engine: Any = import_engine()
        self._rules = {rule.id: rule for rule in program}
        self._networks = [(shard, self._register(shard)) for shard in make_shards(program)]
        self._held: set[tuple[int, str]] = set()

    def match(self, provisions: Sequence[Provision]) -> list[Match]:
        """Every rule on every provision it holds on, sorted by provision and rule."""
        ordered = sorted(provisions, key=lambda provision: provision.id)
        witnesses = Witnesses(ordered)
        self._held.clear()
        for shard, network in self._networks:
            self._run(shard, network, ordered, witnesses)
        by_id = {provision.id: provision for provision in ordered}
        return [
            Match(rule=rule, provision=id_, related=witnesses.related(self._rules[rule].also, by_id[id_]))
            for id_, rule in sorted(self._held)
        ]

    def act(self, rule: str, facts: dict[str, Fact]) -> None:
        """Take note that ``rule`` holds; the action of every rule."""
        self._held.add((int(facts["p"]["n"]), rule))

    def _register(self, shard: Shard) -> int:
        """Create the network and run one action in it.

        A state is born with stray pointers, which the first action clears and ``delete_state``
        would free; later states take the place of the first.
        """
        definition = json.dumps(shard.definition, ensure_ascii=False)
        network: int = self._engine.create_ruleset(f"hefa{next(_names)}", definition)
        _, state = self._engine.assert_fact(network, json.dumps(FIRST_FACT))
        self._engine.start_action_for_state(network, state)
        self._engine.complete_and_start_action(network, state)
        self._engine.delete_state(network, SID)
        return network

    def _run(self, shard: Shard, network: int, provisions: Sequence[Provision], witnesses: Witnesses) -> None:
        facts = shard.facts(provisions, witnesses)
        if len(facts) > FACTS and len(provisions) > 1:
            middle = len(provisions) // 2
            self._run(shard, network, provisions[:middle], witnesses)
            self._run(shard, network, provisions[middle:], witnesses)
        elif facts:
            try:
                self._assert(network, facts)
            finally:
                self._engine.delete_state(network, SID)

    def _assert(self, network: int, facts: list[Fact]) -> None:
        try:
            status, state = self._engine.assert_facts(network, json.dumps(facts))
        except self._engine.error as error:
            raise EngineLimitError(
                "规则引擎", f"容不下这份文件（{error}）", "改用 --engine reference"
            ) from error
        if status:
            raise RuleRunError("规则引擎", f"没有接受全部事实（代码 {status}）", "改用 --engine reference")
        started = self._engine.start_action_for_state(network, state)
        message = started[1] if started else None
        while message:
            [(rule, matched)] = json.loads(message).items()
            try:
                self.act(rule, matched)
            except Exception as error:
                self._engine.abandon_action(network, state)
                raise RuleRunError(f"规则 {rule}", f"运行时出错（{error}）", "报告给规则的维护者") from error
            message = self._engine.complete_and_start_action(network, state)
