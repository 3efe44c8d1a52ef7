"""When two stretches of text are the same: whatever the file format, the line ends and the numbering."""

import re
import unicodedata

_NUMERAL = r"[\d零〇一二三四五六七八九十百千]+"
_REFERENCE = rf"(?:第\(?{_NUMERAL}\)?(?:条(?:之{_NUMERAL})?|款|项|目|章|节))+"
_OWN = re.compile(
    rf"(本[一-鿿]{{1,6}}?|违反|依照|按照|根据|依据|符合|适用|参照|除|有|^)"
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
