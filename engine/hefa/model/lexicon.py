"""The lexicon: words by class."""

from collections.abc import Mapping

from hefa.model.base import Record


class Lexicon(Record):
    """``words`` maps a class (symbol) to its words; a word may belong to several.

    ``phrases`` maps a class to sequences of classes (``via overseer approve``, see ``hefa.extract.phrases``);
    ``literals`` are the words that phrases name as such; ``names`` say in Chinese what a ``slot.symbol`` of a
    closed slot means, where the slot gives names.
    """

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]] = {}
    literals: tuple[str, ...] = ()
    names: Mapping[str, str] = {}

    def symbols(self) -> frozenset[str]:
        """Return every class."""
        return frozenset(self.words)
