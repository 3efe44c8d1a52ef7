"""Choosing an evaluator: build one per process and use it for every document."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from hefa.errors import OptionError
from hefa.infer.durable_engine import DurableEvaluator
from hefa.infer.program import compile_rules
from hefa.infer.reference import ReferenceEvaluator
from hefa.model.facts import Provision
from hefa.model.match import Match
from hefa.model.rule import Rule

Engine = Literal["auto", "durable", "reference"]


class Evaluator(Protocol):
    """Applies one set of rules to the provisions of one document after another."""

    name: str

    def match(self, provisions: Sequence[Provision]) -> list[Match]:
        """Every rule on every provision it holds on, sorted by provision and rule."""


def make_evaluator(rules: Iterable[Rule], engine: Engine = "auto") -> Evaluator:
    """Build an evaluator of ``rules``; ``auto`` is durable where it can be imported."""
    program = compile_rules(rules)
    if engine == "reference":
        return ReferenceEvaluator(program)
    try:
        return DurableEvaluator(program)
    except ImportError as error:
        if engine == "auto":
            return ReferenceEvaluator(program)
        raise OptionError(
            "--engine durable", "这个 Python 环境中没有可用的 durable-rules", "按安装说明重装，或者改用 auto"
        ) from error
