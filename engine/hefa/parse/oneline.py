"""A long line in; the title, number, recipients, signature and date glued to its ends, cut off.

Texts pasted without line breaks run 标题 发文字号 主送机关：正文 落款 日期 together, and sometimes a second
document after the date. Only short windows around a number, a colon or a date are looked at.
"""

import re
from collections.abc import Iterator

from hefa.model.lazy import lazy
from hefa.parse.block import Block
from hefa.parse.patterns import DATE, DATE_TEXT, SPACE, YEAR_IN_BRACKETS
from hefa.parse.words import GENRES, ORGAN_END

SHORTEST = 120
FRONT = 400
_TITLE_GENRES = "|".join(genre for genre in GENRES if genre != "表")
TITLE = lazy(
    rf"[^。；：:，,]{{4,160}}?的?(?:{_TITLE_GENRES})(?:[（(][^（）()]{{1,30}}[）)])?(?![》”」的]|{_TITLE_GENRES})"
)
GENRE_WORD = lazy(_TITLE_GENRES + r"|的?[ \u3000]+通[ \u3000]+知")
NUMBER = lazy(rf"[（(]?[\u4e00-\u9fff]{{1,12}}[ ]?{YEAR_IN_BRACKETS}[）)]?|第\d{{1,4}}号(?=[\u4e00-\u9fff])")
RECIPIENTS = lazy(r"[^。；：:！“”]{2,240}[：:]")
RECIPIENT_WORD = lazy(r"各|人民政府|国务院|委|局|厅|部门|公司|单位|办公室|省|部|院")
SIGNED = lazy(rf"(?P<organ>[^。；：:，,！？”）)】]{{2,60}}?)?(?P<date>[（(]?{DATE_TEXT}[）)]?)")
AFTER_DATE = lazy(r"(?:[（(]此件[^（）()]{2,12}[）)])?")
ATTACHED_TITLE = lazy(rf"关于.{{2,60}}?的(?:{_TITLE_GENRES})")
LEAD_WORDS = ("如下", "下列", "以下")
CITED_TITLE = lazy(r"《([^《》]{4,80})》")


def cut_ends(text: str, start: int, end: int) -> Iterator[Block]:
    """Pieces that cover ``start``:``end``; those whose kind is certain come ``fixed``."""
    if end - start < SHORTEST:
        yield Block(start, end)
        return
    body = start
    for piece in _front(text, start, end, "TITLE"):
        yield piece
        body = piece.end
    for date in DATE.finditer(text, body, end):
        pieces = _signature(text, body, date.start(), date.end(), end)
        if not pieces:
            continue
        if body < pieces[0].start:
            yield Block(body, pieces[0].start)
        yield from pieces
        body = pieces[-1].end
        front = list(_nested(text, start, body, end))
        yield from front
        body = front[-1].end if front else body
    if body < end:
        yield Block(body, end)


def _front(text: str, start: int, end: int, kind: str) -> Iterator[Block]:
    window = min(end, start + FRONT)
    number = NUMBER.search(text, start, window)
    title = TITLE.match(text, start, window)
    if number and _heads(text, start, number):
        begin = _number_begin(text, start, number)
        if begin > start:
            yield Block(start, begin, kind, fixed=True)
        yield Block(begin, number.end(), "NUMBER", fixed=True)
        start = number.end()
    elif title and _complete(title[0]):
        yield Block(start, title.end(), kind, fixed=True)
        start = title.end()
    else:
        return
    yield from _recipients(text, start, window)


def _recipients(text: str, start: int, window: int) -> Iterator[Block]:
    recipients = RECIPIENTS.match(text, start, window)
    if (
        recipients
        and RECIPIENT_WORD.search(recipients[0])
        and not any(word in recipients[0] for word in ("《", *LEAD_WORDS))
    ):
        yield Block(start, recipients.end(), "RECIPIENTS", fixed=True)


def _heads(text: str, start: int, number: re.Match[str]) -> bool:
    """Whether the number is the document's own, not one cited in the text."""
    before = text[start : number.start()]
    return (
        "。" not in before
        and "：" not in before
        and before.count("《") == before.count("》")
        and before[-1:] != "》"
    )


def _number_begin(text: str, start: int, number: re.Match[str]) -> int:
    """Where the number begins: behind the last word of the title, or a few characters before the bracket."""
    bracket = next(
        (i for i in range(number.start(), number.end()) if text[i] in "〔[［（(【"), number.start()
    )
    if bracket <= number.start() + 1:
        return number.start()
    ends = [m.end() for m in GENRE_WORD.finditer(text, start, bracket) if 2 <= bracket - m.end() <= 12]
    return max(ends, default=max(start, bracket - 3))


def _complete(title: str) -> bool:
    return "关于" in title or len(title) < 40


def _signature(text: str, body: int, start: int, stop: int, end: int) -> list[Block]:
    """Blocks of a signature and the date at ``start``:``stop``, if they are the end of a document."""
    if stop < end and text[stop] not in SPACE + "（(关附" and not _title_follows(text, stop, end):
        return []
    opened = start
    while opened > body and start - opened < 80 and text[opened - 1] not in "。；：:，,！？”）)》】.":
        opened -= 1
    attached = ATTACHED_TITLE.search(text, opened, start)
    opened = attached.end() if attached and attached.end() < start else opened
    organ = text[opened:start].strip(SPACE)
    if opened == body or not organ or not _is_organ(organ):
        return []
    return [Block(opened, start, "SIGNATURE", fixed=True), Block(start, stop, "DATE", fixed=True)]


def _is_organ(name: str) -> bool:
    name = "".join(name.split())
    return 2 <= len(name) <= 60 and bool(ORGAN_END.search(name))


def _title_follows(text: str, start: int, end: int) -> bool:
    match = TITLE.match(text, start, min(end, start + 170))
    return match is not None and match.end() < end


def _nested(text: str, start: int, body: int, end: int) -> Iterator[Block]:
    """Note and title of a document that follows the signature of another."""
    note = AFTER_DATE.match(text, body, end)
    if note and note[0]:
        yield Block(note.start(), note.end(), "NOTE", fixed=True)
        body = note.end()
    while body < end and text[body] in SPACE:
        body += 1
    for cited in CITED_TITLE.finditer(text, start, min(start + 600, end)):
        if text.startswith(cited[1], body):
            body += len(cited[1])
            yield Block(body - len(cited[1]), body, "OPEN", fixed=True)
            yield from _recipients(text, body, min(end, body + FRONT))
            return
    if text.startswith("附", body):
        return
    yield from _front(text, body, end, "OPEN")
