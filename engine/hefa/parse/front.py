"""The head of a document: letterhead, title, number, recipients, until the running text begins."""

from hefa.model.lazy import lazy
from hefa.parse.block import Block
from hefa.parse.patterns import DATED_TITLE, YEAR_IN_BRACKETS
from hefa.parse.words import GENRE_END, GENRE_NAMES, MODAL, ORGAN_END

LONGEST_FRONT = 60
LONGEST_TITLE_LINE = 90
LONGEST_LETTERHEAD = 44
SHORTEST_OPENING = 18
NUMBER_REACH = 12
TITLE_THEN_NUMBER = lazy(
    rf"(?P<title>.{{0,160}}?(?:[\u4e00-\u9fff \u3000][）)]|{GENRE_NAMES}))[ \u3000]*"
    rf"(?P<number>[\u4e00-\u9fff]{{2,14}}[ ]?{YEAR_IN_BRACKETS})$"
)
_OPENNESS = "(?:此件)?(?:主动公开|依申请公开|不予公开|不公开|公开发布)"
STAMP = lazy(  # 份号、密级和保密期限、紧急程度 (GB/T 9704-2012, 7.2.1-7.2.3), 公开属性
    rf"0\d{{5}}|(?:绝密|机密|秘密)(?:★.{{0,6}})?|[特加平]急|特提|急件|{_OPENNESS}"
)
STAMPED = lazy(rf"(?P<organ>.{{4,60}}?)[ \u3000]*(?P<stamp>{_OPENNESS})$")
STAMP_OPENERS, STAMPED_ENDS = "0绝机秘特加平急此主依不公", "开布"
OPENERS = (
    "为",
    "根据",
    "按照",
    "依据",
    "近年来",
    "今年以来",
    "现将",
    "现就",
    "经",
    "依照",
    "《",
    "以习近平",
    "坚持",
)
LEAD_WORDS = ("如下", "下列", "以下", "情形", "条件", "规定：", "事项", "包括")
RECIPIENT_WORDS = (*"各局委厅省市县区院部司", "政府", "单位", "办公室", "中心", "部门")


def settle_front(text: str, blocks: list[Block]) -> int:
    """Settle the blocks before the running text; return the index of the first block of it."""
    _split_numbers(text, blocks)
    _set_aside_stamps(text, blocks)
    body = _body(text, blocks)
    recipients = next((i for i in range(min(body + 1, len(blocks))) if is_recipients(text, blocks[i])), None)
    if recipients == body:
        body += 1
    stop = body if recipients is None else _gather(text, blocks, recipients)
    groups = _groups(text, blocks, stop)
    chosen = [group for group in groups if _title_like(text, blocks, group)]
    if not chosen and (len(blocks) - body >= 2 or recipients is not None):
        chosen = groups[-1:]
    for group in groups:
        kind = _kind(_words(text, blocks, group), group in chosen, len(groups))
        if not chosen and kind != "NOTE":
            continue
        blocks[group[0]].opens = True
        for index in group:
            blocks[index].kind = kind
            blocks[index].fixed = True
    return body


def _kind(words: str, title: bool, groups: int) -> str:
    letterhead = len(words) <= LONGEST_LETTERHEAD and "，" not in words and ORGAN_END.search(words)
    if words.endswith("文件") and groups > 1:
        return "NOTE"
    if title:
        return "TITLE"
    return "NOTE" if letterhead or len(words) <= LONGEST_LETTERHEAD else "TEXT"


def _split_numbers(text: str, blocks: list[Block]) -> None:
    """Cut a number that stands on the last line of the title: …的通知（2023年5月16日）某政发〔2023〕2号."""
    for index, block in enumerate(blocks[:NUMBER_REACH]):
        if block.marked:
            return
        numbered = block.kind == "TEXT" and text[block.end - 1] == "号"
        match = TITLE_THEN_NUMBER.match(text, block.start, block.end) if numbered else None
        if match:
            number = Block(match.start("number"), block.end, "NUMBER", fixed=True)
            block.end = match.end("title")
            blocks.insert(index + 1, number)
            return


def _set_aside_stamps(text: str, blocks: list[Block]) -> None:
    """Set aside what says in the head how secret, urgent or public a document is, also behind an organ."""
    for index, block in enumerate(blocks[:NUMBER_REACH]):
        if block.kind != "TEXT" or text[block.end - 1] not in STAMPED_ENDS:
            continue
        stamped = STAMPED.match(text, block.start, block.end)
        if stamped and ORGAN_END.search(stamped["organ"]):
            blocks.insert(index + 1, Block(stamped.start("stamp"), block.end))
            block.end = stamped.end("organ")
            break
    for block in blocks[:NUMBER_REACH]:
        if block.kind != "TEXT" or not (text[block.start] in STAMP_OPENERS or text[block.start].isspace()):
            continue
        if STAMP.fullmatch("".join(text[block.start : block.end].split())):
            block.kind, block.fixed, block.opens = "NOTE", True, True


def _body(text: str, blocks: list[Block]) -> int:
    """Return the index of the first block of running text or structure."""
    titled = False
    above = ""
    for index, block in enumerate(blocks[:LONGEST_FRONT]):
        if block.fixed and block.kind != "TEXT":
            continue
        if block.kind == "ATTACHMENT" and block.end == block.mark:
            block.kind, block.number, block.fixed = "NOTE", None, True
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
            or (titled and len(line) > SHORTEST_OPENING and line.startswith(OPENERS))
        ):
            return index
        above += "".join(line.split())
        goes_on = line[0] in "的和及与暨"
        ended = GENRE_END.search(above) or DATED_TITLE.search(above)
        titled = (titled and not goes_on) or ended is not None
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
    """Return the runs of neighbouring lines of no other kind."""
    groups: list[list[int]] = []
    previous = -2
    for index in range(stop):
        block = blocks[index]
        if block.kind != "TEXT" or block.fixed:
            continue
        above = _words(text, blocks, groups[-1]) if previous == index - 1 else ""
        finished = GENRE_END.search(above) and above.count("《") <= above.count("》")
        aside = finished and text[block.start] not in "（(〔的及和与暨"
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
