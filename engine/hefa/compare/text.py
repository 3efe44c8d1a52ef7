"""A comparison for a terminal."""

from collections.abc import Iterator

from rich.text import Text

from hefa.compare.wording import (
    DISCLAIMER,
    ELSEWHERE,
    TITLE,
    cut,
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
from hefa.model.rule import SEVERITY
from hefa.opinion.text import CONCLUSION_STYLES, QUOTE_LIMIT, STYLES, WIDTH, print_lines
from hefa.opinion.wording import advice, citation, in_quotes, kind_of, one_line, shortened

Lines = Iterator[tuple[Text, int]]
STATE_STYLES = {"new": "bold red", "kept": "bold yellow", "fixed": "bold green"}


def render_text(comparison: Comparison, *, color: bool = False, width: int = WIDTH) -> str:
    """Return what changed, clause by clause; clauses that only kept or changed their number are counted."""
    return print_lines(_lines(comparison), color=color, width=width)


def _lines(comparison: Comparison) -> Lines:
    yield Text(TITLE, style="bold"), 0
    styles = {
        "旧稿结论": CONCLUSION_STYLES[comparison.old.conclusion],
        "新稿结论": CONCLUSION_STYLES[comparison.new.conclusion],
    }
    for name, value in particulars(comparison):
        yield Text(f"{name}：").append(value, style=styles.get(name, "")), 10
    for clause in filter(shown, comparison.clauses):
        yield Text(), 0
        yield Text(heading(clause), style="bold underline"), 0
        if clause.change not in ("unchanged", "renumbered"):
            yield from _words(clause)
        for change in clause.findings:
            yield from _finding(change, clause)
    if comparison.elsewhere:
        yield Text(), 0
        yield Text(ELSEWHERE, style="bold underline"), 0
        for change in comparison.elsewhere:
            yield from _finding(change, None)
    if numbers := renumbered(comparison):
        yield Text(), 0
        yield Text(f"只改编号：{numbers}"), 10
    yield Text(), 0
    for line in footnotes(comparison):
        yield Text(line, style="" if line == DISCLAIMER else "dim"), 4


def _words(clause: ClauseChange) -> Lines:
    line = Text("  ")
    if clause.change == "reworded":
        found = list(pieces(clause))
        for number, piece in enumerate(found):
            text = cut(piece, first=number == 0, last=number == len(found) - 1)
            match piece.kind:
                case "old":
                    line.append(f"〔删：{text}〕", style="red strike")
                case "new":
                    line.append(f"〔增：{text}〕", style="green")
                case "same":
                    line.append(text)
    else:
        line.append(shortened(one_line(clause.new_text or clause.old_text), (), QUOTE_LIMIT))
    yield line, 2


def _finding(change: FindingChange, clause: ClauseChange | None) -> Lines:
    finding = change.finding
    head = Text("  ").append(f"[{STATE[change.state]}]", style=STATE_STYLES[change.state])
    head.append(f"[{SEVERITY[finding.severity]}]", style=STYLES[finding.severity])
    head.append(f" {finding.rule}", style="dim").append(kind_of(finding))
    yield head, 4
    words = [word for step in finding.trace for word in step.words]
    if finding.quote:
        yield Text(f"    原文：{in_quotes(shortened(one_line(finding.quote), words, QUOTE_LIMIT))}"), 10
    yield Text(f"    问题：{one_line(finding.message)}"), 10
    if place := earlier_place(clause, change):
        yield Text(f"    旧稿位置：{place}"), 14
    if why := rejection(change):
        yield Text(f"    不采纳：{why}"), 12
    if change.state == "new":
        yield Text(f"    依据：{'；'.join(map(citation, finding.basis))}"), 10
        yield Text(f"    建议：{advice(finding.suggestion)}"), 10
