"""The output formats of a comparison by name."""

import json
from typing import Literal

from hefa.compare.html import render_html
from hefa.compare.text import render_text
from hefa.model.comparison import Comparison
from hefa.model.formats import chosen_format
from hefa.opinion.text import WIDTH

Format = Literal["text", "html", "json"]
FORMATS: tuple[Format, ...] = ("text", "html", "json")


def check_format(name: str) -> Format:
    """Return ``name`` as a format a comparison is written in."""
    return chosen_format(name, FORMATS)


def render(comparison: Comparison, form: Format, *, color: bool = False, width: int = WIDTH) -> str:
    """Return the comparison as text, as one HTML page or as one JSON object."""
    if form == "json":
        return json.dumps(comparison.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    return render_html(comparison) if form == "html" else render_text(comparison, color=color, width=width)
