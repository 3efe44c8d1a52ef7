"""Marked blocks in; the end of their heading words set: 第一条【目的】, 一、总体要求, （一）加强领导。各地…"""

import re

from hefa.parse.block import Block
from hefa.parse.patterns import CLOSERS, MODAL, SPACE, TERMINAL

LABEL = re.compile(
    r"[ \t\u3000]*(?:【[^】]{1,40}】|[（(](?!一|二|三|四|五|以下)[^（）()]{2,20}[）)](?=[ \t\u3000]|$))"
)
LONGEST_GLUED = 30
LONGEST_LABEL = 14
LONGEST_TITLE = 60


def settle_headings(text: str, blocks: list[Block]) -> None:
    """Set ``head`` of every marked block, and mark paragraphs that continue an item as CONT."""
    article = False
    lead = listed = ""
    for index, block in enumerate(blocks):
        follower = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind in {"CHAPTER", "SECTION", "PART"}:
            block.head, article, lead = block.end, False, ""
        elif block.kind == "ARTICLE":
            article = True
            _article_label(text, block, follower)
            lead, listed = _lead(text, block), ""
        elif block.kind in {"OPEN", "ATTACHMENT", "SIGNATURE", "H1"} and block.kind != "H1":
            article, lead, listed = False, "", ""
        elif block.kind in {"H1", "H2", "H3", "H4", "H5"}:
            if block.kind == "H1":
                article = False
            if lead and not listed:
                listed = block.kind
            in_list = bool(listed) and block.kind >= listed
            if not (article and block.kind != "H1"):
                _heading(text, block, follower, in_list)
            if in_list and block.kind == listed and block.head == block.end:
                lead = listed = ""
            if not in_list:
                lead = listed = ""
            if text[block.end - 1] in "：:":
                lead, listed = "：", "" if not in_list else listed
        elif block.kind == "TEXT":
            lead, listed = _lead(text, block), ""


def _lead(text: str, block: Block) -> str:
    return "：" if text[block.end - 1] in "：:" else ""


def _article_label(text: str, block: Block, follower: Block | None) -> None:
    label = LABEL.match(text, block.mark, block.end)
    if label:
        block.head = label.end()
        return
    words = text[block.mark : block.end].strip(SPACE)
    plain = 0 < len(words) <= LONGEST_LABEL and not MODAL.search(words) and words[-1] not in TERMINAL
    if plain and follower is not None and follower.kind in {"TEXT", "H2"}:
        block.head = block.end


def _heading(text: str, block: Block, follower: Block | None, in_list: bool) -> None:
    start, end = block.mark, block.end
    words = text[start:end].rstrip("".join(CLOSERS) + SPACE)
    if not words:
        return
    stop = text.find("。", start, min(end, start + LONGEST_GLUED + 1))
    if stop >= 0 and text[stop + 1 : end].strip(SPACE):
        if (
            not MODAL.search(text, start, stop)
            and sum(text.count(comma, start, stop) for comma in "，,") <= 1
        ):
            block.head = stop + 1
        return
    for mark in "：:":
        colon = text.find(mark, start, min(end, start + LONGEST_LABEL + 1))
        if (
            colon >= 0
            and (text[colon + 1 : end].strip(SPACE) or not in_list)
            and not MODAL.search(text, start, colon)
        ):
            if text[colon - 1] not in "的下列" and not any(
                w in text[start:colon] for w in ("下列", "以下", "如下")
            ):
                block.head = colon + 1
            return
    sentence = words[-1] in TERMINAL or len(words) > LONGEST_TITLE or "。" in words or MODAL.search(words)
    own_body = follower is not None and (
        follower.kind in {"TEXT", "TABLE", "INNOTE"} or (follower.marked and follower.kind > block.kind)
    )
    if not sentence and (own_body or not in_list):
        block.head = end
