"""Two versions of a draft in, which clause became which out."""

from hefa.versions.align import Pair, Passage, align
from hefa.versions.inline import Piece, changed_words

__all__ = ["Pair", "Passage", "Piece", "align", "changed_words"]
