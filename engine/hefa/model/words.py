"""When two stretches of text are the same: whatever the file format, the line ends and the numbering."""

import re
import unicodedata

_NUMERAL = r"[\d零〇一二三四五六七八九十百千]+"
_REFERENCE = rf"(?:第\(?{_NUMERAL}\)?(?:条(?:之{_NUMERAL})?|款|项|目|章|节))+"
_ITSELF = "本(?:实施|管理|暂行)?(?:办法|规定|细则|规则|条例|决定|通知|通告|公告|意见|方案|制度|标准|法)"
_OWN = re.compile(
    rf"({_ITSELF}|违反|依照|按照|根据|依据|符合|适用|参照|除|有|^)"
    rf"{_REFERENCE}(?:[、,和或及与至]{_REFERENCE})*"
)
"""References to clauses of the document itself; those behind a law's name stand for something else."""


def same_text(text: str) -> str:
    """Return ``text`` without what a file format changes: white space, widths, invisible characters."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(char for char in normal if not char.isspace() and unicodedata.category(char) != "Cf")


def same_words(text: str) -> str:
    """Return the words of ``text``: letters and digits, less the numbers of the document's own clauses."""
    return "".join(filter(str.isalnum, _OWN.sub(r"\1第条", same_text(text))))
