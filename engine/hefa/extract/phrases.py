"""Phrases: classes that a sequence of words has, where no single word has them.

A lexicon class may list phrases beside words: ``"via overseer approve"`` is a word of class ``via``,
then one of ``overseer``, then one of ``approve``, in one segment, each at most ``NEAR`` code points
behind the one before; ``..`` between two lets up to ``FAR`` code points and commas lie between;
``a|b`` takes either class. A Chinese word in a phrase stands for itself. The class falls to the last
word, so it has the slot, and the polarity, of the place where the phrase ends.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hefa.extract.tokens import ProvisionToken

NEAR, FAR = 8, 40
_WIDE = ".."
_CACHED = 50_000  # sets of classes whose phrases are kept at hand


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a phrase: its classes, and whether it may stand far behind the one before."""

    classes: frozenset[str]
    far: bool


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A sequence of words that gives its last one the class ``symbol``; each is itself alone."""

    symbol: str
    elements: tuple[Element, ...]


class Phrases:
    """All phrases of a lexicon, by the classes of their last word."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._all: list[Phrase] = []
        self._cached: dict[tuple[str, ...], list[tuple[frozenset[str], list[Phrase]]]] = {}
        self._by_last: dict[str, list[Phrase]] = {}
        for symbol, lines in phrases.items():
            for line in lines:
                phrase = Phrase(symbol, tuple(parse_phrase(line)))
                self._all.append(phrase)
                for name in phrase.elements[-1].classes:
                    self._by_last.setdefault(name, []).append(phrase)

    def __iter__(self) -> Iterator[Phrase]:
        """Yield every phrase once."""
        return iter(self._all)

    def mark(self, tokens: Sequence[ProvisionToken]) -> None:
        """Add to each token the classes of the phrases that end at it, in the order of the text."""
        seen: set[str] = set()
        for index, token in enumerate(tokens):
            fresh = token.symbols
            while fresh := self._ending_at(tokens, index, fresh, seen):  # a phrase may end in a phrase
                token.symbols = (*token.symbols, *fresh)
            seen.update(token.symbols)

    def _ending_at(
        self, tokens: Sequence[ProvisionToken], index: int, symbols: tuple[str, ...], seen: set[str]
    ) -> tuple[str, ...]:
        """Return the classes that phrases ending in one of ``symbols`` give the token at ``index`` anew.

        ``seen`` are the classes of the tokens before it.
        """
        found: list[str] = []
        for before, phrases in self._candidates(symbols):
            if before.isdisjoint(seen):
                continue
            for phrase in phrases:
                if (
                    phrase.symbol not in found
                    and phrase.symbol not in tokens[index].symbols
                    and _ends_at(phrase.elements, tokens, index)
                ):
                    found.append(phrase.symbol)
        return tuple(found)

    def _candidates(self, symbols: tuple[str, ...]) -> list[tuple[frozenset[str], list[Phrase]]]:
        """Return the phrases that may end in one of ``symbols``, by the last word but one."""
        found = self._cached.get(symbols)
        if found is None:
            groups: dict[frozenset[str], dict[Phrase, None]] = {}
            for name in symbols:
                for phrase in self._by_last.get(name, ()):
                    groups.setdefault(phrase.elements[-2].classes, {})[phrase] = None
            found = [(before, list(phrases)) for before, phrases in groups.items()]
            if len(self._cached) < _CACHED:
                self._cached[symbols] = found
        return found


def parse_phrase(line: str) -> list[Element]:
    """Read ``a|b .. c``; the first element is never far."""
    elements: list[Element] = []
    far = False
    for part in line.split():
        if part == _WIDE:
            far = True
        else:
            elements.append(Element(frozenset(part.split("|")), far and bool(elements)))
            far = False
    return elements


def _ends_at(elements: Sequence[Element], tokens: Sequence[ProvisionToken], last: int) -> bool:
    """Tell whether the elements, the last of which the token at ``last`` is, stand before it in order."""
    if len(elements) == 1:
        return True
    begin = tokens[last].start_pos
    far = elements[-1].far
    before = elements[-2].classes
    for index in range(last - 1, -1, -1):
        token = tokens[index]
        if begin - token.end_pos > (FAR if far else NEAR):
            return False
        if token.type == "COMMA" and not far:
            return False
        if not before.isdisjoint(token.symbols) and _ends_at(elements[:-1], tokens, index):
            return True
    return False
