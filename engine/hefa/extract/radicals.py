"""Radicals that stand for whole characters, as PDF programs leave them (⽂件, ⾝份): read as what they mean.

Unicode's Kangxi and CJK radicals look like characters and are none; each is replaced by one character, so
that every position stays what it is.
"""

import re
import unicodedata

_RADICAL = re.compile("[\u2e80-\u2fdf]")
_EXTRA = dict(
    zip("⻋⻔⻅⻓⻛⻚⻢⻝⺠⻨⻘⻩", "车门见长风页马食民麦青黄", strict=True)
)  # Unicode maps these to nothing


def plain(text: str) -> str:
    """Return ``text`` with each radical replaced by the character it stands for."""
    return _RADICAL.sub(lambda match: _character(match[0]), text) if _RADICAL.search(text) else text


def _character(radical: str) -> str:
    normal = _EXTRA.get(radical) or unicodedata.normalize("NFKC", radical)
    return normal if len(normal) == 1 else radical
