"""Matches to an Opinion, and one renderer per output: the last stage."""

from hefa.model.opinion import Opinion
from hefa.opinion.build import (
    any_reaches,
    build_opinion,
    check_confidence,
    check_level,
    one_per_scope,
    outside_review,
    reaches,
    unreadable_opinion,
    with_decisions,
)
from hefa.opinion.decided import decided_findings
from hefa.opinion.formats import FILES, check_format, render, render_json
from hefa.opinion.markdown import render_finding, render_markdown
from hefa.opinion.text import render_text

__all__ = [
    "FILES",
    "Opinion",
    "any_reaches",
    "build_opinion",
    "check_confidence",
    "check_format",
    "check_level",
    "decided_findings",
    "one_per_scope",
    "outside_review",
    "reaches",
    "render",
    "render_finding",
    "render_json",
    "render_markdown",
    "render_text",
    "unreadable_opinion",
    "with_decisions",
]


def _shown(opinion: Opinion) -> str:
    from hefa.opinion.notebook import render_notebook  # noqa: PLC0415

    return render_notebook(opinion)


Opinion.notebook = _shown
