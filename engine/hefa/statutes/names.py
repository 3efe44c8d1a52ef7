"""Numbers of articles as people write them, in one form."""

import re
import unicodedata

from hefa.errors import OptionError
from hefa.model.numerals import to_int
from hefa.model.statute import ArticleReference

_NUMERAL = r"[0-9零〇○一二两三四五六七八九十百千]+"
_REFERENCE = re.compile(
    rf"第?(?P<article>{_NUMERAL})条?(?:之(?P<inserted>{_NUMERAL}))?"
    rf"(?:[第.．]?(?P<paragraph>{_NUMERAL})款?)?(?:[第.．]?[（(]?(?P<item>{_NUMERAL})[)）]?项?)?"
)


def parse_reference(words: str) -> ArticleReference:
    """Read an article number: 17, 17.2, 第十七条第二款第（三）项."""
    plain = unicodedata.normalize("NFKC", "".join(words.split()))
    found = _REFERENCE.fullmatch(plain)
    if found is None:
        raise OptionError(f"条文 {words}", "不是条文编号", "写成 17、17.2 或者 第十七条第二款第（三）项")
    return ArticleReference(*(to_int(found[name] or "0") or 0 for name in ArticleReference._fields))
