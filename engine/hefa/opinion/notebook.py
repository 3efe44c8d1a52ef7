"""An opinion as a piece of HTML for a cell of a notebook: no scripts, no style sheet, nothing fetched."""

from collections.abc import Iterable
from html import escape

from hefa.model.category import CATEGORIES
from hefa.model.opinion import Finding, Opinion
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.wording import (
    DISCLAIMER,
    HEADING,
    advice,
    citation,
    conclusion_line,
    facts_of,
    in_parts,
    in_quotes,
    left_out,
    one_line,
    options_of,
    place_of,
    provenance_of,
    shortened,
)

SHOWN = 100
"""Findings that are shown; a longer list is for a file."""
QUOTED = 160
_COLOURS = {"unlawful": "#b3261e", "improper": "#8a5a00", "notice": "#1a5fb4"}
_CELL = "text-align:left;vertical-align:top;padding:4px 8px;border-top:1px solid #8888"


def render_notebook(opinion: Opinion) -> str:
    """Return the opinion: particulars, conclusion, findings as a table, what was not reviewed."""
    facts = "　".join(_text(f"{name}：{value}") for name, value in facts_of(opinion))
    parts = [
        f"<strong>{_text(HEADING)}</strong>",
        f"<div>{facts}</div>" if facts else "",
        f"<div><strong>结论：{_text(conclusion_line(opinion))}</strong></div>",
        _table(in_parts(opinion.findings)) if opinion.findings else "",
        _list("未审查部分", left_out(opinion)) if not opinion.unreadable else "",
        f"<small>{'<br>'.join(_text(line) for line in _foot(opinion))}</small>",
    ]
    return f'<div lang="zh-CN" style="max-width:70em;line-height:1.5">{"".join(parts)}</div>'


def _table(findings: list[Finding]) -> str:
    names = ("位置", "级别", "问题和建议")
    head = "".join(f'<th scope="col" style="{_CELL};min-width:5em">{name}</th>' for name in names)
    rows = "".join(map(_row, findings[:SHOWN]))
    more = len(findings) - SHOWN
    rest = f'<tr><td colspan="3" style="{_CELL}">其余 {more} 处没有列出</td></tr>' if more > 0 else ""
    return f'<table style="border-collapse:collapse;margin:6px 0"><tr>{head}</tr>{rows}{rest}</table>'


def _row(finding: Finding) -> str:
    words = [word for step in finding.trace for word in step.words]
    quote = in_quotes(shortened(one_line(finding.quote), words, QUOTED)) if finding.quote else ""
    lines = [quote, one_line(finding.message)]
    lines += [f"依据：{'；'.join(map(citation, finding.basis))}"] if finding.basis else []
    lines += [f"建议：{advice(finding.suggestion)}"] if finding.suggestion else []
    category = CATEGORIES.get(finding.category, finding.category)
    level = f'<strong style="color:{_COLOURS[finding.severity]}">{_text(SEVERITY[finding.severity])}</strong>'
    about = _text(f"{category}（把握：{CONFIDENCE[finding.confidence]}）")
    cells = (
        _text(place_of(finding.location)),
        f"{level}<br>{about}<br><small>{_text(finding.rule)}</small>",
        "<br>".join(_text(line) for line in lines if line),
    )
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _list(heading: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{_text(line)}</li>" for line in lines)
    return f"<div>{heading}</div><ul>{items}</ul>" if items else ""


def _foot(opinion: Opinion) -> list[str]:
    return [line for line in (DISCLAIMER, options_of(opinion), provenance_of(opinion)) if line]


def _text(text: str) -> str:
    return escape(one_line(text))
