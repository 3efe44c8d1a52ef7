"""One Markdown file of a statute -> its title, the lines of its history, its articles.

Two forms are read: ``第一条 …`` behind a head that ends with ``<!-- INFO END -->``, and ``**第一条**　…``
behind the title and the lines of history.
"""

import datetime
import re
from typing import NamedTuple

from hefa.model.numerals import to_int
from hefa.model.statute import Article, statute_key
from hefa.statutes.days import DATE, days, starting_days

_NUMERAL = "零〇○一二两三四五六七八九十百千"
_ARTICLE = re.compile(
    rf"(?:\*\*)?第(?P<number>[{_NUMERAL}0-9]+)条(?:之(?P<inserted>[{_NUMERAL}]+))?(?:\*\*)?"
    r"(?:[\s　]+|(?=[^的第至、和或规]))(?P<text>.*)"
)
_IN_NAME = re.compile(r"(?:[（(]|_)(\d{4})-?(\d{2})-?(\d{2})(?:[)）]|$)")
_REPEALS = re.compile(
    r"((?:(?:以及|及|和|、|，|,|\s)*《[^《》]+》(?:[（(][^（）()]*[)）])?)+)\s*(?:等[^。；]{0,12})?同时废止"
)
_TITLES = re.compile(r"《([^《》]+)》")
_HEADING = re.compile(r"#+\s*(.*)")
_END = "<!-- INFO END -->"


class StatuteFile(NamedTuple):
    """What one file says: a part of a code has no title of its own."""

    title: str
    history: tuple[str, ...]
    articles: tuple[Article, ...]
    promulgated: datetime.date | None
    effective: datetime.date | None
    repeals: tuple[str, ...]


def parse_markdown(text: str, name: str) -> StatuteFile:
    """Read a file; ``name`` may hold the date of promulgation."""
    head, body = _divided(text)
    title = next((match[1].strip() for line in head if (match := _HEADING.match(line))), "")
    history = tuple(line for line in head if not line.startswith("#") and DATE.search(line))
    return statute_file(title, history, body, name)


def statute_file(title: str, history: tuple[str, ...], body: list[str], name: str) -> StatuteFile:
    """Read articles, dates and repeals from the lines of a body; ``name`` is the file's, without suffix."""
    articles = tuple(_articles(body))
    dates = [date for line in history if "施行" not in line for date in days(line)]
    in_name = _IN_NAME.search(name)
    promulgated = datetime.date(*map(int, in_name.groups())) if in_name else max(dates, default=None)
    last = "\n".join(article.text for article in articles[-3:])
    starts = starting_days(last)
    starts += [date for line in history if line.endswith("施行") for date in days(line)]
    fresh = [date for date in starts if promulgated is None or date >= promulgated]
    repealed = (statute_key(name) for match in _REPEALS.finditer(last) for name in _TITLES.findall(match[1]))
    return StatuteFile(
        title=title,
        history=history,
        articles=articles,
        promulgated=promulgated,
        effective=max(fresh, default=None),
        repeals=tuple(dict.fromkeys(repealed)),
    )


def _divided(text: str) -> tuple[list[str], list[str]]:
    """Return the lines of the head and those of the body."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    if _END in lines:
        at = lines.index(_END)
        return lines[:at], lines[at + 1 :]
    if lines[:1] == ["---"] and "---" in lines[1:]:
        lines = lines[lines.index("---", 1) + 1 :]
    at = next((i for i, line in enumerate(lines) if _ARTICLE.match(line)), len(lines))
    return lines[:at], lines[at:]


def _articles(lines: list[str]) -> list[Article]:
    """Return the articles; lines before the first, headings and comments are left out."""
    found: list[tuple[int, int, list[str]]] = []
    for line in lines:
        opened = _ARTICLE.match(line)
        if opened:
            number = (to_int(opened["number"]) or 0, to_int(opened["inserted"] or "0") or 0)
            follows = not found or number > found[-1][:2]
            if follows:
                found.append((*number, [opened["text"].strip()]))
                continue
        if found and line and not line.startswith(("#", "<!--", "::")):
            found[-1][2].append(line.replace("**", ""))
    return [
        Article(number=number, inserted=inserted, text="\n".join(line for line in text if line))
        for number, inserted, text in found
    ]
