"""第三条第二款第（一）项、第五条 behind a title -> the articles named, as numbers."""

import re
from collections.abc import Iterator

from hefa.model.citation import CitedArticle
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.statute import ArticleReference

NUMERAL = "0-9０-９零〇○一二两三四五六七八九十百千"
ARTICLE = rf"第\s*[{NUMERAL}]+\s*条(?:\s*之\s*[一二三四五六七八九十]+)?"
_TOKEN = lazy(
    rf"\s*(?:第?\s*(?P<article>[{NUMERAL}]+)\s*条(?:\s*之\s*(?P<inserted>[一二三四五六七八九十]+))?"
    rf"|第\s*(?P<paragraph>[{NUMERAL}]+)\s*款|第?[（(]\s*(?P<item>[{NUMERAL}]+)\s*[)）]\s*项?"
    rf"|第?\s*(?P<plain>[{NUMERAL}]+)\s*项|(?P<join>[、和及与或至到]|以及|或者|—+|－|-))"
)


def cited_articles(text: str, start: int) -> tuple[tuple[CitedArticle, ...], int]:
    """Return the articles named from ``start`` on, in order, and where their words end."""
    found = tuple(_read(text, start))
    return found, found[-1].end if found else start


def _read(text: str, at: int) -> Iterator[CitedArticle]:
    current: ArticleReference | None = None
    begin = end = at
    joined = True
    while match := _TOKEN.match(text, at):
        at = match.end()
        if match["join"]:
            if current is None or joined:
                break
            joined = True
            continue
        part = _part(match, current)
        if part is None or (current is not None and not joined and not _deeper(match, current)):
            break
        if current is not None and joined:
            yield CitedArticle(start=begin, end=end, reference=current)
        if joined:
            begin = match.start() + len(match.group()) - len(match.group().lstrip())
        current, end, joined = part, match.end(), False
    if current is not None:
        yield CitedArticle(start=begin, end=end, reference=current)


def _part(match: re.Match[str], current: ArticleReference | None) -> ArticleReference | None:
    """Return the reference that the token makes of the current one; none where it cannot."""
    if match["article"]:
        if "第" not in match.group() and current is None:
            return None
        inserted = to_int(match["inserted"] or "0") or 0
        return ArticleReference(to_int(match["article"]) or 0, inserted)
    if current is None:
        return None
    if match["paragraph"]:
        return ArticleReference(current.article, current.inserted, to_int(match["paragraph"]) or 0)
    number = to_int(match["item"] or match["plain"]) or 0
    return current._replace(item=number)


def _deeper(match: re.Match[str], current: ArticleReference) -> bool:
    """Whether a token that follows without a word between goes further into the article."""
    if match["paragraph"]:
        return not current.paragraph and not current.item
    return not match["article"] and (not current.item or match["item"] is not None)
