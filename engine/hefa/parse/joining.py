"""Lines broken in the middle of a sentence in, whole blocks out; runs of cells become tables.

Whether a document breaks its lines is judged on the document: where paragraphs are whole, most long
lines end with a full stop.
"""

from hefa.parse.block import Block
from hefa.parse.patterns import CLOSERS, TERMINAL

SHORT = 15
LONG = 24
CELL = 12
CELLS = 4
OPENING = "，、。；：）〕》”』」？！,;)%％"
OPEN_ENDS = "，、,（(〔《“"
REFERRING = "按照据反合由及和与、至或依"  # a line that ends so goes on with a reference: 按 / 第三条资助标准
JOINABLE = frozenset({"TEXT", "H1", "H2", "H3", "H4", "H5", "ARTICLE"})


def join_lines(text: str, blocks: list[Block]) -> list[Block]:
    """Join the lines of ``blocks`` that belong together."""
    wrapped = _wrapped(text, blocks)
    _mark_cells(text, blocks)
    joined: list[Block] = []
    for block in blocks:
        if joined and _continues(text, joined[-1], block, wrapped):
            joined[-1].end = block.end
        else:
            joined.append(block)
    return joined


def _wrapped(text: str, blocks: list[Block]) -> bool:
    lines = [
        b
        for b in blocks
        if not b.fixed
        and ((b.kind == "TEXT" and b.end - b.start >= SHORT) or (b.marked and b.end - b.start >= 2 * LONG))
    ]
    broken = sum(not _terminated(text, b) for b in lines)
    return broken >= 3 and broken * 6 > len(lines)


def _terminated(text: str, block: Block) -> bool:
    end = block.end
    while end > block.start + 1 and text[end - 1] in CLOSERS:
        end -= 1
    return text[end - 1] in TERMINAL or (end < block.end and text[block.end - 1] in "）)】〕")


def _mark_cells(text: str, blocks: list[Block]) -> None:
    """Take runs of very short lines for the cells of a table, one a line."""
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and (
            block.kind == "TABLE"
            or (
                block.kind in {"TEXT", "FURNITURE"}
                and not block.fixed
                and block.end - block.start <= CELL
                and text[block.end - 1] not in "。；：，、:"
            )
        ):
            run.append(block)
            continue
        if sum(b.kind == "TEXT" for b in run) >= CELLS:
            for member in run:
                if member.kind == "TEXT":
                    member.kind = "TABLE"
        run = []


def _continues(text: str, last: Block, block: Block, wrapped: bool) -> bool:
    if last.fixed or block.fixed:
        same = last.fixed and block.fixed and last.kind == block.kind and not block.opens
        return same and last.kind in {"TITLE", "OPEN", "RECIPIENTS"}
    if last.kind in {"CHAPTER", "SECTION", "PART"}:
        return _completes_heading(text, last, block)
    if block.kind != "TEXT" or last.kind not in JOINABLE:
        return block.kind == "ARTICLE" and last.kind in JOINABLE and text[last.end - 1] in REFERRING
    if last.marked and last.end == last.mark:
        return last.kind != "ARTICLE"
    end, start = text[last.end - 1], text[block.start]
    joint = end in OPEN_ENDS or start in OPENING or (end == "》" and start in "（(〔")
    if joint or (end not in "。；" and _unclosed(text, last)):
        return True
    return not _terminated(text, last) and _runs_on(text, last, block, wrapped)


def _completes_heading(text: str, last: Block, block: Block) -> bool:
    """第一章 and 总则 on lines of their own."""
    return (
        block.kind in {"TEXT", "TABLE"}
        and last.end - last.mark < CELL
        and block.end - block.start <= (CELL if last.end > last.mark else LONG)
        and text[block.end - 1] not in TERMINAL
    )


def _runs_on(text: str, last: Block, block: Block, wrapped: bool) -> bool:
    """Whether a line that does not end a sentence goes on below, by its length and the document's habit."""
    length = last.end - last.mark
    if last.marked:
        whole = "。" in text[last.mark : last.end] or text.count("，", last.mark, last.end) > 1
        return length > LONG and (wrapped or (whole and not block.indent))
    return (wrapped and length > 1) or (length >= LONG and not block.indent)


def _unclosed(text: str, block: Block) -> bool:
    """Whether the last lines open a bracket that they do not close."""
    tail = text[max(block.mark, block.end - 120) : block.end]
    return any(tail.rfind(left) > tail.rfind(right) for left, right in ("（）", "《》", "〔〕", "“”"))
