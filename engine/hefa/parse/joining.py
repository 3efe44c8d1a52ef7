"""Lines broken in the middle of a sentence in, whole blocks out; runs of cells become tables.

Whether a document breaks its lines is judged on the document: where paragraphs are whole, most long
lines end with a full stop.
"""

from hefa.parse.block import Block
from hefa.parse.patterns import CLOSERS, TERMINAL

LONG = 15
CELL = 12
CELLS = 4
LONGEST_HEADING = 24
OPENING = "，、。；：）〕》”』」？！,;)%％"


def join_lines(text: str, blocks: list[Block], body: int) -> list[Block]:
    """Join what belongs together; blocks before ``body`` join only with their own kind."""
    wrapped = _wrapped(text, blocks[body:])
    _mark_cells(text, blocks, body)
    joined: list[Block] = []
    for index, block in enumerate(blocks):
        last = joined[-1] if joined else None
        if last is not None and _continues(text, last, block, index < body, wrapped):
            last.end = block.end
        else:
            joined.append(block)
    return joined


def _wrapped(text: str, blocks: list[Block]) -> bool:
    lines = [b for b in blocks if b.kind == "TEXT" and b.end - b.start >= LONG]
    return sum(not _terminated(text, b) for b in lines) * 5 > len(lines)


def _terminated(text: str, block: Block) -> bool:
    end = block.end
    while end > block.start + 1 and text[end - 1] in CLOSERS:
        end -= 1
    return text[end - 1] in TERMINAL or (end < block.end and text[block.end - 1] in "）)】〕》")


def _mark_cells(text: str, blocks: list[Block], body: int) -> None:
    """Take runs of very short lines for the cells of a table, one a line."""
    run: list[Block] = []
    for block in [*blocks[body:], None]:
        cell = block is not None and (
            block.kind == "TABLE"
            or (
                block.kind in {"TEXT", "FURNITURE"}
                and block.end - block.start <= CELL
                and text[block.end - 1] not in "。；：，、:"
            )
        )
        if cell and block is not None:
            run.append(block)
            continue
        if sum(b.kind == "TEXT" for b in run) >= CELLS:
            for member in run:
                if member.kind == "TEXT":
                    member.kind = "TABLE"
        run = []


def _continues(text: str, last: Block, block: Block, front: bool, wrapped: bool) -> bool:
    if front or last.fixed or block.fixed:
        return last.fixed and block.fixed and last.kind == block.kind and last.kind in {"TITLE", "RECIPIENTS"}
    if last.kind in {"CHAPTER", "SECTION", "PART"}:
        return (
            block.kind == "TEXT"
            and last.end - last.mark < CELL
            and block.end - block.start <= (CELL if last.end > last.mark else LONGEST_HEADING)
            and text[block.end - 1] not in TERMINAL
        )
    if block.kind != "TEXT" or last.kind not in {"TEXT", "H1", "H2", "H3", "H4", "H5", "ARTICLE", "INNOTE"}:
        return False
    if last.kind == "ARTICLE" and last.end == last.mark:
        return False
    if text[last.end - 1] in "，、,（(〔《“" or text[block.start] in OPENING:
        return True
    if last.kind == "INNOTE" or _terminated(text, last):
        return False
    length = last.end - last.mark
    if _unclosed(text, last):
        return True
    if last.marked:
        return wrapped and (length > LONGEST_HEADING or "。" in text[last.mark : last.end])
    return length >= LONG and wrapped


def _unclosed(text: str, block: Block) -> bool:
    """Whether the last lines open a bracket that they do not close."""
    tail = text[max(block.mark, block.end - 120) : block.end]
    return any(tail.rfind(left) > tail.rfind(right) for left, right in ("（）", "《》", "〔〕", "“”"))
