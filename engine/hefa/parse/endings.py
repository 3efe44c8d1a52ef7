"""The ends of documents: signatures, dates, lists of attachments, footers."""

from hefa.model.lazy import lazy
from hefa.parse.block import Block
from hefa.parse.patterns import UNNAMED_DATE
from hefa.parse.words import MODAL, ORGAN_END

LONGEST_SIGNATURE = 60
SIGNERS = 20
LONGEST_TITLE_LINE = 60
NOTE_BEHIND = lazy(r"[（(][^（）()]{1,20}[）)]$")
DATED = lazy(rf"(?P<organ>[^。；：，]{{2,40}}?)[ \u3000]*{UNNAMED_DATE}$")


def settle_endings(text: str, blocks: list[Block], body: int) -> None:
    """From block ``body`` on, settle signatures, attachments and footers."""
    for block in blocks[body:]:
        if block.kind == "NUMBER" and not block.fixed:
            block.kind = "TEXT"
    _sign(text, blocks, body)
    _settle_attachments(text, blocks)
    _settle_footers(blocks)


def _sign(text: str, blocks: list[Block], began: int) -> None:
    for index, block in enumerate(blocks):
        if block.kind == "DATE" and index > began and not block.fixed:
            _sign_before(text, blocks, index, began)
        elif block.kind == "TEXT" and block.end - block.start <= LONGEST_SIGNATURE and index > began:
            dated = DATED.match(text, block.start, block.end) if text[block.end - 1] == "日" else None
            if dated and ORGAN_END.search("".join(dated["organ"].split())):
                block.kind = "SIGNATURE"
    last = len(blocks) - 1
    while last > began and blocks[last].kind in {"FURNITURE", "NOTE", "ATTACHMENT"}:
        last -= 1
    if last > began and blocks[last].kind == "TEXT":
        _sign_before(text, blocks, last + 1, began)


def _sign_before(text: str, blocks: list[Block], index: int, began: int) -> None:
    below: Block | None = None
    for block in reversed(blocks[max(began + 1, index - SIGNERS) : index]):
        if block.kind in {"FURNITURE", "SIGNATURE"}:
            continue
        if block.kind not in {"TEXT", "TABLE"} or not (
            _is_signature(text, block) or _begins_signature(text, block, below, blocks[began].start)
        ):
            return
        block.kind = "SIGNATURE"
        below = block


def _begins_signature(text: str, block: Block, below: Block | None, head: int) -> bool:
    """Whether a line and the signature below it together are an organ that the head of the text names."""
    if below is None or any(char in "。；：，" for char in text[block.start : below.end]):
        return False
    name = "".join(text[block.start : below.end].split())
    return NOTE_BEHIND.sub("", name) in "".join(text[:head].split())


def _is_signature(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    if len(line) > LONGEST_SIGNATURE or any(char in "。；：，！？|《" for char in line) or MODAL.search(line):
        return False
    return bool(ORGAN_END.search("".join(line.split()).strip("*>\\")))


def _settle_attachments(text: str, blocks: list[Block]) -> None:
    closed = False
    for index, block in enumerate(blocks):
        if block.kind in {"SIGNATURE", "DATE"}:
            closed = True
        elif block.kind == "ATTACHMENT" and not block.fixed:
            listing = _listing(text, blocks, index)
            listed = block.end > block.mark and text[block.end - 1] in "：:" and listing > 1
            if listing and (listed or not closed):
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
