"""Phrases: classes that a sequence of words has, where no single word has them.

A lexicon class may list phrases beside words: ``"via overseer approve"`` is a word of class ``via``,
then one of ``overseer``, then one of ``approve``, in one segment, each at most ``NEAR`` code points
behind the one before; ``..`` between two lets up to ``FAR`` code points and commas lie between;
``a|b`` takes either class. A Chinese word in a phrase stands for itself. The class falls to the last
word, so it has the slot, and the polarity, of the place where the phrase ends.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from hefa.extract.tokens import ProvisionToken

NEAR, FAR = 8, 40
_WIDE = ".."
_CACHED = 50_000  # sets of classes whose phrases are kept at hand


class Element(NamedTuple):
    """One word of a phrase: its classes, and whether it may stand far behind the one before."""

    classes: frozenset[str]
    far: bool


@dataclass(slots=True, eq=False)
class Phrase:
    """A sequence of words that gives its last one the class ``symbol``; each is itself alone."""

    symbol: str
    elements: tuple[Element, ...]


class _Wanted(NamedTuple):
    """What a phrase wants before its last word, in bits of classes.

    ``all`` are those that there must be, ``some`` sets of which there must be one. ``steps`` go from the last
    word backwards: whether it may be far behind the word before, and the classes of that.
    """

    symbol: str
    all: int
    some: tuple[int, ...]
    steps: tuple[tuple[bool, int], ...]


_ByBit = dict[int, list[_Wanted]]
"""What phrases want, by the bit (its length) of a class of their last word but one."""


class _ClassEnds(NamedTuple):
    """What a word of one class may be to a phrase, in bits of classes: a word before its last, or its last.

    ``near`` and ``far`` are the phrases that it may end, by how near the word before must be; ``all_near``
    and ``all_far`` the bits that they ask for before it.
    """

    bits: int
    all_near: int
    all_far: int
    near: _ByBit
    far: _ByBit


class _Ends(NamedTuple):
    """The same of a word with several classes, ``parts``; their phrases are joined where first asked for."""

    bits: int
    all_near: int
    all_far: int
    parts: tuple[_ClassEnds, ...]
    near: _ByBit
    far: _ByBit

    def join_near(self, bit: int) -> list[_Wanted]:
        """Return the phrases that want a word of the class close before it."""
        found = self.near[bit] = [wanted for part in self.parts for wanted in part.near.get(bit, ())]
        return found

    def join_far(self, bit: int) -> list[_Wanted]:
        """Return the phrases that want a word of the class somewhere before it."""
        found = self.far[bit] = [wanted for part in self.parts for wanted in part.far.get(bit, ())]
        return found


class _Before(NamedTuple):
    """The bits of the tokens before a token: of those near it, at most far from it, anywhere."""

    near: int
    far: int
    seen: int


class Phrases:
    """All phrases of a lexicon, by the classes of their last word."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._all: list[Phrase] = []
        self._by_last: dict[str, list[Phrase]] = {}
        self._known: dict[tuple[str, ...], _Ends] = {}
        for symbol, lines in phrases.items():
            for line in lines:
                phrase = Phrase(symbol, tuple(parse_phrase(line)))
                self._all.append(phrase)
                for name in phrase.elements[-1].classes:
                    self._by_last.setdefault(name, []).append(phrase)
        used = Counter(name for phrase in self._all for e in phrase.elements[:-1] for name in e.classes)
        self._bits = {name: 1 << bit for bit, (name, _) in enumerate(used.most_common())}
        self._by_class: dict[str, _ClassEnds] = {}

    def __iter__(self) -> Iterator[Phrase]:
        """Yield every phrase once."""
        return iter(self._all)

    def mark(self, tokens: Sequence[ProvisionToken]) -> None:
        """Add to each token the classes of the phrases that end at it, in the order of the text."""
        bits: list[int] = []
        seen = 0
        for index, token in enumerate(tokens):
            ends = self._known.get(token.symbols) or self._ends(token.symbols)
            own = ends.bits
            if seen & ends.all_near or seen & ends.all_far:
                before = _before(tokens, bits, index, seen)
                while (before.near & ends.all_near or before.far & ends.all_far) and (
                    fresh := _found(tokens, bits, ends, before)
                ):
                    token.symbols = (*token.symbols, *fresh)
                    ends = self._known.get(fresh) or self._ends(fresh)  # a phrase may end in a phrase
                    own |= ends.bits
            bits.append(own)
            seen |= own

    def _ends(self, symbols: tuple[str, ...]) -> _Ends:
        """Work out what a word with these classes may be to a phrase."""
        bits = all_near = all_far = 0
        parts: list[_ClassEnds] = []
        for name in symbols:
            ends = self._by_class.get(name) or self._ends_of(name)
            bits |= ends.bits
            if ends.near or ends.far:
                all_near |= ends.all_near
                all_far |= ends.all_far
                parts.append(ends)
        known = _Ends(bits, all_near, all_far, tuple(parts), {}, {})
        if len(self._known) < _CACHED:
            self._known[symbols] = known
        return known

    def _ends_of(self, name: str) -> _ClassEnds:
        """Work out what a word of the class may be to a phrase; done when it is first asked for."""
        near: _ByBit = {}
        far: _ByBit = {}
        all_near = all_far = 0
        for phrase in self._by_last.get(name, ()):
            *_, before, last = phrase.elements
            wanted = self._wanted(phrase)
            for bit in (self._bits[one] for one in before.classes):
                (far if last.far else near).setdefault(bit.bit_length(), []).append(wanted)
                all_near |= 0 if last.far else bit
                all_far |= bit if last.far else 0
        known = self._by_class[name] = _ClassEnds(self._bits.get(name, 0), all_near, all_far, near, far)
        return known

    def _wanted(self, phrase: Phrase) -> _Wanted:
        """Work out what a phrase wants before its last word."""
        masks = [self._mask(element.classes) for element in phrase.elements]
        far = [element.far for element in phrase.elements]
        some = tuple(mask for mask in masks[:-2] if mask.bit_count() > 1)
        sole = self._mask(name for e in phrase.elements[:-1] if len(e.classes) == 1 for name in e.classes)
        steps = zip(reversed(far[1:]), reversed(masks[:-1]), strict=True)
        return _Wanted(phrase.symbol, sole, some, tuple(steps))

    def _mask(self, classes: Iterable[str]) -> int:
        mask = 0
        for name in classes:
            mask |= self._bits.get(name, 0)
        return mask


def _before(tokens: Sequence[ProvisionToken], bits: Sequence[int], index: int, seen: int) -> _Before:
    """Return the bits of the tokens before ``index``; ``seen`` are those of all of them."""
    begin = tokens[index].start_pos
    near, place = 0, index - 1
    while place >= 0 and (token := tokens[place]).end_pos >= begin - NEAR and token.type != "COMMA":
        near |= bits[place]
        place -= 1
    far = near
    while place >= 0 and tokens[place].end_pos >= begin - FAR:
        far |= bits[place]
        place -= 1
    return _Before(near, far, seen)


def _found(
    tokens: Sequence[ProvisionToken], bits: Sequence[int], ends: _Ends, before: _Before
) -> tuple[str, ...]:
    """Return the classes that the phrases give a token anew; ``bits`` are those of the tokens before it."""
    found: list[str] = []
    index = len(bits)
    own, seen = tokens[index].symbols, before.seen
    for hits, known, join in (
        (before.near & ends.all_near, ends.near, ends.join_near),
        (before.far & ends.all_far, ends.far, ends.join_far),
    ):
        rest = hits
        while rest:
            bit = (rest & -rest).bit_length()
            rest &= rest - 1
            for wanted in known.get(bit) or join(bit):
                if wanted.all & seen != wanted.all or wanted.symbol in own or wanted.symbol in found:
                    continue
                for classes in wanted.some:
                    if not classes & seen:
                        break
                else:
                    if len(wanted.steps) == 1 or _stand_before(wanted.steps, tokens, bits, index):
                        found.append(wanted.symbol)
    return tuple(found)


def parse_phrase(line: str) -> list[Element]:
    """Read ``a|b .. c``; the first element is never far."""
    elements: list[Element] = []
    far = False
    for part in line.split():
        if part == _WIDE:
            far = True
        else:
            elements.append(_element(part, far and bool(elements)))
            far = False
    return elements


@cache
def _element(part: str, far: bool) -> Element:
    return Element(frozenset(part.split("|")), far)


def _stand_before(
    steps: Sequence[tuple[bool, int]], tokens: Sequence[ProvisionToken], bits: Sequence[int], last: int
) -> bool:
    """Tell whether words as the steps want them stand in order before the token at ``last``."""
    (far, wanted), *rest = steps
    begin = tokens[last].start_pos
    reach = FAR if far else NEAR
    for index in range(last - 1, -1, -1):
        token = tokens[index]
        if begin - token.end_pos > reach or (token.type == "COMMA" and not far):
            return False
        if wanted & bits[index] and (not rest or _stand_before(rest, tokens, bits, index)):
            return True
    return False
