"""The lexicon: words by class."""

from collections.abc import Mapping

from hefa.model.base import Record


class Lexicon(Record):
    """``words`` maps a class (symbol) to its words; a word may belong to several.

    ``slots`` maps a slot to the closed list of its symbols, or to None where any
    lexicon class may stand.
    """

    words: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[str, ...] | None] = {}

    def symbols(self) -> frozenset[str]:
        """Return every class."""
        return frozenset(self.words)
