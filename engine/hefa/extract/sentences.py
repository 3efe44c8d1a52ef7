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
_DECIDED = re.compile(  # by whom it was decided, which is no consent that something hangs on: 经…同意方可…
    r"\s*经[^，。；：“《]{2,40}?(?:研究|讨论|审议|会议)[^，。；：“《]{0,4}(?:决定|确定|通过)[，,]"
    r"(?!\s*(?:方可|方能|方才|才|后|可))"
)
_QUOTE_LIMIT = 300  # code points after which an unclosed quotation mark is taken as a slip


def split_sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield ``(start, end, fresh)`` of each sentence of ``text[start:end]``, its end mark included.

    ``fresh`` is false where the sentence follows a semicolon. By whom it was decided (经镇政府研究决定，) is
    left out.
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
            yield _after_opening(text, begin, match.end()), match.end(), fresh
            begin, fresh = match.end(), mark not in "；;"
    if text[begin:end].strip():
        yield _after_opening(text, begin, end), end, fresh


def _after_opening(text: str, begin: int, end: int) -> int:
    opening = _DECIDED.match(text, begin, end)
    return opening.end() if opening else begin


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
