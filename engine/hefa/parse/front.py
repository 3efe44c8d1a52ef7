"""The head of a document: letterhead, title, number, recipients, until the running text begins."""

from hefa.parse.block import Block
from hefa.parse.patterns import GENRE_END, MODAL, ORGAN_END

LONGEST_FRONT = 60
LONGEST_TITLE_LINE = 90
LEAD_WORDS = ("如下", "下列", "以下", "情形", "条件", "规定：", "事项", "包括")
RECIPIENT_WORDS = tuple("各局委厅省市县区院部司") + ("政府", "单位", "办公室", "中心", "部门")


def settle_front(text: str, blocks: list[Block]) -> int:
    """Settle the blocks before the running text; return the index of the first block of it."""
    body = _body(text, blocks)
    recipients = next((i for i in range(min(body + 1, len(blocks))) if is_recipients(text, blocks[i])), None)
    if recipients is not None:
        body = max(body, recipients + 1) if recipients == body else body
    stop = body if recipients is None else _gather(text, blocks, recipients)
    groups = _groups(text, blocks, stop)
    if not groups:
        return body
    chosen = [g for g in groups if _title_like(text, blocks, g)]
    if not chosen and (len(blocks) - body >= 2 or recipients is not None):
        chosen = groups[-1:]
    for group in groups:
        words = _words(text, blocks, group)
        if group in chosen and not (words.endswith("文件") and len(groups) > 1):
            kind = "TITLE"
        elif words.endswith("文件") or ORGAN_END.search(words):
            kind = "NOTE"
        elif not chosen:
            continue
        else:
            kind = "TITLE" if len(words) >= 6 and group is groups[-1] else "NOTE"
        for index in group:
            blocks[index].kind = kind
            blocks[index].fixed = True
    return body


def _body(text: str, blocks: list[Block]) -> int:
    """The index of the first block of running text or structure."""
    for index, block in enumerate(blocks[:LONGEST_FRONT]):
        if block.fixed and block.kind != "TEXT":
            continue
        if block.marked or block.kind == "ATTACHMENT" or (block.kind == "TABLE" and index > 2):
            return index
        if block.kind != "TEXT":
            continue
        line = text[block.start : min(block.end, block.start + 400)]
        if (
            "。" in line
            or line[-1] in "；：:;，"
            or block.end - block.start > LONGEST_TITLE_LINE
            or (MODAL.search(line) and not GENRE_END.search(line))
        ):
            return index
    return min(len(blocks), LONGEST_FRONT)


def is_recipients(text: str, block: Block) -> bool:
    """Whether a line names the organs a document is sent to, and ends with a colon."""
    if block.kind == "RECIPIENTS":
        return True
    if block.kind != "TEXT" or block.end - block.start > 900 or text[block.end - 1] not in "：:":
        return False
    line = text[block.start : block.end]
    if "。" in line or "《" in line or any(word in line for word in LEAD_WORDS) or MODAL.search(line):
        return False
    return any(word in line for word in RECIPIENT_WORDS)


def _gather(text: str, blocks: list[Block], last: int) -> int:
    """Mark the recipients, broken over several lines, that end at ``last``; return their first index."""
    first = last
    while first > 0 and blocks[first - 1].kind == "TEXT":
        line = text[blocks[first - 1].start : blocks[first - 1].end]
        if not ("，" in line or line.endswith("、") or line.startswith("各")) or GENRE_END.search(line):
            break
        first -= 1
    for block in blocks[first : last + 1]:
        block.kind = "RECIPIENTS"
        block.fixed = True
    return first


def _groups(text: str, blocks: list[Block], stop: int) -> list[list[int]]:
    """Runs of neighbouring lines of no other kind."""
    groups: list[list[int]] = []
    previous = -2
    for index in range(stop):
        block = blocks[index]
        if block.kind != "TEXT" or block.fixed:
            continue
        finished = previous == index - 1 and GENRE_END.search(
            text, blocks[previous].start, blocks[previous].end
        )
        aside = finished and text[block.start] not in "（(〔的"
        if previous == index - 1 and not aside and len(groups[-1]) < 6:
            groups[-1].append(index)
        else:
            groups.append([index])
        previous = index
    return groups


def _words(text: str, blocks: list[Block], group: list[int]) -> str:
    return "".join("".join(text[blocks[i].start : blocks[i].end].split()) for i in group).strip("#*")


def _title_like(text: str, blocks: list[Block], group: list[int]) -> bool:
    words = _words(text, blocks, group)
    return len(words) <= 240 and (bool(GENRE_END.search(words)) or "关于" in words)
