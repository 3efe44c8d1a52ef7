"""Signature and date (落款、成文日期): printed as they should be, real, and those of the title's issuer."""

import re
from collections.abc import Iterator

from hefa.form.days import DAY, to_day
from hefa.form.draft import Draft
from hefa.model.document import NodeKind
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.observation import Observation

_DAY = lazy(DAY)
_IN_YEAR = lazy(r"年[ ]{0,2}([^年月日 ]{1,2})[ ]?月[ ]{0,2}([^年月日 ]{1,3})[ ]?日")
_USUAL = lazy(r"[12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3}")
_CHINESE = lazy(r"[〇○零一二三四五六七八九]{4}年")
_ZERO = lazy(r"年0[1-9]月|月0[1-9]日")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ARABIC_SINCE = "2012-07-01"
"""GB/T 9704-2012 is in force; before it the date was printed in Chinese numerals."""


def observe_signed(draft: Draft) -> Iterator[Observation]:
    """Yield what is odd about the date of the draft, and days that do not exist."""
    dates = draft.outer.of(NodeKind.DATE)
    for node in dates[-1:]:
        found = _DAY.search(draft.text, node.start, node.end)
        day = to_day(found[0]) if found else None
        if not found or not day:
            continue
        wanted = f"{day.year}年{day.month}月{day.day}日"
        if _CHINESE.search(found[0]) and day.isoformat() >= ARABIC_SINCE:
            symbol = "form.date-chinese"
        elif _ZERO.search("".join(found[0].split())):
            symbol = "form.date-zero"
        else:
            continue
        yield draft.seen(symbol, found.start(), found.end(), {"wanted": wanted}, replacement=wanted)
    signatures = draft.outer.of(NodeKind.SIGNATURE)
    if signatures and not dates and not any(_DAY.search(draft.words(node)) for node in signatures):
        yield draft.seen("form.date-missing", *draft.span(signatures[-1]))
    if not all(_plainly_real(draft.text, found) for found in _IN_YEAR.finditer(draft.text)):
        unreal = {found[0]: found for found in _DAY.finditer(draft.text) if to_day(found[0]) is None}
        for found in unreal.values():
            yield draft.seen("form.date-unreal", found.start(), found.end())
    if len(signatures) == 1:
        yield from _other_issuer(draft)


def _plainly_real(text: str, found: re.Match[str]) -> bool:
    """Whether a month and a day behind a usual year are in every year."""
    year = text[max(0, found.start() - 5) : found.start()].rstrip(" ")[-4:]
    month, day = to_int(found[1]) or 0, to_int(found[2]) or 0
    return _USUAL.fullmatch(year) is not None and 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def _other_issuer(draft: Draft) -> Iterator[Observation]:
    """Yield a signature that is not that of the issuer in the title."""
    node = draft.outer.of(NodeKind.SIGNATURE)[0]
    signed = _plain(_DAY.sub("", draft.words(node)))
    named = _plain(draft.facts.issuer or "")
    title = draft.outer.title or ""
    if (
        len(signed) < 4
        or not named
        or not title.startswith((draft.facts.issuer or "·")[:4])
        or "等" in title[:40]
    ):
        return
    alike = _within(named, signed) or _within(signed, named) or named[-4:] == signed[-4:]
    if not alike and named[:3] == signed[:3]:
        values = {"title": draft.facts.issuer or "", "signed": draft.words(node)}
        yield draft.seen("form.signed-by-another", *draft.span(node), values)


def _within(short: str, long: str) -> bool:
    """Whether the letters of an abbreviation stand in the full name in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def _plain(name: str) -> str:
    return re.sub(r"\s", "", name).replace("人民政府", "政府").replace("办公厅", "办公室")
