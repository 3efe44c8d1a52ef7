"""An opinion for a terminal: coloured where there is one, plain elsewhere, wrapped for wide characters."""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby

from rich.cells import cell_len, get_character_cell_size
from rich.console import Console
from rich.text import Text

from hefa.model.opinion import Finding, Opinion
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import (
    DECISIONS,
    DISCLAIMER,
    HEADING,
    advice,
    bare_place,
    citation,
    conclusion_line,
    decision_lines,
    digest_of,
    explained,
    facts_of,
    grave_places,
    in_quotes,
    kind_of,
    left_out,
    marked,
    one_line,
    options_of,
    place_of,
    provenance_of,
    sections_of,
    shortened,
)

WIDTH = 100
QUOTE_LIMIT = 160
STYLES = {"unlawful": "bold red", "improper": "bold yellow", "notice": "bold cyan"}
CONCLUSION_STYLES = {
    "unlawful": "bold red",
    "amend": "bold yellow",
    "lawful": "bold green",
    "not-reviewable": "bold magenta",
}
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…,.;:?!)")
_NOT_LAST = frozenset("（《「『【〔“‘(")


def render_text(opinion: Opinion, *, color: bool = False, width: int = WIDTH, explain: bool = False) -> str:
    """Return the opinion as lines at most ``width`` cells wide, ending with the conclusion.

    With ``explain``, each finding tells which facts it rests on.
    """
    return print_lines(_lines(opinion, explain=explain), color=color, width=width)


def print_lines(lines: Iterable[tuple[Text, int]], *, color: bool = False, width: int = WIDTH) -> str:
    """Return the lines, each given with the indent of its continuation, at most ``width`` cells wide."""
    out = StringIO()
    console = Console(
        file=out,
        width=max(width, 40),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    for line, indent in lines:
        for piece in _wrapped(line, console.width, indent):
            console.print(piece, soft_wrap=True)
    return out.getvalue()


def _lines(opinion: Opinion, *, explain: bool) -> Iterator[tuple[Text, int]]:
    """Give each line with the indent of its continuation."""
    style = CONCLUSION_STYLES[opinion.conclusion]
    yield Text(HEADING, style="bold"), 0
    for name, value in facts_of(opinion):
        yield _field(name, value), 10
    yield _field("结论", conclusion_line(opinion), style), 6
    for name, places in grave_places(opinion):
        yield _field(name, places), 10
    yield from _findings(opinion, explain=explain)
    yield from _decided(opinion)
    if opinion.not_reviewed and not opinion.unreadable:
        yield Text(), 0
        yield Text("未审查部分", style="bold"), 0
        for line in left_out(opinion):
            yield Text(f"  · {line}"), 4
    yield Text(), 0
    yield Text(DISCLAIMER), 0
    if options := options_of(opinion):
        yield Text(options), 4
    yield Text(provenance_of(opinion), style="dim"), 0
    if digest := digest_of(opinion):
        yield Text(digest, style="dim"), 0
    if opinion.findings:
        yield _field("结论", conclusion_line(opinion), style), 6


def _decided(opinion: Opinion) -> Iterator[tuple[Text, int]]:
    if opinion.decided:
        yield Text(), 0
        yield Text(DECISIONS, style="bold"), 0
    for decided in opinion.decided:
        head, lines = decision_lines(decided)
        yield Text(f"  {head}"), 4
        for name, value in lines:
            yield Text(f"    {name}：{value}"), 10


def _findings(opinion: Opinion, *, explain: bool) -> Iterator[tuple[Text, int]]:
    told: dict[tuple[object, ...], str] = {}
    for heading, findings in sections_of(opinion.findings):
        if heading:
            yield Text(), 0
            yield Text(heading, style="bold"), 0
        for place, group in groupby(findings, key=lambda finding: place_of(finding.location)):
            yield Text(), 0
            yield Text(place, style="bold underline"), 0
            for finding in group:
                content = (finding.rule, finding.message, finding.basis, finding.suggestion)
                yield from _finding(finding, told.get(content))
                told.setdefault(content, bare_place(place))
                if explain:
                    yield from _reasons(finding)


def _finding(finding: Finding, told: str | None) -> Iterator[tuple[Text, int]]:
    """Give one finding; ``told`` is the place of an earlier one that says the same of another quotation."""
    head = Text("  ").append(f"[{SEVERITY[finding.severity]}]", style=STYLES[finding.severity])
    head.append(f" {finding.rule}", style="dim").append(kind_of(finding))
    yield head, 4
    if finding.quote:
        words = [word for step in finding.trace for word in step.words]
        yield Text("    原文：").append_text(_quote(finding, words)), 10
    if told:
        yield Text(f"    问题、依据、建议：同上（{told}）"), 10
        return
    yield Text(f"    问题：{one_line(finding.message)}"), 10
    yield Text(f"    依据：{'；'.join(map(citation, finding.basis))}"), 10
    yield Text(f"    建议：{advice(finding.suggestion)}"), 10


def _reasons(finding: Finding) -> Iterator[tuple[Text, int]]:
    for name, lines in explained(finding):
        yield Text(f"    {name}："), 10
        for line in lines:
            yield Text(f"      · {line}"), 8


def _quote(finding: Finding, words: Sequence[str]) -> Text:
    line = in_quotes(shortened(one_line(finding.quote), words, QUOTE_LIMIT))
    quote = Text(line)
    for start, end in marked(line, words):
        quote.stylize(STYLES[finding.severity], start, end)
    return quote


def _field(name: str, value: str, style: str = "") -> Text:
    return Text(f"{name}：").append(value, style=style)


def _wrapped(line: Text, width: int, indent: int) -> Iterator[Text]:
    """Break a line by cells, never before a closing mark nor after an opening one."""
    plain, start, room, breaks = line.plain, 0, width, []
    while cell_len(plain[start:]) > room:
        stop = _break_before(plain, start, room)
        breaks.append(stop)
        start, room = stop, width - indent
    for number, piece in enumerate(line.divide(breaks)):
        piece.rstrip()
        yield Text(" " * indent).append_text(piece) if number else piece


def _break_before(plain: str, start: int, room: int) -> int:
    stop, used = start, 0
    while used + get_character_cell_size(plain[stop]) <= room:
        used += get_character_cell_size(plain[stop])
        stop += 1
    fitting = stop
    while stop > start + 1 and not _may_break(plain, stop):
        stop -= 1
    return stop if stop > start + (fitting - start) // 2 else fitting


def _in_word(char: str) -> bool:
    return char == "-" or (char.isascii() and char.isalnum())


def _may_break(plain: str, at: int) -> bool:
    before, after = plain[at - 1], plain[at]
    within_word = _in_word(before) and _in_word(after)
    return not within_word and after not in _NOT_FIRST and before not in _NOT_LAST
