"""Running heads, feet and page numbers: found by standing at the same place of several pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median

from hefa.read.page import Line, Page

EDGE = 3
"""Lines at the top and at the foot of a page among which a running head may stand."""
SAME_PLACE = 4.0
"""Points by which a running head may stand higher or lower from page to page."""
APART = 1.2
"""Times the usual line pitch by which running heads stand off, unless their type is of another size."""
OTHER_SIZE = 1.1
SURE = 5
"""Pages that repeat a line at the same place from which it is no accident."""
HEADER_CELLS = 3
"""Cells from which a repeated line is the head of a table that goes on, to be kept once."""
NUMBERED = re.compile(
    r"第?(?P<page>\d{1,4})页?(?:[,，/共]{1,2}\d{1,4}页?)?|[-—－–─一·]{1,2}(?P<dashed>\d{1,4})[-—－–─一·]{1,2}"
)
NAMED = re.compile(r"附[件表录]|[图表]\d|第.{1,6}[章节条]")
"""What begins so is told apart by its number."""
DIGITS = re.compile(r"\d+")
EXAMPLES, LONGEST = 3, 30


def remove_running(pages: Sequence[Page]) -> tuple[str, ...]:
    """Take running heads, feet and page numbers out of ``pages``; say so in a note."""
    running = {id(line): sure for line, sure in (*_repeated(pages), *_page_numbers(pages))}
    removed: list[Line] = []
    for page in pages:
        top = _block(page.lines, running)
        foot = _block(page.lines[len(top) :][::-1], running)
        removed += (*top, *foot[::-1])
        page.lines = page.lines[len(top) : len(page.lines) - len(foot)]
    if not removed:
        return ()
    heads = {_masked(line): " ".join(line.text.split()) for line in removed if not _numbered(line)}
    shown = "、".join(f"“{words[:LONGEST]}”" for words in list(heads.values())[:EXAMPLES])
    return (f"各页重复的页眉、页脚和页码 {len(removed)} 处没有列入正文" + (f"：{shown}" if shown else ""),)


def _block(lines: Sequence[Line], running: dict[int, bool]) -> list[Line]:
    """Return the running lines that ``lines`` begin with, if sure or apart from those that follow."""
    block = list(takewhile(lambda line: id(line) in running, lines))
    if len(block) == len(lines) or all(running[id(line)] for line in block):
        return block
    last, following = block[-1], lines[len(block)]
    steps = [abs(a.bottom - b.bottom) for a, b in pairwise(lines[len(block) :])]
    apart = abs(last.bottom - following.bottom) > APART * median(steps or [0.0])
    other = max(last.em, following.em) > OTHER_SIZE * min(last.em, following.em)
    return block if apart or other or last.turned != following.turned else []


def _words(line: Line) -> str:
    return "".join(line.text.split())


def _masked(line: Line) -> str:
    """Return the words of a line without the numbers in them, unless these tell it apart."""
    words = _words(line)
    return words if NAMED.match(words) else DIGITS.sub("0", words)


def _numbered(line: Line) -> re.Match[str] | None:
    return NUMBERED.fullmatch(_words(line))


def _edges(page: Page) -> Iterator[Line]:
    last = len(page.lines) - EDGE
    return (line for at, line in enumerate(page.lines) if at < EDGE or at >= last)


def _repeated(pages: Sequence[Page]) -> Iterator[tuple[Line, bool]]:
    places: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for line in _edges(page):
            places[_masked(line)].append(line)
    least = 2 if len(pages) <= 3 else 3
    for same in places.values():
        tops = Counter(round(line.top / SAME_PLACE) for line in same)
        fixed = [
            line
            for line in same
            if sum(tops[round(line.top / SAME_PLACE) + step] for step in (-1, 0, 1)) >= least
        ]
        kept = 1 if fixed and len(fixed[0].cells) >= HEADER_CELLS else 0
        yield from ((line, len(fixed) >= SURE) for line in fixed[kept:])


def _page_numbers(pages: Sequence[Page]) -> Iterator[tuple[Line, bool]]:
    found: list[tuple[Line, int, bool]] = []
    for page in pages:
        for line in (page.lines[0], page.lines[-1]) if page.lines else ():
            if match := _numbered(line):
                dashed = match["dashed"] is not None or not _words(line).isdigit()
                found.append((line, int(match["page"] or match["dashed"]) - page.number, dashed))
    offsets = Counter(offset for _, offset, _ in found)
    return ((line, True) for line, offset, dashed in found if dashed or offset == 0 or offsets[offset] > 1)
