"""Provisions and rules in, matches out: two evaluators that always agree."""

from hefa.infer.evaluator import Engine, Evaluator, make_evaluator
from hefa.model.match import Match

__all__ = ["Engine", "Evaluator", "Match", "make_evaluator"]
