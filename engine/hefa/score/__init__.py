"""Labelled texts in; precision, recall and F1 by category out."""

from hefa.score.compare import compare_text, read_earlier
from hefa.score.report import check_format, score_data, score_json, score_text
from hefa.score.run import score_gold

__all__ = [
    "check_format",
    "compare_text",
    "read_earlier",
    "score_data",
    "score_gold",
    "score_json",
    "score_text",
]
