"""Provisions and rules in, matches out: two evaluators that always agree."""

from hefa.infer.evaluator import Engine, Evaluator, make_evaluator
from hefa.infer.program import compile_rules
from hefa.infer.witness import Witnesses
from hefa.model.match import Match

__all__ = ["Engine", "Evaluator", "Match", "Witnesses", "compile_rules", "make_evaluator"]
