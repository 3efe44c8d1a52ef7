"""What the provisions of a sentence say at most and at least, told from its tokens before it is read.

A provision says the words of its own segment, and those that segments before it give: conditions, and
what has no modal or a limit alone; one that 方可 opens also what the provision before it says. It commands
or states words of its own segment alone: those before its modal only where 并 joins them to it, those
behind only where the modal forbids, waives or undoes nothing. It speaks of all its words but quotations,
exceptions and figures, and what stands behind a verb of undoing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from hefa.extract.claims import GENERIC, Claim
from hefa.extract.provisions import AND, REACH, SLOTS, UNDOING
from hefa.extract.sentence_parser import MODALS
from hefa.extract.tokens import ProvisionToken

_MaskOf = Callable[[tuple[str, ...]], int]
_UNSPOKEN = frozenset(("QUOTE", "EXCEPT"))


class Bound(NamedTuple):
    """What the provision of a segment says at most, commands or states at most, speaks of at least."""

    segment: int
    says: int
    acts: int
    speaks: int


class _Part(NamedTuple):
    """What a segment says itself; whether it makes a provision, gives its words onward, begins with 方可."""

    says: int
    acts: int
    speaks: int
    drafted: bool
    gives: bool
    gates: bool
    undoes: bool  # has a verb of undoing


class Bounds:
    """The bounds of the provisions of a sentence that stands under no lead-in, in bits of sets of classes.

    Of one with more code points (``length``) than words are kept in mind, none count as surely spoken of.
    """

    def __init__(self, text: str, length: int, tokens: Sequence[ProvisionToken], mask_of: _MaskOf) -> None:
        self.says = self.speaks = 0
        self.each: list[Bound] = []
        given = told = last = 0
        spoken = length <= REACH
        for number, (segment, condition) in enumerate(_segments(tokens)):
            part = _part(text, segment, mask_of, spoken)
            spoken = spoken and not part.undoes
            self.says |= part.says
            if part.gates:
                given |= last
            if part.drafted and not condition:
                last = given | part.says
                self.each.append(Bound(number, last, part.acts, told | part.speaks))
                self.speaks |= told | part.speaks
            if part.gives or condition:
                given |= part.says
                told |= part.speaks
        if any(token.type == "GENERIC" for token in tokens):
            self.speaks |= mask_of((GENERIC,))

    def may_meet(self, claim: Claim) -> list[Bound]:
        """Return the segments whose provisions may meet the claim."""
        if claim.sentence & ~self.says or claim.silence & self.speaks:
            return []
        return [
            bound
            for bound in self.each
            if not (claim.own & ~bound.says or claim.act & ~bound.acts or claim.mute & bound.speaks)
        ]


def _part(text: str, segment: Sequence[ProvisionToken], mask_of: _MaskOf, spoken: bool) -> _Part:
    """Read one segment; ``spoken`` tells that no verb of undoing stands before it."""
    says = acts = speaks = 0
    modals: list[ProvisionToken] = []
    undoes = forbids = False
    for token in segment:
        mask, kind = mask_of(token.symbols), token.type
        if kind in MODALS:
            if not modals:
                acts = says if text.endswith(AND, 0, token.start_pos) else 0
            modals.append(token)
            forbids = kind in SLOTS
            undoes = undoes or kind == "UNDO" or token.text.startswith(UNDOING)
        says |= mask
        if not forbids:
            acts |= mask
        if spoken and not undoes and kind not in _UNSPOKEN:
            speaks |= mask_of(token.symbols[1:]) if kind == "MEASURE" else mask
    return _Part(
        says,
        acts,
        speaks,
        drafted=bool(modals) or any(token.symbols for token in segment),
        gives=all(modal.type == "LIMIT" for modal in modals),
        gates=segment[:1] == modals[:1] != [] and modals[0].type == "GATE",
        undoes=undoes,
    )


def _segments(tokens: Iterable[ProvisionToken]) -> Iterator[tuple[list[ProvisionToken], bool]]:
    """Yield what stands between commas, and whether it is a condition."""
    segment: list[ProvisionToken] = []
    condition = False
    for token in tokens:
        if token.type == "COMMA":
            yield segment, condition
            segment, condition = [], False
        elif token.type == "CONDITION":
            condition = True
        else:
            segment.append(token)
    yield segment, condition
