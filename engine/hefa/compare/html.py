"""A comparison as one HTML page: nothing is loaded, no script runs, every word of the drafts is escaped."""

from collections.abc import Iterator
from html import escape

from hefa.compare.wording import (
    ELSEWHERE,
    TITLE,
    earlier_place,
    footnotes,
    heading,
    particulars,
    pieces,
    rejection,
    renumbered,
    shown,
)
from hefa.model.comparison import STATE, ClauseChange, Comparison, FindingChange
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.wording import advice, citation, one_line

_STYLE = """
body{font:16px/1.7 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;max-width:62em;margin:2em auto;
padding:0 1em;color:#222}
h1{font-size:1.5em}h2{font-size:1.05em;margin:1.6em 0 .3em;border-bottom:1px solid #ccc}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em}dt{color:#555}dd{margin:0}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #bbb;padding:.4em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
del{background:#fde0e0;color:#8c1010}ins{background:#def3de;color:#0d5a1a}
.finding{margin:.5em 0;padding:.3em .8em;border-left:4px solid #888;break-inside:avoid}
.new{border-color:#b00020}.kept{border-color:#b7791f}.fixed{border-color:#2e7d32}
.finding p{margin:.1em 0}blockquote{margin:.1em 0;color:#444}
footer{margin-top:2em;color:#555;font-size:.9em;overflow-wrap:anywhere}
@media print{body{max-width:none;margin:0;font-size:11pt}h2{break-after:avoid}tr{break-inside:avoid}}
"""


def render_html(comparison: Comparison) -> str:
    """Return the page: particulars, then each clause that changed or has findings, old beside new."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield (
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
    )
    yield f"<title>{TITLE}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{TITLE}</h1>\n<dl>"
    for name, value in particulars(comparison):
        yield f"<dt>{name}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"
    for clause in filter(shown, comparison.clauses):
        yield f"<section>\n<h2>{escape(heading(clause))}</h2>"
        if clause.change not in ("unchanged", "renumbered"):
            yield from _table(clause)
        for change in clause.findings:
            yield from _finding(change, clause)
        yield "</section>"
    if comparison.elsewhere:
        yield f"<section>\n<h2>{ELSEWHERE}</h2>"
        for change in comparison.elsewhere:
            yield from _finding(change, None)
        yield "</section>"
    if numbers := renumbered(comparison):
        yield f"<section>\n<h2>只改编号的条款</h2>\n<p>{escape(numbers)}</p>\n</section>"
    yield "<footer>"
    for line in footnotes(comparison):
        yield f"<p>{escape(line)}</p>"
    yield "</footer>\n</body>\n</html>"


def _table(clause: ClauseChange) -> Iterator[str]:
    old, new = "", ""
    for piece in pieces(clause) if clause.old and clause.new else ():
        words = escape(piece.text)
        old += words if piece.kind == "same" else f"<del>{words}</del>" if piece.kind == "old" else ""
        new += words if piece.kind == "same" else f"<ins>{words}</ins>" if piece.kind == "new" else ""
    if not clause.new:
        old = f"<del>{escape(one_line(clause.old_text))}</del>"
    if not clause.old:
        new = f"<ins>{escape(one_line(clause.new_text))}</ins>"
    yield "<table>\n<tr><th>旧稿</th><th>新稿</th></tr>"
    yield f"<tr><td>{old}</td><td>{new}</td></tr>\n</table>"


def _finding(change: FindingChange, clause: ClauseChange | None) -> Iterator[str]:
    finding = change.finding
    yield f'<div class="finding {change.state}">'
    yield (
        f"<p><strong>{STATE[change.state]}：{SEVERITY[finding.severity]}</strong>"
        f"（{escape(finding.rule)}，把握：{CONFIDENCE[finding.confidence]}）</p>"
    )
    if finding.quote:
        yield f"<blockquote>“{escape(one_line(finding.quote))}”</blockquote>"
    yield f"<p>问题：{escape(one_line(finding.message))}</p>"
    if place := earlier_place(clause, change):
        yield f"<p>旧稿位置：{escape(place)}</p>"
    if why := rejection(change):
        yield f"<p>不采纳：{escape(why)}</p>"
    if change.state != "fixed":
        yield f"<p>依据：{escape('；'.join(map(citation, finding.basis)))}</p>"
        yield f"<p>建议：{escape(advice(finding.suggestion))}</p>"
    yield "</div>"
