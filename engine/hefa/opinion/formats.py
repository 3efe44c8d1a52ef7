"""The output formats by name, and how several opinions are put one after the other."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from hefa.model.formats import chosen_format
from hefa.model.opinion import Opinion
from hefa.model.reviewed import Reviewed
from hefa.model.rule import Rule
from hefa.opinion.brief import render_brief
from hefa.opinion.markdown import render_markdown
from hefa.opinion.text import WIDTH, render_text

TextFormat = Literal["text", "brief", "json", "md", "html", "sarif"]
FileFormat = Literal["docx", "xlsx"]
Format = TextFormat | FileFormat

TEXTS: tuple[TextFormat, ...] = ("text", "brief", "json", "md", "html", "sarif")
FILES: tuple[FileFormat, ...] = ("docx", "xlsx")
"""Formats that are no text and go to a file only."""
FORMATS: tuple[Format, ...] = (*TEXTS, *FILES)


def check_format(name: str) -> Format:
    """Return ``name`` as a format that can be written with what is installed."""
    return chosen_format(name, FORMATS)


def render_json(opinion: Opinion, *, lines: bool = False) -> str:
    """Return one JSON object: indented, or on one line for JSON Lines."""
    data = opinion.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, indent=None if lines else 2) + "\n"


def render(
    reviews: Iterable[Reviewed],
    form: TextFormat,
    *,
    several: bool,
    color: bool = False,
    width: int = WIDTH,
    explain: bool = False,
    rules: Sequence[Rule] = (),
) -> Iterator[str]:
    """Give the output piece by piece, in the order of ``reviews``; JSON always has the trace.

    HTML and SARIF are one piece; ``rules`` give SARIF the names of rules.
    """
    match form:
        case "html":
            from hefa.opinion.html import render_html  # noqa: PLC0415

            yield render_html(reviews, explain=explain)
        case "sarif":
            from hefa.opinion.sarif import render_sarif  # noqa: PLC0415

            yield render_sarif(reviews, rules)
        case "brief":
            yield from map(render_brief, reviews)
        case "json":
            yield from (render_json(reviewed.opinion, lines=several) for reviewed in reviews)
        case "md":
            for number, reviewed in enumerate(reviews):
                yield ("\n---\n\n" if number else "") + render_markdown(reviewed.opinion, explain=explain)
        case "text":
            rule = "─" * (width // 2) + "\n"
            for number, reviewed in enumerate(reviews):
                shown = render_text(reviewed.opinion, color=color, width=width, explain=explain)
                yield (rule if number else "") + shown
