"""Clause text to sentences.

A sentence ends at 。；！？ outside quotation marks and book-title marks; what follows a ；
still shares the subject of what stands before it.
"""

import re
from collections.abc import Iterable, Iterator

Sentence = tuple[int, int, bool]
"""Where a sentence begins and ends, and whether it does not follow a semicolon."""
Group = list[Sentence]
"""The sentences that semicolons join."""
STRETCH = 1500  # code points; a longer sentence is read in stretches of this length
_MARK = re.compile(r"[。；;！？!?“”《》]")
_OPENING, _CLOSING = "“《", "”》"
_QUOTE_LIMIT = 300  # code points after which an unclosed quotation mark is taken as a slip


def split_sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
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


def stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the stretches in which a sentence is read."""
    start, end, _ = sentence
    for stretch in range(start, end, STRETCH):
        yield stretch, min(end, stretch + STRETCH)


def joined(sentences: Iterable[Sentence]) -> list[Group]:
    """Put together the sentences that semicolons join."""
    groups: list[Group] = []
    for sentence in sentences:
        if sentence[2] or not groups:
            groups.append([])
        groups[-1].append(sentence)
    return groups
