"""A law, regulation or rule as the library has it: its versions, and their articles."""

import datetime
import unicodedata
from typing import Literal, NamedTuple

from hefa.model.base import Record
from hefa.model.numerals import to_chinese

Status = Literal["in-force", "not-yet", "superseded", "repealed"]
_BRACKETS = tuple(zip("()<>[]", "（）〈〉〔〕", strict=True))


class ArticleReference(NamedTuple):
    """第十七条之一第二款第（三）项 as numbers; zero where a part is not named."""

    article: int
    inserted: int = 0
    paragraph: int = 0
    item: int = 0


def statute_key(name: str) -> str:
    """Return the name without book-title marks, 中华人民共和国, white space and the width of brackets."""
    plain = unicodedata.normalize("NFKC", "".join(name.split()))
    for narrow, wide in _BRACKETS:
        if narrow in plain:
            plain = plain.replace(narrow, wide)
    plain = plain.strip("《》〈〉*#")
    return plain.removeprefix("中华人民共和国") or plain


class Article(Record):
    """One article (条): 第十七条之一 has number 17 and inserted 1; ``text`` has a line for each 款 and 项."""

    number: int
    inserted: int = 0
    text: str

    @property
    def label(self) -> str:
        """The number as printed: 第十七条之一."""
        return f"第{to_chinese(self.number)}条" + (f"之{to_chinese(self.inserted)}" if self.inserted else "")

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        """The 款, each with its words and then its 项."""
        found: list[list[str]] = []
        for line in self.text.splitlines():
            if line.startswith(("（", "(")) and found:
                found[-1].append(line)
            else:
                found.append([line])
        return tuple(map(tuple, found))


class Statute(Record):
    """One version of a statute.

    ``key`` is its name without 中华人民共和国 and marks, the same for all versions. ``promulgated`` is the
    date of this version; ``effective`` the date from which its text says it applies, where that is of
    this version. ``repeals`` are the keys of the statutes that it repeals.
    """

    key: str
    title: str
    promulgated: datetime.date | None
    effective: datetime.date | None = None
    history: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def since(self) -> datetime.date:
        """The day from which this version counts; the first day there is, where no date is known."""
        return self.effective or self.promulgated or datetime.date.min
