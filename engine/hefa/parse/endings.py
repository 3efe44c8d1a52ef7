"""The ends of documents: signatures, dates, attachments, and the title of what comes after them."""

import re

from hefa.parse.block import Block
from hefa.parse.front import is_recipients
from hefa.parse.patterns import NUMBER_LINE, TERMINAL, UNNAMED_DATE
from hefa.parse.words import GENRE_END, MODAL, ORGAN_END

LONGEST_SIGNATURE = 60
SIGNERS = 20
TITLE_LINES = 4
NEARBY = 6
LONGEST_TITLE_LINE = 60
CITED_TITLE = re.compile(r"[《<]([^《》]{4,90})[》>]")
DATED = re.compile(rf"(?P<organ>[^。；：，]{{2,40}}?)[ \u3000]*{UNNAMED_DATE}$")
CLOSING = frozenset({"SIGNATURE", "DATE", "NOTE", "FOOTER"})


def settle_endings(text: str, blocks: list[Block], body: int) -> None:
    """From block ``body`` on, settle signatures, attachments, and titles of nested documents."""
    for block in blocks[body:]:
        if block.kind == "NUMBER" and not block.fixed:
            block.kind = "TEXT"
    _sign(text, blocks, body)
    _settle_attachments(text, blocks)
    _settle_footers(blocks)
    _settle_titles(text, blocks, body)


def _sign(text: str, blocks: list[Block], began: int) -> None:
    for index, block in enumerate(blocks):
        if block.kind == "DATE" and index > began and not block.fixed:
            _sign_before(text, blocks, index, began)
        elif block.kind == "TEXT" and block.end - block.start <= LONGEST_SIGNATURE and index > began:
            dated = DATED.match(text, block.start, block.end)
            if dated and ORGAN_END.search("".join(dated["organ"].split())):
                block.kind = "SIGNATURE"
    last = len(blocks) - 1
    while last > began and blocks[last].kind in {"FURNITURE", "NOTE", "ATTACHMENT"}:
        last -= 1
    if last > began and blocks[last].kind == "TEXT":
        _sign_before(text, blocks, last + 1, began)


def _sign_before(text: str, blocks: list[Block], index: int, began: int) -> None:
    for block in reversed(blocks[max(began + 1, index - SIGNERS) : index]):
        if block.kind in {"FURNITURE", "SIGNATURE"}:
            continue
        if block.kind not in {"TEXT", "TABLE"} or not _is_signature(text, block):
            return
        block.kind = "SIGNATURE"


def _is_signature(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    if len(line) > LONGEST_SIGNATURE or any(char in "。；：，！？|《" for char in line) or MODAL.search(line):
        return False
    return bool(ORGAN_END.search("".join(line.split()).strip("*")))


def _settle_attachments(text: str, blocks: list[Block]) -> None:
    closed = False
    for index, block in enumerate(blocks):
        if block.kind in {"SIGNATURE", "DATE"}:
            closed = True
        elif block.kind == "ATTACHMENT" and not block.fixed:
            listing = _listing(text, blocks, index)
            if not closed and listing:
                for member in blocks[index : index + listing]:
                    member.kind = "NOTE"
                    member.number = None


def _listing(text: str, blocks: list[Block], index: int) -> int:
    """How many blocks from ``index`` list attachments before the signature, 0 where none follows."""
    count = 1
    for block in blocks[index + 1 : index + SIGNERS]:
        if block.kind in {"SIGNATURE", "DATE", "NOTE"}:
            return count
        short = block.end - block.start <= LONGEST_TITLE_LINE and text[block.end - 1] not in "。；："
        if block.kind == "ATTACHMENT" or (block.kind in {"H3", "TEXT", "FURNITURE"} and short):
            count += 1
            continue
        return 0
    return count if blocks[index].end - blocks[index].mark > 2 else 0


def _settle_footers(blocks: list[Block]) -> None:
    """Furniture at the very end belongs to the document, not to its last article."""
    for block in reversed(blocks):
        if block.kind != "FURNITURE":
            return
        block.kind = "FOOTER"


def _settle_titles(text: str, blocks: list[Block], began: int) -> None:
    cited = {
        "".join(match[1].split())
        for b in blocks[: began + 2]
        for match in CITED_TITLE.finditer(text, b.start, min(b.end, b.start + 600))
    }
    index = began + 1 if began < len(blocks) and blocks[began].kind != "ATTACHMENT" else began
    while index < len(blocks):
        if blocks[index].kind != "TEXT" or blocks[index].end - blocks[index].start > LONGEST_TITLE_LINE:
            index += 1
            continue
        nearby = blocks[max(0, index - NEARBY) : index]
        before = next((b for b in reversed(nearby) if b.kind != "FURNITURE"), None)
        run = _title_run(text, blocks, index)
        words = "".join("".join(text[b.start : b.end].split()) for b in run).strip("#*")
        if not run or before is None:
            index += 1
            continue
        after_attachment = before.kind == "ATTACHMENT"
        closed = before.kind in CLOSING
        if after_attachment or words in cited or (closed and GENRE_END.search(words)):
            for block in run:
                block.kind, block.fixed = "TITLE" if after_attachment else "OPEN", True
            index += len(run)
            _head(text, blocks, index)
        else:
            index += 1


def _title_run(text: str, blocks: list[Block], index: int) -> list[Block]:
    run: list[Block] = []
    for block in blocks[index : index + TITLE_LINES]:
        line = text[block.start : block.end]
        if (
            block.kind != "TEXT"
            or len(line) > LONGEST_TITLE_LINE
            or line[-1] in TERMINAL
            or "。" in line
            or MODAL.search(line)
        ):
            break
        run.append(block)
        words = "".join("".join(text[b.start : b.end].split()) for b in run).strip("#*")
        if GENRE_END.search(words):
            follower = blocks[index + len(run)] if index + len(run) < len(blocks) else None
            if follower is None or text[follower.start] not in "（(":
                break
    return run


def _head(text: str, blocks: list[Block], index: int) -> None:
    """Settle number, note and recipients behind a nested title."""
    for at in range(index, min(index + 3, len(blocks))):
        block = blocks[at]
        if NUMBER_LINE.match(text, block.start, block.end):
            block.kind, block.fixed = "NUMBER", True
        elif is_recipients(text, block):
            block.kind, block.fixed = "RECIPIENTS", True
            return
        elif block.kind not in {"NOTE", "DATE"}:
            return
