"""Marked blocks in, the end of their heading words set: 第一条【目的】, 一、总体要求, （一）加强领导。各地….

A line that is a whole sentence stays running text, so that it is read as a clause.
"""

from dataclasses import dataclass

from hefa.model.lazy import lazy
from hefa.parse.block import Block
from hefa.parse.patterns import CLOSERS, SPACE, TERMINAL
from hefa.parse.words import MODAL

RANKS = frozenset({"H1", "H2", "H3", "H4", "H5"})
ENDING = frozenset({"CHAPTER", "SECTION", "PART", "OPEN", "ATTACHMENT", "SIGNATURE"})
LABEL = lazy(
    r"[ \t\u3000]*(?:【[^】]{1,40}】|[（(](?!一|二|三|四|五|以下)[^（）()]{2,20}[）)](?=[ \t\u3000]|$))"
)
LONGEST_GLUED = 30
LONGEST_LABEL = 14
LONGEST_TITLE = 60


def settle_headings(text: str, blocks: list[Block]) -> None:
    """Set ``head`` of every marked block, and make paragraphs that continue an item CONT."""
    state = _State()
    held = _held(text, blocks)
    for index, (block, follower) in enumerate(zip(blocks, _followers(blocks), strict=True)):
        colon = text[block.end - 1] in "：:"
        if block.kind in ENDING:
            block.head = block.end
            state = _State()
        elif block.kind == "ARTICLE":
            _article_label(text, block, follower)
            state = _State(article=True, lead=colon)
        elif block.kind in RANKS:
            _settle_ranked(text, block, follower, state)
            state.lead = colon
        elif block.kind == "TEXT":
            block.kind = "CONT" if state.titled or (state.article and index in held) else "TEXT"
            state.listed, state.lead = "", colon


def _held(text: str, blocks: list[Block]) -> set[int]:
    """Paragraphs between two items that count on, which belong to the first: a 款 never stands there.

    Where items of a list have such paragraphs, the first one below the last item is taken likewise, if
    that item is but a caption.
    """
    found: set[int] = set()
    last: dict[str, int | None] = {}
    waiting: list[int] = []
    captioned = ""
    for index, block in enumerate(blocks):
        if block.kind == "TEXT":
            if not waiting and captioned == blocks[index - 1].kind and _caption(text, blocks[index - 1]):
                found.add(index)
            waiting.append(index)
        elif block.kind in {"H2", "H3", "H4", "H5"}:
            before = last.get(block.kind)
            if before is not None and block.ordinal == before + 1:
                if waiting and _caption(text, blocks[waiting[0] - 1]):
                    captioned = block.kind
                found.update(waiting)
            if last:
                last = {kind: number for kind, number in last.items() if kind < block.kind}
            last[block.kind] = block.ordinal
            waiting = []
        elif block.kind != "FURNITURE":
            last, waiting, captioned = {}, [], ""
    return found


def _caption(text: str, block: Block) -> bool:
    if block.end - block.mark > LONGEST_GLUED:
        return False
    words = text[block.mark : block.end]
    whole = words[-1:] in {"。", "："} and "。" not in words[:-1]
    return whole and not MODAL.search(words)


def _followers(blocks: list[Block]) -> list[Block | None]:
    """For each block the next one that is no page furniture."""
    found: list[Block | None] = []
    following: Block | None = None
    for block in reversed(blocks):
        found.append(following)
        following = following if block.kind == "FURNITURE" else block
    return found[::-1]


@dataclass(slots=True)
class _State:
    """Where the walk stands: in an article, behind a lead-in, in a list at rank ``listed``."""

    article: bool = False
    lead: bool = False
    listed: str = ""
    items: bool = False
    titled: bool = False


def _settle_ranked(text: str, block: Block, follower: Block | None, state: _State) -> None:
    state.article = state.article and block.kind != "H1"
    if state.lead and not state.listed:
        state.listed, state.items = block.kind, False
    in_list = bool(state.listed) and block.kind >= state.listed
    if not in_list:
        state.listed = ""
    if state.article:
        _item_label(text, block, follower)
    else:
        _heading(text, block, follower, in_list, items=in_list and state.items)
    state.titled = state.article and block.head == block.end
    if in_list and block.head == block.end:
        state.listed = ""
    state.items = True


def _item_label(text: str, block: Block, follower: Block | None) -> None:
    """（一）申请条件 on its own line inside an article, with running text below."""
    words = text[block.mark : block.end].strip(SPACE)
    short = 0 < len(words) <= LONGEST_LABEL and words[-1] not in TERMINAL and not MODAL.search(words)
    if short and follower is not None and follower.kind == "TEXT":
        block.head = block.end


def _article_label(text: str, block: Block, follower: Block | None) -> None:
    label = LABEL.match(text, block.mark, block.end)
    if label:
        block.head = label.end()
        return
    words = text[block.mark : block.end].strip(SPACE)
    plain = 0 < len(words) <= LONGEST_LABEL and not MODAL.search(words) and words[-1] not in TERMINAL
    if plain and follower is not None and follower.kind in {"TEXT", "H2"}:
        block.head = block.end


def _heading(text: str, block: Block, follower: Block | None, in_list: bool, *, items: bool) -> None:
    """（一）加强领导 alone or before a sentence; a line with nothing below it is text, no heading."""
    start, end = block.mark, block.end
    words = text[start:end].rstrip(CLOSERS + SPACE)
    if not words:
        return
    stop = text.find("。", start, min(end, start + LONGEST_GLUED + 1))
    if stop >= 0 and text[stop + 1 : end].strip(SPACE):
        commas = text.count("，", start, stop) + text.count(",", start, stop)
        if commas <= 1 and not MODAL.search(text, start, stop):
            block.head = stop + 1
        return
    label = text[start : start + LONGEST_LABEL + 1]
    for mark in "：:":
        colon = start + label.find(mark)
        if (
            start <= colon < end
            and (text[colon + 1 : end].strip(SPACE) or not in_list)
            and not MODAL.search(text, start, colon)
        ):
            if text[colon - 1] not in "的下列" and not any(
                w in text[start:colon] for w in ("下列", "以下", "如下")
            ):
                block.head = colon + 1
            return
    own_body = follower is not None and (
        (follower.kind in {"TEXT", "TABLE", "INNOTE"} and not items)
        or (follower.marked and follower.kind > block.kind)
    )
    if own_body and not _is_sentence(words):
        block.head = end


def _is_sentence(words: str) -> bool:
    ends = words[-1] in TERMINAL or words[-1] in ".．" or "。" in words
    return ends or len(words) > LONGEST_TITLE or MODAL.search(words) is not None
