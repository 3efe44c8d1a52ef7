"""Lines broken in the middle of a sentence in, whole blocks out; runs of cells become tables.

Whether a document breaks its lines is judged on the document: where paragraphs are whole, most long
lines end with a full stop.
"""

from hefa.model.lazy import lazy
from hefa.parse.block import Block
from hefa.parse.furniture import INNOTE
from hefa.parse.patterns import CLOSERS, TERMINAL
from hefa.parse.words import MODAL

SHORT = 15
LONG = 24
CELL = 12
CELLS = 4
OPENING = "，、。；：）〕》”』」？！,;)%％"
OPEN_ENDS = "，、,（(〔《“"
REFERRING = "按照据反合由及和与、至或依"  # a line that ends so goes on with a reference: 按 / 第三条资助标准
JOINABLE = frozenset({"TEXT", "H1", "H2", "H3", "H4", "H5", "ARTICLE"})
ROW = lazy(r"[\u4e00-\u9fff]{1,4}[ \u3000]*[\u4e00-\u9fff]{0,3}[ \u3000]{2}[\u4e00-\u9fff、（）]{2,40}$")
"""A name and an office: one line of a list of members."""
ASIDE_ENDS = lazy(r"单位|部门|负责|时限|牵头|落实|配合|指导|略[）)]|试行|如有|号[）)]")
LONGEST_NOTE = 400
LONGEST_END = 10
PAIRS = (("（(", "）)"), ("《", "》"), ("〔", "〕"), ("“", "”"))
UNCLOSED = lazy(
    "[（(《〔“](?:" + "|".join(f"(?<=[{left}])[^{left}{right}]*" for left, right in PAIRS) + r")\Z"
)


def join_lines(text: str, blocks: list[Block]) -> list[Block]:
    """Join the lines of ``blocks`` that belong together."""
    wrapped = _wrapped(text, blocks)
    _mark_cells(text, blocks, wrapped)
    joined: list[Block] = []
    article = False
    for block in blocks:
        if block.kind in {"ARTICLE", "H1", "OPEN", "ATTACHMENT", "SIGNATURE"}:
            article = block.kind == "ARTICLE"
        if joined and _continues(text, joined[-1], block, wrapped, SHORT if article else LONG + 1):
            joined[-1].end = block.end
        else:
            joined.append(block)
    for block in joined:
        if block.kind == "TEXT" and text[block.start] in "（(〔" and _is_note(text, block):
            block.kind = "INNOTE"
    return joined


def _is_note(text: str, block: Block) -> bool:
    """Whether broken lines joined are a note of who is in charge."""
    start, end = block.start, block.end
    return end - start <= LONGEST_NOTE and bool(
        INNOTE.match(text, start, end) and not MODAL.search(text, start, end)
    )


def _wrapped(text: str, blocks: list[Block]) -> bool:
    lines = broken = 0
    for block in blocks:
        length = block.end - block.start
        if length < SHORT or block.fixed:
            continue
        if block.kind == "TEXT" or (length >= 2 * LONG and block.marked):
            lines += 1
            broken += not _terminated(text, block)
    return broken >= 3 and broken * 6 > lines


def _terminated(text: str, block: Block) -> bool:
    end = block.end
    if text[end - 1] in TERMINAL:
        return True
    while end > block.start + 1 and text[end - 1] in CLOSERS:
        end -= 1
    return text[end - 1] in TERMINAL or (end < block.end and text[block.end - 1] in "）)】〕")


def _aside(text: str, block: Block) -> bool:
    """Whether a line ends with an explanation in brackets in the middle of a sentence: 各县（区）."""
    if text[block.end - 1] not in "）)":
        return False
    opened = max(text.rfind("（", block.mark, block.end), text.rfind("(", block.mark, block.end))
    return (
        text[block.end - 2] not in TERMINAL
        and opened > block.mark
        and text[opened - 1] not in TERMINAL
        and not ASIDE_ENDS.search(text, opened, block.end)
    )


def _mark_cells(text: str, blocks: list[Block], wrapped: bool) -> None:
    """Take runs of very short lines for the cells of a table, one a line, unless a bracket runs over them."""
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and (
            block.kind == "TABLE"
            or (
                block.end - block.start <= CELL
                and block.kind in {"TEXT", "FURNITURE"}
                and not block.fixed
                and text[block.end - 1] not in "。；：，、:"
            )
        ):
            run.append(block)
            continue
        if not run:
            continue
        if (
            len(run) >= CELLS
            and sum(b.kind == "TEXT" for b in run) >= CELLS
            and not (wrapped and any(_torn(text, b) for b in run))
        ):
            for member in run:
                if member.kind == "TEXT":
                    member.kind = "TABLE"
        run = []


def _torn(text: str, block: Block) -> bool:
    """Whether a line opens or closes a bracket or quotation that it does not close or open."""
    line = text[block.start : block.end]
    return any(sum(map(line.count, left)) != sum(map(line.count, right)) for left, right in PAIRS)


def _continues(text: str, last: Block, block: Block, wrapped: bool, least: int) -> bool:
    """Whether ``block`` goes on with ``last``; ``least`` is the length of an item broken in its line."""
    if last.fixed or block.fixed:
        same = last.fixed and block.fixed and last.kind == block.kind and not block.opens
        return same and last.kind in {"TITLE", "OPEN", "RECIPIENTS"}
    if last.kind in {"CHAPTER", "SECTION", "PART"}:
        return _completes_heading(text, last, block)
    if last.kind == "INNOTE" or block.kind == "INNOTE":
        return _note_goes_on(text, last, block)
    if block.kind != "TEXT" or last.kind not in JOINABLE:
        return block.kind == "ARTICLE" and last.kind in JOINABLE and text[last.end - 1] in REFERRING
    return _sentence_goes_on(text, last, block, wrapped, least)


def _sentence_goes_on(text: str, last: Block, block: Block, wrapped: bool, least: int) -> bool:
    if last.marked and last.end == last.mark:
        return last.kind != "ARTICLE"
    end, start = text[last.end - 1], text[block.start]
    joint = end in OPEN_ENDS or start in OPENING or (end == "》" and start in "（(〔")
    if joint or (end not in "。；" and _unclosed(text, last)):
        return True
    ended = _terminated(text, last) and not (
        wrapped and text.count("\n", last.end, block.start) < 2 and _aside(text, last)
    )
    return not ended and _runs_on(text, last, block, wrapped, least)


def _note_goes_on(text: str, last: Block, block: Block) -> bool:
    """（牵头单位：市 and 水务局） on lines of their own."""
    if last.kind != "INNOTE":
        return last.kind in JOINABLE and text[last.end - 1] in "；，、" and _unclosed(text, last)
    open_ended = text[last.end - 1] in "：:、" or _unclosed(text, last)
    return (
        open_ended
        and block.kind in {"TEXT", "INNOTE", "TABLE"}
        and block.end - last.start <= LONGEST_NOTE
        and "。" not in text[block.start : block.end - 1]
        and not _closed_before(text, last.start, block.end)
        and not MODAL.search(text, block.start, block.end)
    )


def _closed_before(text: str, start: int, end: int) -> bool:
    """Whether the bracket that opens at ``start`` closes before ``end`` and words follow."""
    depth = 0
    for at in range(start, end):
        depth += (text[at] in "（(〔【[") - (text[at] in "）)〕】]")
        if depth == 0:
            return text[start] in "（(〔【[" and bool(text[at + 1 : end].strip(" 。；，"))
    return False


def _completes_heading(text: str, last: Block, block: Block) -> bool:
    """第一章 and 总则 on lines of their own."""
    return (
        block.kind in {"TEXT", "TABLE"}
        and last.end - last.mark < CELL
        and block.end - block.start <= (CELL if last.end > last.mark else LONG)
        and text[block.end - 1] not in TERMINAL
    )


def _runs_on(text: str, last: Block, block: Block, wrapped: bool, least: int) -> bool:
    """Whether a line that does not end a sentence goes on below, by its length and the document's habit."""
    length = last.end - last.mark
    if last.marked:
        begun = "。" in text[last.mark : last.end]
        whole = begun or text.count("，", last.mark, last.end) > 1
        if wrapped and (begun or _ends_heading(text, last, block)):
            return True
        return (wrapped and length >= least) or (length > LONG and whole and not block.indent)
    if ROW.match(text, last.start, last.end):
        return False
    return (wrapped and (length > 1 or block.end - block.start >= SHORT)) or (
        length >= LONG and not block.indent
    )


def _ends_heading(text: str, last: Block, block: Block) -> bool:
    """2.推行“一照多址” and 改革。各地… on lines of their own: prints are broken behind quotations."""
    if text[last.end - 1] == "”":
        return (
            text[block.start] == "“"
            or text.find("。", block.start, min(block.end, block.start + LONGEST_END)) > block.start
        )
    return text[block.start] == "《" and "，" in text[last.mark : last.end]


def _unclosed(text: str, block: Block) -> bool:
    """Whether the last lines open a bracket that they do not close."""
    return UNCLOSED.search(text, max(block.mark, block.end - 120), block.end) is not None
