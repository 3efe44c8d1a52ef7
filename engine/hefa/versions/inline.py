"""Which words of a reworded clause went and which came."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

LIMIT = 4_000_000
"""Products of lengths past this are shown as one change: comparing takes time by the square."""
_ISLAND = 2


class Piece(NamedTuple):
    """A stretch of a clause: in both versions, only in the old, or only in the new."""

    kind: Literal["same", "old", "new"]
    text: str


def changed_words(old: str, new: str) -> list[Piece]:
    """Return the pieces that make ``old`` without the new ones and ``new`` without the old ones."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    pieces = [Piece("same", old[:head])]
    pieces += _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    pieces.append(Piece("same", old[len(old) - tail :]))
    return [piece for piece in pieces if piece.text]


def _shared(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _middle(old: str, new: str) -> Iterator[Piece]:
    if len(old) * len(new) > LIMIT:
        yield Piece("old", old)
        yield Piece("new", new)
        return
    went, came = "", ""
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" and i_end - i >= _ISLAND:
            yield Piece("old", went)
            yield Piece("new", came)
            yield Piece("same", old[i:i_end])
            went, came = "", ""
        else:
            went += old[i:i_end]
            came += new[j:j_end]
    yield Piece("old", went)
    yield Piece("new", came)
