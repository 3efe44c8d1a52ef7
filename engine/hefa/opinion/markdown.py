"""An opinion as Markdown, fit to forward: every word of the draft escaped, suspicious words in bold."""

import re
from collections.abc import Iterator
from itertools import groupby

from hefa.model.category import CATEGORIES
from hefa.model.opinion import Finding, Opinion
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.wording import (
    DECISIONS,
    DISCLAIMER,
    HEADING,
    advice,
    citation,
    conclusion_line,
    decision_lines,
    digest_of,
    explained,
    facts_of,
    grave_places,
    left_out,
    marked,
    one_line,
    options_of,
    place_of,
    provenance_of,
    sections_of,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
_OPENS_BLOCK = re.compile(r"^(\d+|[-+=])([.)]?)")


def render_markdown(opinion: Opinion, *, explain: bool = False) -> str:
    """Return the opinion: conclusion, findings by part and place, what was not reviewed, provenance.

    With ``explain``, each finding tells which facts it rests on.
    """
    return "\n".join(_lines(opinion, explain=explain)) + "\n"


def render_finding(finding: Finding) -> str:
    """Return one finding with its place, and why it was made."""
    lines = [f"**{_escaped(place_of(finding.location))}**", "", *_finding(finding, explain=True)]
    return "\n".join(lines)


def _lines(opinion: Opinion, *, explain: bool) -> Iterator[str]:
    yield f"# {HEADING}"
    yield ""
    yield f"**结论：{_escaped(conclusion_line(opinion))}**"
    yield ""
    for name, value in (*grave_places(opinion), *facts_of(opinion)):
        yield f"- {name}：{_escaped(value)}"
    yield ""
    yield from _findings(opinion, explain=explain)
    yield from _decided(opinion)
    if opinion.not_reviewed and not opinion.unreadable:
        yield "## 未审查部分"
        yield ""
        for line in left_out(opinion):
            yield f"- {_escaped(line)}"
        yield ""
    yield "## 说明"
    yield ""
    yield DISCLAIMER
    yield ""
    if options := options_of(opinion):
        yield _escaped(options)
        yield ""
    yield _escaped(provenance_of(opinion))
    if digest := digest_of(opinion):
        yield ""
        yield digest


def _decided(opinion: Opinion) -> Iterator[str]:
    if not opinion.decided:
        return
    yield f"## {DECISIONS}"
    yield ""
    for decided in opinion.decided:
        head, lines = decision_lines(decided)
        yield f"- {_escaped(head)}"
        yield from (f"  - {name}：{_escaped(value)}" for name, value in lines)
    yield ""


def _findings(opinion: Opinion, *, explain: bool) -> Iterator[str]:
    if opinion.findings:
        yield "## 审查发现"
        yield ""
    for heading, findings in sections_of(opinion.findings):
        if heading:
            yield f"### {heading}"
            yield ""
        for place, group in groupby(findings, key=lambda finding: place_of(finding.location)):
            yield f"{'####' if heading else '###'} {_escaped(place)}"
            yield ""
            for finding in group:
                yield from _finding(finding, explain=explain)


def _finding(finding: Finding, *, explain: bool) -> Iterator[str]:
    category = CATEGORIES.get(finding.category, finding.category)
    sure = CONFIDENCE[finding.confidence]
    yield f"**{SEVERITY[finding.severity]}** {category}（{finding.rule}，把握：{sure}）"
    yield ""
    if finding.quote:
        yield f"> {_quote(finding)}"
        yield ""
    yield f"- 问题：{_escaped(one_line(finding.message))}"
    yield f"- 依据：{_escaped('；'.join(map(citation, finding.basis)))}"
    yield f"- 建议：{_escaped(advice(finding.suggestion))}"
    for name, lines in explained(finding) if explain else ():
        yield f"- {name}："
        yield from (f"  - {_escaped(line)}" for line in lines)
    yield ""


def _quote(finding: Finding) -> str:
    line = one_line(finding.quote)
    out, at = [], 0
    for start, end in marked(line, [word for step in finding.trace for word in step.words]):
        bold = f"**{_inline(line[start:end])}**" if line[start:end].isalnum() else _inline(line[start:end])
        out += [_inline(line[at:start]), bold]
        at = end
    return _block_safe("".join([*out, _inline(line[at:])]))


def _escaped(line: str) -> str:
    return _block_safe(_inline(line))


def _inline(line: str) -> str:
    return _SPECIAL.sub(r"\\\1", line)


def _block_safe(line: str) -> str:
    """Keep a line that begins like a list, a rule or a heading from being one."""
    return _OPENS_BLOCK.sub(
        lambda found: (
            found[1] + (f"\\{found[2]}" if found[2] else "") if found[1].isdigit() else f"\\{found[0]}"
        ),
        line,
    )
