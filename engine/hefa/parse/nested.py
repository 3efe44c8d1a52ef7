"""The titles of documents inside a document: what a notice issues, and what an attachment holds."""

from hefa.model.lazy import lazy
from hefa.parse.block import Block
from hefa.parse.front import is_recipients
from hefa.parse.patterns import NUMBER_LINE, TERMINAL
from hefa.parse.words import GENRE_END, MODAL

TITLE_LINES = 4
LONGEST_TITLE_LINE = 60
NEARBY = 6
CITED_TITLE = lazy(r"[《<]([^《》]{4,90})[》>]")
CLOSING = frozenset({"SIGNATURE", "DATE", "NOTE", "FOOTER"})


def settle_nested(text: str, blocks: list[Block], began: int) -> None:
    """Settle the titles after signatures and attachments; ``began`` is where the running text begins."""
    cited = {
        "".join(match[1].split())
        for b in blocks[: began + 2]
        for match in CITED_TITLE.finditer(text, b.start, min(b.end, b.start + 600))
    } - {""}
    _split_glued(text, blocks, cited)
    openings = {title[0] for title in cited}
    index = began + 1 if began < len(blocks) and blocks[began].kind != "ATTACHMENT" else began
    while index < len(blocks):
        block = blocks[index]
        if block.kind != "TEXT" or block.end - block.start > LONGEST_TITLE_LINE:
            index += 1
            continue
        before = blocks[index - 1].kind if index else ""
        if before == "FURNITURE":
            before = _kind_before(blocks, index)
        if (
            before in CLOSING
            or before == "ATTACHMENT"
            or text[block.start] in openings
            or text[block.start] in "#*"
        ):
            run = _title_run(text, blocks, index, cited)
            kind = _title_kind("".join("".join(text[b.start : b.end].split()) for b in run), before, cited)
            if kind:
                for member in run:
                    member.kind, member.fixed = kind, True
                index += len(run)
                _head(text, blocks, index)
                continue
        index += 1


def _kind_before(blocks: list[Block], index: int) -> str:
    """Return the kind of the nearest block above that is no furniture; empty where none is near."""
    for at in range(index - 1, max(0, index - NEARBY) - 1, -1):
        if blocks[at].kind != "FURNITURE":
            return blocks[at].kind
    return ""


def _title_kind(words: str, before: str, cited: set[str]) -> str | None:
    words = words.strip("#*")
    if before == "ATTACHMENT" and words:
        return "TITLE"
    return "OPEN" if words in cited or (before in CLOSING and GENRE_END.search(words)) else None


def _title_run(text: str, blocks: list[Block], index: int, cited: set[str]) -> list[Block]:
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
        if any(title != words and title.startswith(words) for title in cited):
            continue
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


def _split_glued(text: str, blocks: list[Block], cited: set[str]) -> None:
    """Cut a cited title that runs into the first sentence of its document, right after a signature."""
    closed = False
    for index, block in enumerate(blocks):
        if closed and block.kind == "TEXT" and block.end - block.start > LONGEST_TITLE_LINE:
            ends = [_prefix(text, block, title) for title in cited]
            stop = max(ends, default=0)
            if stop:
                rest = Block(stop, block.end)
                block.end, block.kind, block.fixed = stop, "OPEN", True
                blocks.insert(index + 1, rest)
                return
        closed = block.kind in CLOSING or (closed and block.kind == "FURNITURE")


def _prefix(text: str, block: Block, title: str) -> int:
    """Return where ``title`` ends at the start of ``block``, white space apart, or 0."""
    at = block.start
    for char in title:
        while at < block.end and text[at].isspace():
            at += 1
        if at >= block.end or text[at] != char:
            return 0
        at += 1
    return at
