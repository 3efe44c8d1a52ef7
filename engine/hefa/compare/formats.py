"""The output formats of a comparison by name."""

import json
from typing import Literal

from hefa.compare.html import render_html
from hefa.compare.text import render_text
from hefa.errors import OptionError
from hefa.model.comparison import Comparison
from hefa.opinion.text import WIDTH

FORMATS = ("text", "html", "json")
Format = Literal["text", "html", "json"]


def check_format(name: str) -> Format:
    """Return ``name`` as a format a comparison is written in."""
    match name:
        case "text" | "html" | "json":
            return name
        case _:
            raise OptionError("-f", f"没有格式 {name}", f"可用：{'、'.join(FORMATS)}")


def render(comparison: Comparison, form: Format, *, color: bool = False, width: int = WIDTH) -> str:
    """Return the comparison as text, as one HTML page or as one JSON object."""
    if form == "json":
        return json.dumps(comparison.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    return render_html(comparison) if form == "html" else render_text(comparison, color=color, width=width)
