"""Which words of a reworded clause went and which came; figures and amounts are not cut."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

LIMIT = 4_000_000
"""Products of lengths past this are shown as one change: comparing takes time by the square."""
_ISLAND = 2
"""Characters: less that stayed between two changes counts as changed."""
_DIGIT, _NUMERAL = "[0-9０-９]", "〇零一二三四五六七八九十百千万亿两"
_TOKEN = re.compile(
    rf"(?:{_DIGIT}+(?:[.,．]{_DIGIT}+)*[百千万亿]*|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)元?|.", re.DOTALL
)


class Piece(NamedTuple):
    """A stretch of a clause: in both versions, only in the old, or only in the new."""

    kind: Literal["same", "old", "new"]
    text: str


def changed_words(old: str, new: str) -> list[Piece]:
    """Return the pieces that make ``old`` without the new ones and ``new`` without the old ones."""
    went, came = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _shared(went, came)
    tail = _shared(went[head:][::-1], came[head:][::-1])
    pieces = [Piece("same", "".join(went[:head]))]
    pieces += _middle(went[head : len(went) - tail], came[head : len(came) - tail])
    pieces.append(Piece("same", "".join(went[len(went) - tail :])))
    return [piece for piece in pieces if piece.text]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many tokens both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) * len(new) > LIMIT:
        yield Piece("old", "".join(old))
        yield Piece("new", "".join(new))
        return
    went, came = "", ""
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[i:i_end]), "".join(new[j:j_end])
        if tag == "equal" and len(left) >= _ISLAND:
            yield Piece("old", went)
            yield Piece("new", came)
            yield Piece("same", left)
            went, came = "", ""
        else:
            went += left
            came += right
    yield Piece("old", went)
    yield Piece("new", came)
