"""Clause text to sentences.

A sentence ends at 。；！？ outside quotation marks and book-title marks; what follows a ；
still shares the subject of what stands before it.
"""

import re
from collections.abc import Iterator

_MARK = re.compile(r"[。；;！？!?“”《》]")
_OPENING, _CLOSING = "“《", "”》"
_QUOTE_LIMIT = 300  # code points after which an unclosed quotation mark is taken as a slip


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield ``(start, end, fresh)`` of each sentence of ``text[start:end]``, its end mark included.

    ``fresh`` is false where the sentence follows a semicolon.
    """
    begin, depth, opened, fresh = start, 0, start, True
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        if mark in _OPENING:
            depth, opened = depth + 1, match.start()
        elif mark in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 or match.start() - opened > _QUOTE_LIMIT:
            depth = 0
            yield begin, match.end(), fresh
            begin, fresh = match.end(), mark not in "；;"
    if text[begin:end].strip():
        yield begin, end, fresh
