"""The output formats by name, and how several opinions are put one after the other."""

import json
from collections.abc import Iterable, Iterator
from typing import Literal

from hefa.errors import OptionError
from hefa.model.opinion import Opinion
from hefa.opinion.markdown import render_markdown
from hefa.opinion.text import WIDTH, render_text

FORMATS = ("text", "json", "md")
LATER = ("docx", "html", "sarif", "xlsx")

Format = Literal["text", "json", "md"]


def check_format(name: str) -> Format:
    """Return ``name`` as a format this version writes."""
    match name:
        case "text" | "json" | "md":
            return name
        case _:
            problem = f"本版还不提供 {name} 格式" if name in LATER else f"没有格式 {name}"
            raise OptionError("-f", problem, f"可用：{'、'.join(FORMATS)}")


def render_json(opinion: Opinion, *, lines: bool = False) -> str:
    """Return one JSON object: indented, or on one line for JSON Lines."""
    data = opinion.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, indent=None if lines else 2) + "\n"


def render(
    opinions: Iterable[Opinion],
    form: Format,
    *,
    several: bool,
    color: bool = False,
    width: int = WIDTH,
    explain: bool = False,
) -> Iterator[str]:
    """Give the output piece by piece, in the order of ``opinions``; JSON always has the trace."""
    for number, opinion in enumerate(opinions):
        if form == "json":
            yield render_json(opinion, lines=several)
        elif form == "md":
            yield ("\n---\n\n" if number else "") + render_markdown(opinion, explain=explain)
        else:
            rule = "─" * (width // 2) + "\n"
            yield (rule if number else "") + render_text(opinion, color=color, width=width, explain=explain)
